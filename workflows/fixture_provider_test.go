package workflows_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"integrador/activities"
	"integrador/internal/domain/money"
	"integrador/internal/domain/payments"
	"integrador/workflows"
)

// fakeProvider is a provider that keeps payments in memory.
type fakeProvider struct {
	eager bool // whoever opens a checkout pays it at once

	mu       sync.Mutex
	payments []payments.Payment
	keys     map[string]payments.Refund
	refunds  int // made
	lose     int // answers to refunds that get lost
	closed   []string
}

func (s *fakeProvider) CreateCheckout(_ context.Context, in payments.CheckoutRequest) (payments.Checkout, error) {
	if s.eager {
		s.pay(in.Reference, in.Amount+in.Tip)
	}
	return payments.Checkout{ProviderRef: "pref-" + in.Reference, RedirectURL: "http://localhost/pay", ExpiresAt: in.ExpiresAt}, nil
}

// pay makes an approved payment and gives its number.
func (s *fakeProvider) pay(reference string, cents money.Cents) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := int64(111 + len(s.payments))
	s.payments = append(s.payments, payments.Payment{
		ID: id, Status: payments.Approved, StatusDetail: "accredited", Amount: cents, Currency: "ARS",
		ExternalReference: reference, Updated: time.Now(),
	})
	return id
}

func (s *fakeProvider) ExpireCheckout(_ context.Context, ref string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = append(s.closed, ref)
	return nil
}

func (s *fakeProvider) GetPayment(_ context.Context, id int64) (payments.Payment, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if p := s.at(id); p != nil {
		return *p, nil
	}
	return payments.Payment{}, &payments.Error{Kind: payments.NotFound}
}

func (s *fakeProvider) at(id int64) *payments.Payment {
	i := slices.IndexFunc(s.payments, func(p payments.Payment) bool { return p.ID == id })
	if i < 0 {
		return nil
	}
	return &s.payments[i]
}

func (s *fakeProvider) FindPayments(_ context.Context, reference string) (found []payments.Payment, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, p := range s.payments {
		if p.ExternalReference == reference {
			found = append(found, p)
		}
	}
	return found, nil
}

func (s *fakeProvider) RefundPayment(_ context.Context, id int64, cents *money.Cents, key string) (payments.Refund, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	made, known := s.keys[key]
	if !known {
		p := s.at(id)
		s.refunds++
		made = payments.Refund{ID: int64(s.refunds), PaymentID: id, Amount: *cents, Status: "approved", Created: time.Now()}
		p.Refunded, p.Refunds, p.Updated = p.Refunded+*cents, append(p.Refunds, made), time.Now()
		if s.keys == nil {
			s.keys = map[string]payments.Refund{}
		}
		s.keys[key] = made
	}
	if s.lose > 0 {
		s.lose--
		return payments.Refund{}, &payments.Error{Op: "refund payment", Kind: payments.Unavailable, OutcomeUnknown: true, Err: errors.New("lost")}
	}
	return made, nil
}

func (s *fakeProvider) ListRefunds(_ context.Context, id int64) ([]payments.Refund, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.at(id).Refunds), nil
}

// usePayments lets the fixture's sessions be paid through a provider.
func (h *fixture) usePayments(provider payments.Provider) {
	h.serve(workflows.Activities{
		Payments: &activities.Payments{Store: h.store, Publisher: noPublisher{}, Provider: provider, Sessions: h.client, Lifetime: time.Hour},
	})
}
