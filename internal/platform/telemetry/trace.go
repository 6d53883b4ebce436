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
	Endpoint    string // of an OTLP/HTTP collector, e.g. http://localhost:4318, which takes traces below it at v1/traces; "" keeps none
	Service     string
	Environment string
	SampleRatio float64 // of the traces that begin here, 0 to 1; a caller's decision is kept
}

// errUnusable has no cause: it may quote a password in the address.
var errUnusable = errors.New("OTEL_EXPORTER_OTLP_ENDPOINT is not usable")

// StartTraces makes OpenTelemetry's global provider and propagator. The returned
// function sends what is left and stops; call it once, with a deadline. A
// collector that does not answer costs spans and a log line, never a request.
func StartTraces(ctx context.Context, o TraceOptions) (stop func(context.Context) error, err error) {
	otel.SetTextMapPropagator(propagation.NewCompositeTextMapPropagator(propagation.TraceContext{}, propagation.Baggage{}))
	if o.Endpoint == "" {
		// Nothing is kept, but lines of several processes still find each other.
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
