package store

import (
	"context"
	"encoding/json"
	"time"

	"integrador/internal/event"
	"integrador/internal/store/dbgen"
)

// EventsLately reads what a listener of a branch who was deaf for a while may
// have missed, by ID.
func (s *Store) EventsLately(ctx context.Context, q dbgen.EventsOfBranchLatelyParams) ([]event.Event, error) {
	rows, err := s.EventsOfBranchLately(ctx, q)
	return eventsOf(rows, err)
}

// EventsOfBranch reads what a branch's listeners were to hear since then, by ID.
func (s *Store) EventsOfBranch(ctx context.Context, q dbgen.EventsOfBranchHeardSinceParams) ([]event.Event, error) {
	rows, err := s.EventsOfBranchHeardSince(ctx, q)
	return eventsOf(rows, err)
}

// EventsOfSitting reads what a sitting's listeners were to hear since then: its
// log, and the events of its branch that belong to no sitting.
func (s *Store) EventsOfSitting(ctx context.Context, q dbgen.EventsOfSittingHeardSinceParams) ([]event.Event, error) {
	rows, err := s.EventsOfSittingHeardSince(ctx, q)
	return eventsOf(rows, err)
}

// EventsOfSittingAfter is EventsOfSitting from a number of the log on.
func (s *Store) EventsOfSittingAfter(ctx context.Context, q dbgen.EventsOfSittingHeardAfterParams) ([]event.Event, error) {
	rows, err := s.EventsOfSittingHeardAfter(ctx, q)
	return eventsOf(rows, err)
}

// LogAfter reads a sitting's own events after a number.
func (s *Store) LogAfter(ctx context.Context, q dbgen.EventsOfSessionAfterParams) ([]event.Event, error) {
	rows, err := s.EventsOfSessionAfter(ctx, q)
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
		events[i] = EventOf(dbgen.EventsOfSessionAfterRow(r))
	}
	return events, nil
}
