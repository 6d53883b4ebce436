package workflows_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/interceptor"
	"go.temporal.io/sdk/testsuite"
	"go.temporal.io/sdk/worker"

	"integrador/activities"
	"integrador/internal/domain/access"
	"integrador/internal/domain/tablesession"
	"integrador/workflows"
)

// memory is a ledger without a database: it gives identifiers, keeps entries and
// can rebuild the session from them.
type memory struct {
	mu        sync.Mutex
	start     tablesession.Session
	session   tablesession.Session
	entries   []tablesession.Decision
	receipts  map[string]tablesession.Receipt
	loads     int
	deserted  bool
	asked     int
	loseAfter func(tablesession.Decision) bool // the entry is written and the answer lost
}

var opened = time.Date(2026, 11, 21, 23, 0, 0, 0, time.UTC)

func (m *memory) Open(context.Context, tablesession.Seating) (tablesession.Session, error) {
	return m.start, nil
}

func (m *memory) Record(_ context.Context, e tablesession.Decision) (tablesession.Receipt, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if old, known := m.receipts[e.Key]; known {
		return old, m.lost(e)
	}
	r := tablesession.Receipt{FirstID: int64(1000 * (len(m.entries) + 1))}
	if round, ok := tablesession.Find[tablesession.RoundOrdered](e); ok {
		r.Items = make([]tablesession.Priced, len(round.Items))
	}
	bound := e.Bind(r)
	m.receipts[e.Key] = r
	m.entries = append(m.entries, bound)
	m.session = m.session.Apply(bound)
	return r, m.lost(e)
}

func (m *memory) lost(e tablesession.Decision) error {
	if m.loseAfter != nil && m.loseAfter(e) {
		return errors.New("connection reset by peer")
	}
	return nil
}

func (m *memory) Load(context.Context, int64, int64) (tablesession.Session, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.loads++
	return m.session.Clone(), nil
}

func (m *memory) LoadLive(context.Context, int64, int64) (tablesession.Session, error) {
	return tablesession.Session{}, nil
}

func (m *memory) Deserted(context.Context, activities.IdleSession) (bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.asked++
	return m.deserted, nil
}

// sessionFixture is a TableSession in a world where time does not take any.
type sessionFixture struct {
	*memory
	t   *testing.T
	env *testsuite.TestWorkflowEnvironment
	due int
}

func newSessionFixture(t *testing.T) *sessionFixture {
	t.Helper()
	var suite testsuite.WorkflowTestSuite
	start := tablesession.Session{
		Ref:    tablesession.Ref{TenantID: 1, BranchID: 2, SessionID: 3, Place: tablesession.Place{TableID: 4, TableCode: "INT-01"}},
		Status: tablesession.Open, OpenedAt: opened, ActiveAt: opened,
		Policy: tablesession.Policy{CallReminderSeconds: 60, CallEscalationAfter: 2, ReadyReminderSeconds: 120, IdleCloseMinutes: 45},
	}
	e := &sessionFixture{t: t, env: suite.NewTestWorkflowEnvironment(), memory: &memory{start: start, session: start.Clone(), receipts: map[string]tablesession.Receipt{}}}
	e.env.SetStartTime(opened)
	e.env.SetWorkerOptions(worker.Options{Interceptors: []interceptor.WorkerInterceptor{&workflows.FaultInterceptor{}}})
	for name, f := range map[string]any{"Open": e.Open, "Record": e.Record, "Load": e.Load, "LoadLive": e.LoadLive, "Deserted": e.Deserted} {
		e.env.RegisterActivityWithOptions(f, activity.RegisterOptions{Name: name})
	}
	return e
}

// send sends a command after d and fails the test unless it gets a result.
func (e *sessionFixture) send(d time.Duration, role access.Role, c tablesession.Command, answered func(tablesession.Result, error)) {
	user := int64(50)
	env := tablesession.Envelope{SessionID: 3, Hash: d.String(), By: access.Actor{Role: role, UserID: &user}}
	e.due++
	e.env.RegisterDelayedCallback(func() {
		e.env.UpdateWorkflow(c.Name(), d.String(), &testsuite.TestUpdateCallback{
			OnAccept: func() {},
			OnReject: func(err error) { e.due--; answered(tablesession.Result{}, err) },
			OnComplete: func(out any, err error) {
				e.due--
				a, _ := out.(tablesession.Result)
				answered(a, err)
			},
		}, workflows.Message[tablesession.Command]{Envelope: env, Command: c})
	}, d)
}

// run plays the evening up to its end. The session is there from the start.
func (e *sessionFixture) run(until time.Duration) {
	e.env.RegisterDelayedCallback(e.env.CancelWorkflow, until)
	start := e.start.Clone()
	e.env.ExecuteWorkflow(workflows.TableSession, workflows.TableInput{TenantID: 1, TableID: 4, Session: &start, DedupWindow: 15 * time.Second})
	require.True(e.t, e.env.IsWorkflowCompleted())
	require.Zero(e.t, e.due, "every command was answered")
}

func fine(t *testing.T) func(tablesession.Result, error) {
	t.Helper()
	return func(_ tablesession.Result, err error) { require.NoError(t, err) }
}

func (e *sessionFixture) reminders() (out []tablesession.Reminder) {
	for _, entry := range e.entries {
		reminders, _ := tablesession.Find[tablesession.Reminders](entry)
		out = append(out, reminders.All...)
	}
	return out
}

func TestAnUnansweredCallIsAnnouncedAgainAndEscalates(t *testing.T) {
	t.Parallel()
	e := newSessionFixture(t)
	e.send(time.Minute, access.Diner, tablesession.CallService{Type: "WAITER_CALL"}, fine(t))
	e.run(time.Minute + 5*time.Minute)
	got := e.reminders()
	require.Len(t, got, 2, "after one minute, and two minutes after that")
	require.False(t, got[0].Escalated)
	require.True(t, got[1].Escalated)
	require.Equal(t, opened.Add(2*time.Minute), e.entries[1].At)
	require.Equal(t, opened.Add(4*time.Minute), e.entries[2].At)
}

func TestAnAnsweredCallIsNotAnnouncedAgain(t *testing.T) {
	t.Parallel()
	e := newSessionFixture(t)
	e.send(time.Minute, access.Diner, tablesession.CallService{Type: "WAITER_CALL"}, fine(t))
	e.send(90*time.Second, access.Waiter, tablesession.AckCall{CallID: 1000}, fine(t))
	e.run(30 * time.Minute)
	require.Empty(t, e.reminders())
}

func TestARoundAtThePassIsAnnouncedUntilItIsServed(t *testing.T) {
	t.Parallel()
	e := newSessionFixture(t)
	e.send(1*time.Minute, access.Diner, tablesession.Submit{Items: []tablesession.Item{{ProductID: 1, Qty: 1}}}, fine(t))
	e.send(2*time.Minute, access.Kitchen, tablesession.Move{RoundID: 1000, To: tablesession.InKitchen}, fine(t))
	e.send(3*time.Minute, access.Kitchen, tablesession.Move{RoundID: 1000, To: tablesession.Ready}, fine(t))
	e.send(6*time.Minute, access.Waiter, tablesession.Move{RoundID: 1000, To: tablesession.Served}, fine(t))
	e.run(3 * time.Hour)
	require.Len(t, e.reminders(), 1)
	require.Equal(t, 1, e.reminders()[0].Number)
}

func TestAnAbandonedTableClosesItself(t *testing.T) {
	t.Parallel()
	e := newSessionFixture(t)
	e.deserted = true
	e.run(24 * time.Hour)
	require.NoError(t, e.env.GetWorkflowError())
	require.Equal(t, tablesession.Closed, e.session.Status)
	require.Equal(t, opened.Add(45*time.Minute), e.entries[0].At)
}

func TestATableWithSomebodyAtItStaysOpen(t *testing.T) {
	t.Parallel()
	e := newSessionFixture(t)
	e.run(2 * time.Hour)
	require.Equal(t, tablesession.Open, e.session.Status)
	require.Equal(t, 2, e.asked, "it looks again after each 45 minutes")
}

func TestAnOutcomeThatIsUnknownIsReadFromTheLedger(t *testing.T) {
	t.Parallel()
	e := newSessionFixture(t)
	e.loseAfter = func(entry tablesession.Decision) bool {
		round, _ := tablesession.Find[tablesession.RoundOrdered](entry)
		return round.Number == 1
	}
	var lost error
	e.send(time.Minute, access.Diner, tablesession.Submit{Items: []tablesession.Item{{ProductID: 1, Qty: 1}}}, func(_ tablesession.Result, err error) { lost = err })
	var second tablesession.Result
	e.send(2*time.Minute, access.Diner, tablesession.Submit{Items: []tablesession.Item{{ProductID: 2, Qty: 1}}}, func(a tablesession.Result, err error) {
		require.NoError(t, err)
		second = a
	})
	e.run(10 * time.Minute)
	require.Error(t, lost)
	require.GreaterOrEqual(t, e.loads, 1)
	require.Equal(t, 2, second.RoundNumber, "the round whose answer was lost is there")
}

func TestAMessageForAnotherSessionIsRefused(t *testing.T) {
	t.Parallel()
	e := newSessionFixture(t)
	e.start.SessionID = 99
	var refused error
	e.send(time.Minute, access.Diner, tablesession.RequestCheck{}, func(_ tablesession.Result, err error) { refused = err })
	e.run(2 * time.Minute)
	require.ErrorContains(t, refused, "terminó")
	require.Empty(t, e.entries)
}
