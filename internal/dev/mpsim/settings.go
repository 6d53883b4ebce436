package mpsim

import (
	"net/http"
	"slices"
	"time"
)

// Settings are what nobody outside Mercado Pago knows for sure, or what a test
// wants otherwise. The zero value is the default.
type Settings struct {
	RetryTable          string   `json:"retry_table"`          // w1 (default), t2, w1b, custom
	RetryCustom         []string `json:"retry_custom"`         // durations after the first dispatch, for custom
	KeepSignature       bool     `json:"keep_signature"`       // a retry repeats the first signature instead of a new one
	TextNotificationID  bool     `json:"text_notification_id"` // the notification's id is a string
	ForbidForeign       bool     `json:"forbid_foreign"`       // another seller's payment answers 403 code 4 instead of 404
	VisibleAfterMS      int      `json:"visible_after_ms"`     // how long GET does not see a new payment
	SearchableAfterMS   int      `json:"searchable_after_ms"`  // how long search does not see it
	RefundKeyHours      int      `json:"refund_key_hours"`     // how long a key is remembered; 0 is 24
	RefundsInProcess    bool     `json:"refunds_in_process"`   // refunds wait for the operator
	InsufficientBalance bool     `json:"insufficient_balance"` // refunds fail for want of money
	FeeBasisPoints      int      `json:"fee_basis_points"`     // 0 is 500, nobody's tariff
	RevokeOnRefresh     bool     `json:"revoke_on_refresh"`    // the old access token ends when a new one is given
	TokenSeconds        int      `json:"token_seconds"`        // life of an OAuth token; 0 is 15552000
}

func (c Settings) schedule(configured []time.Duration) []time.Duration {
	switch c.RetryTable {
	case "w1":
		return ScheduleW1()
	case "t2":
		return ScheduleT2()
	case "w1b":
		return ScheduleW1B()
	case "custom":
		table := make([]time.Duration, len(c.RetryCustom))
		for i, written := range c.RetryCustom {
			table[i], _ = time.ParseDuration(written) // problem has seen it
		}
		return table
	default:
		return configured
	}
}

// problem says in Spanish what is wrong with the settings.
func (c Settings) problem() string {
	if !slices.Contains([]string{"", "w1", "t2", "w1b", "custom"}, c.RetryTable) {
		return "retry_table debe ser w1, t2, w1b o custom"
	}
	for _, written := range c.RetryCustom {
		if after, err := time.ParseDuration(written); err != nil || after < 0 {
			return "retry_custom lleva duraciones como 15m"
		}
	}
	for _, n := range []int{c.VisibleAfterMS, c.SearchableAfterMS, c.RefundKeyHours, c.FeeBasisPoints, c.TokenSeconds} {
		if n < 0 {
			return "los números no pueden ser negativos"
		}
	}
	if c.FeeBasisPoints > 10_000 {
		return "fee_basis_points no pasa de 10000"
	}
	return ""
}

func (c Settings) keysKeptFor() time.Duration {
	if c.RefundKeyHours == 0 {
		return 24 * time.Hour
	}
	return time.Duration(c.RefundKeyHours) * time.Hour
}

func (c Settings) tokenLife() time.Duration {
	if c.TokenSeconds == 0 {
		return 180 * 24 * time.Hour
	}
	return time.Duration(c.TokenSeconds) * time.Second
}

func (s *Server) controlSettings(*http.Request) reply { return reply{http.StatusOK, s.state.Settings} }

// controlChangeSettings changes the settings that were sent and leaves the others.
func (s *Server) controlChangeSettings(r *http.Request) reply {
	changed := s.state.Settings
	changed.RetryCustom = slices.Clone(changed.RetryCustom)
	if no := read(r, &changed); no != nil {
		return *no
	}
	if problem := changed.problem(); problem != "" {
		return wrong(http.StatusUnprocessableEntity, problem)
	}
	s.state.Settings = changed
	s.keep(change{Settings: &s.state.Settings})
	s.save()
	return reply{http.StatusOK, changed}
}
