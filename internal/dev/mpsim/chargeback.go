package mpsim

import (
	"net/http"
	"strconv"
	"time"

	"integrador/internal/domain/money"
)

// chargeback is a dispute that the payer's bank opened. The payment says how it
// stands; this says since when.
type chargeback struct {
	ID        int64       `json:"id"`
	PaymentID int64       `json:"payment_id"`
	SellerID  int64       `json:"seller_id"`
	Amount    money.Cents `json:"amount_cents"`
	Created   time.Time   `json:"created_at"`
	Updated   time.Time   `json:"updated_at"`
}

// dispute opens a chargeback of p or moves the one it has, and notifies. The caller
// holds the lock.
func (s *Server) dispute(p *payment) {
	var open *chargeback
	for _, one := range s.state.Chargebacks {
		if one.PaymentID == p.ID {
			open = one
		}
	}
	if open == nil {
		s.state.Last.Chargeback++
		open = &chargeback{
			ID: s.state.Last.Chargeback, PaymentID: p.ID, SellerID: p.CollectorID, Amount: p.Amount - p.Refunded, Created: p.Updated,
		}
		s.state.Chargebacks = append(s.state.Chargebacks, open)
	}
	open.Updated = p.Updated
	s.keep(change{Chargeback: open})
	s.notePayment("chargeback", p.Detail, p, open.Amount)
	s.notifyChargeback(p, open)
}

func (s *Server) getChargeback(r *http.Request) reply {
	found := s.state.chargeback(number(r.PathValue("id")))
	if found == nil || found.SellerID != callerOf(r).seller {
		return refuse(http.StatusNotFound, "not_found", "Chargeback not found", 2000)
	}
	return reply{http.StatusOK, s.chargebackBody(found)}
}

func (s *Server) searchChargebacks(r *http.Request) reply {
	query := r.URL.Query()
	limit, offset := min(whole(query, "limit", usualLimit), highestLimit), whole(query, "offset", 0)
	matching := []object{}
	for _, one := range s.state.Chargebacks {
		if one.SellerID == callerOf(r).seller && (!query.Has("payment_id") || number(query.Get("payment_id")) == one.PaymentID) {
			matching = append(matching, s.chargebackBody(one))
		}
	}
	page := matching[min(offset, len(matching)):min(offset+limit, len(matching))]
	return reply{http.StatusOK, object{"paging": object{"total": len(matching), "limit": limit, "offset": offset}, "results": page}}
}

func (s *Server) chargebackBody(c *chargeback) object {
	p := s.state.payment(c.PaymentID)
	return object{
		"id": strconv.FormatInt(c.ID, 10), "payment_id": c.PaymentID, "payments": []int64{c.PaymentID}, "amount": pesos(c.Amount),
		"currency": "ARS", "currency_id": "ARS", "status": p.Detail, "reason_id": "4853", "reason": "general",
		"coverage_applied": chargebackCoverage(p.Detail), "coverage_elegible": true, "documentation_required": true,
		"documentation_status": "pending", "documentation": []object{}, "date_documentation_deadline": date(c.Created.AddDate(0, 0, 10)),
		"date_created": date(c.Created), "date_last_updated": date(c.Updated), "last_modified": date(c.Updated), "live_mode": !p.TestUser,
	}
}

// chargebackCoverage is null until the dispute is decided.
func chargebackCoverage(detail string) any {
	switch detail {
	case "reimbursed":
		return true
	case "settled":
		return false
	default:
		return nil
	}
}
