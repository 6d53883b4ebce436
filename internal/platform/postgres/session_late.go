package postgres

import (
	"context"
	"errors"
	"time"

	"integrador/internal/domain/event"
	"integrador/internal/domain/fault"
	"integrador/internal/domain/tablesession"
)

// Late is what came of a command to a session that was over.
type Late struct {
	Session tablesession.Session // afterwards
	Result  tablesession.Result
	Events  []event.Event
}

// RecordLate decides and records a command about the money of a session that is
// over, which has no workflow any more. key lets it in once; of two that come
// at once the ledger refuses the one decided on what is outdated.
//
// Errors: fault.Unavailable for a session that is live after all, or that somebody
// else changed meanwhile; and those of the command.
func (s *Store) RecordLate(ctx context.Context, at tablesession.Ref, env tablesession.Envelope, c tablesession.Command, key string) (Late, error) {
	session, err := s.Load(ctx, at.TenantID, at.SessionID)
	if err != nil {
		return Late{}, err
	}
	if session.IsLive() {
		return Late{}, fault.New(fault.Unavailable, "sitting_busy", "La mesa está cambiando de estado. Probá de nuevo.").After(1)
	}
	d, recorded, err := session.Turn(c, env, time.Now().UTC(), key, 0)
	if err != nil || recorded {
		return Late{Session: session, Result: d.Result}, err
	}
	out, err := s.Record(ctx, d)
	switch {
	case errors.Is(err, tablesession.Changed):
		return Late{}, fault.New(fault.Unavailable, tablesession.Changed.Reason, tablesession.Changed.Message).After(1).Because(err)
	case err != nil:
		return Late{}, err
	case out.Receipt.Before != nil: // recorded before, on another session than this one
		session, err = s.Load(ctx, at.TenantID, at.SessionID)
		return Late{Session: session, Result: *out.Receipt.Before}, err
	}
	bound := d.Bind(out.Receipt)
	return Late{Session: session.Apply(bound), Result: bound.Result, Events: out.Events}, nil
}
