package mpsim

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"time"

	"integrador/internal/domain/money"
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

type refund struct {
	ID      int64       `json:"id"`
	Amount  money.Cents `json:"amount_cents"`
	Source  string      `json:"source"` // of the request: collector (API) or admin (panel)
	Status  string      `json:"status"` // approved, in_process, rejected
	Created time.Time   `json:"created_at"`
}

type payment struct {
	ID           int64       `json:"id"`
	PreferenceID string      `json:"preference_id"`
	CollectorID  int64       `json:"collector_id"`
	Reference    string      `json:"external_reference"`
	TestUser     bool        `json:"test_user"` // of the seller when it was paid
	Status       string      `json:"status"`
	Detail       string      `json:"detail"`
	Amount       money.Cents `json:"amount_cents"`
	Refunded     money.Cents `json:"refunded_cents"`
	Method       method      `json:"method"`
	Holder       string      `json:"holder"`
	Created      time.Time   `json:"created_at"`
	Updated      time.Time   `json:"updated_at"`
	Approved     time.Time   `json:"approved_at"`
	VisibleAt    time.Time   `json:"visible_at"`    // GET answers 404 before
	SearchableAt time.Time   `json:"searchable_at"` // search leaves it out before
	Refunds      []refund    `json:"refunds"`
}

// Why nothing was paid.
var (
	errClosed  = errors.New("la preferencia está vencida o todavía no empezó")
	errMethod  = errors.New("ese medio de pago no está disponible")
	errOutcome = errors.New("ese resultado no existe")
)

// tender is an attempt to pay: what was chosen, and what is to come of it.
type tender struct {
	method, result, holder string
}

// pay makes a payment under p and announces it. The caller holds the lock.
func (s *Server) pay(p *preference, with tender) (*payment, error) {
	now := s.now()
	if !p.open(now) {
		return nil, errClosed
	}
	at := slices.IndexFunc(p.offered(), func(m method) bool { return m.ID == with.method })
	if at < 0 {
		return nil, errMethod
	}
	chosen := p.offered()[at]
	end, known := outcomes[with.result]
	if chosen.voucher() {
		end, known = outcome{"pending", "pending_waiting_payment"}, true
	}
	if !known {
		return nil, errOutcome
	}
	if p.BinaryMode && end.status == "in_process" {
		end = outcomes["OTHE"]
	}
	s.state.Last.Payment++
	lag := s.state.Settings
	made := &payment{
		ID: s.state.Last.Payment, PreferenceID: p.ID, CollectorID: p.CollectorID, Reference: p.ExternalReference,
		TestUser: s.isTestUser(p.CollectorID), Status: end.status, Detail: end.detail, Amount: p.total(),
		Method: chosen, Holder: with.holder, Created: now, Updated: now,
		VisibleAt:    now.Add(time.Duration(lag.VisibleAfterMS) * time.Millisecond),
		SearchableAt: now.Add(time.Duration(lag.SearchableAfterMS) * time.Millisecond),
	}
	if made.Status == "approved" {
		made.Approved = now
	}
	s.state.Payments = append(s.state.Payments, made)
	s.changed(made, "payment.created")
	return made, nil
}

func (s *Server) getPayment(r *http.Request) reply {
	return s.withPayment(r, func(p *payment) reply { return reply{http.StatusOK, s.paymentBody(p)} })
}

// withPayment lets do see the payment of the path if it is the caller's own and
// visible by now. The caller holds the lock.
func (s *Server) withPayment(r *http.Request, do func(*payment) reply) reply {
	found := s.paymentOf(r)
	switch {
	case found == nil || !found.visible(s.now()):
		return s.noPayment(r)
	case found.CollectorID == callerOf(r).seller:
		return do(found)
	case s.state.Settings.ForbidForeign:
		return refuse(http.StatusForbidden, "forbidden", "The caller is not authorized to access this resource", 4)
	default:
		return s.noPayment(r)
	}
}

func (s *Server) paymentOf(r *http.Request) *payment {
	return s.state.payment(number(r.PathValue("id")))
}

// number is 0 for what is none, and no id is 0.
func number(text string) int64 {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0
	}
	return n
}

func (s *Server) noPayment(r *http.Request) reply {
	const message = "Payment not found"
	mark := s.now().Format("02-01-2006T15:04:05UTC") + ";" + requestIDOf(r)
	return reply{http.StatusNotFound, object{
		"message": message, "error": "not_found", "status": 404,
		"cause": []object{{"code": 2000, "description": message, "data": mark}},
	}}
}
