package pubsub

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/trace"

	"integrador/internal/domain/event"
)

// MaxEvent is the size of an encoded event in bytes; a bigger one is not sent.
const MaxEvent = 64 << 10

// Publish sends each event to all its channels, in order, in one round trip. It
// fails if Redis did not take them all. An event that can never be sent is logged
// and left out, so that it does not hold up the others.
func (b *Bus) Publish(ctx context.Context, events []event.Event) error {
	ctx, span := otel.Tracer("integrador/bus").Start(ctx, "publish events", trace.WithSpanKind(trace.SpanKindProducer))
	defer span.End()
	traceparent := traceparentOf(ctx)
	pipe := b.client.Pipeline()
	for _, e := range events {
		e.Traceparent = traceparent
		body, err := encode(e)
		if err != nil {
			unfit.Inc()
			b.log.ErrorContext(ctx, "event cannot be published", "event_id", e.ID, "type", string(e.Type), "tenant_id", e.TenantID, "error", err)
			continue
		}
		for _, channel := range e.Channels() {
			pipe.Publish(ctx, channel, body)
		}
	}
	if pipe.Len() == 0 {
		return nil
	}
	if _, err := pipe.Exec(ctx); err != nil {
		return fmt.Errorf("publish %d events: %w", len(events), err)
	}
	return nil
}

// traceparentOf is how a gateway finds the trace of ctx, or "" if nobody keeps it.
func traceparentOf(ctx context.Context) string {
	if !trace.SpanContextFromContext(ctx).IsSampled() {
		return ""
	}
	carrier := propagation.MapCarrier{}
	propagation.TraceContext{}.Inject(ctx, carrier)
	return carrier["traceparent"]
}

func encode(e event.Event) ([]byte, error) {
	if !event.Known(e.Type) {
		return nil, errors.New("the type has no route")
	}
	body, err := json.Marshal(e)
	if err != nil {
		return nil, err
	}
	if len(body) > MaxEvent {
		return nil, fmt.Errorf("%d bytes are too many", len(body))
	}
	return body, nil
}
