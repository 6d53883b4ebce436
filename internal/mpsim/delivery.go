package mpsim

import (
	"slices"
	"time"

	"github.com/google/uuid"
)

const (
	keptDeliveries = 1000
	idle           = time.Hour // how long Run sleeps when nothing is waiting
)

// ScheduleW1 is when Mercado Pago repeats a notification after its first
// dispatch, by its current table.
func ScheduleW1() []time.Duration {
	return []time.Duration{15 * time.Minute, 30 * time.Minute, 6 * time.Hour, 48 * time.Hour, 96 * time.Hour}
}

// ScheduleW1B is its older table.
func ScheduleW1B() []time.Duration {
	return []time.Duration{5 * time.Minute, 45 * time.Minute, 6 * time.Hour, 48 * time.Hour, 96 * time.Hour}
}

// The states of a delivery.
const (
	waiting   = "waiting"
	held      = "held" // until its rule is deleted
	lost      = "lost"
	delivered = "delivered"
	givenUp   = "given_up"
)

// delivery is one notification and all attempts to bring it.
type delivery struct {
	ID             int64     `json:"id"`
	NotificationID int64     `json:"notification_id"`
	RequestID      string    `json:"request_id"`
	PaymentID      int64     `json:"payment_id"`
	Action         string    `json:"action"`
	Target         string    `json:"target"`
	Created        time.Time `json:"created_at"`
	State          string    `json:"state"`
	RuleID         int64     `json:"rule_id,omitempty"`
	WrongSecret    bool      `json:"wrong_secret,omitempty"`
	NextAt         time.Time `json:"next_at"`
	Attempts       []attempt `json:"attempts"`

	underWay bool
}

type attempt struct {
	At        time.Time `json:"at"`
	Retry     int       `json:"retry"`
	Manifest  string    `json:"manifest"` // what was signed
	Signature string    `json:"signature"`
	Status    int       `json:"status"` // 0 without an answer
	Error     string    `json:"error,omitempty"`
}

// announce queues the notifications of a change to p. The caller holds the lock.
func (s *Server) announce(p *payment, action string) {
	target := s.state.Preferences[p.PreferenceID].NotificationURL
	if target == "" {
		target = s.config.WebhookURL
	}
	if target == "" {
		return
	}
	s.state.LastNotification++
	now := time.Now().UTC()
	first := delivery{
		NotificationID: s.state.LastNotification, RequestID: uuid.NewString(), PaymentID: p.ID,
		Action: action, Target: target, Created: now, NextAt: now, State: waiting,
	}
	for range s.applyRules(&first) {
		copied := first
		s.state.LastDelivery++
		copied.ID = s.state.LastDelivery
		s.state.Deliveries = append(s.state.Deliveries, &copied)
	}
	s.forgetOld()
	s.nudge()
}

// forgetOld drops the oldest deliveries that are over.
func (s *Server) forgetOld() {
	extra := len(s.state.Deliveries) - keptDeliveries
	s.state.Deliveries = slices.DeleteFunc(s.state.Deliveries, func(d *delivery) bool {
		over := d.State != waiting && d.State != held
		if extra <= 0 || !over {
			return false
		}
		extra--
		return true
	})
}

func (s *Server) nudge() {
	select {
	case s.wake <- struct{}{}:
	default: // Run will look anyway
	}
}

// claimDue takes the deliveries whose time has come, and says how long until the
// next one.
func (s *Server) claimDue(now time.Time) (due []*delivery, wait time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	wait = idle
	for _, d := range s.state.Deliveries {
		if d.State != waiting || d.underWay {
			continue
		}
		if left := d.NextAt.Sub(now); left > 0 {
			wait = min(wait, left)
			continue
		}
		d.underWay = true
		due = append(due, d)
	}
	return due, wait
}

// settle notes how an attempt went and when the next one is due.
func (s *Server) settle(d *delivery, made attempt) {
	s.mu.Lock()
	defer s.mu.Unlock()
	d.underWay = false
	d.Attempts = append(d.Attempts, made)
	switch {
	case made.Status == 200 || made.Status == 201:
		d.State = delivered
	case made.Retry >= len(s.config.RetrySchedule):
		d.State = givenUp
	default:
		d.NextAt = d.Attempts[0].At.Add(s.config.RetrySchedule[made.Retry])
	}
	s.save()
	s.nudge()
}
