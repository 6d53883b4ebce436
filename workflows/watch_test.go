package workflows_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/interceptor"
	"go.temporal.io/sdk/testsuite"
	"go.temporal.io/sdk/worker"

	"integrador/activities"
	"integrador/internal/domain/billing"
	"integrador/internal/domain/tablesession"
	"integrador/workflows"
)

// page is a checkout as a watch sees it, in a world where time does not take any.
type page struct {
	t   *testing.T
	env *testsuite.TestWorkflowEnvironment

	found   []activities.PaymentSnapshot
	down    bool // the provider does not answer
	wanted  bool
	looks   []time.Time
	paid    []time.Time // when money was delivered
	shut    []time.Time
	letGo   []time.Time // the part was let go
	certain []time.Time // and it was said that nobody paid
}

var expires = opened.Add(15 * time.Minute)

func newPage(t *testing.T) *page {
	t.Helper()
	var suite testsuite.WorkflowTestSuite
	p := &page{t: t, env: suite.NewTestWorkflowEnvironment(), wanted: true}
	p.env.SetStartTime(opened)
	p.env.SetWorkerOptions(worker.Options{Interceptors: []interceptor.WorkerInterceptor{&workflows.FaultInterceptor{}}})
	for name, f := range map[string]any{"Find": p.find, "Deliver": p.deliver, "Wanted": p.isWanted, "ExpireCheckout": p.expire, "Release": p.release} {
		p.env.RegisterActivityWithOptions(f, activity.RegisterOptions{Name: name})
	}
	return p
}

func (p *page) now() time.Time { return p.env.Now().UTC() }

var errDown = errors.New("connection refused")

func (p *page) find(context.Context, string) ([]activities.PaymentSnapshot, error) {
	p.looks = append(p.looks, p.now())
	if p.down {
		return nil, errDown
	}
	return p.found, nil
}

func (p *page) deliver(_ context.Context, paid activities.PaymentSnapshot) error {
	if paid.Snapshot.Status == billing.Approved {
		p.paid, p.wanted = append(p.paid, p.now()), false
	}
	return nil
}

func (p *page) isWanted(context.Context, string) (bool, error) { return p.wanted, nil }

func (p *page) expire(context.Context, string) error {
	if p.down {
		return errDown
	}
	p.shut = append(p.shut, p.now())
	return nil
}

func (p *page) release(_ context.Context, _ string, _ int64, unpaid bool) error {
	if unpaid {
		p.certain = append(p.certain, p.now())
	} else {
		p.letGo = append(p.letGo, p.now())
	}
	p.wanted = false
	return nil
}

func (p *page) watch() {
	p.t.Helper()
	p.env.ExecuteWorkflow(workflows.PaymentWatch, workflows.Watch{PaymentID: 7, Reference: "check_1_7", PreferenceID: "p", ExpiresAt: expires})
	require.True(p.t, p.env.IsWorkflowCompleted())
	require.NoError(p.t, p.env.GetWorkflowError())
}

func payment(status billing.PaymentStatus) activities.PaymentSnapshot {
	return activities.PaymentSnapshot{Reference: "check_1_7", Snapshot: tablesession.Snapshot{Reference: "check_1_7", ExternalID: "1", Status: status}}
}

func (p *page) at(d time.Duration, do func()) { p.env.RegisterDelayedCallback(do, d) }

func TestAPageThatNobodyPaysLetsItsPartGo(t *testing.T) {
	t.Parallel()
	p := newPage(t)
	p.watch()
	require.Len(t, p.letGo, 1)
	require.Equal(t, expires, p.letGo[0], "when its time is over")
	require.NotEmpty(t, p.shut)
	require.Len(t, p.certain, 1)
	require.GreaterOrEqual(t, p.certain[0].Sub(expires), time.Minute, "and it is called unpaid when the closed page shows no payment")
	require.Equal(t, expires.Add(24*time.Hour), p.looks[len(p.looks)-1], "money that comes a day late is still found")
}

// With every notice lost, a payment is found within a minute while it can be made.
func TestAPaymentIsFoundWithinAMinute(t *testing.T) {
	t.Parallel()
	for at := time.Second; at < 15*time.Minute; at += 47 * time.Second {
		p := newPage(t)
		p.at(at, func() { p.found = []activities.PaymentSnapshot{payment(billing.Approved)} })
		p.watch()
		require.Less(t, p.paid[0].Sub(opened.Add(at)), time.Minute, "paid after %v", at)
		require.Empty(t, p.certain)
		require.NotEmpty(t, p.shut, "and its page is shut: it could be paid again")
	}
}

// While the provider does not answer nobody may say that nobody paid; the part is
// free again all the same.
func TestSilenceIsNotANo(t *testing.T) {
	t.Parallel()
	p := newPage(t)
	p.at(10*time.Minute, func() { p.down = true })
	p.at(40*time.Minute, func() { p.down = false })
	p.watch()
	require.Len(t, p.letGo, 1)
	require.Less(t, p.letGo[0].Sub(expires), time.Minute)
	require.Len(t, p.certain, 1)
	require.True(t, p.certain[0].After(opened.Add(40*time.Minute)))
}

func TestAPaymentThatIsBeingDecidedKeepsItsPart(t *testing.T) {
	t.Parallel()
	p := newPage(t)
	p.at(time.Minute, func() { p.found = []activities.PaymentSnapshot{payment(billing.Pending)} })
	p.at(2*time.Hour, func() { p.found = []activities.PaymentSnapshot{payment(billing.Approved)} })
	p.watch()
	require.Empty(t, p.letGo)
	require.Empty(t, p.certain)
	require.NotEmpty(t, p.paid)
}

// The session says that nobody should pay any more: the page is shut at once.
func TestAWordShutsThePage(t *testing.T) {
	t.Parallel()
	p := newPage(t)
	p.at(70*time.Second, func() { p.wanted = false; p.env.SignalWorkflow("let_go", nil) })
	p.watch()
	require.Equal(t, opened.Add(70*time.Second), p.shut[0])
	require.Len(t, p.certain, 1)
	require.Empty(t, p.letGo, "the session let it go itself")
}

// Somebody at the cash desk asks: the result comes after the look.
func TestSomebodyAsksForALook(t *testing.T) {
	t.Parallel()
	p := newPage(t)
	answered := false
	p.at(5*time.Second, func() {
		p.found = []activities.PaymentSnapshot{payment(billing.Approved)}
		p.env.UpdateWorkflow("look_now", "", &testsuite.TestUpdateCallback{
			OnAccept: func() {}, OnReject: func(err error) { t.Error(err) },
			OnComplete: func(_ any, err error) {
				require.NoError(t, err)
				answered = true
				require.Equal(t, []time.Time{opened.Add(5 * time.Second)}, p.paid)
			},
		})
	})
	p.watch()
	require.True(t, answered)
}

// Long after, it is started again for one look.
func TestALookLongAfterwards(t *testing.T) {
	t.Parallel()
	p := newPage(t)
	p.env.SetStartTime(expires.Add(48 * time.Hour))
	answered := false
	p.at(0, func() {
		p.env.UpdateWorkflow("look_now", "", &testsuite.TestUpdateCallback{
			OnAccept: func() {}, OnReject: func(err error) { t.Error(err) }, OnComplete: func(_ any, err error) { answered = err == nil },
		})
	})
	p.watch()
	require.True(t, answered)
	require.Len(t, p.looks, 1)
}
