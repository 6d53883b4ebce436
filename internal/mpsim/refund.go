package mpsim

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"

	"integrador/internal/money"
)

const (
	refundableFor = 180 * 24 * time.Hour
	keysKeptFor   = 24 * time.Hour // nobody states it for refunds
)

// createRefund refunds once for each idempotency key.
func (s *Server) createRefund(r *http.Request) reply {
	key := r.Header.Get("X-Idempotency-Key")
	if key == "" || len(key) > 128 {
		return refuse(http.StatusBadRequest, "bad_request", "Header X-Idempotency-Key can't be null", 4292)
	}
	asked, refusal := refundAmount(r)
	if refusal != nil {
		return *refusal
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	found := s.paymentOf(r)
	if found == nil {
		return noPayment(r)
	}
	request := fmt.Sprintf("%d/%d", found.ID, asked)
	if earlier, ok := s.state.RefundKeys[key]; ok && time.Since(earlier.At) < keysKeptFor {
		return s.repeatedRefund(earlier, request)
	}
	made, refusal := s.refundByAPI(found, asked)
	if refusal != nil {
		return *refusal
	}
	s.state.RefundKeys[key] = refundKey{PaymentID: found.ID, Request: request, RefundID: made.ID, At: made.Created}
	s.announce(found, "payment.updated")
	s.save()
	return reply{http.StatusCreated, found.refundBody(made)}
}

// refundAmount is 0 when everything that is left is asked for.
func refundAmount(r *http.Request) (money.Cents, *reply) {
	var sent struct {
		Amount json.RawMessage `json:"amount"`
	}
	body, err := io.ReadAll(r.Body)
	if err == nil && len(bytes.TrimSpace(body)) > 0 {
		err = json.Unmarshal(body, &sent)
	}
	if err != nil {
		return 0, refusal("bad_request", "invalid json", nil)
	}
	if len(sent.Amount) == 0 || string(sent.Amount) == "null" {
		return 0, nil
	}
	asked, ok := parsePesos(sent.Amount)
	if !ok {
		no := refuse(http.StatusBadRequest, "bad_request", "The amount must be a number", 4041)
		return 0, &no
	}
	if asked <= 0 {
		no := refuse(http.StatusBadRequest, "bad_request", "The amount must be a positive number", 4040)
		return 0, &no
	}
	return asked, nil
}

func (s *Server) repeatedRefund(earlier refundKey, request string) reply {
	if earlier.Request != request {
		return refuse(http.StatusConflict, "idempotency_key_already_used", "The idempotency key was used with another request")
	}
	paid := s.state.payment(earlier.PaymentID)
	for _, one := range paid.Refunds {
		if one.ID == earlier.RefundID {
			return reply{http.StatusCreated, paid.refundBody(one)}
		}
	}
	return refuse(http.StatusNotFound, "not_found", "Refund not found", 2032)
}

// refundByAPI gives back asked, or what is left when asked is 0.
func (s *Server) refundByAPI(p *payment, asked money.Cents) (refund, *reply) {
	left := p.Amount - p.Refunded
	if asked == 0 {
		asked = left
	}
	var no reply
	switch {
	case p.Status != "approved" || left <= 0:
		no = refuse(http.StatusBadRequest, "bad_request", "The action requested is not valid for the current payment state", 2063)
	case time.Since(p.Approved) > refundableFor:
		no = refuse(http.StatusBadRequest, "bad_request", "Payment too old to be refunded", 2024)
	case asked > left: // which code the real one gives is not known
		no = refuse(http.StatusBadRequest, "bad_request", "The amount is greater than what is left of the payment", 2085)
	default:
		return s.giveBack(p, asked, "collector"), nil
	}
	return refund{}, &no
}

// giveBack changes p for a refund that was accepted.
func (s *Server) giveBack(p *payment, amount money.Cents, source string) refund {
	p.touched()
	s.state.LastRefund++
	made := refund{ID: s.state.LastRefund, Amount: amount, Source: source, Created: p.Updated}
	p.Refunds = append(p.Refunds, made)
	p.Refunded += amount
	if p.Refunded == p.Amount {
		p.Status, p.Detail = "refunded", "refunded"
	} else if p.Status == "approved" {
		p.Detail = "partially_refunded"
	}
	return made
}

func (s *Server) listRefunds(r *http.Request) reply {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := s.paymentOf(r)
	if found == nil {
		return noPayment(r)
	}
	bodies := []object{}
	for _, one := range found.Refunds {
		bodies = append(bodies, found.refundBody(one))
	}
	return reply{http.StatusOK, bodies}
}
