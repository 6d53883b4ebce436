package store

import (
	"context"
	"errors"
	"time"

	"integrador/internal/dining"
	"integrador/internal/event"
	"integrador/internal/fault"
)

// Late is what came of a command to a sitting that was over.
type Late struct {
	Sitting dining.Sitting // afterwards
	Answer  dining.Answer
	Events  []event.Event
}

// RecordLate decides and records a command about the money of a sitting that is
// over, which no workflow conducts any more. key lets it in once; of two that come
// at once the ledger refuses the one decided on what is outdated.
//
// Errors: fault.Unavailable for a sitting that is live after all, or that somebody
// else changed meanwhile; and those of the command.
func (s *Store) RecordLate(ctx context.Context, at dining.Ref, env dining.Envelope, c dining.Command, key string) (Late, error) {
	sitting, err := s.Load(ctx, at.TenantID, at.SessionID)
	if err != nil {
		return Late{}, err
	}
	if sitting.IsLive() {
		return Late{}, fault.New(fault.Unavailable, "sitting_busy", "La mesa está cambiando de estado. Probá de nuevo.").After(1)
	}
	if answer, done, err := sitting.Repeated(dining.KeyOf(c, env.Key), env.Hash); env.Key != "" && done {
		return Late{Sitting: sitting, Answer: answer}, err
	}
	e, err := sitting.Decide(c, env, time.Now().UTC(), key)
	if err != nil || e.Empty() {
		return Late{Sitting: sitting, Answer: e.Answer}, err
	}
	out, err := s.Record(ctx, e)
	switch {
	case errors.Is(err, dining.Changed):
		return Late{}, fault.New(fault.Unavailable, dining.Changed.Reason, dining.Changed.Message).After(1).Because(err)
	case err != nil:
		return Late{}, err
	case out.Receipt.Before != nil: // recorded before, on another sitting than this one
		sitting, err = s.Load(ctx, at.TenantID, at.SessionID)
		return Late{Sitting: sitting, Answer: *out.Receipt.Before}, err
	}
	bound := e.Bind(out.Receipt)
	return Late{Sitting: sitting.Adopt(bound), Answer: bound.Answer, Events: out.Events}, nil
}
