package mpsim

import (
	"maps"
	"net/http"
	"slices"
	"strings"
)

// chaosRun is a set of faults and rules that one seed decides.
type chaosRun struct {
	Profile string `json:"profile"`
	Seed    int64  `json:"seed"`
}

// chaosProfile is what may go wrong, each with its probability.
type chaosProfile struct {
	faults []fault
	rules  []deliveryRule
}

const (
	creating  = `^/checkout/preferences$`
	expiring  = `^/checkout/preferences/[^/]+(/expire)?$`
	reading   = `^/v1/payments/[0-9]+$`
	searching = `^/v1/payments/search$`
	refunding = `^/v1/payments/[0-9]+/refunds$`
	tokens    = `^/oauth/token$` //nolint:gosec // a path
)

func sometimes(probability float64, method, path, phase string, what action) fault {
	return fault{Match: match{Method: method, PathRegex: path}, Probability: probability, Phase: phase, Action: what}
}

func presetAction(name string) action { return action{Type: actionStatus, Preset: name} }

// profiles: in calm ones only notifications suffer; in hostile ones about a third
// of all calls do.
var profiles = map[string]chaosProfile{
	"calm": {rules: []deliveryRule{
		{Mode: ruleDuplicate, Probability: 0.2, N: 2},
		{Mode: ruleDelay, Probability: 0.2, MS: 500},
		{Mode: ruleReorder, Probability: 0.1},
	}},
	"rough":   {roughFaults(1), roughRules(1)},
	"hostile": {append(roughFaults(3), spoiledAnswers...), append(roughRules(2), wrongMessages...)},
	"silent":  {rules: []deliveryRule{{Mode: ruleLose, Probability: 1}}},
}

// roughFaults are the faults of a bad connection, their probabilities times n.
func roughFaults(n float64) []fault {
	return []fault{
		sometimes(0.03*n, "POST", creating, phaseBefore, presetAction("502_html")),
		sometimes(0.02*n, "POST", creating, phaseAfter, action{Type: actionDrop}),
		sometimes(0.03*n, "POST", creating, phaseBefore, action{Type: actionDelay, MS: 800}),
		sometimes(0.05*n, "PUT", expiring, phaseBefore, presetAction("503")),
		sometimes(0.04*n, "GET", reading, phaseBefore, presetAction("500")),
		sometimes(0.03*n, "GET", reading, phaseBefore, presetAction("404")),
		sometimes(0.02*n, "GET", reading, phaseBefore, action{Type: actionTruncate}),
		sometimes(0.03*n, "GET", reading, phaseAfter, action{Type: actionDelay, MS: 1500}),
		sometimes(0.04*n, "GET", searching, phaseBefore, presetAction("503")),
		sometimes(0.02*n, "GET", searching, phaseBefore, action{Type: actionMalformed}),
		sometimes(0.05*n, "POST", refunding, phaseAfter, action{Type: actionDrop}),
		sometimes(0.03*n, "POST", refunding, phaseAfter, presetAction("500")),
		sometimes(0.03*n, "POST", refunding, phaseBefore, presetAction("503")),
		sometimes(0.03*n, "POST", tokens, phaseAfter, action{Type: actionDrop}),
		sometimes(0.01*n, "", `^/(v1|checkout/preferences)`, phaseBefore, presetAction("429")),
	}
}

var spoiledAnswers = []fault{
	sometimes(0.05, "GET", `^/v1/payments/`, phaseBefore, action{Type: actionWrongType, What: "amount_string"}),
	sometimes(0.05, "GET", `^/v1/payments/`, phaseBefore, action{Type: actionWrongType, What: "order_array"}),
	sometimes(0.05, "GET", `^/v1/payments/`, phaseBefore, action{Type: actionWrongType, What: "null_payer"}),
	sometimes(0.02, "GET", `^/v1/payments/`, phaseBefore, action{Type: actionSlowBody, MS: 1000}),
}

func roughRules(n float64) []deliveryRule {
	return []deliveryRule{
		{Mode: ruleLose, Probability: 0.15 * n},
		{Mode: ruleDuplicate, Probability: 0.15 * n, N: 3},
		{Mode: ruleDelay, Probability: 0.15 * n, MS: 3000},
		{Mode: ruleReorder, Probability: 0.1 * n},
		{Mode: ruleBeforeVisible, Probability: 0.05 * n, MS: 3000},
	}
}

var wrongMessages = []deliveryRule{
	{Mode: ruleWrongSecret, Probability: 0.05},
	{Mode: ruleMissingHeader, Probability: 0.03, Header: "x-signature"},
	{Mode: ruleMissingHeader, Probability: 0.03, Header: "x-request-id"},
	{Mode: ruleSeconds, Probability: 0.05},
	{Mode: ruleFakeID, Probability: 0.05},
}

// startChaos replaces what an earlier run of chaos set up. Faults and rules that
// were added by hand stay, and come first.
func (s *Server) startChaos(_ *http.Request, sent chaosRun) reply {
	profile, known := profiles[sent.Profile]
	if !known {
		return wrong(http.StatusUnprocessableEntity, "profile debe ser uno de "+strings.Join(slices.Sorted(maps.Keys(profiles)), ", "))
	}
	s.endChaos()
	s.chaos = sent
	for i, f := range profile.faults {
		f.ID, f.Seed, f.chaos = chaosID(i), sent.Seed, true
		if problem := f.prepare(); problem != "" {
			return wrong(http.StatusInternalServerError, problem)
		}
		s.faults = append(s.faults, &f)
	}
	for i, rule := range profile.rules {
		rule.ID, rule.Seed, rule.chaos = chaosID(len(profile.faults)+i), sent.Seed, true
		if problem := rule.prepare(); problem != "" {
			return wrong(http.StatusInternalServerError, problem)
		}
		s.rules = append(s.rules, &rule)
	}
	return reply{http.StatusCreated, s.chaosBody()}
}

// chaosID depends on nothing but the place in the profile, because it is part of
// each draw.
func chaosID(i int) int64 { return 1_000_001 + int64(i) }

// endChaos leaves no trace of an earlier run, so that the next one draws as the
// first one did. The caller holds the lock.
func (s *Server) endChaos() {
	for _, rule := range s.rules {
		if rule.chaos {
			s.releaseHeld(rule.ID)
		}
	}
	s.faults = slices.DeleteFunc(s.faults, func(f *fault) bool { return f.chaos })
	s.rules = slices.DeleteFunc(s.rules, func(rule *deliveryRule) bool { return rule.chaos })
	s.chaos = chaosRun{}
	clear(s.draws)
}

func (s *Server) stopChaos(*http.Request) reply {
	body := s.chaosBody()
	s.endChaos()
	return reply{http.StatusOK, body}
}

func (s *Server) showChaos(*http.Request) reply {
	return reply{http.StatusOK, s.chaosBody()}
}

// chaosBody counts what struck so far, by name.
func (s *Server) chaosBody() object {
	faults, rules := map[string]int{}, map[string]int{}
	for _, f := range s.faults {
		if f.chaos {
			faults[f.Action.name()+" "+f.Phase] += f.Struck
		}
	}
	for _, rule := range s.rules {
		if rule.chaos {
			rules[rule.Mode] += rule.Struck
		}
	}
	return object{"profile": s.chaos.Profile, "seed": s.chaos.Seed, "faults": faults, "delivery_rules": rules}
}
