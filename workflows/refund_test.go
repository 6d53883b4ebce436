package workflows_test

import (
	"context"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/worker"

	"integrador/activities"
	"integrador/internal/dev/testkit"
	"integrador/internal/domain/access"
	"integrador/internal/domain/billing"
	"integrador/internal/domain/fault"
	"integrador/internal/domain/money"
	"integrador/internal/domain/payments"
	"integrador/internal/domain/tablesession"
	"integrador/workflows"
)

// order is a refund of a payment that a shop took.
func order(s *fakeProvider, cents money.Cents, asked time.Time) tablesession.RefundOrder {
	id := s.pay("check_1_7", 1000)
	return tablesession.RefundOrder{Ref: tablesession.Ref{TenantID: 1}, RefundID: 5, PaymentID: 7, ExternalID: strconv.FormatInt(id, 10), Cents: cents, AskedAt: asked}
}

// The provider forgets keys after a day: what an earlier try made is found by
// looking for it.
func TestARefundIsMadeOnceThoughItsKeyWasForgotten(t *testing.T) {
	t.Parallel()
	h := newFixture(t)
	s := &fakeProvider{lose: 1}
	p := &activities.Payments{Store: h.store, Publisher: noPublisher{}, Provider: s}
	o := order(s, 400, time.Now())
	_, err := p.Refund(t.Context(), o)
	require.Equal(t, fault.Unavailable, fault.CodeOf(err), "the answer was lost: %v", err)
	s.keys, o.AskedAt = nil, time.Now().Add(-30*time.Hour)
	made, err := p.Refund(t.Context(), o)
	require.NoError(t, err)
	require.Equal(t, "1", made.ExternalID)
	require.EqualValues(t, 600, made.Snapshot.Effect)
	require.Equal(t, 1, s.refunds)
}

// refusing is a provider that refunds nothing.
type refusing struct {
	*fakeProvider
	kind payments.ErrorKind
}

func (r refusing) RefundPayment(context.Context, int64, *money.Cents, string) (payments.Refund, error) {
	return payments.Refund{}, &payments.Error{Op: "refund payment", Kind: r.kind}
}

func TestARefusalIsTheEndOfARefundAndAnOutageIsNot(t *testing.T) {
	t.Parallel()
	h := newFixture(t)
	for kind, want := range map[payments.ErrorKind]fault.Code{
		payments.Invalid: fault.Refused, payments.Conflict: fault.Refused, payments.Unavailable: fault.Unavailable,
		payments.RateLimited: fault.Unavailable, payments.Auth: fault.Unavailable, payments.Protocol: fault.Unavailable,
	} {
		s := &fakeProvider{}
		p := &activities.Payments{Store: h.store, Publisher: noPublisher{}, Provider: refusing{s, kind}}
		_, err := p.Refund(t.Context(), order(s, 400, time.Now()))
		require.Equal(t, want, fault.CodeOf(err), kind)
	}
	// Another hand gave all of it back: that is as good.
	s := &fakeProvider{}
	p := &activities.Payments{Store: h.store, Publisher: noPublisher{}, Provider: refusing{s, payments.Invalid}}
	o := order(s, 1000, time.Now())
	s.payments[0].Refunded, s.payments[0].Status = 1000, payments.Refunded
	made, err := p.Refund(t.Context(), o)
	require.NoError(t, err)
	require.Zero(t, made.Snapshot.Effect)
}

// blinking is a provider that does not find its payments at first.
type blinking struct {
	*fakeProvider
	blind int
}

func (b *blinking) GetPayment(ctx context.Context, id int64) (payments.Payment, error) {
	if b.blind > 0 {
		b.blind--
		return payments.Payment{}, &payments.Error{Op: "get payment", Kind: payments.NotFound}
	}
	return b.fakeProvider.GetPayment(ctx, id)
}

// The money is on its way by then: a payment that cannot be read for a moment must
// not make the ledger say that nothing was given back.
func TestARefundWhosePaymentIsNotFoundForAMomentIsNotOver(t *testing.T) {
	t.Parallel()
	h := newFixture(t)
	s := &blinking{fakeProvider: &fakeProvider{}, blind: 1}
	p := &activities.Payments{Store: h.store, Publisher: noPublisher{}, Provider: s}
	o := order(s.fakeProvider, 400, time.Now())
	_, err := p.Refund(t.Context(), o)
	require.Equal(t, fault.Unavailable, fault.CodeOf(err), "%v", err)
	made, err := p.Refund(t.Context(), o)
	require.NoError(t, err)
	require.EqualValues(t, 600, made.Snapshot.Effect)
	require.Equal(t, 1, s.refunds)
}

// What the provider refuses to give back is announced, kept and not asked for again.
func TestARefundThatFailsWaitsForAManager(t *testing.T) {
	t.Parallel()
	h := newFixture(t)
	s := &fakeProvider{}
	h.usePayments(refusing{s, payments.Invalid})
	h.open()
	_, err := h.submit(h.as(access.Diner))
	require.NoError(t, err)
	check, err := do(h, h.as(access.Diner), tablesession.RequestCheck{})
	require.NoError(t, err)
	request, err := do(h, h.as(access.Diner), tablesession.StartCheckout{CheckID: check.CheckID})
	require.NoError(t, err)
	reference := activities.PaymentRequest{PaymentID: request.PaymentID, CheckID: check.CheckID}.Reference()
	for range 2 {
		h.announce(s.pay(reference, 5000))
	}
	testkit.Eventually(t, 30*time.Second, "the refund has failed", func() bool {
		refunds := h.ledger().Check.Refunds
		return len(refunds) == 1 && refunds[0].Status == billing.RefundFailed
	})
	bill := h.ledger().Check
	require.EqualValues(t, 5000, bill.Unallocated(), "the money is there to be seen")
	require.EqualValues(t, 1, h.id(`SELECT count(*) FROM event WHERE type = 'REFUND_FAILED'`))
	_, err = do(h, h.as(access.Waiter), tablesession.Close{})
	require.NoError(t, err)
	require.Len(t, h.ledger().Check.Refunds, 1)
	require.NoError(t, h.raw.GetWorkflow(t.Context(), workflows.RefundID(bill.Refunds[0].ID), "").Get(t.Context(), nil))
}

// A worker that died with a refund in its hands does not answer: another one goes on within half a minute.
func TestARefundGoesOnAfterItsWorkerDied(t *testing.T) {
	t.Parallel()
	h := newFixture(t)
	taken, over := make(chan struct{}), make(chan struct{})
	silent := worker.New(h.raw, workflows.PaymentsQueue(h.queue), worker.Options{DisableWorkflowWorker: true, MaxConcurrentActivityExecutionSize: 1})
	silent.RegisterActivityWithOptions(func(tablesession.RefundOrder) error {
		close(taken)
		<-over
		return nil
	}, activity.RegisterOptions{Name: "Refund"})
	require.NoError(t, silent.Start())
	t.Cleanup(silent.Stop)
	t.Cleanup(func() { close(over) })
	s := &fakeProvider{}
	require.NoError(t, h.client.StartRefund(t.Context(), order(s, 400, time.Now())))
	testkit.Eventually(t, 30*time.Second, "the refund is in a worker's hands", func() bool {
		select {
		case <-taken:
			return true
		default:
			return false
		}
	})
	h.usePayments(s)
	testkit.Eventually(t, 45*time.Second, "another worker makes the refund", func() bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		return s.refunds == 1
	})
}
