package workflows

import (
	"errors"
	"time"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"integrador/activities"
	"integrador/internal/domain/fault"
	"integrador/internal/domain/tablesession"
)

// The bounds of one command. A local activity that is lost with its worker is run
// again after a workflow task timeout, so that is short.
const (
	workflowTaskTimeout = 2 * time.Second
	recordTimeout       = 1500 * time.Millisecond
	recordGiveUp        = 2500 * time.Millisecond
)

var recordRetry = &temporal.RetryPolicy{InitialInterval: 20 * time.Millisecond, BackoffCoefficient: 2, MaximumInterval: time.Second}

var ledger *activities.Ledger

// handle executes a command under the session's lock. A repeated key gets the first attempt's result.
func (s *tableSessionRun) handle(ctx workflow.Context, env tablesession.Envelope, c tablesession.Command) (tablesession.Result, error) {
	if err := s.begin(ctx, false); err != nil {
		return tablesession.Result{}, err
	}
	defer s.end()
	return s.execute(ctx, env, c, updateKey(ctx, c))
}

// begin takes the lock and makes sure that the session is what the ledger says.
func (s *tableSessionRun) begin(ctx workflow.Context, opening bool) error {
	if err := s.lock.Lock(ctx); err != nil {
		return err
	}
	if err := s.ready(ctx, opening); err != nil {
		s.end()
		return err
	}
	return nil
}

func (s *tableSessionRun) end() {
	s.used = true
	s.lock.Unlock()
}

// ready reads the session from the ledger if this run does not know it, or does
// not know what became of its last decision. Opening finds or makes the session itself.
func (s *tableSessionRun) ready(ctx workflow.Context, opening bool) error {
	switch {
	case s.mustReload:
		var read tablesession.Session
		if err := s.call(ctx, "leer la mesa otra vez", &read, ledger.Load, s.TenantID, s.Session.SessionID); err != nil {
			return err
		}
		s.Session, s.mustReload = read, false
		s.setVisibility(ctx)
		s.followBill(ctx, nil)
	case s.Session.SessionID == 0 && !opening:
		if err := s.call(ctx, "leer la mesa", &s.Session, ledger.LoadLive, s.TenantID, s.TableID); err != nil {
			return err
		}
		s.followBill(ctx, nil)
	}
	return nil
}

// execute decides, records and applies a command. The caller holds the lock. key names the decision unless the
// command's caller chose one.
func (s *tableSessionRun) execute(ctx workflow.Context, env tablesession.Envelope, c tablesession.Command, key string) (tablesession.Result, error) {
	if err := s.checkSession(env); err != nil {
		return tablesession.Result{}, err
	}
	now := workflow.Now(ctx).UTC()
	if result, done, err := s.Session.Before(c, env, now, s.DedupWindow); done {
		return result, err
	}
	decision, err := s.Session.Decide(asRunBegan(ctx, c), env, now, key)
	if err != nil || decision.Empty() {
		decision.Result.SessionID = s.Session.SessionID
		return decision.Result, err
	}
	var receipt tablesession.Receipt
	if err := s.call(ctx, c.Name(), &receipt, ledger.Record, decision); err != nil {
		s.mustReload = !refused(err)
		return tablesession.Result{}, asRetryable(err)
	}
	if receipt.Before != nil {
		// A lost task had recorded it already, in another order with others.
		s.mustReload = true
		return *receipt.Before, s.ready(ctx, false)
	}
	s.recorded++
	bound := decision.Bind(receipt)
	s.Session = s.Session.Apply(bound)
	s.setVisibility(ctx)
	bill, _ := tablesession.Find[tablesession.BillChanged](bound)
	s.followBill(ctx, bill.Intents)
	return bound.Result, nil
}

// asRunBegan has a command decided by the rules of the version that its run began with.
func asRunBegan(ctx workflow.Context, c tablesession.Command) tablesession.Command {
	older := func(change string) bool {
		return workflow.GetVersion(ctx, change, workflow.DefaultVersion, 1) == workflow.DefaultVersion
	}
	switch c := c.(type) {
	case tablesession.StartCheckout:
		c.ByIntents = older("shares-from-money")
		return c
	case tablesession.Submit:
		c.Unbounded = older("dishes-of-a-round")
		return c
	case tablesession.CallService:
		c.Insists = older("one-announcement-of-a-call")
		return c
	}
	return c
}

// asRetryable turns a version conflict into a retryable 503: the session is reloaded before the retry.
func asRetryable(err error) error {
	if errors.Is(err, tablesession.Changed) {
		return fault.New(fault.Unavailable, tablesession.Changed.Reason, tablesession.Changed.Message).After(1).Because(err)
	}
	return err
}

// updateKey names a decision by the update that asks for it, which is the same
// however often the task is tried.
func updateKey(ctx workflow.Context, c tablesession.Command) string {
	return workflow.GetCurrentUpdateInfo(ctx).ID + "/" + c.Name()
}

// checkSession refuses a message for another session than this table's. After a move
// the session is at another table, whose workflow goes on with it.
func (s *tableSessionRun) checkSession(env tablesession.Envelope) error {
	if s.moved() || s.Session.SessionID != env.SessionID {
		return tablesession.NotHere
	}
	return nil
}

// refused reports whether the ledger refused the decision. An outcome that is
// unknown is no refusal, nor is a ledger that knows another session than this run.
func refused(err error) bool {
	if errors.Is(err, tablesession.SessionClosed) || errors.Is(err, tablesession.Changed) {
		return false
	}
	f := fault.CodeOf(err)
	return f != fault.Internal && !f.Temporary()
}

// ledgerCall runs one of the ledger's activities and waits for its result.
type ledgerCall func(ctx workflow.Context, what string, out any, activity any, args ...any) error

func localActivity(ctx workflow.Context, what string, out any, activity any, args ...any) error {
	ctx = workflow.WithLocalActivityOptions(ctx, workflow.LocalActivityOptions{
		StartToCloseTimeout: recordTimeout, ScheduleToCloseTimeout: recordGiveUp, RetryPolicy: recordRetry, Summary: what,
	})
	return asFault(workflow.ExecuteLocalActivity(ctx, activity, args...).Get(ctx, out))
}

func regularActivity(ctx workflow.Context, what string, out any, activity any, args ...any) error {
	ctx = workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		StartToCloseTimeout: recordTimeout, ScheduleToCloseTimeout: recordGiveUp, RetryPolicy: recordRetry, Summary: what,
	})
	return asFault(workflow.ExecuteActivity(ctx, activity, args...).Get(ctx, out))
}

// open gives the table's live session, making one if there is none.
//
// A closing whose task was lost after it was recorded is repeated by nobody: the
// ledger says that the table is free, and opening it next has the session read again.
func (s *tableSessionRun) open(ctx workflow.Context, in tablesession.Seating) (tablesession.Result, error) {
	if in.TableIsFree && s.Session.SessionID != 0 {
		s.mustReload = true
	}
	if err := s.begin(ctx, true); err != nil {
		return tablesession.Result{}, err
	}
	defer s.end()
	if in.TenantID != s.TenantID || s.moved() || s.Session.Status == tablesession.Closed {
		return tablesession.Result{}, tablesession.NotHere
	}
	if s.Session.SessionID != 0 && !in.MustBeFree {
		return s.opened(), nil
	}
	var opened tablesession.Session
	if err := s.call(ctx, openTable, &opened, ledger.Open, in); err != nil {
		return tablesession.Result{}, err
	}
	s.Session = opened
	s.setVisibility(ctx)
	return s.opened(), nil
}

func (s *tableSessionRun) opened() tablesession.Result {
	return tablesession.Result{SessionID: s.Session.SessionID, SessionStatus: string(s.Session.Status), TableCode: s.Session.TableCode}
}
