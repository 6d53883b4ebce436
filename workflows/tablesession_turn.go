package workflows

import (
	"errors"
	"time"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"integrador/activities"
	"integrador/internal/dining"
	"integrador/internal/fault"
)

// The bounds of one turn. A local activity that is lost with its worker is run
// again after a workflow task timeout, so that is short.
const (
	workflowTaskTimeout = 2 * time.Second
	recordTimeout       = 1500 * time.Millisecond
	recordGiveUp        = 2500 * time.Millisecond
)

var recordRetry = &temporal.RetryPolicy{InitialInterval: 20 * time.Millisecond, BackoffCoefficient: 2, MaximumInterval: time.Second}

var ledger *activities.Ledger

// handle takes a command's turn: it answers a repeated key with what the first
// attempt came to, and otherwise decides, records and adopts.
func (s *tableSessionRun) handle(ctx workflow.Context, env dining.Envelope, c dining.Command) (dining.Answer, error) {
	if err := s.begin(ctx, false); err != nil {
		return dining.Answer{}, err
	}
	defer s.end()
	return s.perform(ctx, env, c, updateKey(ctx, c))
}

// begin takes the lock and makes sure that the sitting is what the ledger says.
func (s *tableSessionRun) begin(ctx workflow.Context, opening bool) error {
	if err := s.turn.Lock(ctx); err != nil {
		return err
	}
	if err := s.ready(ctx, opening); err != nil {
		s.end()
		return err
	}
	return nil
}

func (s *tableSessionRun) end() {
	s.met = true
	s.turn.Unlock()
}

// ready reads the sitting from the ledger if this run does not know it, or does
// not know what became of its last entry. Opening finds or makes the sitting itself.
func (s *tableSessionRun) ready(ctx workflow.Context, opening bool) error {
	switch {
	case s.doubt:
		var read dining.Sitting
		if err := s.local(ctx, "leer la mesa otra vez", &read, ledger.Load, s.TenantID, s.Sitting.SessionID); err != nil {
			return err
		}
		s.Sitting, s.doubt = read, false
		s.tell(ctx)
		s.giveBack(ctx)
	case s.Sitting.SessionID == 0 && !opening:
		if err := s.local(ctx, "leer la mesa", &s.Sitting, ledger.LoadLive, s.TenantID, s.TableID); err != nil {
			return err
		}
		s.giveBack(ctx)
	}
	return nil
}

// perform is decide, record, adopt. The caller holds the lock. key names the entry
// unless the caller of the command chose one.
func (s *tableSessionRun) perform(ctx workflow.Context, env dining.Envelope, c dining.Command, key string) (dining.Answer, error) {
	if err := s.mine(env); err != nil {
		return dining.Answer{}, err
	}
	now := workflow.Now(ctx).UTC()
	if answer, done, err := s.repeated(c, env, now); done {
		return answer, err
	}
	entry, err := s.Sitting.Decide(c, env, now, key)
	if err != nil || entry.Empty() {
		entry.Answer.SessionID = s.Sitting.SessionID
		return entry.Answer, err
	}
	var receipt dining.Receipt
	if err := s.local(ctx, c.Name(), &receipt, ledger.Record, entry); err != nil {
		s.doubt = !refused(err)
		return dining.Answer{}, again(err)
	}
	if receipt.Before != nil {
		// A lost task had recorded it already, in another order with others.
		s.doubt = true
		return *receipt.Before, s.ready(ctx, false)
	}
	s.entries++
	bound := entry.Bind(receipt)
	s.Sitting = s.Sitting.Adopt(bound)
	s.tell(ctx)
	s.afterMoney(ctx, bound.Bill)
	return bound.Answer, nil
}

// again tells whose command met a ledger that was ahead to send it again: by
// then the sitting has been read.
func again(err error) error {
	if errors.Is(err, dining.Changed) {
		return fault.New(fault.Unavailable, dining.Changed.Reason, dining.Changed.Message).After(1).Because(err)
	}
	return err
}

// updateKey names an entry by the update that asks for it, which is the same
// however often the task is tried.
func updateKey(ctx workflow.Context, c dining.Command) string {
	return workflow.GetCurrentUpdateInfo(ctx).ID + "/" + c.Name()
}

// mine refuses a message for another sitting than this table's. After a move
// the sitting is at another table, whose workflow goes on with it.
func (s *tableSessionRun) mine(env dining.Envelope) error {
	if s.moved() || s.Sitting.SessionID != env.SessionID {
		return dining.NotHere
	}
	return nil
}

// repeated answers what was asked before, under the caller's key or, for an order
// without one, by what it asks.
func (s *tableSessionRun) repeated(c dining.Command, env dining.Envelope, now time.Time) (dining.Answer, bool, error) {
	if env.Key != "" {
		return s.Sitting.Repeated(dining.KeyOf(c, env.Key), env.Hash)
	}
	answer, done := s.Sitting.RepeatedLately(env.Hash, now, dining.RepeatWindow(c.Name(), s.DedupWindow))
	return answer, done, nil
}

// refused reports whether the ledger said no to the entry. An outcome that is
// unknown is no refusal, nor is a ledger that knows another sitting than this run.
func refused(err error) bool {
	if errors.Is(err, dining.SessionClosed) || errors.Is(err, dining.Changed) {
		return false
	}
	f := fault.CodeOf(err)
	return f != fault.Internal && !f.Temporary()
}

// local runs one of the ledger's activities and waits for what it gives.
func (s *tableSessionRun) local(ctx workflow.Context, what string, out any, activity any, args ...any) error {
	if s.RegularActivities {
		ctx = workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
			StartToCloseTimeout: recordTimeout, ScheduleToCloseTimeout: recordGiveUp, RetryPolicy: recordRetry, Summary: what,
		})
		return decode(workflow.ExecuteActivity(ctx, activity, args...).Get(ctx, out))
	}
	ctx = workflow.WithLocalActivityOptions(ctx, workflow.LocalActivityOptions{
		StartToCloseTimeout: recordTimeout, ScheduleToCloseTimeout: recordGiveUp, RetryPolicy: recordRetry, Summary: what,
	})
	return decode(workflow.ExecuteLocalActivity(ctx, activity, args...).Get(ctx, out))
}

// open gives the table's live sitting, making one if there is none.
//
// A closing whose task was lost after it was recorded is repeated by nobody: the
// ledger answers whoever tries that the table is free. Whoever sits down there
// next has the sitting read again.
func (s *tableSessionRun) open(ctx workflow.Context, in dining.Seating) (dining.Answer, error) {
	if in.Free && s.Sitting.SessionID != 0 {
		s.doubt = true
	}
	if err := s.begin(ctx, true); err != nil {
		return dining.Answer{}, err
	}
	defer s.end()
	if in.TenantID != s.TenantID || s.moved() || s.Sitting.Status == dining.Closed {
		return dining.Answer{}, dining.NotHere
	}
	if s.Sitting.SessionID != 0 && !in.Fresh {
		return s.present(), nil
	}
	var opened dining.Sitting
	if err := s.local(ctx, openTable, &opened, ledger.Open, in); err != nil {
		return dining.Answer{}, err
	}
	s.Sitting = opened
	s.tell(ctx)
	return s.present(), nil
}

func (s *tableSessionRun) present() dining.Answer {
	return dining.Answer{SessionID: s.Sitting.SessionID, SittingStatus: string(s.Sitting.Status), TableCode: s.Sitting.TableCode}
}
