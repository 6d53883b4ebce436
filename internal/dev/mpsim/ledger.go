package mpsim

import "integrador/internal/domain/money"

// tally is the simulator's own sum of the money, to compare ledgers with.
type tally struct {
	Payments int         `json:"payments"`
	Approved money.Cents `json:"approved_cents"`     // everything that ever came in
	Refunded money.Cents `json:"refunded_cents"`     // given back
	Disputed money.Cents `json:"disputed_cents"`     // held back while a dispute lasts; part of the net
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
	if p.Status == "in_mediation" || (p.Status == "charged_back" && p.Detail == "in_process") {
		t.Disputed += p.Amount - p.Refunded
	}
	t.Net = t.Approved - t.Refunded - t.Lost
}

type ledger struct {
	tally
	ByReference map[string]*tally       `json:"by_external_reference"`
	ByCollector map[int64]*sellerLedger `json:"by_collector"`
}

// sellerLedger is what one seller's own ledger has to agree with.
type sellerLedger struct {
	tally
	ByReference map[string]*tally `json:"by_external_reference"`
}

// ledger sums up all payments. The caller holds the lock.
func (s *Server) ledger() ledger {
	sums := ledger{ByReference: map[string]*tally{}, ByCollector: map[int64]*sellerLedger{}}
	for _, p := range s.state.Payments {
		sums.add(p)
		tallied(sums.ByReference, p.Reference).add(p)
		if sums.ByCollector[p.CollectorID] == nil {
			sums.ByCollector[p.CollectorID] = &sellerLedger{ByReference: map[string]*tally{}}
		}
		own := sums.ByCollector[p.CollectorID]
		own.add(p)
		tallied(own.ByReference, p.Reference).add(p)
	}
	return sums
}

func tallied(by map[string]*tally, reference string) *tally {
	if by[reference] == nil {
		by[reference] = &tally{}
	}
	return by[reference]
}
