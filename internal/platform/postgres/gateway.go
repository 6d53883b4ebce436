package postgres

import (
	"context"
	"encoding/json"
	"time"

	"integrador/internal/domain/event"
	"integrador/internal/platform/postgres/dbgen"
)

// RecentEventsOfBranch reads what a listener of a branch who was deaf for a while may
// have missed, by ID.
func (s *Store) RecentEventsOfBranch(ctx context.Context, q dbgen.EventsOfBranchLatelyParams) ([]event.Event, error) {
	rows, err := s.EventsOfBranchLately(ctx, q)
	return eventsOf(rows, err)
}

// EventsOfBranch reads what a branch's listeners were to hear since then, by ID.
func (s *Store) EventsOfBranch(ctx context.Context, q dbgen.EventsOfBranchHeardSinceParams) ([]event.Event, error) {
	rows, err := s.EventsOfBranchHeardSince(ctx, q)
	return eventsOf(rows, err)
}

// EventsOfSession reads what a session's listeners were to hear since then: its
// log, and the events of its branch that belong to no session.
func (s *Store) EventsOfSession(ctx context.Context, q dbgen.EventsOfSessionHeardSinceParams) ([]event.Event, error) {
	rows, err := s.EventsOfSessionHeardSince(ctx, q)
	return eventsOf(rows, err)
}

// EventsOfSessionAfter is EventsOfSession from a number of the log on.
func (s *Store) EventsOfSessionAfter(ctx context.Context, q dbgen.EventsOfSessionHeardAfterParams) ([]event.Event, error) {
	rows, err := s.EventsOfSessionHeardAfter(ctx, q)
	return eventsOf(rows, err)
}

// LogAfter reads a session's own events after a number.
func (s *Store) LogAfter(ctx context.Context, q dbgen.SessionLogAfterParams) ([]event.Event, error) {
	rows, err := s.SessionLogAfter(ctx, q)
	return eventsOf(rows, err)
}

// eventRow are the rows of all queries of the log; they have the same columns.
type eventRow interface {
	~struct {
		ID        int64
		TenantID  int64
		BranchID  int64
		SessionID *int64
		Seq       *int64
		TableID   *int64
		SectorID  *int64
		Type      string
		Entity    json.RawMessage
		Actor     json.RawMessage
		At        time.Time
		RequestID *string
		TraceID   *string
	}
}

func eventsOf[R eventRow](rows []R, err error) ([]event.Event, error) {
	if err != nil {
		return nil, err
	}
	events := make([]event.Event, len(rows))
	for i, r := range rows {
		events[i] = EventOf(dbgen.SessionLogAfterRow(r))
	}
	return events, nil
}
