package workflows_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"integrador/activities"
	"integrador/internal/checkout"
	"integrador/internal/money"
	"integrador/workflows"
)

// shop is a provider that keeps its books in memory.
type shop struct {
	eager bool // whoever opens a checkout pays it at once

	mu       sync.Mutex
	payments []checkout.Payment
	keys     map[string]checkout.Refund
	refunds  int // made
	lose     int // answers to refunds that get lost
	closed   []string
}

func (s *shop) CreateCheckout(_ context.Context, in checkout.Input) (checkout.Checkout, error) {
	if s.eager {
		s.pay(in.Reference, in.Amount+in.Tip)
	}
	return checkout.Checkout{ProviderRef: "pref-" + in.Reference, RedirectURL: "http://localhost/pay", ExpiresAt: in.ExpiresAt}, nil
}

// pay makes an approved payment and gives its number.
func (s *shop) pay(reference string, cents money.Cents) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := int64(111 + len(s.payments))
	s.payments = append(s.payments, checkout.Payment{
		ID: id, Status: checkout.Approved, StatusDetail: "accredited", Amount: cents, Currency: "ARS",
		ExternalReference: reference, Updated: time.Now(),
	})
	return id
}

func (s *shop) ExpireCheckout(_ context.Context, ref string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = append(s.closed, ref)
	return nil
}

func (s *shop) GetPayment(_ context.Context, id int64) (checkout.Payment, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if p := s.at(id); p != nil {
		return *p, nil
	}
	return checkout.Payment{}, &checkout.Error{Kind: checkout.NotFound}
}

func (s *shop) at(id int64) *checkout.Payment {
	i := slices.IndexFunc(s.payments, func(p checkout.Payment) bool { return p.ID == id })
	if i < 0 {
		return nil
	}
	return &s.payments[i]
}

func (s *shop) FindPayments(_ context.Context, reference string) (found []checkout.Payment, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, p := range s.payments {
		if p.ExternalReference == reference {
			found = append(found, p)
		}
	}
	return found, nil
}

func (s *shop) RefundPayment(_ context.Context, id int64, cents *money.Cents, key string) (checkout.Refund, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	made, known := s.keys[key]
	if !known {
		p := s.at(id)
		s.refunds++
		made = checkout.Refund{ID: int64(s.refunds), PaymentID: id, Amount: *cents, Status: "approved", Created: time.Now()}
		p.Refunded, p.Refunds, p.Updated = p.Refunded+*cents, append(p.Refunds, made), time.Now()
		if s.keys == nil {
			s.keys = map[string]checkout.Refund{}
		}
		s.keys[key] = made
	}
	if s.lose > 0 {
		s.lose--
		return checkout.Refund{}, &checkout.Error{Op: "refund payment", Kind: checkout.Unavailable, OutcomeUnknown: true, Err: errors.New("lost")}
	}
	return made, nil
}

func (s *shop) ListRefunds(_ context.Context, id int64) ([]checkout.Refund, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.at(id).Refunds), nil
}

// openShop lets the house's sittings be paid through a provider.
func (h *house) openShop(provider checkout.Provider) {
	h.serve(workflows.Activities{
		Payments: &activities.Payments{Store: h.store, Bell: silence{}, Provider: provider, Sittings: h.client, Lifetime: time.Hour},
	})
}
