package realtime

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/trace"

	"integrador/internal/domain/event"
	"integrador/internal/platform/pubsub"
)

// consume takes a message from Redis. An invalid message is counted, logged and dropped.
func (g *Gateway) consume(channelName, payload string) {
	ch := g.hub.channel(channelName)
	if ch == nil {
		return // the last socket has just left
	}
	started := time.Now()
	m, err := g.decoder.decode(payload)
	if err == nil && !ch.accepts(m.Event) {
		err = errors.New("the event does not belong on this channel")
	}
	if err != nil {
		g.metrics.invalid.Inc()
		g.log.Warn("message from Redis dropped", "channel", channelName, "bytes", len(payload), "error", err)
		return
	}
	g.metrics.processed.Inc()
	span := startSpan(m.Event)
	sent := g.deliver(ch, m)
	span.SetAttributes(
		attribute.String("messaging.operation.name", "send"),
		attribute.String("event.type", string(m.Type)),
		attribute.String("socket.kind", ch.endpoint.Name),
		attribute.Int("socket.count", sent),
	)
	span.End()
	g.metrics.delivered(ch.endpoint, m.Type, sent, time.Since(started), time.Since(m.At))
}

// startSpan continues the trace of the request that caused the event. The span ends when each socket has the event in
// its queue.
//
//nolint:spancheck // the caller ends it
func startSpan(e event.Event) trace.Span {
	ctx := context.Background() //nolint:forbidigo // the event carries its trace
	if e.Traceparent == "" {
		return trace.SpanFromContext(ctx) // a span that records nothing
	}
	ctx = propagation.TraceContext{}.Extract(ctx, propagation.MapCarrier{"traceparent": e.Traceparent})
	_, span := otel.Tracer("integrador/realtime").
		Start(ctx, "websocket send", trace.WithSpanKind(trace.SpanKindConsumer))
	return span
}

func (g *Gateway) deliver(ch *channel, m message) int {
	if ch.session == 0 || m.Seq == 0 {
		return ch.deliver(m, false)
	}
	sent, gap := ch.deliverNumbered(m)
	if gap {
		g.fillGap(ch)
	}
	return sent
}

// decoder remembers the last messages, because one event arrives on several channels. Its keys are whole messages: two
// that differ never share a frame. Only the consuming goroutine uses it.
type decoder struct {
	recent *simplelru.LRU[string, message]
}

func newDecoder() *decoder {
	recent, _ := simplelru.NewLRU[string, message](64, nil) // fails only for a size that is not positive
	return &decoder{recent: recent}
}

func (d *decoder) decode(payload string) (message, error) {
	if m, ok := d.recent.Get(payload); ok {
		return m, nil
	}
	m, err := decode(payload)
	if err == nil {
		d.recent.Add(payload, m)
	}
	return m, err
}

func decode(payload string) (message, error) {
	if len(payload) > pubsub.MaxEvent {
		return message{}, errors.New("too large")
	}
	var e event.Event
	if err := json.Unmarshal([]byte(payload), &e); err != nil {
		return message{}, fmt.Errorf("decode: %w", err)
	}
	if !event.Known(e.Type) || e.ID < 1 {
		return message{}, errors.New("unknown type or invalid id")
	}
	body, err := encode(e)
	if err != nil {
		return message{}, err
	}
	return message{Event: e, frame: textFrame(body)}, nil
}
