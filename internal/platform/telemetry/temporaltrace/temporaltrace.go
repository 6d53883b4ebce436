// Package temporaltrace propagates a trace through Temporal: from the request that sends
// a message, through the workflow, into the activities. It also exports the SDK's own
// metrics to Prometheus.
//
// Imports: none of this module.
package temporaltrace

import (
	"fmt"

	"go.opentelemetry.io/otel"
	"go.temporal.io/sdk/contrib/opentelemetry"
	"go.temporal.io/sdk/interceptor"
)

// New makes the interceptor for the options of a client; a worker uses its client's. It
// uses the global provider, so set that up first. Baggage is not propagated: a caller
// must not be able to write into a workflow history.
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
