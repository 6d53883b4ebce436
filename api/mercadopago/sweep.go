package mercadopago

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
func (h *Handlers) SweepNotices(ctx context.Context) error {
	tick := time.NewTicker(sweepEvery)
	defer tick.Stop()
	for {
		if n, err := h.sweep(ctx); err != nil && ctx.Err() == nil {
			h.Log.WarnContext(ctx, "notices not swept", "handed_over", n, "error", err)
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
func (h *Handlers) sweep(ctx context.Context) (int, error) {
	n, after := 0, int64(0)
	for {
		overdue, err := h.Store.OverdueNotices(ctx, dbgen.OverdueNoticesParams{
			Before: h.Now().Add(-sweepGrace), AfterID: after, MaxRows: sweepBatch,
		})
		if err != nil {
			return n, err
		}
		for _, notice := range overdue {
			if err := h.noteAgain(ctx, notice); err != nil {
				return n, err
			}
			n, after = n+1, notice.ID
		}
		if len(overdue) < sweepBatch {
			return n, nil
		}
	}
}

func (h *Handlers) noteAgain(ctx context.Context, notice dbgen.OverdueNoticesRow) error {
	handing, cancel := context.WithTimeout(ctx, handTimeout)
	defer cancel()
	return h.Sessions.NoteWebhook(handing, notice.ID, notice.DataID)
}
