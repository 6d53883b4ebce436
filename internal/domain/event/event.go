// Package event has the types of events, their payloads and who receives them (routes.go).
//
// PostgreSQL stores events, Redis carries them and the gateway delivers them; all three use the table of routes here.
// catalogue.go describes every type for the AsyncAPI document.
//
// Imports: internal/domain/access, internal/domain/money.
package event

import (
	"encoding/json"
	"errors"
	"strconv"
	"time"

	"integrador/internal/domain/access"
)

// Type names an event on the wire.
type Type string

// Version is the envelope's "v".
const Version = 1

// Event is one row of the log of events.
type Event struct {
	ID        int64 // of the row, unique over all tenants
	TenantID  int64
	BranchID  int64
	TableID   *int64
	SessionID *int64
	SectorID  *int64
	// Seq counts 1, 2, 3 … within a session, without gaps; 0 for an event of no session.
	Seq    int64
	Type   Type
	Entity json.RawMessage
	Actor  access.Actor
	At     time.Time
	// RequestID (X-Request-ID) and TraceID identify the request that caused the event; "" for none.
	RequestID string
	TraceID   string
	// Traceparent continues that trace at the gateway. It is not stored and not sent to clients.
	Traceparent string
	// Sessions are the sessions that receive an event of no session, such as a dish that ran out. They are not stored:
	// the publisher looks them up.
	Sessions []int64
}

// Envelope is the JSON that clients read. It has both "ts" and "timestamp" because some clients read the one and some
// the other.
type Envelope struct {
	Type      Type            `json:"type"`
	TenantID  int64           `json:"tenant_id"`
	BranchID  int64           `json:"branch_id"`
	TableID   *int64          `json:"table_id"`
	SessionID *int64          `json:"session_id" doc:"La sesión de la mesa."`
	SectorID  *int64          `json:"sector_id"`
	Entity    json.RawMessage `json:"entity"`
	Actor     access.Actor    `json:"actor" doc:"Quién lo hizo."`
	TS        string          `json:"ts" format:"date-time"`
	Timestamp string          `json:"timestamp" format:"date-time" doc:"Lo mismo que ts."`
	Version   int             `json:"v" doc:"Versión del sobre."`
	ID        int64           `json:"event_id" doc:"Único; un evento que llega dos veces se reconoce por él."`
	Seq       int64           `json:"seq,omitempty" doc:"El número en el registro de la sesión: crece, y puede saltear números que no le tocan al cliente; falta fuera de una."`
	RequestID string          `json:"request_id,omitempty" doc:"El X-Request-ID del pedido que lo causó."`
	TraceID   string          `json:"trace_id,omitempty"`
	// Traceparent travels from the publisher to the gateway.
	Traceparent string `json:"traceparent,omitempty"`
}

const layout = "2006-01-02T15:04:05.000Z07:00"

// MarshalJSON writes the envelope. The same row always gives the same bytes.
func (e Event) MarshalJSON() ([]byte, error) {
	ts := e.At.UTC().Format(layout)
	return json.Marshal(Envelope{
		Type:        e.Type,
		TenantID:    e.TenantID,
		BranchID:    e.BranchID,
		TableID:     e.TableID,
		SessionID:   e.SessionID,
		SectorID:    e.SectorID,
		Entity:      e.Entity,
		Actor:       e.Actor,
		TS:          ts,
		Timestamp:   ts,
		Version:     Version,
		ID:          e.ID,
		Seq:         e.Seq,
		RequestID:   e.RequestID,
		TraceID:     e.TraceID,
		Traceparent: e.Traceparent,
	})
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (e *Event) UnmarshalJSON(b []byte) error {
	var v Envelope
	if err := json.Unmarshal(b, &v); err != nil {
		return err
	}
	at, err := time.Parse(layout, v.TS)
	if err != nil {
		return err
	}
	if year := at.UTC().Year(); year < 1 || year > 9999 { // the zone moved it out of range
		return errors.New("the time is out of range")
	}
	*e = Event{
		ID:          v.ID,
		TenantID:    v.TenantID,
		BranchID:    v.BranchID,
		TableID:     v.TableID,
		SessionID:   v.SessionID,
		SectorID:    v.SectorID,
		Seq:         v.Seq,
		Type:        v.Type,
		Entity:      v.Entity,
		Actor:       v.Actor,
		At:          at,
		RequestID:   v.RequestID,
		TraceID:     v.TraceID,
		Traceparent: v.Traceparent,
	}
	return nil
}

// Channels names every Redis channel that e is published on.
func (e Event) Channels() []string {
	audience := e.Audience()
	var out []string
	if audience&Waiters != 0 {
		out = append(out, WaiterChannel(e.BranchID))
	}
	if audience&Sector != 0 && e.SectorID != nil {
		out = append(out, SectorChannel(*e.SectorID))
	}
	if audience&Kitchens != 0 {
		out = append(out, KitchenChannel(e.BranchID))
	}
	if audience&Admins != 0 {
		out = append(out, AdminChannel(e.BranchID))
	}
	if audience&Diners != 0 && e.SessionID != nil {
		out = append(out, SessionChannel(*e.SessionID))
	}
	if audience&EveryDiner != 0 {
		for _, s := range e.Sessions {
			out = append(out, SessionChannel(s))
		}
	}
	return out
}

// WaiterChannel is the channel of a branch's waiters.
func WaiterChannel(branch int64) string {
	return "branch:" + strconv.FormatInt(branch, 10) + ":waiters"
}

// KitchenChannel is the channel of a branch's kitchen screens.
func KitchenChannel(branch int64) string {
	return "branch:" + strconv.FormatInt(branch, 10) + ":kitchen"
}

// AdminChannel is the channel of a branch's dashboards.
func AdminChannel(branch int64) string { return "branch:" + strconv.FormatInt(branch, 10) + ":admin" }

// SessionChannel is the channel of the phones of one session.
func SessionChannel(session int64) string { return "session:" + strconv.FormatInt(session, 10) }

// SectorChannel is the channel of the waiters of one sector.
func SectorChannel(sector int64) string {
	return "sector:" + strconv.FormatInt(sector, 10) + ":waiters"
}
