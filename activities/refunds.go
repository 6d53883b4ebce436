package activities

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"go.temporal.io/sdk/activity"

	"integrador/internal/domain/fault"
	"integrador/internal/domain/payments"
	"integrador/internal/domain/tablesession"
)

// keyMemory is how long the provider surely remembers an idempotency key; it is
// said to be a day. Later a refund is looked for before it is asked for.
const keyMemory = 20 * time.Hour

// Refunded is a refund that the provider made.
type Refunded struct {
	ExternalID string                `json:"external_id"`
	Snapshot   tablesession.Snapshot `json:"snapshot"` // of the payment, after it
}

// Refund gives money back, once however often it runs: one key per refund, and a
// look at what was made where the provider may have forgotten the key. It comes
// back only when the payment itself shows the refund.
//
// Errors: fault.Refused with reason "refund_refused" if the provider will not;
// what passes with time otherwise.
func (p *Payments) Refund(ctx context.Context, o tablesession.RefundOrder) (Refunded, error) {
	id, err := strconv.ParseInt(o.ExternalID, 10, 64)
	if err != nil {
		return Refunded{}, refundRefused.Because(err)
	}
	defer keepHeartbeat(ctx)()
	made, err := p.refund(ctx, id, o)
	if err != nil {
		return p.refusedRefund(ctx, id, err)
	}
	got, err := p.Provider.GetPayment(ctx, id)
	if err != nil {
		return Refunded{}, notSeen(err)
	}
	if !slices.ContainsFunc(got.Refunds, func(r payments.Refund) bool { return r.ID == made.ID }) {
		return Refunded{}, fault.New(fault.Unavailable, "refund_in_process", "La devolución está en camino.")
	}
	paid, err := p.validate(got)
	return Refunded{ExternalID: strconv.FormatInt(made.ID, 10), Snapshot: paid.Snapshot}, err
}

// keepHeartbeat sends heartbeats while an activity waits for somebody else, until stop is called. Outside of an activity it
// does nothing.
func keepHeartbeat(ctx context.Context) (stop func()) {
	if !activity.IsActivity(ctx) {
		return func() {}
	}
	ctx, cancel := context.WithCancel(ctx)
	go func() {
		beat := time.NewTicker(heartbeatPause)
		defer beat.Stop()
		for {
			select {
			case <-beat.C:
				activity.RecordHeartbeat(ctx)
			case <-ctx.Done():
				return
			}
		}
	}()
	return cancel
}

// heartbeatPause is well below the shortest HeartbeatTimeout of an activity that uses keepHeartbeat.
const heartbeatPause = 3 * time.Second

var refundRefused = fault.New(fault.Refused, "refund_refused", "Mercado Pago no aceptó la devolución.")

func (p *Payments) refund(ctx context.Context, id int64, o tablesession.RefundOrder) (payments.Refund, error) {
	if time.Since(o.AskedAt) > keyMemory {
		made, found, err := p.madeBefore(ctx, id, o)
		if err != nil || found {
			return made, err
		}
	}
	return p.Provider.RefundPayment(ctx, id, &o.Cents, "refund-"+strconv.FormatInt(o.RefundID, 10))
}

// madeBefore finds a refund that an earlier try made: of that amount, made since,
// and no other refund of ours.
func (p *Payments) madeBefore(ctx context.Context, id int64, o tablesession.RefundOrder) (payments.Refund, bool, error) {
	all, err := p.Provider.ListRefunds(ctx, id)
	if err != nil {
		return payments.Refund{}, false, err
	}
	known, err := p.Store.RefundsOf(ctx, o.TenantID, o.PaymentID)
	if err != nil {
		return payments.Refund{}, false, err
	}
	for _, r := range all {
		since := r.Created.After(o.AskedAt.Add(-time.Minute)) // clocks differ
		if r.Amount == o.Cents && since && !slices.Contains(known, strconv.FormatInt(r.ID, 10)) {
			return r, true, nil
		}
	}
	return payments.Refund{}, false, nil
}

// refusedRefund separates a refusal from an outage. A payment that is worth nothing any more was refunded elsewhere: that
// is as good.
func (p *Payments) refusedRefund(ctx context.Context, id int64, cause error) (Refunded, error) {
	var e *payments.Error
	if !errors.As(cause, &e) {
		return Refunded{}, cause
	}
	switch e.Kind {
	case payments.Invalid, payments.Forbidden, payments.NotFound, payments.Conflict:
	default:
		return Refunded{}, fault.New(fault.Unavailable, "refund_not_made", "La devolución todavía no se pudo hacer.").Because(cause)
	}
	got, err := p.Provider.GetPayment(ctx, id)
	if err != nil {
		return Refunded{}, notSeen(err)
	}
	paid, err := p.validate(got)
	if err == nil && paid.Snapshot.Effect == 0 {
		return Refunded{Snapshot: paid.Snapshot}, nil
	}
	return Refunded{}, refundRefused.Because(fmt.Errorf("refund payment %d: %w", id, cause))
}

// notSeen is providerFault for a payment that is known to exist: the provider may
// not find it for a moment, which decides nothing about its refund.
func notSeen(err error) error {
	f := providerFault(err)
	if fault.CodeOf(f) == fault.NotFound {
		return fault.New(fault.Unavailable, "payment_not_visible", "Mercado Pago todavía no muestra ese pago.").Because(err)
	}
	return f
}

// EndRefund records what became of a refund.
func (p *Payments) EndRefund(ctx context.Context, o tablesession.RefundOrder, ended tablesession.RefundEnded) error {
	return p.send(ctx, o.Ref, ended, fmt.Sprintf("refund:%d", ended.RefundID))
}
