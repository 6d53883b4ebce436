package workflows

import (
	"time"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"integrador/activities"
	"integrador/internal/access"
	"integrador/internal/dining"
	"integrador/internal/fault"
)

var floor *activities.Floor

// heal does what nobody asked for but the table needs: it announces again what
// nobody attended to, and closes a sitting that everybody left. It sleeps on one
// timer, which only an earlier need replaces.
func (s *tableSessionRun) heal(ctx workflow.Context) {
	for s.untilDue(ctx) {
		s.healing = true
		s.attend(ctx)
		s.healing = false
	}
}

// due is when the sitting needs something; ok is false if never.
func (s *tableSessionRun) due() (at time.Time, ok bool) {
	at, ok = s.Sitting.NextReminder()
	if idle, can := s.Sitting.IdleAt(); can && (!ok || idle.Before(at)) {
		return idle, true
	}
	return at, ok
}

// untilDue sleeps until something is due. It reports false when the sitting does
// not need this run any more.
func (s *tableSessionRun) untilDue(ctx workflow.Context) bool {
	over := func() bool { return s.moved() || s.Sitting.Status == dining.Closed || s.long(ctx) }
	for {
		if err := workflow.Await(ctx, func() bool { _, ok := s.due(); return ok || over() }); err != nil || over() {
			return false
		}
		at, _ := s.due()
		now := workflow.Now(ctx)
		if !at.After(now) {
			return true
		}
		woken, err := workflow.AwaitWithOptions(ctx, workflow.AwaitOptions{
			Timeout: at.Sub(now), TimerOptions: workflow.TimerOptions{Summary: "atender la mesa si nadie lo hizo"},
		}, func() bool {
			sooner, ok := s.due()
			return over() || ok && sooner.Before(at)
		})
		if err != nil || over() {
			return false
		}
		if !woken {
			if still, ok := s.due(); ok && !still.After(workflow.Now(ctx)) {
				return true
			}
		}
	}
}

func (s *tableSessionRun) attend(ctx workflow.Context) {
	now := workflow.Now(ctx)
	if at, ok := s.Sitting.NextReminder(); ok && !at.After(now) {
		s.bySystem(ctx, dining.Remind{})
	}
	if at, ok := s.Sitting.IdleAt(); ok && !at.After(now) {
		s.leave(ctx)
	}
}

// leave closes the sitting if nobody is there, and looks again later if somebody is.
func (s *tableSessionRun) leave(ctx workflow.Context) {
	idle := time.Duration(s.Sitting.Policy.IdleCloseMinutes) * time.Minute
	ctx = workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		StartToCloseTimeout: 5 * time.Second, ScheduleToCloseTimeout: time.Minute, Summary: "¿queda alguien en la mesa?",
		RetryPolicy: &temporal.RetryPolicy{InitialInterval: time.Second, MaximumInterval: time.Minute},
	})
	var deserted bool
	err := workflow.ExecuteActivity(ctx, floor.Deserted, activities.Watched{
		TenantID: s.TenantID, SessionID: s.Sitting.SessionID, Idle: idle,
	}).Get(ctx, &deserted)
	if err != nil || !deserted {
		s.Sitting.ActiveAt = workflow.Now(ctx).UTC()
		return
	}
	s.bySystem(ctx, dining.Abandon{})
}

// bySystem performs a command of the timer's. What was due may have been attended
// to while it waited for its turn; that refusal is fine. Whatever else went wrong,
// it is due again: a pause, without the lock, keeps that from being a busy loop.
func (s *tableSessionRun) bySystem(ctx workflow.Context, c dining.Command) {
	if err := s.timed(ctx, c); err != nil {
		workflow.GetLogger(ctx).Warn("timer could not be recorded", "command", c.Name(), "error", err)
		_ = workflow.Sleep(ctx, timerPause) // a cancelled run ends with its loop
	}
}

const timerPause = 5 * time.Second

func (s *tableSessionRun) timed(ctx workflow.Context, c dining.Command) error {
	if err := s.begin(ctx, false); err != nil {
		return err
	}
	defer s.end()
	env := dining.Envelope{SessionID: s.Sitting.SessionID, Hash: c.Name(), By: access.BySystem}
	_, err := s.perform(ctx, env, c, c.Name()) // what is due names itself
	if fault.ReasonOf(err) == "nothing_due" || fault.ReasonOf(err) == "not_idle" {
		return nil
	}
	return err
}
