package app

import (
	"context"
	"time"

	"integrador/internal/domain/tablesession"
)

// The refund sweep starts refunds without a workflow: a process may have died
// between writing the row and starting it. Starting one that runs changes nothing.
const (
	refundSweepEvery = time.Minute
	refundOverdue    = time.Minute
	refundPage       = 100
)

func (d *Deps) sweepRefunds(ctx context.Context) error {
	tick := time.NewTicker(refundSweepEvery)
	defer tick.Stop()
	for {
		if err := d.startOverdueRefunds(ctx); err != nil && ctx.Err() == nil {
			d.Log.WarnContext(ctx, "refund sweep failed", "error", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

func (d *Deps) startOverdueRefunds(ctx context.Context) error {
	before := time.Now().Add(-refundOverdue)
	for after := int64(0); ; {
		page, err := d.Store.OverdueRefunds(ctx, before, after, refundPage)
		if err != nil || len(page) == 0 {
			return err
		}
		if err := d.startRefunds(ctx, page); err != nil {
			return err
		}
		after = page[len(page)-1].RefundID
	}
}

func (d *Deps) startRefunds(ctx context.Context, orders []tablesession.RefundOrder) error {
	for _, o := range orders {
		if err := d.Sessions.StartRefund(ctx, o); err != nil {
			return err
		}
	}
	return nil
}
