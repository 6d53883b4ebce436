package api

import (
	"context"
	"time"

	"integrador/internal/platform/postgres/dbgen"
)

const (
	sweepEvery = 10 * time.Second
	// sweepGrace leaves a notice to whoever is at it: the request that kept it, or
	// its workflow, whose tries begin when the row says.
	sweepGrace = 30 * time.Second
	sweepBatch = 100
)

// SweepNotices hands over, until ctx ends, the notices of Mercado Pago that were
// kept while Temporal did not answer. It returns nil then. Any number of
// processes may sweep: handing a notice over twice changes nothing.
func (s *Server) SweepNotices(ctx context.Context) error {
	tick := time.NewTicker(sweepEvery)
	defer tick.Stop()
	for {
		if n, err := s.sweep(ctx); err != nil && ctx.Err() == nil {
			s.log.WarnContext(ctx, "notices not swept", "handed_over", n, "error", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// sweep hands over what is overdue and reports how many. It stops at the first
// failure: the rest would fail the same way.
func (s *Server) sweep(ctx context.Context) (int, error) {
	n, after := 0, int64(0)
	for {
		overdue, err := s.store.OverdueNotices(ctx, dbgen.OverdueNoticesParams{
			Before: s.now().Add(-sweepGrace), AfterID: after, MaxRows: sweepBatch,
		})
		if err != nil {
			return n, err
		}
		for _, notice := range overdue {
			if err := s.noteAgain(ctx, notice); err != nil {
				return n, err
			}
			n, after = n+1, notice.ID
		}
		if len(overdue) < sweepBatch {
			return n, nil
		}
	}
}

func (s *Server) noteAgain(ctx context.Context, notice dbgen.OverdueNoticesRow) error {
	handing, cancel := context.WithTimeout(ctx, handTimeout)
	defer cancel()
	return s.sessions.NoteWebhook(handing, notice.ID, notice.DataID)
}
