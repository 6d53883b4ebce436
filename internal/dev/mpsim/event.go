package mpsim

import (
	"net/http"
	"strconv"
	"time"

	"integrador/internal/domain/money"
)

// keptEvents bounds the log: a run of some thousand payments fits.
const keptEvents = 200_000

// event is one thing that happened, in the order in which it did: calls received,
// faults and rules applied to them, payments as they changed, deliveries.
type event struct {
	Seq       int64       `json:"seq"`
	At        time.Time   `json:"at"`   // the machine's time, to lay beside other logs
	Kind      string      `json:"kind"` // request, fault, rule, payment, refund, chargeback, delivery, token, clock
	What      string      `json:"what"`
	RequestID string      `json:"request_id,omitempty"` // of the call or of the notification
	Method    string      `json:"method,omitempty"`
	Path      string      `json:"path,omitempty"`
	Status    int         `json:"status,omitempty"`
	Seller    int64       `json:"seller_id,omitempty"`
	PaymentID int64       `json:"payment_id,omitempty"`
	Reference string      `json:"external_reference,omitempty"`
	Amount    money.Cents `json:"amount_cents,omitempty"`
	FaultID   int64       `json:"fault_id,omitempty"` // of the fault or the rule
	Phase     string      `json:"phase,omitempty"`
	Delivery  int64       `json:"delivery_id,omitempty"`
	Attempt   int         `json:"attempt,omitempty"`
}

// note adds to the log. The caller holds the lock.
func (s *Server) note(e event) {
	s.lastEvent++
	e.Seq, e.At = s.lastEvent, time.Now().UTC()
	if len(s.events) >= keptEvents {
		s.events = append(s.events[:0:0], s.events[keptEvents/4:]...)
	}
	s.events = append(s.events, e)
}

func (s *Server) notePayment(kind, what string, p *payment, amount money.Cents) {
	s.note(event{Kind: kind, What: what, PaymentID: p.ID, Seller: p.CollectorID, Reference: p.Reference, Amount: amount})
}

// controlEvents reads the log: ?after=<seq>&kind=<kind>&limit=<n>.
func (s *Server) controlEvents(r *http.Request) reply {
	query := r.URL.Query()
	after, _ := strconv.ParseInt(query.Get("after"), 10, 64) // 0 is from the start
	limit, err := strconv.Atoi(query.Get("limit"))
	if err != nil || limit <= 0 {
		limit = keptEvents
	}
	chosen := []event{}
	for _, e := range s.events {
		if e.Seq > after && (query.Get("kind") == "" || query.Get("kind") == e.Kind) && len(chosen) < limit {
			chosen = append(chosen, e)
		}
	}
	return reply{http.StatusOK, chosen}
}

// controlApplied lists what faults and rules did to which call or notification.
func (s *Server) controlApplied(*http.Request) reply {
	applied := []event{}
	for _, e := range s.events {
		if e.Kind == "fault" || e.Kind == "rule" {
			applied = append(applied, e)
		}
	}
	return reply{http.StatusOK, applied}
}
