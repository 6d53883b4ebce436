// Package temporaltrace carries a trace through Temporal: from the request that
// sends a message, through the workflow, into the activities. It tells the SDK's
// own metrics to Prometheus too.
//
// It imports the Temporal SDK and nothing of this project.
package temporaltrace

import (
	"fmt"

	"go.opentelemetry.io/otel"
	"go.temporal.io/sdk/contrib/opentelemetry"
	"go.temporal.io/sdk/interceptor"
)

// New makes the interceptor to put into the options of a client; a worker takes
// it over from its client. It uses the global provider, so set that up first.
// Baggage stays behind: what a caller sends must not end up in a history.
func New() (interceptor.Interceptor, error) {
	i, err := opentelemetry.NewTracingInterceptor(opentelemetry.TracerOptions{
		Tracer:         otel.Tracer("integrador/temporal"),
		DisableBaggage: true,
	})
	if err != nil {
		return nil, fmt.Errorf("trace Temporal: %w", err)
	}
	return i, nil
}
