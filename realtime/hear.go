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

// heard takes a message from Redis. What is wrong with it is counted and logged;
// it stops neither the channel nor the process.
func (g *Gateway) heard(channel, payload string) {
	r := g.hub.room(channel)
	if r == nil {
		return // the last socket has just left
	}
	started := time.Now()
	p, err := g.frames.decode(payload)
	if err == nil && !r.concerns(p.Event) {
		err = errors.New("the event does not belong on this channel")
	}
	if err != nil {
		g.metrics.invalid.Inc()
		g.log.Warn("message from Redis dropped", "channel", channel, "bytes", len(payload), "error", err)
		return
	}
	g.metrics.processed.Inc()
	span := follow(p.Event)
	heard := g.deliver(r, p)
	span.SetAttributes(attribute.String("messaging.operation.name", "send"), attribute.String("event.type", string(p.Type)),
		attribute.String("socket.kind", r.kind.name), attribute.Int("socket.count", heard))
	span.End()
	g.metrics.told(r.kind, p.Type, heard, time.Since(started), time.Since(p.At))
}

// follow opens the span of an event's way onto the sockets, in the trace of the
// request that it came of. It ends when each socket has the event in its queue.
//
//nolint:spancheck // the caller ends it
func follow(e event.Event) trace.Span {
	if e.Traceparent == "" {
		return trace.SpanFromContext(context.Background()) //nolint:forbidigo // a span that records nothing
	}
	ctx := propagation.TraceContext{}.Extract(context.Background(), propagation.MapCarrier{"traceparent": e.Traceparent}) //nolint:forbidigo // the event brings its trace
	_, span := otel.Tracer("integrador/realtime").Start(ctx, "websocket send", trace.WithSpanKind(trace.SpanKindConsumer))
	return span
}

func (g *Gateway) deliver(r *room, p parcel) int {
	if r.session == 0 || p.Seq == 0 {
		return r.announce(p, false)
	}
	heard, gap := r.tell(p)
	if gap {
		g.fill(r)
	}
	return heard
}

// frameCache remembers the last messages, because one event comes on several
// channels. Its keys are whole messages: two that differ never share a frame. It
// belongs to the one goroutine that hears.
type frameCache struct {
	last *simplelru.LRU[string, parcel]
}

func newFrameCache() *frameCache {
	last, _ := simplelru.NewLRU[string, parcel](64, nil) // fails for no positive size only
	return &frameCache{last: last}
}

func (c *frameCache) decode(payload string) (parcel, error) {
	if p, ok := c.last.Get(payload); ok {
		return p, nil
	}
	p, err := decode(payload)
	if err == nil {
		c.last.Add(payload, p)
	}
	return p, err
}

func decode(payload string) (parcel, error) {
	if len(payload) > pubsub.MaxEvent {
		return parcel{}, errors.New("too big")
	}
	var e event.Event
	if err := json.Unmarshal([]byte(payload), &e); err != nil {
		return parcel{}, fmt.Errorf("decode: %w", err)
	}
	if !event.Known(e.Type) || e.ID < 1 {
		return parcel{}, errors.New("not an event of ours")
	}
	body, err := encode(e)
	if err != nil {
		return parcel{}, err
	}
	return parcel{Event: e, frame: textFrame(body)}, nil
}
