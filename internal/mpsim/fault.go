package mpsim

import (
	"net/http"
	"regexp"
	"strconv"
	"time"
)

// When a fault strikes: before the call does anything, or after it has done all
// it does, which is how "timed out but it happened" comes about.
const (
	phaseBefore = "before"
	phaseAfter  = "after_commit"
)

// fault spoils the next calls that match it.
type fault struct {
	ID     int64  `json:"id"`
	Match  match  `json:"match"`
	Times  int    `json:"times"` // left; 1 when not given
	Phase  string `json:"phase"` // before when not given
	Action action `json:"action"`
}

type match struct {
	Method    string `json:"method"`     // empty: any
	PathRegex string `json:"path_regex"` // empty: any

	path *regexp.Regexp
}

// action is what the caller sees.
type action struct {
	Type       string `json:"type"` // status, delay, drop
	Code       int    `json:"code,omitempty"`
	Body       string `json:"body,omitempty"`
	RetryAfter int    `json:"retry_after,omitempty"` // seconds
	MS         int    `json:"ms,omitempty"`
}

// prepare fills in what was left out, or says in Spanish what is wrong.
func (f *fault) prepare() string {
	var err error
	if f.Match.path, err = regexp.Compile(f.Match.PathRegex); err != nil {
		return "path_regex no es una expresión válida"
	}
	if f.Times == 0 {
		f.Times = 1
	}
	if f.Phase == "" {
		f.Phase = phaseBefore
	}
	if f.Times < 0 || (f.Phase != phaseBefore && f.Phase != phaseAfter) {
		return "times debe ser positivo y phase debe ser before o after_commit"
	}
	switch a := f.Action; {
	case a.Type == "status" && (a.Code < 200 || a.Code > 599):
		return "code debe estar entre 200 y 599"
	case a.Type == "delay" && (a.MS <= 0 || a.MS > 120_000):
		return "ms debe estar entre 1 y 120000"
	case a.Type != "status" && a.Type != "delay" && a.Type != "drop":
		return "type debe ser status, delay o drop"
	}
	return ""
}

// takeFault uses up one time of the first fault that matches.
func (s *Server) takeFault(r *http.Request) *fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range s.faults {
		if f.Times == 0 || (f.Match.Method != "" && f.Match.Method != r.Method) || !f.Match.path.MatchString(r.URL.Path) {
			continue
		}
		f.Times--
		taken := *f
		return &taken
	}
	return nil
}

// passes reports whether the call still gets its own answer.
func (a action) passes() bool { return a.Type == "delay" }

func (a action) perform(w http.ResponseWriter, r *http.Request) {
	switch a.Type {
	case "delay":
		timer := time.NewTimer(time.Duration(a.MS) * time.Millisecond)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-r.Context().Done():
		}
	case "drop":
		panic(http.ErrAbortHandler) // net/http then closes the connection without a word
	default:
		if a.RetryAfter > 0 {
			w.Header().Set("Retry-After", strconv.Itoa(a.RetryAfter))
		}
		kind := "text/html; charset=utf-8"
		if len(a.Body) > 0 && (a.Body[0] == '{' || a.Body[0] == '[') {
			kind = "application/json; charset=utf-8"
		}
		w.Header().Set("Content-Type", kind)
		w.WriteHeader(a.Code)
		_, _ = w.Write([]byte(a.Body)) // a caller that left is no concern of ours
	}
}

// The ways a delivery can go wrong.
const (
	ruleHold        = "hold"
	ruleLose        = "lose"
	ruleDuplicate   = "duplicate"
	ruleWrongSecret = "wrong_secret"
)

// deliveryRule spoils the next notifications.
type deliveryRule struct {
	ID    int64  `json:"id"`
	Mode  string `json:"mode"`
	Times int    `json:"times"`       // left; 1 when not given
	N     int    `json:"n,omitempty"` // copies of a duplicate, 2 when not given
}

func (d *deliveryRule) prepare() string {
	if d.Times == 0 {
		d.Times = 1
	}
	if d.N == 0 {
		d.N = 2
	}
	switch d.Mode {
	case ruleHold, ruleLose, ruleDuplicate, ruleWrongSecret:
	default:
		return "mode debe ser hold, lose, duplicate o wrong_secret"
	}
	if d.Times < 0 || d.N < 1 || d.N > 100 {
		return "times debe ser positivo y n estar entre 1 y 100"
	}
	return ""
}

// applyRules changes d by each mode's first rule that is left, and says how many
// copies to send. The caller holds the lock.
func (s *Server) applyRules(d *delivery) int {
	copies := 1
	used := map[string]bool{}
	for _, rule := range s.rules {
		if rule.Times == 0 || used[rule.Mode] {
			continue
		}
		rule.Times--
		used[rule.Mode] = true
		switch rule.Mode {
		case ruleHold:
			d.State, d.RuleID = held, rule.ID
		case ruleLose:
			d.State, d.RuleID = lost, rule.ID
		case ruleDuplicate:
			copies = rule.N
		case ruleWrongSecret:
			d.WrongSecret = true
		}
	}
	return copies
}

// letGo sends what a rule held back. The caller holds the lock.
func (s *Server) letGo(rule int64) {
	for _, d := range s.state.Deliveries {
		if d.State == held && d.RuleID == rule {
			d.State, d.NextAt = waiting, time.Now().UTC()
		}
	}
	s.nudge()
}
