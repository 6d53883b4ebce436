package activities_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/activities"
	"integrador/internal/domain/access"
	"integrador/internal/domain/fault"
	"integrador/internal/domain/payments"
	"integrador/internal/platform/mercadopago"
	"integrador/internal/platform/postgres"
	"integrador/internal/readmodel"
)

// market is Mercado Pago's payments, of every seller whose token is good.
type market struct {
	*issuer
	mu       sync.Mutex
	payments map[int64]map[string]any
	asked    []string // "METHOD path", of each call
	notify   []string // of each preference
	policy   bool     // answer bad tokens as the policy agent does
}

func (m *market) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.asked = append(m.asked, r.Method+" "+r.URL.Path)
	account, err := m.Account(r.Context(), mercadopago.Secret(strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")))
	switch {
	case err != nil && m.policy:
		reply(w, 403, map[string]any{"message": "At least one policy returned UNAUTHORIZED.", "code": "PA_UNAUTHORIZED_RESULT_FROM_POLICIES", "status": 403})
	case err != nil:
		reply(w, 401, map[string]any{"message": "Unauthorized use of live credentials", "error": "unauthorized", "cause": []any{map[string]any{"code": 7}}})
	case r.URL.Path == "/checkout/preferences":
		m.prefer(w, r, account)
	case r.URL.Path == "/v1/payments/search":
		reply(w, 200, map[string]any{"results": m.found(r.URL.Query().Get("external_reference"))})
	default:
		id, _ := strconv.ParseInt(strings.TrimPrefix(r.URL.Path, "/v1/payments/"), 10, 64)
		if p := m.payments[id]; p != nil {
			reply(w, 200, p)
			return
		}
		reply(w, 404, map[string]any{"message": "Payment not found", "error": "not_found", "status": 404})
	}
}

func (m *market) prefer(w http.ResponseWriter, r *http.Request, of mercadopago.Account) {
	var in map[string]any
	_ = json.NewDecoder(r.Body).Decode(&in)
	m.notify = append(m.notify, fmt.Sprint(in["notification_url"]))
	reply(w, 201, map[string]any{
		"id": "p-1", "external_reference": in["external_reference"], "collector_id": of.ID, "init_point": "https://www.mercadopago.com.ar/checkout/v1/redirect?pref_id=p-1",
	})
}

func (m *market) found(reference string) []any {
	all := []any{}
	for _, p := range m.payments {
		if p["external_reference"] == reference {
			all = append(all, p)
		}
	}
	return all
}

func reply(w http.ResponseWriter, status int, body any) {
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}

// paid puts a payment on the market; change may alter it.
func (m *market) paid(id, seller int64, reference string, change map[string]any) {
	m.mu.Lock()
	defer m.mu.Unlock()
	p := map[string]any{
		"id": id, "status": "approved", "status_detail": "accredited", "transaction_amount": 100.50, "currency_id": "ARS", "collector_id": seller,
		"external_reference": reference, "live_mode": true, "date_created": "2026-08-31T07:26:38.000-04:00", "date_last_updated": "2026-08-31T07:26:38.000-04:00",
	}
	maps.Copy(p, change)
	m.payments[id] = p
}

func (m *market) calls() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return append([]string(nil), m.asked...)
}

// counter is an office with the accounts of its restaurants, one bill each: check 70
// of the first, 80 of the other.
type counter struct {
	*office
	market   *market
	accounts *activities.Accounts
	payments *activities.Payments
}

const (
	ours, theirs = "check_70_7", "check_80_8"
)

func newCounter(t *testing.T) *counter {
	t.Helper()
	c := &counter{office: newOffice(t)}
	c.exec(`INSERT INTO restaurant_table (id, tenant_id, branch_id, code) VALUES (1000, 1, 10, 'A'), (2000, 2, 20, 'B')`)
	c.exec(`INSERT INTO table_session (id, tenant_id, branch_id, table_id) VALUES (5000, 1, 10, 1000), (6000, 2, 20, 2000)`)
	c.exec(`INSERT INTO app_check (id, tenant_id, branch_id, table_session_id, total_cents) VALUES (70, 1, 10, 5000, 10050), (80, 2, 20, 6000, 10050)`)
	c.exec(`INSERT INTO payment (id, tenant_id, branch_id, check_id, provider, method, amount_cents, reference) VALUES
	  (7, 1, 10, 70, 'MERCADO_PAGO', 'MERCADOPAGO', 10050, $1), (8, 2, 20, 80, 'MERCADO_PAGO', 'MERCADOPAGO', 10050, $2)`, ours, theirs)
	c.market = &market{issuer: c.issuer, payments: map[int64]map[string]any{}}
	at := httptest.NewServer(c.market)
	t.Cleanup(at.Close)
	c.accounts = &activities.Accounts{
		Connections: c.Connections, MercadoPago: mercadopago.Config{BaseURL: at.URL, AllowInsecure: true},
		NotifyURL: func(id string) string { return "https://api.test/webhooks/mercadopago/" + id },
	}
	c.payments = &activities.Payments{Store: c.Store, Provider: c.accounts, Accounts: c.accounts}
	return c
}

func (c *counter) ask(reference string) error {
	_, err := c.accounts.CreateCheckout(c.t.Context(), payments.CheckoutRequest{Reference: reference, Title: "Mesa", Amount: 10050, ExpiresAt: time.Now().Add(time.Hour)})
	return err
}

func TestEachRestaurantCollectsByItself(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	first, second := c.connect(tenant, seller), c.connect(otherTenant, seller+1)
	require.NoError(t, c.ask(ours))
	require.NoError(t, c.ask("check_80_99"), "a checkout that is being made has no row yet")
	assert.Equal(t, []string{
		"https://api.test/webhooks/mercadopago/" + first.PublicID + "?source_news=webhooks",
		"https://api.test/webhooks/mercadopago/" + second.PublicID + "?source_news=webhooks",
	}, c.market.notify)

	c.market.paid(900, seller, ours, nil)
	c.market.paid(901, seller+5, ours, nil)
	found, err := c.accounts.FindPayments(t.Context(), ours)
	require.NoError(t, err)
	require.Len(t, found, 1, "what another seller collected is left out")
	assert.EqualValues(t, 900, found[0].ID)

	c.exec(`UPDATE payment SET external_id = '901' WHERE id = 7`)
	_, err = c.accounts.GetPayment(t.Context(), 901)
	assert.Equal(t, payments.Forbidden, payments.KindOf(err), "nor is it read by its number")
}

func TestThePlatformsOwnAccountCountsItsMoneyAlone(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	client, err := mercadopago.New(c.accounts.MercadoPago, mercadopago.Connection{AccessToken: c.issuer.grant(seller).Access})
	require.NoError(t, err)
	payments := &activities.Payments{Store: c.Store, Provider: client, SellerID: seller, Live: true}
	c.market.paid(1, seller, ours, nil)
	c.market.paid(2, seller+9, ours, nil)
	c.market.paid(3, seller, ours, map[string]any{"live_mode": false})
	c.market.paid(4, seller, "otra-cosa", nil)
	paid, err := payments.Fetch(t.Context(), "1")
	require.NoError(t, err)
	assert.Equal(t, ours, paid.Reference)
	for id, why := range map[string]string{"2": "otro vendedor", "3": "prueba", "4": "cuenta nuestra"} {
		_, err := payments.Fetch(t.Context(), id)
		assert.Equal(t, "payment_quarantined", fault.ReasonOf(err), id)
		require.ErrorContains(t, err, why)
	}
	found, err := payments.Find(t.Context(), ours)
	require.NoError(t, err)
	assert.Len(t, found, 1)
}

func TestWithoutAConnectionNobodyCollects(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	assert.Equal(t, payments.Auth, payments.KindOf(c.ask(ours)))
	assert.Empty(t, c.market.calls())

	platform, err := mercadopago.New(c.accounts.MercadoPago, mercadopago.Connection{AccessToken: c.issuer.grant(1).Access})
	require.NoError(t, err)
	c.accounts.Platform = &activities.Account{Client: platform, SellerID: 1, Platform: true}
	require.NoError(t, c.ask(ours), "unless the configuration says so")
	c.connect(tenant, seller)
	c.issuer.revoke()
	assert.Equal(t, payments.Auth, payments.KindOf(c.ask(ours)), "the platform does not stand in for a broken connection")
}

func TestATokenThatIsNotAcceptedIsRenewedOnce(t *testing.T) {
	t.Parallel()
	for _, policy := range []bool{false, true} {
		c := newCounter(t)
		c.market.policy = policy
		before := c.connect(tenant, seller)
		require.NoError(t, c.ask(ours))
		c.issuer.mu.Lock()
		clear(c.issuer.accounts) // the refresh token still works
		c.issuer.mu.Unlock()
		require.NoError(t, c.ask(ours))
		assert.Equal(t, before.TokenVersion+1, c.current(tenant).TokenVersion)
		assert.Len(t, c.market.calls(), 3)
	}
}

func TestATokenTakenBackMidServiceStopsOneRestaurantAlone(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	c.connect(tenant, seller)
	c.issuer.revoke()
	c.connect(otherTenant, seller+1)
	for range 5 {
		assert.Equal(t, payments.Auth, payments.KindOf(c.ask(ours)))
	}
	assert.Len(t, c.market.calls(), 1, "no storm of calls")
	assert.Equal(t, postgres.ConnectionNeedsReconnect, c.current(tenant).Status)
	require.NoError(t, c.ask(theirs))
}

// notice keeps a notice as the API does and reads it.
func (c *counter) notice(h postgres.ReceivedNotice) (activities.PaymentSnapshot, error) {
	c.t.Helper()
	h.RequestID = strconv.FormatInt(time.Now().UnixNano(), 10)
	if h.Topic == "" {
		h.Topic = "payment"
	}
	id, _, err := c.Store.SaveNotice(c.t.Context(), h)
	require.NoError(c.t, err)
	return c.payments.ReadNotice(c.t.Context(), activities.Announced{NoticeID: id, DataID: h.DataID})
}

func TestANoticeIsReadByTheConnectionItCameBy(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	at := c.connect(tenant, seller)
	c.market.paid(900, seller, ours, nil)
	paid, err := c.notice(postgres.ReceivedNotice{DataID: "900", TenantID: tenant, ConnectionID: at.ID})
	require.NoError(t, err)
	assert.Equal(t, ours, paid.Reference)
	assert.EqualValues(t, 10050, paid.Snapshot.Effect)

	paid, err = c.notice(postgres.ReceivedNotice{DataID: "900", Seller: seller})
	require.NoError(t, err, "by the platform's path the body's seller is a hint")
	assert.Equal(t, ours, paid.Reference)
	_, err = c.notice(postgres.ReceivedNotice{DataID: "900", Seller: 1})
	assert.Equal(t, fault.NotFound, fault.CodeOf(err))
	_, err = c.notice(postgres.ReceivedNotice{DataID: "901", TenantID: tenant, ConnectionID: at.ID})
	assert.Equal(t, fault.NotFound, fault.CodeOf(err), "it may not be visible yet")
}

func TestRealButWrongPaymentsAreQuarantined(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	at := c.connect(tenant, seller)
	c.connect(otherTenant, seller+1)
	c.market.paid(1, seller+9, ours, nil)
	c.market.paid(2, seller, ours, map[string]any{"currency_id": "USD"})
	c.market.paid(3, seller, ours, map[string]any{"live_mode": false})
	c.market.paid(4, seller, theirs, nil)
	c.market.paid(5, seller, "check_999_1", nil)
	c.market.paid(6, seller, "otra-cosa", nil)
	for id, why := range map[string]string{
		"1": "otro vendedor", "2": "pesos", "3": "prueba", "4": "otro restaurante", "5": "cuenta nuestra", "6": "cuenta nuestra",
		"123456": "prueba del panel", "abc": "número de pago", "-1": "número de pago", "99999999999999999999": "número de pago",
	} {
		_, err := c.notice(postgres.ReceivedNotice{DataID: id, TenantID: tenant, ConnectionID: at.ID})
		assert.Equal(t, "payment_quarantined", fault.ReasonOf(err), id)
		require.ErrorContains(t, err, why)
	}
	for who, want := range map[int64]int{tenant: 6, otherTenant: 0} {
		seen, err := readmodel.UnsettledMoney(t.Context(), c.Store, access.Staff{TenantID: who, Roles: []access.Role{access.Admin}}, nil)
		require.NoError(t, err)
		assert.Len(t, seen.Quarantined, want, "whose account collected it sees to it")
	}
}

func TestANoticeToAConnectionThatEndedIsQuarantined(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	at := c.connect(tenant, seller)
	require.NoError(t, c.Disconnect(t.Context(), activities.Disconnection{TenantID: tenant, UserID: manager}))
	_, err := c.notice(postgres.ReceivedNotice{DataID: "900", TenantID: tenant, ConnectionID: at.ID})
	assert.Equal(t, "payment_quarantined", fault.ReasonOf(err))
	assert.Empty(t, c.market.calls())
}

func TestASellerWhoTakesItBackIsBelievedOnlyIfItIsTrue(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	c.connect(tenant, seller)
	for range 2 {
		paid, err := c.notice(postgres.ReceivedNotice{Topic: "mp-connect", Action: "application.deauthorized", DataID: "1", Seller: seller})
		require.NoError(t, err)
		assert.Empty(t, paid.Reference)
	}
	assert.Equal(t, postgres.ConnectionActive, c.current(tenant).Status)
	c.issuer.revoke()
	_, err := c.notice(postgres.ReceivedNotice{Topic: "mp-connect", Action: "application.deauthorized", DataID: "1", Seller: seller})
	require.NoError(t, err)
	assert.Equal(t, "deauthorized", *c.current(tenant).StatusReason)
}
