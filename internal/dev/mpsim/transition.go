package mpsim

import (
	"fmt"
	"slices"

	"integrador/internal/domain/money"
)

// moves are the changes a payment may go through after it was made. A rejected
// one never comes back: the diner's next try is a new payment.
var moves = map[string][]string{
	"pending":      {"approved", "in_process", "rejected", "cancelled"},
	"authorized":   {"approved", "cancelled"},
	"in_process":   {"approved", "rejected", "cancelled"},
	"approved":     {"in_mediation", "refunded", "charged_back"},
	"in_mediation": {"approved", "refunded", "charged_back"},
	"charged_back": {"charged_back"},
}

// details are what a status comes with when nothing else is asked for, then the
// others it may have.
var details = map[string][]string{
	"approved":     {"accredited"},
	"in_process":   {"pending_contingency", "pending_review_manual", "offline_process"},
	"rejected":     {"cc_rejected_other_reason", "cc_rejected_high_risk", "cc_rejected_insufficient_amount", "rejected_by_bank"},
	"cancelled":    {"by_collector", "by_payer", "by_admin", "expired"},
	"in_mediation": {"pending"},
	"refunded":     {"refunded", "by_admin", "bpp_refunded", "bpp_covered"},
	"charged_back": {"in_process", "settled", "reimbursed"},
}

// transition is what happens to a payment after the diner left: the operator's
// panel, the bank, a dispute.
type transition struct {
	Status string      `json:"status"`
	Detail string      `json:"status_detail"`
	Amount money.Cents `json:"amount_cents"` // of a refund; 0 is all that is left
}

// apply changes p, or says in Spanish why it cannot. The caller holds the lock.
func (s *Server) apply(p *payment, t transition) error {
	if t.Detail == "" && len(details[t.Status]) > 0 {
		t.Detail = details[t.Status][0]
	}
	if !slices.Contains(moves[p.Status], t.Status) || !slices.Contains(details[t.Status], t.Detail) ||
		(p.Status == "charged_back" && (p.Detail != "in_process" || t.Detail == "in_process")) {
		return fmt.Errorf("de %s/%s no se pasa a %s/%s", p.Status, p.Detail, t.Status, t.Detail)
	}
	if t.Status == "refunded" {
		return s.refundFromPanel(p, t)
	}
	s.touch(p)
	p.Status, p.Detail = t.Status, t.Detail
	if t.Status == "charged_back" {
		s.dispute(p)
	}
	if t.Status == "approved" {
		if p.Approved.IsZero() {
			p.Approved = p.Updated
		}
		if p.Refunded > 0 {
			p.Detail = "partially_refunded"
		}
	}
	return nil
}

func (s *Server) refundFromPanel(p *payment, t transition) error {
	left := p.refundable()
	if t.Amount < 0 || t.Amount > left {
		return fmt.Errorf("quedan %s por devolver", left)
	}
	amount := t.Amount
	if amount == 0 {
		amount = left
	}
	s.giveBack(p, amount, "admin")
	if p.Status == "refunded" {
		p.Detail = t.Detail
	}
	return nil
}
