package mpsim

import (
	"slices"
	"strings"
	"time"
)

// The ways a delivery can go wrong.
const (
	ruleHold          = "hold" // until the rule is deleted
	ruleLose          = "lose"
	ruleDuplicate     = "duplicate"
	ruleReorder       = "reorder" // the next one to the same address passes it
	ruleDelay         = "delay"   // ms
	ruleWrongSecret   = "wrong_secret"
	ruleMissingHeader = "missing_header" // header
	ruleSeconds       = "ts_seconds"
	ruleUpperCase     = "uppercase_id"
	ruleBeforeVisible = "before_visible" // GET answers 404 for ms
	ruleFakeID        = "fake_id"        // one more, about a payment that does not exist
)

var ruleModes = []string{
	ruleHold, ruleLose, ruleDuplicate, ruleReorder, ruleDelay, ruleWrongSecret, ruleMissingHeader, ruleSeconds, ruleUpperCase,
	ruleBeforeVisible, ruleFakeID,
}

// longestOvertaking is how long one waits to be overtaken.
const longestOvertaking = time.Minute

// deliveryRule spoils notifications: the next Times of them, or each with a
// probability drawn from the seed and the notification.
type deliveryRule struct {
	ID          int64   `json:"id"`
	Mode        string  `json:"mode"`
	Match       about   `json:"match"`
	Times       int     `json:"times"` // left; 1 when neither it nor probability is given
	Probability float64 `json:"probability"`
	Seed        int64   `json:"seed"`
	N           int     `json:"n,omitempty"`          // copies of a duplicate, 2 when not given
	Concurrent  *bool   `json:"concurrent,omitempty"` // copies all at once, as when not given; or a quarter of a second apart
	MS          int     `json:"ms,omitempty"`
	Header      string  `json:"header,omitempty"`
	Struck      int     `json:"struck"`

	endless bool
	chaos   bool
}

// about narrows a rule to some notifications; what is empty fits any.
type about struct {
	Seller    int64  `json:"seller"`
	Reference string `json:"external_reference"`
	Topic     string `json:"topic"`
	Action    string `json:"action"`
}

func (a about) fits(d delivery) bool {
	return (a.Seller == 0 || a.Seller == d.SellerID) && (a.Reference == "" || a.Reference == d.Reference) &&
		(a.Topic == "" || a.Topic == d.Topic) && (a.Action == "" || a.Action == d.Action)
}

func (d *deliveryRule) prepare() string {
	if d.Times == 0 && d.Probability == 0 {
		d.Times = 1
	}
	d.endless = d.Times == 0
	if d.N == 0 {
		d.N = 2
	}
	if !slices.Contains(ruleModes, d.Mode) {
		return "mode debe ser uno de " + strings.Join(ruleModes, ", ")
	}
	if d.Times < 0 || d.N < 1 || d.N > 100 || d.Probability < 0 || d.Probability > 1 {
		return "times debe ser positivo, probability estar entre 0 y 1 y n entre 1 y 100"
	}
	if (d.Mode == ruleDelay || d.Mode == ruleBeforeVisible) && (d.MS <= 0 || d.MS > 600_000) {
		return "ms debe estar entre 1 y 600000"
	}
	if d.Mode == ruleMissingHeader && d.Header == "" {
		d.Header = "x-signature"
	}
	return ""
}

// applyRules returns what becomes of a notification: each mode's first rule that
// strikes changes it. The caller holds the lock.
func (s *Server) applyRules(d delivery) []delivery {
	all := []delivery{d}
	used := map[string]bool{}
	for _, rule := range s.rules {
		if (rule.Times == 0 && !rule.endless) || used[rule.Mode] || !rule.Match.fits(d) ||
			!s.struck(rule.Seed, rule.ID, rule.Probability, "notify "+d.Reference+" "+d.Topic+" "+d.Action) {
			continue
		}
		if !rule.endless {
			rule.Times--
		}
		rule.Struck++
		used[rule.Mode] = true
		s.note(event{
			Kind: "rule", What: rule.Mode, RequestID: d.RequestID, PaymentID: d.PaymentID, Seller: d.SellerID, Reference: d.Reference, FaultID: rule.ID,
		})
		all = s.spoil(all, rule)
	}
	return all
}

// spoil changes the notification, which is the first of the list, or adds others.
func (s *Server) spoil(all []delivery, rule *deliveryRule) []delivery {
	first := &all[0]
	wait := time.Duration(rule.MS) * time.Millisecond
	switch rule.Mode {
	case ruleHold:
		first.State, first.RuleID = held, rule.ID
	case ruleLose:
		first.State, first.RuleID = lost, rule.ID
	case ruleReorder:
		first.Overtaken, first.NextAt = true, first.NextAt.Add(longestOvertaking)
	case ruleDelay:
		first.NextAt = first.NextAt.Add(wait)
	case ruleWrongSecret:
		first.Spoiled.WrongSecret = true
	case ruleMissingHeader:
		first.Spoiled.MissingHeader = rule.Header
	case ruleSeconds:
		first.Spoiled.Seconds = true
	case ruleUpperCase:
		first.Spoiled.UpperCase = true
	case ruleBeforeVisible:
		s.hide(first.PaymentID, wait)
	case ruleFakeID:
		fake := *first
		fake.DataID, fake.PaymentID, fake.State = "999999999999", 0, waiting
		all = append(all, fake)
	case ruleDuplicate:
		all = append(all, rule.copies(*first)...)
	}
	return all
}

// copies are one less than n, because the first is there already.
func (d *deliveryRule) copies(of delivery) []delivery {
	more := make([]delivery, d.N-1)
	for i := range more {
		more[i] = of
		if d.Concurrent != nil && !*d.Concurrent {
			more[i].NextAt = of.NextAt.Add(time.Duration(i+1) * 250 * time.Millisecond)
		}
	}
	return more
}

// hide keeps a payment from GET and search for a while.
func (s *Server) hide(paymentID int64, wait time.Duration) {
	if p := s.state.payment(paymentID); p != nil {
		p.VisibleAt = s.now().Add(wait)
		s.keep(change{Payment: p})
	}
}

// releaseHeld sends what a rule held back. The caller holds the lock.
func (s *Server) releaseHeld(rule int64) {
	for _, d := range s.state.Deliveries {
		if d.State == held && d.RuleID == rule {
			d.State, d.NextAt = waiting, s.now()
			s.keep(change{Delivery: d})
		}
	}
	s.wakeSender()
}
