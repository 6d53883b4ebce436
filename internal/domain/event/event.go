// Package event says what can happen, who hears of it, and what is told.
//
// It holds the event types, their payloads and the one table of routes. It
// imports access and money alone. The store writes events, the bus carries them,
// the gateway hands them out; all three read the table here.
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
	// RequestID and TraceID tell what it came of: X-Request-ID and the trace, or "".
	RequestID string
	TraceID   string
	// Traceparent continues that trace at the gateway. It is not stored and no
	// client hears it.
	Traceparent string
	// Sessions names further sessions that hear an event of no session, such as a
	// dish that ran out. It is not stored: the publisher looks it up.
	Sessions []int64
}

// envelope is the JSON that clients read. Both "ts" and "timestamp" are there
// because one client's type lists the one and the others' the other.
type envelope struct {
	Type      Type            `json:"type"`
	TenantID  int64           `json:"tenant_id"`
	BranchID  int64           `json:"branch_id"`
	TableID   *int64          `json:"table_id"`
	SessionID *int64          `json:"session_id"`
	SectorID  *int64          `json:"sector_id"`
	Entity    json.RawMessage `json:"entity"`
	Actor     access.Actor    `json:"actor"`
	TS        string          `json:"ts"`
	Timestamp string          `json:"timestamp"`
	Version   int             `json:"v"`
	ID        int64           `json:"event_id"`
	Seq       int64           `json:"seq,omitempty"`
	RequestID string          `json:"request_id,omitempty"`
	TraceID   string          `json:"trace_id,omitempty"`
	// Traceparent travels from the publisher to the gateway.
	Traceparent string `json:"traceparent,omitempty"`
}

const layout = "2006-01-02T15:04:05.000Z07:00"

// MarshalJSON writes the envelope. The same row always gives the same bytes.
func (e Event) MarshalJSON() ([]byte, error) {
	ts := e.At.UTC().Format(layout)
	return json.Marshal(envelope{
		Type: e.Type, TenantID: e.TenantID, BranchID: e.BranchID, TableID: e.TableID,
		SessionID: e.SessionID, SectorID: e.SectorID, Entity: e.Entity, Actor: e.Actor,
		TS: ts, Timestamp: ts, Version: Version, ID: e.ID, Seq: e.Seq,
		RequestID: e.RequestID, TraceID: e.TraceID, Traceparent: e.Traceparent,
	})
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (e *Event) UnmarshalJSON(b []byte) error {
	var v envelope
	if err := json.Unmarshal(b, &v); err != nil {
		return err
	}
	at, err := time.Parse(layout, v.TS)
	if err != nil {
		return err
	}
	if year := at.UTC().Year(); year < 1 || year > 9999 { // its zone leads out of the calendar
		return errors.New("the event is of no time")
	}
	*e = Event{
		ID: v.ID, TenantID: v.TenantID, BranchID: v.BranchID, TableID: v.TableID, SessionID: v.SessionID,
		SectorID: v.SectorID, Seq: v.Seq, Type: v.Type, Entity: v.Entity, Actor: v.Actor, At: at,
		RequestID: v.RequestID, TraceID: v.TraceID, Traceparent: v.Traceparent,
	}
	return nil
}

// Channels names every Redis channel that e is published on.
func (e Event) Channels() []string {
	to := e.Audience()
	var out []string
	if to&Waiters != 0 {
		out = append(out, WaitersOf(e.BranchID))
	}
	if to&Sector != 0 && e.SectorID != nil {
		out = append(out, SectorWaiters(*e.SectorID))
	}
	if to&Kitchens != 0 {
		out = append(out, KitchenOf(e.BranchID))
	}
	if to&Admins != 0 {
		out = append(out, AdminsOf(e.BranchID))
	}
	if to&Diners != 0 && e.SessionID != nil {
		out = append(out, DinersOf(*e.SessionID))
	}
	if to&EveryDiner != 0 {
		for _, s := range e.Sessions {
			out = append(out, DinersOf(s))
		}
	}
	return out
}

// WaitersOf is the channel of a branch's waiters.
func WaitersOf(branch int64) string { return "branch:" + strconv.FormatInt(branch, 10) + ":waiters" }

// KitchenOf is the channel of a branch's kitchen screens.
func KitchenOf(branch int64) string { return "branch:" + strconv.FormatInt(branch, 10) + ":kitchen" }

// AdminsOf is the channel of a branch's dashboards.
func AdminsOf(branch int64) string { return "branch:" + strconv.FormatInt(branch, 10) + ":admin" }

// DinersOf is the channel of the phones of one session.
func DinersOf(session int64) string { return "session:" + strconv.FormatInt(session, 10) }

// SectorWaiters is the channel of the waiters of one sector.
func SectorWaiters(sector int64) string {
	return "sector:" + strconv.FormatInt(sector, 10) + ":waiters"
}
