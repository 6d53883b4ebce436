package mpsim

import (
	"net/http"
	"regexp"
	"slices"
)

// When a fault strikes: before the call does anything, or after it has done all
// it does, which is how "timed out but it happened" comes about.
const (
	phaseBefore = "before"
	phaseAfter  = "after_commit"
)

// fault spoils the calls that match it: the next Times of them, or each with a
// probability that is drawn from the seed and the call itself, not from the order
// in which calls happen to arrive.
type fault struct {
	ID          int64   `json:"id"`
	Name        string  `json:"name,omitempty"`
	Match       match   `json:"match"`
	Times       int     `json:"times"`       // left; 1 when neither it nor probability is given
	Probability float64 `json:"probability"` // 0: each call that matches
	Seed        int64   `json:"seed"`
	Phase       string  `json:"phase"` // before when not given
	Action      action  `json:"action"`
	Struck      int     `json:"struck"` // how often so far

	endless bool // no times were given beside a probability
	chaos   bool // belongs to the chaos profile
}

type match struct {
	Method    string `json:"method"`             // empty: any
	PathRegex string `json:"path_regex"`         // empty: any
	Seller    int64  `json:"seller"`             // 0: any
	Reference string `json:"external_reference"` // empty: any

	path *regexp.Regexp
}

// prepare fills in what was left out, or says in Spanish what is wrong.
func (f *fault) prepare() string {
	var err error
	if f.Match.path, err = regexp.Compile(f.Match.PathRegex); err != nil {
		return "path_regex no es una expresión válida"
	}
	if f.Times == 0 && f.Probability == 0 {
		f.Times = 1
	}
	f.endless = f.Times == 0
	f.Phase = orElse(f.Phase, phaseBefore)
	if f.Times < 0 || f.Probability < 0 || f.Probability > 1 || !slices.Contains([]string{phaseBefore, phaseAfter}, f.Phase) {
		return "times debe ser positivo, probability estar entre 0 y 1, y phase ser before o after_commit"
	}
	return f.Action.prepare()
}

func (m match) fits(r *http.Request, entry requestEntry) bool {
	return (m.Method == "" || m.Method == r.Method) && m.path.MatchString(r.URL.Path) &&
		(m.Seller == 0 || m.Seller == entry.SellerID) && (m.Reference == "" || m.Reference == entry.Reference)
}

// takeFault uses up one time of the first fault that strikes. The caller holds
// the lock.
func (s *Server) takeFault(r *http.Request, entry requestEntry) *fault {
	call := r.Method + " " + r.URL.Path + " " + entry.Reference + " " + entry.IdempotencyKey
	for _, f := range s.faults {
		if (f.Times == 0 && !f.endless) || !f.Match.fits(r, entry) || !s.struck(f.Seed, f.ID, f.Probability, call) {
			continue
		}
		if !f.endless {
			f.Times--
		}
		f.Struck++
		taken := *f
		return &taken
	}
	return nil
}
