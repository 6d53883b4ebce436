package postgres

import (
	"context"

	"integrador/internal/domain/event"
	"integrador/internal/platform/postgres/dbgen"
)

// RecentEventsOfBranch reads what a subscriber of a branch may have missed while it was
// disconnected from Redis, by ID.
func (s *Store) RecentEventsOfBranch(ctx context.Context, q dbgen.RecentBranchEventsParams) ([]event.Event, error) {
	rows, err := s.RecentBranchEvents(ctx, q)
	return Rows(rows, err, eventOf)
}

// EventsOfBranch reads what was published to a branch's subscribers since a time, by ID.
func (s *Store) EventsOfBranch(ctx context.Context, q dbgen.BranchEventsSinceParams) ([]event.Event, error) {
	rows, err := s.BranchEventsSince(ctx, q)
	return Rows(rows, err, eventOf)
}

// EventsOfSession reads what was published to a session's subscribers since a time: its
// own events and those of its branch that belong to no session.
func (s *Store) EventsOfSession(ctx context.Context, q dbgen.SessionEventsSinceParams) ([]event.Event, error) {
	rows, err := s.SessionEventsSince(ctx, q)
	return Rows(rows, err, eventOf)
}

// EventsOfSessionAfter is EventsOfSession after a sequence number of the session.
func (s *Store) EventsOfSessionAfter(ctx context.Context, q dbgen.SessionEventsAfterParams) ([]event.Event, error) {
	rows, err := s.SessionEventsAfter(ctx, q)
	return Rows(rows, err, eventOf)
}

// LogAfter reads a session's own events after a sequence number.
func (s *Store) LogAfter(ctx context.Context, q dbgen.SessionLogAfterParams) ([]event.Event, error) {
	rows, err := s.SessionLogAfter(ctx, q)
	return Rows(rows, err, eventOf)
}
