package app

import (
	"context"
	"log/slog"
	"time"

	"integrador/internal/domain/tablesession"
	"integrador/internal/platform/config"
	"integrador/internal/platform/postgres"
)

// VerifyPayment looks at the provider for a payment, as the button at the till
// does, and tells what the books say afterwards.
func VerifyPayment(ctx context.Context, cfg config.Config, log *slog.Logger, payment int64) (status string, err error) {
	p, err := open(ctx, cfg, log)
	if err != nil {
		return "", err
	}
	defer p.close()
	tenant, err := p.store.PaymentAnyTenant(ctx, payment)
	if err != nil {
		return "", postgres.Fault(err)
	}
	asked, err := p.store.Watched(ctx, tenant, payment)
	if err != nil {
		return "", err
	}
	if err := p.sessions.Look(ctx, asked); err != nil {
		return "", err
	}
	row, err := p.store.PaymentReceipt(ctx, payment, tenant)
	return row.Status, postgres.Fault(err)
}

// The refund sweep starts what nobody started: a process may have died between
// the ledger's row and Temporal's workflow. Starting one that runs changes nothing.
const (
	refundSweepEvery = time.Minute
	refundOverdue    = time.Minute
	refundPage       = 100
)

func (p *parts) sweepRefunds(ctx context.Context) error {
	tick := time.NewTicker(refundSweepEvery)
	defer tick.Stop()
	for {
		if err := p.startOverdueRefunds(ctx); err != nil && ctx.Err() == nil {
			p.log.WarnContext(ctx, "refund sweep failed", "error", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

func (p *parts) startOverdueRefunds(ctx context.Context) error {
	before := time.Now().Add(-refundOverdue)
	for after := int64(0); ; {
		page, err := p.store.OverdueRefunds(ctx, before, after, refundPage)
		if err != nil || len(page) == 0 {
			return err
		}
		if err := p.startRefunds(ctx, page); err != nil {
			return err
		}
		after = page[len(page)-1].RefundID
	}
}

func (p *parts) startRefunds(ctx context.Context, orders []tablesession.RefundOrder) error {
	for _, o := range orders {
		if err := p.sessions.StartRefund(ctx, o); err != nil {
			return err
		}
	}
	return nil
}
