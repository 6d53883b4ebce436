package workflows_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"integrador/activities"
	"integrador/internal/dev/testkit"
	"integrador/internal/domain/access"
	"integrador/internal/domain/billing"
	"integrador/internal/domain/fault"
	"integrador/internal/domain/tablesession"
)

// A failed outcome must not be remembered for its key: "repeat with the same key"
// is what the failure asks for.
func TestAKeyCanBeTriedAgainAfterAFailure(t *testing.T) {
	t.Parallel()
	h := newFixture(t)
	h.open()
	env := h.as(access.Diner)
	env.Key = "k"
	h.exec(`UPDATE branch_product SET is_available = false`)
	_, err := h.submit(env)
	require.Equal(t, "product_unavailable", fault.ReasonOf(err))
	h.exec(`UPDATE branch_product SET is_available = true`)
	round, err := h.submit(env)
	require.NoError(t, err)
	require.Equal(t, 1, round.RoundNumber)
}

// Somebody closed the session in the ledger: a restored backup, a hand in the
// database. Its workflow believes the ledger and ends, and the table serves the
// next guests.
func TestASessionThatTheLedgerClosedEnds(t *testing.T) {
	t.Parallel()
	h := newFixture(t)
	h.open()
	_, err := do(h, h.as(access.Diner), tablesession.CallService{Type: "OTHER"})
	require.NoError(t, err)
	h.exec(`UPDATE table_session SET status = 'CLOSED', closed_at = now()`)
	_, err = h.submit(h.as(access.Diner))
	require.Equal(t, fault.Unauthenticated, fault.CodeOf(err), "%v", err)
	_, err = h.submit(h.as(access.Diner))
	require.Equal(t, fault.Unauthenticated, fault.CodeOf(err), "%v", err)
	first := h.session
	h.open()
	require.NotEqual(t, first, h.session)
}

// A closing was recorded and its task lost, and nobody had to ask again: whoever
// scans the free table next is seated there, and not with those who left.
func TestAClosingThatItsRunMissedLeavesTheTableFree(t *testing.T) {
	t.Parallel()
	h := newFixture(t)
	h.open()
	_, err := do(h, h.as(access.Diner), tablesession.CallService{Type: "OTHER"})
	require.NoError(t, err)
	h.exec(`UPDATE table_session SET status = 'CLOSED', closed_at = now()`)
	h.exec(`UPDATE restaurant_table SET status = 'FREE'`)
	seats := tablesession.Seating{TenantID: h.tenant, TableID: h.table, By: access.Actor{Role: access.Diner}, TableIsFree: true}
	next, err := h.client.Open(t.Context(), seats)
	require.NoError(t, err)
	require.NotEqual(t, h.session, next.SessionID)
	again, err := h.client.Open(t.Context(), seats) // who saw the table free a moment ago
	require.NoError(t, err)
	require.Equal(t, next.SessionID, again.SessionID)
	h.session = next.SessionID
	_, err = h.submit(h.as(access.Diner))
	require.NoError(t, err)
}

// Somebody else wrote to the session: the entry that was decided without knowing
// is refused, the session is read again, and the same command then works.
func TestASessionThatTheLedgerChangedIsReadAgain(t *testing.T) {
	t.Parallel()
	h := newFixture(t)
	h.open()
	h.exec(`UPDATE table_session SET version = version + 1`)
	_, err := h.submit(h.as(access.Diner))
	require.Equal(t, "sitting_changed", fault.ReasonOf(err))
	require.Equal(t, fault.Unavailable, fault.CodeOf(err))
	_, err = h.submit(h.as(access.Diner))
	require.NoError(t, err)
	require.Len(t, h.ledger().Rounds, 1)
}

// A ledger that does not answer in time is an outage: who asked may ask
// again, and not that something is broken.
func TestALedgerThatIsLateIsUnavailable(t *testing.T) {
	t.Parallel()
	h := newFixture(t)
	h.open()
	ledger := &activities.Ledger{Store: h.store, Publisher: noPublisher{}}
	ctx, cancel := context.WithTimeout(t.Context(), 0)
	defer cancel()
	_, err := ledger.Load(ctx, 1, h.session)
	require.Equal(t, fault.Unavailable, fault.CodeOf(err), "%v", err)
	_, err = ledger.LoadLive(ctx, 1, 1)
	require.Equal(t, fault.Unavailable, fault.CodeOf(err), "%v", err)
	_, err = ledger.Record(ctx, tablesession.Decision{})
	require.Equal(t, fault.Unavailable, fault.CodeOf(err), "%v", err)
}

// unknownSession is a client that finds no workflow: every session is over. It remembers
// the refunds that were to start.
type unknownSession struct {
	mu      sync.Mutex
	refunds map[int64]tablesession.RefundOrder
}

func (*unknownSession) SendSystem(context.Context, tablesession.Ref, tablesession.Command) error {
	return tablesession.SessionClosed
}

func (g *unknownSession) StartRefund(_ context.Context, o tablesession.RefundOrder) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.refunds[o.RefundID] = o
	return nil
}

func (*unknownSession) ClosePage(context.Context, int64) error { return nil }

// Two payments that come after the table closed, at the same moment, both count.
func TestTwoLatePaymentsBothCount(t *testing.T) {
	t.Parallel()
	h := newFixture(t)
	h.usePayments(&fakeProvider{})
	h.open()
	round, err := h.submit(h.as(access.Diner))
	require.NoError(t, err)
	for _, to := range []tablesession.RoundStatus{tablesession.InKitchen, tablesession.Ready, tablesession.Served} {
		_, err = do(h, h.as(access.Kitchen), tablesession.Move{RoundID: round.RoundID, To: to})
		require.NoError(t, err)
	}
	check, err := do(h, h.as(access.Diner), tablesession.RequestCheck{})
	require.NoError(t, err)
	request, err := do(h, h.as(access.Diner), tablesession.StartCheckout{CheckID: check.CheckID})
	require.NoError(t, err)
	_, err = do(h, h.as(access.Admin), tablesession.Close{Force: true})
	require.NoError(t, err)

	reference := activities.PaymentRequest{PaymentID: request.PaymentID, CheckID: check.CheckID}.Reference()
	lost := &unknownSession{refunds: map[int64]tablesession.RefundOrder{}}
	late := activities.Payments{Store: h.store, Publisher: noPublisher{}, Sessions: lost}
	var all sync.WaitGroup
	for _, id := range []string{"1", "2", "3", "1"} {
		all.Go(func() {
			paid := activities.PaymentSnapshot{Reference: reference, Snapshot: tablesession.Snapshot{
				Reference: reference, ExternalID: id, Status: billing.Approved, Amount: 2000, Effect: 2000, UpdatedAt: opened.Add(time.Hour),
			}}
			testkit.EventuallyNil(t, 10*time.Second, func() error { return late.Deliver(t.Context(), paid) })
		})
	}
	all.Wait()
	bill := h.ledger().Check
	var came int64
	for _, p := range bill.Payments {
		came += int64(p.Effect)
	}
	require.EqualValues(t, 6000, came, "each payment once")
	require.EqualValues(t, 5000, bill.Paid())
	require.EqualValues(t, 1000, bill.Unallocated())
	require.Len(t, bill.Refunds, 1, "and what is too much goes back, once")
	require.EqualValues(t, 1000, lost.refunds[bill.Refunds[0].ID].Cents)
}
