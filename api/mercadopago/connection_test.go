package mercadopago

import (
	"context"
	"encoding/base64"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/api/apitest"
	"integrador/internal/domain/fault"
	"integrador/internal/platform/mercadopago"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
	"integrador/internal/platform/secretbox"
)

// clerk is a Connections that keeps what it is asked to, as the worker does.
type clerk struct {
	c     *apitest.StaffFixture
	vault *secretbox.Box

	mu      sync.Mutex
	refuse  error
	grants  []string // what people brought
	seller  int64
	revoked []int64 // tenants
}

func (k *clerk) Connect(ctx context.Context, tenant int64, id uuid.UUID) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.refuse != nil {
		return k.refuse
	}
	a, err := k.c.Store.AttemptByID(ctx, id, tenant)
	if err != nil {
		return err
	}
	vault := k.vault
	grant, err := vault.Open(*a.GrantSecret, postgres.AttemptBinding(id, "grant"))
	if err != nil {
		return err
	}
	k.grants = append(k.grants, grant)
	n := postgres.NewConnection{Attempt: id, HookLabel: "inicial", UpsertConnectionParams: dbgen.UpsertConnectionParams{
		TenantID: tenant, PublicID: strings.ReplaceAll(uuid.NewString(), "-", ""), Mode: a.Mode, SellerUserID: k.seller, SellerName: "RESTO",
		LiveExpected: true, AccessToken: new("sealed"), ConnectedBy: &a.UserID,
	}}
	if a.HookSecret != nil {
		hook, err := vault.Open(*a.HookSecret, postgres.AttemptBinding(id, "hook"))
		if err != nil {
			return err
		}
		n.HookSecret = new(vault.Seal(hook, postgres.SecretBinding(tenant, k.seller, "inicial")))
	}
	_, _, err = k.c.Store.SaveConnection(ctx, n)
	return err
}

func (k *clerk) Disconnect(ctx context.Context, tenant, _ int64) error {
	k.revoked = append(k.revoked, tenant)
	_, err := k.c.Pool.Exec(ctx, `UPDATE provider_connection SET status = 'DISCONNECTED', access_token = NULL WHERE tenant_id = $1`, tenant)
	return err
}

// bureau is a fixture whose restaurant may connect its account.
type bureau struct {
	*apitest.StaffFixture
	clerk *clerk
}

func newBureau(t *testing.T) *bureau {
	t.Helper()
	raw := make([]byte, secretbox.KeyBytes)
	for i := range raw {
		raw[i] = byte(5 * i)
	}
	keys, err := secretbox.ParseKeys("k:" + base64.StdEncoding.EncodeToString(raw))
	require.NoError(t, err)
	safe, err := secretbox.New(keys...)
	require.NoError(t, err)
	b := &bureau{clerk: &clerk{seller: 724484980, vault: safe}}
	b.StaffFixture = newStaff(t, verifying, func(o *Options) {
		o.MercadoPago.Vault, o.MercadoPago.Connections = safe, b.clerk
		o.MercadoPago.NotifyURL = func(id string) string { return "https://api.test/webhooks/mercadopago/" + id }
		o.MercadoPago.Verifier = func(secrets []string) NoticeVerifier {
			all := []mercadopago.Secret{}
			for _, s := range secrets {
				all = append(all, mercadopago.Secret(s))
			}
			return mercadopago.NewVerifier(14*24*time.Hour, all...)
		}
		o.MercadoPago.AuthorizeURL = func(state, verifier string) string {
			return "https://auth.test/?" + url.Values{"state": {state}, "v": {verifier}}.Encode()
		}
	})
	b.clerk.c = b.StaffFixture
	return b
}

const pastedToken, hookSecret = "APP_USR-pasted-0123456789", "whsec_of_the_restaurant_01"

func (b *bureau) paste(t *testing.T) apitest.Reply {
	t.Helper()
	return b.Call(t, "POST", "/api/admin/mercadopago/connection"+"/token", map[string]any{"access_token": pastedToken, "webhook_secret": hookSecret}, b.Admin)
}

// begin gives the state and the cookie of an authorization.
func (b *bureau) begin(t *testing.T) (state, cookie string) {
	t.Helper()
	a := b.Call(t, "POST", "/api/admin/mercadopago/connection"+"/authorize", nil, b.Admin).Want(t, 200, "")
	apitest.Fields(t, a.Body, "authorization_url", "expires_at")
	u, err := url.Parse(a.Str(t, "authorization_url"))
	require.NoError(t, err)
	for _, c := range a.Cookies() {
		if c.Name == "mercadopago_connect" {
			require.True(t, c.HttpOnly)
			require.Equal(t, http.SameSiteLaxMode, c.SameSite)
			return u.Query().Get("state"), c.Name + "=" + c.Value
		}
	}
	t.Fatal("no cookie")
	return "", ""
}

func (b *bureau) back(t *testing.T, query, cookie string) apitest.Reply {
	t.Helper()
	a := b.Call(t, "GET", "/api/mercadopago/callback"+"?"+query, nil, apitest.Headers{"Cookie": cookie})
	assert.Equal(t, "text/html; charset=utf-8", a.Header.Get("Content-Type"))
	assert.Contains(t, a.Text, `<html lang="es-AR">`)
	assert.NotContains(t, a.Text, "<script")
	return a
}

func TestAnAdminConnectsAnAccountByOAuth(t *testing.T) {
	t.Parallel()
	b := newBureau(t)
	before := b.Call(t, "GET", "/api/admin/mercadopago/connection", nil, b.Manager).Want(t, 200, "")
	assert.Equal(t, "DISCONNECTED", before.Body["status"])
	assert.Equal(t, false, before.Body["collects"])

	state, cookie := b.begin(t)
	a := b.back(t, "code=TG-the-code&state="+state, cookie).Want(t, 200, "")
	assert.Contains(t, a.Text, "Listo")
	assert.Equal(t, []string{"TG-the-code"}, b.clerk.grants)
	after := b.Call(t, "GET", "/api/admin/mercadopago/connection", nil, b.Manager).Want(t, 200, "")
	apitest.Fields(t, after.Body, "status", "status_reason", "message", "collects", "can_authorize", "mode", "seller_user_id", "seller_name",
		"live_mode", "connected_at", "expires_at", "renews_at", "notifications_url")
	assert.Equal(t, "ACTIVE", after.Body["status"])
	assert.Equal(t, true, after.Body["collects"])

	a = b.back(t, "code=TG-the-code&state="+state, cookie)
	a.Want(t, 400, "")
	assert.Len(t, b.clerk.grants, 1, "a state works once")
	kept := b.Text(t, `SELECT string_agg(a::text, ' ') FROM connection_attempt a`)
	for _, secret := range []string{"TG-the-code", state, strings.TrimPrefix(cookie, "mercadopago_connect"+"=")} {
		assert.NotContains(t, kept, secret)
		assert.NotContains(t, b.Logged.String(), secret)
	}
	b.Call(t, "DELETE", "/api/admin/mercadopago/connection", nil, b.Admin).Want(t, 204, "")
	assert.Equal(t, []int64{apitest.TenantID}, b.clerk.revoked)
}

func TestStatesThatAreNotThisBrowsers(t *testing.T) {
	t.Parallel()
	b := newBureau(t)
	state, cookie := b.begin(t)
	_, another := b.begin(t)
	for name, tried := range map[string][2]string{
		"no cookie":         {"code=c&state=" + state, ""},
		"another browser":   {"code=c&state=" + state, another},
		"a forged state":    {"code=c&state=forged", cookie},
		"nothing":           {"", cookie},
		"script":            {"code=c&state=%3Cscript%3Ealert(1)%3C/script%3E&error=%3Cscript%3E", cookie},
		"an empty browser":  {"code=c&state=" + state, "mercadopago_connect" + "="},
		"a foreign session": {"code=c&state=" + state, "refresh_token=x"},
	} {
		a := b.back(t, tried[0], tried[1])
		assert.Equal(t, 400, a.StatusCode, name)
		assert.NotContains(t, a.Text, "alert(1)")
	}
	assert.Empty(t, b.clerk.grants)

	b.Clock.Advance(10*time.Minute + time.Minute)
	b.back(t, "code=c&state="+state, cookie).Want(t, 400, "")
	b.Clock.Advance(-10*time.Minute - time.Minute)
	b.Exec(t, `UPDATE user_branch_role SET is_active = false WHERE role = 'ADMIN'`)
	b.back(t, "code=c&state="+state, cookie).Want(t, 400, "")
	b.Exec(t, `UPDATE user_branch_role SET is_active = true WHERE role = 'ADMIN'`)
	b.back(t, "error=access_denied&state="+state, cookie).Want(t, 400, "")
	assert.Empty(t, b.clerk.grants)
	assert.Equal(t, "declined", b.Text(t, `SELECT outcome FROM connection_attempt WHERE finished_at IS NOT NULL`))
}

func TestWhatTheProviderRefusesIsAPageToo(t *testing.T) {
	t.Parallel()
	b := newBureau(t)
	b.clerk.refuse = fault.New(fault.Refused, "mercadopago_authorization_refused", "Mercado Pago no aceptó la autorización.")
	state, cookie := b.begin(t)
	a := b.back(t, "code=c&state="+state, cookie).Want(t, 400, "")
	assert.Contains(t, a.Text, "Mercado Pago no aceptó la autorización.")
	b.clerk.refuse = apitest.ErrTemporalDown
	state, cookie = b.begin(t)
	b.back(t, "code=c&state="+state, cookie).Want(t, 503, "")
}

func TestOnlyAdminsConnect(t *testing.T) {
	t.Parallel()
	b := newBureau(t)
	for _, r := range []apitest.Call{
		{Method: "GET", Path: "/api/admin/mercadopago/connection", Body: nil},
		{Method: "POST", Path: "/api/admin/mercadopago/connection" + "/authorize", Body: nil},
		{Method: "DELETE", Path: "/api/admin/mercadopago/connection", Body: nil},
		{Method: "POST", Path: "/api/admin/mercadopago/connection" + "/token", Body: map[string]any{"access_token": pastedToken}},
		{Method: "GET", Path: "/api/admin/mercadopago/connection" + "/secrets", Body: nil},
	} {
		b.Ask(t, r, b.Waiter).Want(t, 403, "")
		b.Ask(t, r, nil).Want(t, 401, "")
		if r.Method != "GET" {
			b.Ask(t, r, b.Manager).Want(t, 403, "")
		}
	}
	for _, method := range []string{"POST", "PATCH"} {
		path := "/api/admin/mercadopago/connection/secrets" + map[string]string{"PATCH": "/1"}[method]
		b.Call(t, method, path, map[string]any{}, b.Manager).Want(t, 403, "")
	}
	b.Call(t, "POST", "/api/admin/mercadopago/connection"+"/token", map[string]any{"access_token": "corta"}, b.Admin).Want(t, 422, "")
	assert.Empty(t, b.clerk.grants)
}

func TestAPastedTokenIsNeverShown(t *testing.T) {
	t.Parallel()
	b := newBureau(t)
	a := b.paste(t).Want(t, 200, "")
	assert.Equal(t, "PASTED", a.Body["mode"])
	assert.Equal(t, []string{pastedToken}, b.clerk.grants)
	for _, text := range []string{
		a.Text, b.Logged.String(), b.Call(t, "GET", "/api/admin/mercadopago/connection"+"/secrets", nil, b.Manager).Text,
		b.Text(t, `SELECT string_agg(a::text, ' ') FROM connection_attempt a`), b.Text(t, `SELECT string_agg(s::text, ' ') FROM connection_secret s`),
	} {
		assert.NotContains(t, text, pastedToken)
		assert.NotContains(t, text, hookSecret)
	}
	other := b.Call(t, "GET", "/api/admin/mercadopago/connection", nil, b.Canary).Want(t, 200, "")
	assert.Equal(t, "DISCONNECTED", other.Body["status"], "another restaurant sees its own")
}

// TestAConnectionsRepeatedKeys sends each write of a connection twice with one key: it is done once and answered alike.
func TestAConnectionsRepeatedKeys(t *testing.T) {
	t.Parallel()
	b := newBureau(t)
	const connection = "/api/admin/mercadopago/connection"
	key := 0
	twice := func(method, path string, body any) {
		t.Helper()
		key++
		headers := apitest.Headers{"X-Idempotency-Key": fmt.Sprint("key ", key)}
		maps.Copy(headers, b.Admin)
		first := b.Call(t, method, path, body, headers)
		second := b.Call(t, method, path, body, headers)
		require.Less(t, first.StatusCode, 300, first.Text)
		require.Equal(t, first.StatusCode, second.StatusCode, second.Text)
		require.Equal(t, first.Text, second.Text)
	}
	twice("POST", connection+"/token", map[string]any{"access_token": pastedToken, "webhook_secret": hookSecret})
	require.Len(t, b.clerk.grants, 1)
	twice("POST", connection+"/secrets", map[string]any{"label": "nueva", "secret": "whsec_the_next_one_0001"})
	require.Equal(t, 1, b.Count(t, `SELECT count(*) FROM connection_secret WHERE label = 'nueva'`))
	old := b.Count(t, `SELECT id::int FROM connection_secret WHERE label = 'inicial'`)
	twice("PATCH", connection+"/secrets/"+apitest.ID(int64(old)), map[string]any{"retired_at": time.Now().UTC().Format(time.RFC3339)})
	twice("DELETE", connection, nil)
	require.Len(t, b.clerk.revoked, 1)
}

func TestABrokenConnectionCollectsNothing(t *testing.T) {
	t.Parallel()
	b := newBureau(t)
	collects := (&Handlers{Store: b.Store}).CheckCollects
	require.ErrorIs(t, collects(t.Context(), apitest.TenantID), errNoProvider)
	b.paste(t).Want(t, 200, "")
	require.NoError(t, collects(t.Context(), apitest.TenantID))
	b.Exec(t, `UPDATE provider_connection SET status = 'NEEDS_RECONNECT', status_reason = 'unauthorized'`)
	err := collects(t.Context(), apitest.TenantID)
	require.ErrorIs(t, err, errDisconnected)
	assert.Contains(t, err.Error(), "Pagá en caja")
	state := b.Call(t, "GET", "/api/admin/mercadopago/connection", nil, b.Manager).Want(t, 200, "")
	assert.Equal(t, "NEEDS_RECONNECT", state.Body["status"])
	assert.Contains(t, state.Str(t, "message"), "Conectá la cuenta de nuevo")
}

// path is where the notices of the restaurant's connection come in.
func (b *bureau) path(t *testing.T) string {
	t.Helper()
	return "/webhooks/mercadopago/" + b.Text(t, `SELECT public_id FROM provider_connection WHERE tenant_id = 1`)
}

func (b *bureau) hear(t *testing.T, path string, n notice) apitest.Reply {
	t.Helper()
	return b.Call(t, "POST", path+n.query, n.body, n.headers)
}

func bySecret(secret, id, request string) notice {
	n := genuine(id, request, time.Now())
	n.headers["X-Signature"] = signed(secret, id, request, fmt.Sprint(time.Now().UnixMilli()))
	return n
}

func TestNoticesByAConnectionsPath(t *testing.T) {
	t.Parallel()
	b := newBureau(t)
	b.paste(t).Want(t, 200, "")
	path := b.path(t)
	assert.Equal(t, "processed", b.hear(t, path, bySecret(hookSecret, noticeID, "r-1")).Want(t, 200, "").Body["status"])
	assert.Equal(t, "ignored", b.hear(t, path, bySecret(hookSecret, noticeID, "r-1")).Want(t, 200, "").Body["status"])
	assert.Equal(t, 1, b.Count(t, `SELECT count(*) FROM webhook_notice WHERE tenant_id = 1 AND connection_id IS NOT NULL`))

	b.hear(t, path, bySecret(webhookSecret, noticeID, "r-2")).Want(t, 401, "signature_invalid") // the platform's
	b.hear(t, path, bySecret("", noticeID, "r-2")).Want(t, 401, "signature_invalid")
	b.hear(t, "/webhooks/mercadopago/"+strings.Repeat("0", 32), bySecret(hookSecret, noticeID, "r-2")).Want(t, 404, "")
	b.hear(t, "/webhooks/mercadopago/1", bySecret(hookSecret, noticeID, "r-2")).Want(t, 404, "")
	assert.Equal(t, 405, b.Call(t, "GET", path, nil, nil).StatusCode)
	postNotice(t, b.StaffFixture, bySecret(hookSecret, noticeID, "r-2")).Want(t, 401, "signature_invalid") // nor there
	assert.Equal(t, 1, b.Count(t, `SELECT count(*) FROM webhook_notice`))
	told := b.Call(t, "GET", "/metrics", nil, nil).Text
	for _, line := range []string{
		`integrador_webhooks_total{outcome="kept",path="connection"} 1`, `integrador_webhooks_total{outcome="duplicate",path="connection"} 1`,
		`integrador_webhooks_total{outcome="mismatch",path="connection"} 2`, `integrador_webhooks_total{outcome="unknown_connection",path="connection"} 2`,
		`integrador_webhooks_total{outcome="mismatch",path="platform"} 1`,
	} {
		assert.Contains(t, told, line)
	}
}

func TestSecretsOverlapAndRetire(t *testing.T) {
	t.Parallel()
	b := newBureau(t)
	b.paste(t).Want(t, 200, "")
	path := b.path(t)
	const fresh = "whsec_the_next_one_0001"
	list := b.Call(t, "POST", "/api/admin/mercadopago/connection"+"/secrets", map[string]any{"label": "nueva", "secret": fresh}, b.Admin).Want(t, 201, "")
	assert.NotContains(t, list.Text, fresh)
	b.hear(t, path, bySecret(hookSecret, noticeID, "r-1")).Want(t, 200, "")
	b.hear(t, path, bySecret(fresh, noticeID, "r-2")).Want(t, 200, "")

	old := b.Count(t, `SELECT id::int FROM connection_secret WHERE label = 'inicial'`)
	at := map[string]any{"retired_at": time.Now().Add(-time.Second).Format(time.RFC3339Nano)}
	b.Call(t, "PATCH", "/api/admin/mercadopago/connection"+"/secrets/"+apitest.ID(int64(old)), at, b.Canary).Want(t, 404, "")
	b.Call(t, "PATCH", "/api/admin/mercadopago/connection"+"/secrets/"+apitest.ID(int64(old)), at, b.Admin).Want(t, 200, "")
	b.hear(t, path, bySecret(hookSecret, noticeID, "r-3")).Want(t, 401, "signature_invalid")
	b.hear(t, path, bySecret(fresh, noticeID, "r-4")).Want(t, 200, "")

	b.Exec(t, `UPDATE connection_secret SET retired_at = now()`)
	b.Clock.Advance(5*time.Second + time.Second)
	b.hear(t, path, bySecret(fresh, noticeID, "r-5")).Want(t, 503, "webhook_not_configured")
}

// TestAnEmptySecretSignsNothing has an empty secret configured, beside a real one
// and alone: what is signed with it is nobody's.
func TestAnEmptySecretSignsNothing(t *testing.T) {
	t.Parallel()
	b := newBureau(t)
	b.paste(t).Want(t, 200, "")
	path := b.path(t)
	b.Call(t, "POST", "/api/admin/mercadopago/connection"+"/secrets", map[string]any{"label": "vacia", "secret": ""}, b.Admin).Want(t, 422, "validation_error")
	c, err := b.Store.Connected(t.Context(), apitest.TenantID)
	require.NoError(t, err)
	_, err = b.Store.UpsertSecret(t.Context(), dbgen.UpsertSecretParams{
		TenantID: apitest.TenantID, ConnectionID: c.ID, Label: "vacia", Secret: b.clerk.vault.Seal("", postgres.SecretBinding(apitest.TenantID, c.SellerUserID, "vacia")),
	})
	require.NoError(t, err)
	b.Clock.Advance(5*time.Second + time.Second)
	b.hear(t, path, bySecret("", noticeID, "r-1")).Want(t, 401, "signature_invalid")
	b.hear(t, path, bySecret(hookSecret, noticeID, "r-2")).Want(t, 200, "")

	b.Exec(t, `DELETE FROM connection_secret WHERE label <> 'vacia'`)
	b.Clock.Advance(5*time.Second + time.Second)
	b.hear(t, path, bySecret("", noticeID, "r-3")).Want(t, 503, "webhook_not_configured")
	b.Exec(t, `UPDATE provider_connection SET mode = 'OAUTH'`) // the platform signs too
	b.Clock.Advance(5*time.Second + time.Second)
	assert.Contains(t, []int{401, 503}, b.hear(t, path, bySecret("", noticeID, "r-4")).StatusCode)
	assert.Equal(t, 1, b.Count(t, `SELECT count(*) FROM webhook_notice`))
}

func TestAnEmptyConfigurationVerifiesNothing(t *testing.T) {
	t.Parallel()
	c := newStaff(t, func(o *Options) { o.MercadoPago.Notices = mercadopago.NewVerifier(14*24*time.Hour, "", "") })
	postNotice(t, c, bySecret("", noticeID, "r-1")).Want(t, 503, "webhook_not_configured")
	assert.Zero(t, c.Count(t, `SELECT count(*) FROM webhook_notice`))
}

func TestTheSameNoticeToTwoRestaurantsIsTwo(t *testing.T) {
	t.Parallel()
	b := newBureau(t)
	b.paste(t).Want(t, 200, "")
	b.clerk.seller++
	b.Call(t, "POST", "/api/admin/mercadopago/connection"+"/token", map[string]any{"access_token": pastedToken, "webhook_secret": hookSecret}, b.Canary).Want(t, 200, "")
	other := "/webhooks/mercadopago/" + b.Text(t, `SELECT public_id FROM provider_connection WHERE tenant_id = 2`)
	for _, path := range []string{b.path(t), other} {
		assert.Equal(t, "processed", b.hear(t, path, bySecret(hookSecret, noticeID, "r-1")).Want(t, 200, "").Body["status"])
	}
	assert.Equal(t, 2, b.Provider.Notices())
}

// Who connects and disconnects, and who changes a webhook secret, is in the audit log under the request's id.
func TestConnectingIsAudited(t *testing.T) {
	t.Parallel()
	b := newBureau(t)
	as := func(request string) apitest.Headers { return b.Admin.With("X-Request-ID", request) }
	connection := "/api/admin/mercadopago/connection"
	b.Call(t, "POST", connection+"/token", map[string]any{"access_token": pastedToken}, as("connects")).Want(t, 200, "")
	b.Call(t, "POST", connection+"/secrets", map[string]any{"label": "nueva", "secret": "whsec_the_next_one_0001"}, as("adds")).Want(t, 201, "")
	secret := b.Count(t, `SELECT id::int FROM connection_secret`)
	b.Call(t, "PATCH", connection+"/secrets/"+apitest.ID(int64(secret)), map[string]any{"retired_at": time.Now()}, as("retires")).Want(t, 200, "")
	for request, entry := range map[string]string{
		"connects": "provider_connection CONNECT", "adds": "webhook_secret CREATE", "retires": "webhook_secret UPDATE",
	} {
		assert.Equal(t, entry, b.Text(t, `SELECT string_agg(entity_type || ' ' || action, ', ') FROM audit_log WHERE request_id = $1`, request))
	}
	assert.Zero(t, b.Count(t, `SELECT count(*) FROM audit_log WHERE new_values::text LIKE '%whsec%'`))
	assert.Positive(t, b.Count(t, `SELECT count(*) FROM event WHERE type = 'ENTITY_UPDATED' AND entity ->> 'entity_type' = 'payment_connection'`), "dashboards are told")
}
