package mpsim

import (
	"encoding/json"
	"net/http"
)

// updatePayment changes the one thing that a Checkout Pro seller may change: a
// payment that nobody has made yet is cancelled.
func (s *Server) updatePayment(r *http.Request) reply {
	var sent struct {
		Status string `json:"status"`
	}
	if json.NewDecoder(r.Body).Decode(&sent) != nil {
		return *refusal("bad_request", "invalid json", nil)
	}
	if sent.Status != "cancelled" {
		return refuse(http.StatusBadRequest, "bad_request", "The status can only be changed to cancelled", 2016)
	}
	return s.cancelPayment(r)
}

func (s *Server) cancelPayment(r *http.Request) reply {
	return s.withPayment(r, func(p *payment) reply {
		if p.Status != "pending" && p.Status != "in_process" && p.Status != "authorized" {
			return refuse(http.StatusBadRequest, "bad_request", "The action requested is not valid for the current payment state", 2018)
		}
		s.touch(p)
		p.Status, p.Detail = "cancelled", "by_collector"
		s.changed(p, "payment.updated")
		return reply{http.StatusOK, s.paymentBody(p)}
	})
}
