package tablesession

import (
	"fmt"
	"strings"
	"time"

	"integrador/internal/domain/access"
	"integrador/internal/domain/fault"
)

// Remind announces again what is due at the moment of the decision: calls that
// nobody answered and rounds that nobody took to the table. The gap doubles each
// time, up to longestGap.
type Remind struct{}

const longestGap = 30 * time.Minute

// Name implements Command.
func (Remind) Name() string { return "remind" }

func (Remind) decide(s Session, d *Decision) error {
	var due []Reminder
	for _, c := range s.Calls {
		if at, isDue := s.callDue(c); isDue && !at.After(d.At) {
			n := c.Reminders + 1
			due = append(due, Reminder{
				CallID: c.ID, CallType: c.Type, Count: n, Escalated: n >= s.Policy.CallEscalationAfter,
			})
		}
	}
	for _, r := range s.Rounds {
		if at, isDue := s.readyDue(r); isDue && !at.After(d.At) {
			due = append(due, Reminder{RoundID: r.ID, Number: r.Number, Count: r.Reminders + 1})
		}
	}
	if len(due) == 0 {
		return nothingDue
	}
	d.Key = remindKey(due)
	d.add(Reminders{due})
	return nil
}

// remindKey names reminders by what they say, so that a timer that fires again
// for the same ones records them once.
func remindKey(all []Reminder) string {
	var key strings.Builder
	key.WriteString("remind")
	for _, r := range all {
		key.WriteString(fmt.Sprintf("/%d.%d.%d", r.CallID, r.RoundID, r.Count))
	}
	return key.String()
}

var nothingDue = fault.New(fault.Refused, "nothing_due", "No hay nada que recordar.")

// NextReminder is when Remind has something to do; ok is false if never.
func (s Session) NextReminder() (at time.Time, ok bool) {
	sooner := func(t time.Time, due bool) {
		if due && (!ok || t.Before(at)) {
			at, ok = t, true
		}
	}
	for _, c := range s.Calls {
		sooner(s.callDue(c))
	}
	for _, r := range s.Rounds {
		sooner(s.readyDue(r))
	}
	return at, ok
}

func (s Session) callDue(c Call) (time.Time, bool) {
	return c.AnnouncedAt.Add(gap(s.Policy.CallReminderSeconds, c.Reminders)), c.Status == CallOpen
}

func (s Session) readyDue(r Round) (time.Time, bool) {
	return r.ReadyAt.Add(gap(s.Policy.ReadyReminderSeconds, r.Reminders)), r.Status == Ready
}

// gap is how long to wait before reminder n + 1.
func gap(seconds, n int) time.Duration {
	d := time.Duration(seconds) * time.Second
	for ; n > 0 && d < longestGap; n-- {
		d *= 2
	}
	return min(d, longestGap)
}

// IdleAt is when the session closes itself unless somebody is there; ok is false
// for one that ordered something or asked for the check.
func (s Session) IdleAt() (at time.Time, ok bool) {
	if s.Status != Open || len(s.Rounds) > 0 || s.Check != nil {
		return time.Time{}, false
	}
	return s.ActiveAt.Add(time.Duration(s.Policy.IdleCloseMinutes) * time.Minute), true
}

// Abandon closes a session at which nothing was ordered and nobody is left.
type Abandon struct{}

// Name implements Command.
func (Abandon) Name() string { return "abandon" }

func (Abandon) decide(s Session, d *Decision) error {
	if at, ok := s.IdleAt(); !ok || at.After(d.At) {
		return fault.New(fault.Refused, "not_idle", "La mesa está en uso.")
	}
	if err := allow(d.By, access.System); err != nil {
		return err
	}
	d.Key = "abandon"
	s.end(d, true)
	return nil
}
