package mpsim

import (
	"slices"
	"time"
)

const (
	keptDeliveries = 20_000
	idle           = time.Hour // how long Run sleeps when nothing is waiting
)

// ScheduleW1 is when Mercado Pago repeats a notification after its first
// dispatch, by its current table.
func ScheduleW1() []time.Duration {
	return []time.Duration{15 * time.Minute, 30 * time.Minute, 6 * time.Hour, 48 * time.Hour, 96 * time.Hour}
}

// ScheduleT2 is a newer diagram, whose last steps are read as further waits.
func ScheduleT2() []time.Duration {
	return append(ScheduleW1(), 192*time.Hour, 288*time.Hour)
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
	Topic          string    `json:"topic"`
	IPN            bool      `json:"ipn,omitempty"` // the older kind, signed with a key nobody has
	Action         string    `json:"action"`
	DataID         string    `json:"data_id"`
	PaymentID      int64     `json:"payment_id"`
	SellerID       int64     `json:"seller_id"`
	ClientID       string    `json:"client_id"` // of the application that signs
	Reference      string    `json:"external_reference"`
	Target         string    `json:"target"`
	Created        time.Time `json:"created_at"`
	State          string    `json:"state"`
	RuleID         int64     `json:"rule_id,omitempty"`
	Spoiled        spoiling  `json:"spoiled"`
	Overtaken      bool      `json:"overtaken,omitempty"` // waits for a later one to pass it
	Exact          *captured `json:"exact,omitempty"`     // sent as it is, unsigned by us
	NextAt         time.Time `json:"next_at"`
	Attempts       []attempt `json:"attempts"`

	underWay bool
}

// spoiling is what the rules do to a request.
type spoiling struct {
	WrongSecret   bool   `json:"wrong_secret,omitempty"`
	MissingHeader string `json:"missing_header,omitempty"`
	Seconds       bool   `json:"ts_seconds,omitempty"`
	UpperCase     bool   `json:"uppercase_id,omitempty"`
}

// attempt is one try, with all that went over the wire.
type attempt struct {
	At        time.Time `json:"at"` // by the simulator's clock
	Retry     int       `json:"retry"`
	Manifest  string    `json:"manifest"` // what was signed
	Signature string    `json:"signature"`
	Sent      captured  `json:"sent"`
	Status    int       `json:"status"` // 0 without an answer
	Answer    string    `json:"answer,omitempty"`
	Error     string    `json:"error,omitempty"`
}

// captured is a request as it was sent.
type captured struct {
	URL     string            `json:"url"`
	Headers map[string]string `json:"headers"`
	Body    string            `json:"body"`
}

// forgetOld drops the oldest deliveries that are over.
func (s *Server) forgetOld() {
	extra := len(s.state.Deliveries) - keptDeliveries
	if extra <= 0 {
		return
	}
	extra += keptDeliveries / 10 // so that not every new one looks through them all
	s.state.Deliveries = slices.DeleteFunc(s.state.Deliveries, func(d *delivery) bool {
		over := d.State != waiting && d.State != held
		if extra <= 0 || !over {
			return false
		}
		extra--
		return true
	})
}

func (s *Server) wakeSender() {
	select {
	case s.wake <- struct{}{}:
	default: // Run will look anyway
	}
}

// claimDue takes the deliveries whose time has come, and says how long until the
// next one.
func (s *Server) claimDue() (due []*delivery, wait time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.expire()
	now, wait := s.now(), idle
	for _, d := range s.state.Deliveries {
		if d.State != waiting || d.underWay {
			continue
		}
		if left := d.NextAt.Sub(now); left > 0 {
			wait = min(wait, max(time.Millisecond, s.state.Clock.wait(left)))
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
	table := s.state.Settings.schedule(s.config.RetrySchedule)
	switch {
	case made.Status == 200 || made.Status == 201:
		d.State = delivered
	case made.Retry >= len(table) || d.Topic == topicFraud || d.Exact != nil:
		d.State = givenUp
	default:
		d.NextAt = d.Attempts[0].At.Add(table[made.Retry])
	}
	s.note(event{
		Kind: "delivery", What: d.State, RequestID: d.RequestID, Path: made.Sent.URL, Status: made.Status, Seller: d.SellerID,
		PaymentID: d.PaymentID, Reference: d.Reference, Delivery: d.ID, Attempt: made.Retry,
	})
	s.releaseOvertaken(d)
	s.keep(change{Delivery: d})
	s.save()
	s.wakeSender()
}

// releaseOvertaken sends what waited for d to overtake it.
func (s *Server) releaseOvertaken(d *delivery) {
	for _, other := range s.state.Deliveries {
		if other.Overtaken && other.Target == d.Target && other.ID < d.ID {
			other.Overtaken, other.NextAt = false, s.now()
			s.keep(change{Delivery: other})
		}
	}
}
