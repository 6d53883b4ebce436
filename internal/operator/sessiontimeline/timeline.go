// Package sessiontimeline assembles everything that happened in one table session
// from PostgreSQL and from the histories of its workflows in Temporal.
//
// Imports: internal/domain/access, internal/domain/tablesession, internal/domain/timeline,
// internal/platform/postgres, internal/platform/postgres/dbgen.
package sessiontimeline

import (
	"context"
	"fmt"
	"io"
	"slices"
	"time"

	"go.temporal.io/sdk/client"

	"integrador/internal/domain/timeline"
	"integrador/internal/platform/postgres"
)

// Reader reads sessions. WatchID gives the workflow id of a payment's watch.
type Reader struct {
	Store     *postgres.Store
	Temporal  client.Client
	Namespace string
	Address   string // of Temporal, for messages
	WatchID   func(payment int64) string
}

// Query names a session.
type Query struct {
	Table  string // a table's code, or the number of a session
	Branch string // slug; "" if only one branch has the code
	At     string // a moment, as timeline.Moment reads it; "" for the whole timeline
}

// Timeline is everything that happened in a session.
type Timeline struct {
	TenantID  int64           `json:"tenant_id"`
	SessionID int64           `json:"session_id"`
	TableCode string          `json:"table_code"`
	Branch    string          `json:"branch"`
	Zone      string          `json:"timezone"`
	OpenedAt  time.Time       `json:"opened_at"`
	ClosedAt  *time.Time      `json:"closed_at"`
	Lines     []timeline.Line `json:"lines"`
	State     timeline.State  `json:"state"` // at the moment asked for, or now
	Runs      int             `json:"temporal_runs"`
	History   int             `json:"temporal_events"`
	Missing   string          `json:"temporal_missing,omitempty"` // why Temporal's part is not complete
	Differs   []string        `json:"differs"`                    // differences between the events and the rows
	Location  *time.Location  `json:"-"`
}

// Read gives a session's timeline, until a moment if the query has one. Without
// Temporal it comes from PostgreSQL alone.
func (r Reader) Read(ctx context.Context, q Query) (Timeline, error) {
	session, moment, err := r.find(ctx, q)
	if err != nil {
		return Timeline{}, err
	}
	recorded, err := r.Store.Timeline(ctx, session)
	if err != nil {
		return Timeline{}, err
	}
	return assemble(recorded, r.histories(ctx, recorded), moment)
}

func assemble(l timeline.Recorded, h timeline.Remembered, moment *time.Time) (Timeline, error) {
	t := Timeline{
		TenantID:  l.TenantID,
		SessionID: l.SessionID,
		TableCode: l.TableCode,
		Branch:    l.Branch,
		Zone:      l.Zone,
		OpenedAt:  l.OpenedAt,
		ClosedAt:  l.ClosedAt,
		Lines:     timeline.Lines(l, h),
		Runs:      h.Runs,
		History:   h.Events,
		Missing:   h.Missing,
		Differs:   []string{},
		Location:  location(l.Zone),
	}
	latest, err := l.At(endOfTime)
	if err != nil {
		return t, err
	}
	t.Differs = append(t.Differs, latest.Differs(l.Session)...)
	t.State = latest
	if n := len(l.Events); n > 0 {
		t.State.At = l.Events[n-1].At
	}
	if moment == nil {
		return t, nil
	}
	if t.State, err = l.At(*moment); err != nil {
		return t, err
	}
	if i := slices.IndexFunc(t.Lines, func(l timeline.Line) bool { return l.At.After(*moment) }); i >= 0 {
		t.Lines = t.Lines[:i]
	}
	return t, nil
}

// endOfTime is later than any event.
var endOfTime = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)

func location(zone string) *time.Location {
	in, err := time.LoadLocation(zone)
	if err != nil {
		return time.UTC
	}
	return in
}

// Write prints the timeline for people.
func (t Timeline) Write(w io.Writer) {
	local := func(at time.Time) string { return at.In(t.Location).Format(time.DateTime) }
	until := "sigue abierta"
	if t.ClosedAt != nil {
		until = "cerrada " + local(*t.ClosedAt)
	}
	fmt.Fprintf(w, "Mesa %s · %s · sesión %d · abierta %s · %s (%s)\n\n",
		t.TableCode, t.Branch, t.SessionID, local(t.OpenedAt), until, t.Zone)
	_ = timeline.Write(w, t.Lines, t.Location)
	fmt.Fprintln(w)
	_ = t.State.Write(w, t.Location)
	if t.Missing != "" {
		fmt.Fprintf(w, "\nEsto lo cuenta el libro solo, o casi: %s.\n", t.Missing)
	} else {
		fmt.Fprintf(w, "\nLo cuentan el libro y %d ejecuciones de Temporal (%d eventos de historia).\n", t.Runs, t.History)
	}
	for _, d := range t.Differs {
		fmt.Fprintln(w, "✖ no coincide:", d)
	}
	if len(t.Differs) == 0 {
		fmt.Fprintln(w, "✔ los eventos y las filas del libro dicen lo mismo.")
	}
}
