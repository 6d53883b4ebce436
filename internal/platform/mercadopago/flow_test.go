package mercadopago_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/internal/dev/mpsim"
	"integrador/internal/domain/money"
	"integrador/internal/domain/payments"
	"integrador/internal/platform/mercadopago"
)

func TestPayAndRefundWithTheSimulator(t *testing.T) {
	s := newSim(t)
	in := bill()
	in.Tip = 2_000_50
	opened := s.create(in)
	assert.Contains(t, opened.RedirectURL, s.url+"/checkout/v1/redirect?pref_id="+opened.ProviderRef)
	assert.EqualValues(t, sellerID, opened.SellerID)

	rejected, id := s.pay(opened, "FUND"), s.pay(opened, "APRO")
	paid, err := s.client.GetPayment(t.Context(), id)
	require.NoError(t, err)
	assert.Equal(t, payments.Approved, paid.Status)
	assert.Equal(t, money.Cents(26_500_50), paid.Amount)
	assert.Equal(t, money.Cents(26_500_50), paid.Effect())
	assert.Equal(t, "check_12", paid.ExternalReference)
	assert.Equal(t, "ARS", paid.Currency)
	assert.True(t, paid.LiveMode)
	assert.NotNil(t, paid.Approved)
	assert.Less(t, *paid.Net, paid.Amount)

	found, err := s.client.FindPayments(t.Context(), "check_12")
	require.NoError(t, err)
	require.Len(t, found, 2)
	assert.Equal(t, paid, found[0])
	assert.Equal(t, rejected, found[1].ID)
	assert.Zero(t, found[1].Effect())

	part := money.Cents(5_000_25)
	first, err := s.client.RefundPayment(t.Context(), id, &part, "request-1")
	require.NoError(t, err)
	again, err := s.client.RefundPayment(t.Context(), id, &part, "request-1")
	require.NoError(t, err)
	assert.Equal(t, first, again)

	_, err = s.client.RefundPayment(t.Context(), id, nil, "request-1")
	assert.Equal(t, payments.Conflict, payments.KindOf(err), "the key belongs to another amount")

	rest, err := s.client.RefundPayment(t.Context(), id, nil, "request-2")
	require.NoError(t, err)
	assert.Equal(t, paid.Amount-part, rest.Amount)
	listed, err := s.client.ListRefunds(t.Context(), id)
	require.NoError(t, err)
	assert.Equal(t, []payments.Refund{first, rest}, listed)

	after, err := s.client.GetPayment(t.Context(), id)
	require.NoError(t, err)
	assert.Equal(t, payments.Refunded, after.Status)
	assert.Equal(t, listed, after.Refunds)
	assert.Zero(t, after.Effect())
	assert.True(t, after.Updated.After(paid.Updated))
}

func TestRefundWithLostResponse(t *testing.T) {
	s := newSim(t)
	id := s.pay(s.create(bill()), "APRO")
	s.fault(anyMap{
		"match": anyMap{"method": "POST", "path_regex": "refunds$"}, "times": 20,
		"phase": "after_commit", "action": anyMap{"type": "drop"},
	})
	part := money.Cents(100)
	_, err := s.client.RefundPayment(t.Context(), id, &part, "request-1")
	var failure *payments.Error
	require.ErrorAs(t, err, &failure)
	assert.Equal(t, payments.Unavailable, failure.Kind)
	assert.True(t, failure.OutcomeUnknown)

	s.control(http.MethodDelete, "/faults", nil, nil)
	refund, err := s.client.RefundPayment(t.Context(), id, &part, "request-1")
	require.NoError(t, err)
	listed, err := s.client.ListRefunds(t.Context(), id)
	require.NoError(t, err)
	assert.Equal(t, []payments.Refund{refund}, listed, "every try was the same refund")
}

func TestCreateRetriesBadGateways(t *testing.T) {
	s := newSim(t)
	s.fault(anyMap{"times": 2, "action": anyMap{"type": "status", "code": 502, "body": "<html>Bad Gateway</html>"}})
	s.create(bill())
	stats := s.client.Stats()
	assert.Equal(t, mercadopago.Stats{State: "closed", TotalCalls: 3, SuccessfulCalls: 1, FailedCalls: 2}, stats)
}

func TestCreateWithLostResponsesLeavesOrphansOnly(t *testing.T) {
	s := newSim(t)
	s.fault(anyMap{"times": 1, "phase": "after_commit", "action": anyMap{"type": "status", "code": 504}})
	opened := s.create(bill())
	id := s.pay(opened, "APRO")
	found, err := s.client.FindPayments(t.Context(), "check_12")
	require.NoError(t, err)
	require.Len(t, found, 1)
	assert.Equal(t, id, found[0].ID)
}

func TestExpiredCheckoutCannotBePaid(t *testing.T) {
	s := newSim(t)
	opened := s.create(bill())
	require.NoError(t, s.client.ExpireCheckout(t.Context(), opened.ProviderRef))
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, opened.RedirectURL, nil)
	require.NoError(t, err)
	response, err := s.http.Do(request)
	require.NoError(t, err)
	defer response.Body.Close()
	page, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	assert.Contains(t, string(page), "venció")
	assert.NotContains(t, string(page), "<form")

	err = s.client.ExpireCheckout(t.Context(), "no-such-preference")
	assert.Equal(t, payments.NotFound, payments.KindOf(err))
}

func TestCheckoutRequestBody(t *testing.T) {
	s := newSim(t)
	in := bill()
	in.Tip, in.NotifyURL, in.Descriptor = 100, "http://localhost:8000/webhook?t=1", "El Ñandú de Pérez"
	in.ExpiresAt = time.Date(2027, 3, 1, 15, 4, 5, 678_900_000, time.UTC)
	s.create(in)
	var created received
	for _, one := range s.received() {
		created = one
	}
	assert.JSONEq(t, `{
		"items": [
			{"id": "cuenta", "title": "Mesa 12", "quantity": 1, "unit_price": 24500.00, "currency_id": "ARS"},
			{"id": "propina", "title": "Propina", "quantity": 1, "unit_price": 1.00, "currency_id": "ARS"}
		],
		"external_reference": "check_12",
		"back_urls": {
			"success": "http://localhost:5176/payment/success",
			"failure": "http://localhost:5176/payment/failure",
			"pending": "http://localhost:5176/payment/pending"
		},
		"notification_url": "http://localhost:8000/webhook?source_news=webhooks&t=1",
		"payment_methods": {"excluded_payment_types": [{"id": "ticket"}, {"id": "atm"}], "installments": 1},
		"binary_mode": true, "expires": true, "expiration_date_to": "2027-03-01T12:04:05.678-03:00",
		"statement_descriptor": "EL NANDU DE P", "metadata": {"check_id": "12"}
	}`, string(created.Body))
}

func TestStrictProfileAcceptsProductionRequests(t *testing.T) {
	s := newSim(t, func(c *mpsim.Config) { c.Profile = mpsim.Strict })
	in := bill()
	in.ReturnURL, in.NotifyURL = "https://menu.example.com/", "https://api.example.com/api/billing/mercadopago/webhook"
	s.create(in)
	var sent struct {
		AutoReturn string `json:"auto_return"`
		BackURLs   struct{ Success string }
	}
	require.NoError(t, json.Unmarshal(s.received()[0].Body, &sent))
	assert.Equal(t, "approved", sent.AutoReturn)

	in.ReturnURL, in.NotifyURL = "http://localhost:5176", ""
	s.create(in) // http addresses are dropped, and no automatic return is asked for
}

func TestManyPaymentsOfOneReferenceArePagedThrough(t *testing.T) {
	s := newSim(t)
	opened := s.create(bill())
	want := make([]int64, 120)
	for i := range want {
		want[len(want)-1-i] = s.pay(opened, "FUND")
	}
	found, err := s.client.FindPayments(t.Context(), "check_12")
	require.NoError(t, err)
	ids := make([]int64, len(found))
	for i, one := range found {
		ids[i] = one.ID
	}
	assert.Equal(t, want, ids)
}

func TestUnknownPaymentAndBadToken(t *testing.T) {
	s := newSim(t)
	_, err := s.client.GetPayment(t.Context(), 123456)
	var failure *payments.Error
	require.ErrorAs(t, err, &failure)
	assert.Equal(t, payments.NotFound, failure.Kind)
	assert.Equal(t, "2000", failure.Code)
	assert.NotEmpty(t, failure.RequestID)

	stranger, err := mercadopago.New(mercadopago.Config{BaseURL: s.url, AllowInsecure: true},
		mercadopago.Connection{AccessToken: "APP_USR-of-somebody"})
	require.NoError(t, err)
	_, err = stranger.FindPayments(t.Context(), "check_12")
	require.ErrorAs(t, err, &failure)
	assert.Equal(t, payments.Auth, failure.Kind)
	assert.NotContains(t, err.Error(), "APP_USR")
}

func TestCheckoutOfAnotherSellerIsRefused(t *testing.T) {
	s := newSim(t, func(c *mpsim.Config) { c.SellerID = 1 })
	_, err := s.client.CreateCheckout(t.Context(), bill())
	assert.Equal(t, payments.Protocol, payments.KindOf(err))
	assert.ErrorContains(t, err, "another seller, "+strconv.Itoa(1))
}
