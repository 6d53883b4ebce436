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
		panic("a text message cannot be prepared: " + err.Error()) // happens only for control messages
	}
	return &frame{message: m, size: len(body)}
}

var pong = textFrame([]byte(`{"type":"pong"}`))

// resync makes a phone reload its state, which is then that of number seq or later.
func resync(seq int64) *frame { return textFrame(fmt.Appendf(nil, `{"type":"resync","seq":%d}`, seq)) }

// encode gives the same bytes for an event whether it came by Redis or from the database, which orders the keys of JSON
// in its own way.
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
	e.Entity, e.Traceparent = sorted, "" // clients do not receive the trace context
	return json.Marshal(e)
}

// message is an event and its frame; the frame is nil if the event does not encode.
type message struct {
	event.Event
	frame *frame
}

// messages encodes events of the database. One that does not encode still counts in its session's log.
func (g *Gateway) messages(events []event.Event) []message {
	out := make([]message, len(events))
	for i, e := range events {
		out[i] = message{Event: e}
		body, err := encode(e)
		if err != nil {
			g.metrics.invalid.Inc()
			g.log.Error("event of the database does not encode", "event_id", e.ID, "error", err)
			continue
		}
		out[i].frame = textFrame(body)
	}
	return out
}
