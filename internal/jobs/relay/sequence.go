package relay

import (
	"context"
	"log/slog"
	"time"

	"integrador/internal/platform/postgres"
)

// sequenceEvery is how late a subscriber hears, at most, before its own delay.
const sequenceEvery = 500 * time.Millisecond

// Sequencer gives events the positions in which subscribers are told of them. It
// may run in many processes: one at a time works.
type Sequencer struct {
	Store *postgres.Store
	Log   *slog.Logger
}

// Run sequences until ctx ends and returns nil then.
func (s *Sequencer) Run(ctx context.Context) error {
	for {
		wait := sequenceEvery
		if _, err := s.Store.SequenceEvents(ctx); err != nil && ctx.Err() == nil {
			s.Log.WarnContext(ctx, "events not sequenced; subscribers wait", "error", err)
			wait = nap
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(wait):
		}
	}
}
