package telemetry

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
)

// TraceOptions say where the traces of a process go.
type TraceOptions struct {
	Endpoint    string // of an OTLP/HTTP collector, e.g. http://localhost:4318; v1/traces is added; "" exports none
	Service     string
	Environment string
	SampleRatio float64 // of the traces that begin here, 0 to 1; a caller's decision is kept
}

// errUnusable does not wrap its cause, which may quote a password in the address.
var errUnusable = errors.New("OTEL_EXPORTER_OTLP_ENDPOINT is not usable")

// StartTraces sets OpenTelemetry's global provider and propagator. The returned function
// flushes and stops; call it once, with a deadline. If the collector does not respond,
// spans are lost and a line is logged; requests are not affected.
func StartTraces(ctx context.Context, o TraceOptions) (stop func(context.Context) error, err error) {
	otel.SetTextMapPropagator(propagation.NewCompositeTextMapPropagator(propagation.TraceContext{}, propagation.Baggage{}))
	if o.Endpoint == "" {
		// No traces are exported, but log lines of several processes share a trace ID.
		otel.SetTracerProvider(sdktrace.NewTracerProvider(sdktrace.WithSampler(sdktrace.NeverSample())))
		return func(context.Context) error { return nil }, nil
	}
	at, err := url.JoinPath(o.Endpoint, "v1/traces")
	if err != nil {
		return nil, errUnusable
	}
	exporter, err := otlptracehttp.New(ctx, otlptracehttp.WithEndpointURL(at))
	if err != nil {
		return nil, errUnusable
	}
	about, err := resource.Merge(resource.Default(), resource.NewSchemaless(
		attribute.String("service.name", o.Service),
		attribute.String("deployment.environment.name", o.Environment),
	))
	if err != nil {
		return nil, fmt.Errorf("describe the process: %w", err)
	}
	provider := sdktrace.NewTracerProvider(
		sdktrace.WithBatcher(exporter),
		sdktrace.WithResource(about),
		sdktrace.WithSampler(sdktrace.ParentBased(sdktrace.TraceIDRatioBased(o.SampleRatio))),
	)
	otel.SetTracerProvider(provider)
	otel.SetErrorHandler(otel.ErrorHandlerFunc(func(err error) { slog.WarnContext(ctx, "traces not sent", "error", err) }))
	return provider.Shutdown, nil
}
