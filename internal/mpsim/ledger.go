package mpsim

import "integrador/internal/money"

// tally is the simulator's own truth about money, to compare books with.
type tally struct {
	Payments int         `json:"payments"`
	Approved money.Cents `json:"approved_cents"`     // everything that ever came in
	Refunded money.Cents `json:"refunded_cents"`     // given back
	Lost     money.Cents `json:"charged_back_cents"` // lost in disputes
	Net      money.Cents `json:"net_cents"`          // what the seller holds, disputed money included
}

func (t *tally) add(p *payment) {
	t.Payments++
	if p.Approved.IsZero() {
		return
	}
	t.Approved += p.Amount
	t.Refunded += p.Refunded
	if p.Status == "charged_back" && p.Detail == "settled" {
		t.Lost += p.Amount - p.Refunded
	}
	t.Net = t.Approved - t.Refunded - t.Lost
}

type ledger struct {
	tally
	ByReference map[string]*tally `json:"by_external_reference"`
}

// ledger sums up all payments. The caller holds the lock.
func (s *Server) ledger() ledger {
	sums := ledger{ByReference: map[string]*tally{}}
	for _, p := range s.state.Payments {
		sums.add(p)
		reference := s.state.Preferences[p.PreferenceID].ExternalReference
		if sums.ByReference[reference] == nil {
			sums.ByReference[reference] = &tally{}
		}
		sums.ByReference[reference].add(p)
	}
	return sums
}
