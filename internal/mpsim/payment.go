package mpsim

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"time"

	"integrador/internal/money"
)

// outcome is what a card holder's name makes of a payment.
type outcome struct{ status, detail string }

// outcomes are the names of Mercado Pago's own test cards. UNSU and TEST are our
// reading of them.
var outcomes = map[string]outcome{
	"APRO": {"approved", "accredited"},
	"TEST": {"approved", "accredited"},
	"CONT": {"in_process", "pending_contingency"},
	"OTHE": {"rejected", "cc_rejected_other_reason"},
	"CALL": {"rejected", "cc_rejected_call_for_authorize"},
	"FUND": {"rejected", "cc_rejected_insufficient_amount"},
	"SECU": {"rejected", "cc_rejected_bad_filled_security_code"},
	"EXPI": {"rejected", "cc_rejected_bad_filled_date"},
	"FORM": {"rejected", "cc_rejected_bad_filled_other"},
	"CARD": {"rejected", "cc_rejected_bad_filled_card_number"},
	"INST": {"rejected", "cc_rejected_invalid_installments"},
	"DUPL": {"rejected", "cc_rejected_duplicated_payment"},
	"LOCK": {"rejected", "cc_rejected_card_disabled"},
	"CTNA": {"rejected", "cc_rejected_card_type_not_allowed"},
	"ATTE": {"rejected", "cc_rejected_max_attempts"},
	"BLAC": {"rejected", "cc_rejected_blacklist"},
	"UNSU": {"rejected", "cc_rejected_other_reason"},
}

// method is a way to pay that the page offers.
type method struct{ ID, Type, Name string }

var methods = []method{
	{"visa", "credit_card", "Visa crédito"},
	{"master", "credit_card", "Mastercard crédito"},
	{"amex", "credit_card", "American Express"},
	{"debvisa", "debit_card", "Visa débito"},
	{"debmaster", "debit_card", "Mastercard débito"},
	{"account_money", "account_money", "Dinero en cuenta"},
}

// offered lists the methods that the preference does not exclude.
func (p *preference) offered() []method {
	var left []method
	for _, m := range methods {
		if !slices.Contains(p.ExcludedMethods, m.ID) && !slices.Contains(p.ExcludedTypes, m.Type) {
			left = append(left, m)
		}
	}
	return left
}

type refund struct {
	ID      int64       `json:"id"`
	Amount  money.Cents `json:"amount_cents"`
	Source  string      `json:"source"` // of the request: collector (API) or admin (panel)
	Created time.Time   `json:"created_at"`
}

type payment struct {
	ID           int64       `json:"id"`
	PreferenceID string      `json:"preference_id"`
	Status       string      `json:"status"`
	Detail       string      `json:"detail"`
	Amount       money.Cents `json:"amount_cents"`
	Refunded     money.Cents `json:"refunded_cents"`
	Method       method      `json:"method"`
	Holder       string      `json:"holder"`
	Created      time.Time   `json:"created_at"`
	Updated      time.Time   `json:"updated_at"`
	Approved     time.Time   `json:"approved_at"`
	Refunds      []refund    `json:"refunds"`
}

// Why nothing was paid.
var (
	errClosed  = errors.New("la preferencia está vencida o todavía no empezó")
	errMethod  = errors.New("ese medio de pago no está disponible")
	errOutcome = errors.New("ese resultado no existe")
)

// pay makes a payment under p and announces it. The caller holds the lock.
func (s *Server) pay(p *preference, methodID, result, holder string) (*payment, error) {
	now := time.Now().UTC().Truncate(time.Millisecond)
	if !p.open(now) {
		return nil, errClosed
	}
	at := slices.IndexFunc(p.offered(), func(m method) bool { return m.ID == methodID })
	if at < 0 {
		return nil, errMethod
	}
	end, known := outcomes[result]
	if !known {
		return nil, errOutcome
	}
	if p.BinaryMode && end.status == "in_process" {
		end = outcomes["OTHE"]
	}
	s.state.LastPayment++
	made := &payment{
		ID: s.state.LastPayment, PreferenceID: p.ID, Status: end.status, Detail: end.detail, Amount: p.total(),
		Method: p.offered()[at], Holder: holder, Created: now, Updated: now,
	}
	if made.Status == "approved" {
		made.Approved = now
	}
	s.state.Payments = append(s.state.Payments, made)
	s.announce(made, "payment.created")
	s.save()
	return made, nil
}

// touched moves the date of the last change forward: no two snapshots of a
// payment share it.
func (p *payment) touched() {
	now := time.Now().UTC().Truncate(time.Millisecond)
	if !now.After(p.Updated) {
		now = p.Updated.Add(time.Millisecond)
	}
	p.Updated = now
}

func (s *Server) getPayment(r *http.Request) reply {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := s.paymentOf(r)
	if found == nil {
		return noPayment(r)
	}
	return reply{http.StatusOK, s.paymentBody(found)}
}

func (s *Server) paymentOf(r *http.Request) *payment {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil {
		return nil
	}
	return s.state.payment(id)
}

func noPayment(r *http.Request) reply {
	const message = "Payment not found"
	mark := time.Now().UTC().Format("02-01-2006T15:04:05UTC") + ";" + requestIDOf(r)
	return reply{http.StatusNotFound, object{
		"message": message, "error": "not_found", "status": 404,
		"cause": []object{{"code": 2000, "description": message, "data": mark}},
	}}
}
