package mpsim

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"

	"integrador/internal/domain/money"
)

const refundableFor = 180 * 24 * time.Hour

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
	return s.withPayment(r, func(p *payment) reply {
		owned := fmt.Sprintf("%d/%s", p.CollectorID, key)
		request := fmt.Sprintf("%d/%d", p.ID, asked)
		if earlier := s.state.RefundKeys[owned]; earlier != nil && s.now().Sub(earlier.At) < s.state.Settings.keysKeptFor() {
			return s.repeatedRefund(earlier, request)
		}
		made, refusal := s.refundByAPI(p, asked, r.Header.Get("X-Render-In-Process-Refunds") == "true")
		if refusal != nil {
			return *refusal
		}
		used := &refundKey{Key: owned, PaymentID: p.ID, Request: request, RefundID: made.ID, At: s.now()}
		s.state.RefundKeys[owned] = used
		s.keep(change{RefundKey: used})
		s.changed(p, "payment.updated")
		return reply{http.StatusCreated, p.refundBody(made)}
	})
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

func (s *Server) repeatedRefund(earlier *refundKey, request string) reply {
	if earlier.Request != request {
		return refuse(http.StatusConflict, "idempotency_key_already_used", "The idempotency key was used with another request")
	}
	paid := s.state.payment(earlier.PaymentID)
	for _, one := range paid.Refunds {
		if one.ID == earlier.RefundID {
			return reply{http.StatusCreated, paid.refundBody(one)}
		}
	}
	return noRefund()
}

// refundByAPI gives back asked, or what is left when asked is 0. A refund that
// has to wait is only answered to callers that announced that they handle it.
func (s *Server) refundByAPI(p *payment, asked money.Cents, mayWait bool) (refund, *reply) {
	left := p.refundable()
	if asked == 0 {
		asked = left
	}
	var no reply
	switch {
	case p.Status != "approved" || left <= 0:
		no = refuse(http.StatusBadRequest, "bad_request", "The action requested is not valid for the current payment state", 2063)
	case s.now().Sub(p.Approved) > refundableFor:
		no = refuse(http.StatusBadRequest, "bad_request", "Payment too old to be refunded", 2024)
	case asked > left: // which code the real one gives is not known
		no = refuse(http.StatusBadRequest, "bad_request", "The amount is greater than what is left of the payment", 2085)
	case s.state.Settings.InsufficientBalance:
		no = refuse(http.StatusBadRequest, "bad_request", "Insufficient balance to make the refund", 2032)
	case s.state.Settings.RefundsInProcess && !mayWait:
		no = refuse(http.StatusBadRequest, "bad_request", "The refund is in process", 2085)
	case s.state.Settings.RefundsInProcess:
		return s.addRefund(p, refund{Amount: asked, Source: "collector", Status: "in_process"}), nil
	default:
		return s.giveBack(p, asked, "collector"), nil
	}
	return refund{}, &no
}

// refundable is what is neither given back nor about to be.
func (p *payment) refundable() money.Cents {
	left := p.Amount - p.Refunded
	for _, one := range p.Refunds {
		if one.Status == "in_process" {
			left -= one.Amount
		}
	}
	return left
}

func (s *Server) addRefund(p *payment, made refund) refund {
	s.touch(p)
	s.state.Last.Refund++
	made.ID, made.Created = s.state.Last.Refund, p.Updated
	p.Refunds = append(p.Refunds, made)
	s.notePayment("refund", made.Status, p, made.Amount)
	return made
}

// giveBack changes p for a refund that was accepted.
func (s *Server) giveBack(p *payment, amount money.Cents, source string) refund {
	made := s.addRefund(p, refund{Amount: amount, Source: source, Status: "approved"})
	p.returned(amount)
	return made
}

func (p *payment) returned(amount money.Cents) {
	p.Refunded += amount
	if p.Refunded == p.Amount {
		p.Status, p.Detail = "refunded", "refunded"
	} else if p.Status == "approved" {
		p.Detail = "partially_refunded"
	}
}

func (s *Server) listRefunds(r *http.Request) reply {
	return s.withPayment(r, func(p *payment) reply {
		bodies := []object{}
		for _, one := range p.Refunds {
			bodies = append(bodies, p.refundBody(one))
		}
		return reply{http.StatusOK, bodies}
	})
}

func (s *Server) getRefund(r *http.Request) reply {
	return s.withPayment(r, func(p *payment) reply {
		for _, one := range p.Refunds {
			if one.ID == number(r.PathValue("refund")) {
				return reply{http.StatusOK, p.refundBody(one)}
			}
		}
		return noRefund()
	})
}

func noRefund() reply {
	return refuse(http.StatusNotFound, "not_found", "Refund not found", 2000)
}

type settleRefundBody struct {
	Status string `json:"status"` // approved or rejected
}

// controlSettleRefund ends a refund that was waiting.
func (s *Server) controlSettleRefund(r *http.Request, sent settleRefundBody) reply {
	if sent.Status != "approved" && sent.Status != "rejected" {
		return wrong(http.StatusUnprocessableEntity, "status debe ser approved o rejected")
	}
	for _, p := range s.state.Payments {
		for i, one := range p.Refunds {
			if one.ID == number(r.PathValue("id")) && one.Status == "in_process" {
				return s.settleRefund(p, i, sent.Status)
			}
		}
	}
	return wrong(http.StatusNotFound, "no existe esa devolución, o ya no está en proceso")
}

func (s *Server) settleRefund(p *payment, at int, status string) reply {
	s.touch(p)
	p.Refunds[at].Status = status
	if status == "approved" {
		p.returned(p.Refunds[at].Amount)
	}
	s.notePayment("refund", status, p, p.Refunds[at].Amount)
	s.changed(p, "payment.updated")
	return reply{http.StatusOK, s.paymentBody(p)}
}
