package realtime

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/gorilla/websocket"

	"integrador/internal/domain/event"
)

// frame is a message encoded once, however many sockets send it.
type frame struct {
	message *websocket.PreparedMessage
	size    int
}

func textFrame(body []byte) *frame {
	m, err := websocket.NewPreparedMessage(websocket.TextMessage, body)
	if err != nil {
		panic("a text message cannot be prepared: " + err.Error()) // only for control messages
	}
	return &frame{message: m, size: len(body)}
}

var pong = textFrame([]byte(`{"type":"pong"}`))

// resync tells a phone to load its state anew; it is that of number seq or later.
func resync(seq int64) *frame { return textFrame(fmt.Appendf(nil, `{"type":"resync","seq":%d}`, seq)) }

// encode writes an event so that one row gives the same bytes whether it came by
// Redis or from the ledger, which orders the keys of its JSON in its own way.
func encode(e event.Event) ([]byte, error) {
	d := json.NewDecoder(bytes.NewReader(e.Entity))
	d.UseNumber()
	var entity any
	if err := d.Decode(&entity); err != nil {
		return nil, fmt.Errorf("decode the entity of event %d: %w", e.ID, err)
	}
	sorted, err := json.Marshal(entity)
	if err != nil {
		return nil, fmt.Errorf("encode the entity of event %d: %w", e.ID, err)
	}
	e.Entity, e.Traceparent = sorted, "" // the trace ends here
	return json.Marshal(e)
}

// parcel is an event on its way to sockets.
type parcel struct {
	event.Event
	frame *frame
}

// parcels encodes events of the ledger. One that does not encode is left out; it
// still counts in its session's log.
func (g *Gateway) parcels(events []event.Event) []parcel {
	out := make([]parcel, len(events))
	for i, e := range events {
		out[i] = parcel{Event: e}
		body, err := encode(e)
		if err != nil {
			g.metrics.invalid.Inc()
			g.log.Error("event of the ledger does not encode", "event_id", e.ID, "error", err)
			continue
		}
		out[i].frame = textFrame(body)
	}
	return out
}
