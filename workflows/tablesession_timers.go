package workflows

import (
	"time"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"integrador/activities"
	"integrador/internal/domain/access"
	"integrador/internal/domain/fault"
	"integrador/internal/domain/tablesession"
)

var presence *activities.Presence

// runTimers announces again what nobody attended to, and closes a session that everybody left. It waits on one timer,
// which is replaced only when something is due earlier.
func (s *tableSessionRun) runTimers(ctx workflow.Context) {
	for s.untilDue(ctx) {
		s.timerRuns = true
		s.runDue(ctx)
		s.timerRuns = false
	}
}

// due is when the session needs something; ok is false if never.
func (s *tableSessionRun) due() (at time.Time, ok bool) {
	at, ok = s.Session.NextReminder()
	if idle, can := s.Session.IdleAt(); can && (!ok || idle.Before(at)) {
		return idle, true
	}
	return at, ok
}

// untilDue sleeps until something is due. It reports false when the session does
// not need this run any more.
func (s *tableSessionRun) untilDue(ctx workflow.Context) bool {
	over := func() bool { return s.moved() || s.Session.Status == tablesession.Closed || s.historyIsLong(ctx) }
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

func (s *tableSessionRun) runDue(ctx workflow.Context) {
	now := workflow.Now(ctx)
	if at, ok := s.Session.NextReminder(); ok && !at.After(now) {
		s.bySystem(ctx, tablesession.Remind{})
	}
	if at, ok := s.Session.IdleAt(); ok && !at.After(now) {
		s.closeIfDeserted(ctx)
	}
}

// closeIfDeserted closes the session if nobody is there, and looks again later if somebody is.
func (s *tableSessionRun) closeIfDeserted(ctx workflow.Context) {
	idle := time.Duration(s.Session.Policy.IdleCloseMinutes) * time.Minute
	ctx = workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		StartToCloseTimeout: 5 * time.Second, ScheduleToCloseTimeout: time.Minute, Summary: "¿queda alguien en la mesa?",
		RetryPolicy: &temporal.RetryPolicy{InitialInterval: time.Second, MaximumInterval: time.Minute},
	})
	var deserted bool
	err := workflow.ExecuteActivity(ctx, presence.Deserted, activities.IdleSession{
		TenantID: s.TenantID, SessionID: s.Session.SessionID, Idle: idle,
	}).Get(ctx, &deserted)
	if err != nil || !deserted {
		s.Session.ActiveAt = workflow.Now(ctx).UTC()
		return
	}
	s.bySystem(ctx, tablesession.Abandon{})
}

// bySystem executes a command of the timer. What was due may have been done while it waited for the lock; that refusal is
// fine. After any other failure it is still due: a pause, without the lock, keeps that from being a busy loop.
func (s *tableSessionRun) bySystem(ctx workflow.Context, c tablesession.Command) {
	if err := s.timed(ctx, c); err != nil {
		workflow.GetLogger(ctx).Warn("timer could not be recorded", "command", c.Name(), "error", err)
		_ = workflow.Sleep(ctx, timerPause) // a cancelled run ends with its loop
	}
}

const timerPause = 5 * time.Second

func (s *tableSessionRun) timed(ctx workflow.Context, c tablesession.Command) error {
	if err := s.begin(ctx, false); err != nil {
		return err
	}
	defer s.end()
	env := tablesession.Envelope{SessionID: s.Session.SessionID, Hash: c.Name(), By: access.BySystem}
	_, err := s.execute(ctx, env, c, c.Name()) // what is due names itself
	if fault.ReasonOf(err) == "nothing_due" || fault.ReasonOf(err) == "not_idle" {
		return nil
	}
	return err
}
