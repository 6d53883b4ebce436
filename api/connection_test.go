package api

import (
	"context"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/internal/domain/fault"
	"integrador/internal/platform/mercadopago"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
	"integrador/internal/platform/secretbox"
)

// clerk is a Connections that keeps what it is told to, as the worker does.
type clerk struct {
	c *crew

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
	a, err := k.c.store.AttemptByID(ctx, id, tenant)
	if err != nil {
		return err
	}
	vault := k.c.mercadoPago.Vault
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
	_, _, err = k.c.store.SaveConnection(ctx, n)
	return err
}

func (k *clerk) Disconnect(ctx context.Context, tenant, _ int64) error {
	k.revoked = append(k.revoked, tenant)
	_, err := k.c.pool.Exec(ctx, `UPDATE provider_connection SET status = 'DISCONNECTED', access_token = NULL WHERE tenant_id = $1`, tenant)
	return err
}

// bureau is a crew whose restaurant may connect its account.
type bureau struct {
	*crew
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
	b := &bureau{clerk: &clerk{seller: 724484980}}
	b.crew = newCrew(t, verifying, func(o *Options) {
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
	b.clerk.c = b.crew
	return b
}

const pastedToken, hookSecret = "APP_USR-pasted-0123456789", "whsec_of_the_restaurant_01"

func (b *bureau) paste(t *testing.T) reply {
	t.Helper()
	return b.call(t, post, connectionPath+"/token", map[string]any{"access_token": pastedToken, "webhook_secret": hookSecret}, b.manager)
}

// begin gives the state and the cookie of an authorization.
func (b *bureau) begin(t *testing.T) (state, cookie string) {
	t.Helper()
	a := b.call(t, post, connectionPath+"/authorize", nil, b.manager).want(t, 200, "")
	fields(t, a.body, "authorization_url", "expires_at")
	u, err := url.Parse(a.str(t, "authorization_url"))
	require.NoError(t, err)
	for _, c := range a.Cookies() {
		if c.Name == browserCookie {
			require.True(t, c.HttpOnly)
			require.Equal(t, http.SameSiteLaxMode, c.SameSite)
			return u.Query().Get("state"), c.Name + "=" + c.Value
		}
	}
	t.Fatal("no cookie")
	return "", ""
}

func (b *bureau) back(t *testing.T, query, cookie string) reply {
	t.Helper()
	a := b.call(t, get, callbackPath+"?"+query, nil, headers{"Cookie": cookie})
	assert.Equal(t, "text/html; charset=utf-8", a.Header.Get("Content-Type"))
	assert.Contains(t, a.text, `<html lang="es-AR">`)
	assert.NotContains(t, a.text, "<script")
	return a
}

func TestAManagerConnectsAnAccountByOAuth(t *testing.T) {
	t.Parallel()
	b := newBureau(t)
	before := b.call(t, get, connectionPath, nil, b.manager).want(t, 200, "")
	assert.Equal(t, "DISCONNECTED", before.body["status"])
	assert.Equal(t, false, before.body["collects"])

	state, cookie := b.begin(t)
	a := b.back(t, "code=TG-the-code&state="+state, cookie).want(t, 200, "")
	assert.Contains(t, a.text, "Listo")
	assert.Equal(t, []string{"TG-the-code"}, b.clerk.grants)
	after := b.call(t, get, connectionPath, nil, b.manager).want(t, 200, "")
	fields(t, after.body, "status", "status_reason", "message", "collects", "can_authorize", "mode", "seller_user_id", "seller_name",
		"live_mode", "connected_at", "expires_at", "renews_at", "notifications_url")
	assert.Equal(t, "ACTIVE", after.body["status"])
	assert.Equal(t, true, after.body["collects"])

	a = b.back(t, "code=TG-the-code&state="+state, cookie)
	a.want(t, 400, "")
	assert.Len(t, b.clerk.grants, 1, "a state works once")
	kept := b.text(t, `SELECT string_agg(a::text, ' ') FROM connection_attempt a`)
	for _, secret := range []string{"TG-the-code", state, strings.TrimPrefix(cookie, browserCookie+"=")} {
		assert.NotContains(t, kept, secret)
		assert.NotContains(t, b.log.String(), secret)
	}
	b.call(t, "DELETE", connectionPath, nil, b.manager).want(t, 204, "")
	assert.Equal(t, []int64{tenantID}, b.clerk.revoked)
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
		"an empty browser":  {"code=c&state=" + state, browserCookie + "="},
		"a foreign session": {"code=c&state=" + state, "refresh_token=x"},
	} {
		a := b.back(t, tried[0], tried[1])
		assert.Equal(t, 400, a.StatusCode, name)
		assert.NotContains(t, a.text, "alert(1)")
	}
	assert.Empty(t, b.clerk.grants)

	b.clock.advance(attemptLife + time.Minute)
	b.back(t, "code=c&state="+state, cookie).want(t, 400, "")
	b.clock.advance(-attemptLife - time.Minute)
	b.exec(t, `UPDATE user_branch_role SET is_active = false WHERE user_id = $1`, managerID)
	b.back(t, "code=c&state="+state, cookie).want(t, 400, "")
	b.exec(t, `UPDATE user_branch_role SET is_active = true WHERE user_id = $1`, managerID)
	b.back(t, "error=access_denied&state="+state, cookie).want(t, 400, "")
	assert.Empty(t, b.clerk.grants)
	assert.Equal(t, "declined", b.text(t, `SELECT outcome FROM connection_attempt WHERE finished_at IS NOT NULL`))
}

func TestWhatTheProviderRefusesIsAPageToo(t *testing.T) {
	t.Parallel()
	b := newBureau(t)
	b.clerk.refuse = fault.New(fault.Refused, "mercadopago_authorization_refused", "Mercado Pago no aceptó la autorización.")
	state, cookie := b.begin(t)
	a := b.back(t, "code=c&state="+state, cookie).want(t, 400, "")
	assert.Contains(t, a.text, "Mercado Pago no aceptó la autorización.")
	b.clerk.refuse = errTemporalDown
	state, cookie = b.begin(t)
	b.back(t, "code=c&state="+state, cookie).want(t, 503, "")
}

func TestOnlyManagersConnect(t *testing.T) {
	t.Parallel()
	b := newBureau(t)
	for _, r := range []errandTo{
		{get, connectionPath, nil},
		{post, connectionPath + "/authorize", nil},
		{"DELETE", connectionPath, nil},
		{post, connectionPath + "/token", map[string]any{"access_token": pastedToken}},
		{get, connectionPath + "/secrets", nil},
	} {
		b.ask(t, r, b.waiter).want(t, 403, "")
		b.ask(t, r, nil).want(t, 401, "")
	}
	b.call(t, post, connectionPath+"/token", map[string]any{"access_token": "corta"}, b.manager).want(t, 422, "")
	assert.Empty(t, b.clerk.grants)
}

func TestAPastedTokenIsNeverShown(t *testing.T) {
	t.Parallel()
	b := newBureau(t)
	a := b.paste(t).want(t, 200, "")
	assert.Equal(t, "PASTED", a.body["mode"])
	assert.Equal(t, []string{pastedToken}, b.clerk.grants)
	for _, text := range []string{
		a.text, b.log.String(), b.call(t, get, connectionPath+"/secrets", nil, b.manager).text,
		b.text(t, `SELECT string_agg(a::text, ' ') FROM connection_attempt a`), b.text(t, `SELECT string_agg(s::text, ' ') FROM connection_secret s`),
	} {
		assert.NotContains(t, text, pastedToken)
		assert.NotContains(t, text, hookSecret)
	}
	other := b.call(t, get, connectionPath, nil, b.canary).want(t, 200, "")
	assert.Equal(t, "DISCONNECTED", other.body["status"], "another restaurant sees its own")
}

func TestDinersPayAtTheTillWhileTheConnectionIsBroken(t *testing.T) {
	t.Parallel()
	b := newBureau(t)
	b.order(t, 300)
	check := b.bill(t)
	ask := func() reply {
		return b.call(t, post, "/api/billing/mercadopago/preference", map[string]any{"check_id": check}, b.seated(t, "d"))
	}
	ask().want(t, 503, "mercadopago_not_configured")
	b.paste(t).want(t, 200, "")
	ask().want(t, 200, "")
	b.exec(t, `UPDATE provider_connection SET status = 'NEEDS_RECONNECT', status_reason = 'unauthorized'`)
	a := ask().want(t, 503, "mercadopago_disconnected")
	assert.Contains(t, a.str(t, "detail"), "Pagá en caja")
	state := b.call(t, get, connectionPath, nil, b.manager).want(t, 200, "")
	assert.Equal(t, "NEEDS_RECONNECT", state.body["status"])
	assert.Contains(t, state.str(t, "message"), "Conectá la cuenta de nuevo")
}

// path is where the notices of the restaurant's connection come in.
func (b *bureau) path(t *testing.T) string {
	t.Helper()
	return "/webhooks/mercadopago/" + b.text(t, `SELECT public_id FROM provider_connection WHERE tenant_id = 1`)
}

func (b *bureau) hear(t *testing.T, path string, n notice) reply {
	t.Helper()
	return b.call(t, post, path+n.query, n.body, n.headers)
}

func bySecret(secret, id, request string) notice {
	n := genuine(id, request, time.Now())
	n.headers["X-Signature"] = signed(secret, id, request, fmt.Sprint(time.Now().UnixMilli()))
	return n
}

func TestNoticesByAConnectionsPath(t *testing.T) {
	t.Parallel()
	b := newBureau(t)
	b.paste(t).want(t, 200, "")
	path := b.path(t)
	assert.Equal(t, "processed", b.hear(t, path, bySecret(hookSecret, noticeID, "r-1")).want(t, 200, "").body["status"])
	assert.Equal(t, "ignored", b.hear(t, path, bySecret(hookSecret, noticeID, "r-1")).want(t, 200, "").body["status"])
	assert.Equal(t, 1, b.count(t, `SELECT count(*) FROM webhook_notice WHERE tenant_id = 1 AND connection_id IS NOT NULL`))

	b.hear(t, path, bySecret(webhookSecret, noticeID, "r-2")).want(t, 401, "signature_invalid") // the platform's
	b.hear(t, path, bySecret("", noticeID, "r-2")).want(t, 401, "signature_invalid")
	b.hear(t, "/webhooks/mercadopago/"+strings.Repeat("0", 32), bySecret(hookSecret, noticeID, "r-2")).want(t, 404, "")
	b.hear(t, "/webhooks/mercadopago/1", bySecret(hookSecret, noticeID, "r-2")).want(t, 404, "")
	assert.Equal(t, 405, b.call(t, get, path, nil, nil).StatusCode)
	b.notify(t, bySecret(hookSecret, noticeID, "r-2")).want(t, 401, "signature_invalid") // nor there
	assert.Equal(t, 1, b.count(t, `SELECT count(*) FROM webhook_notice`))
	told := b.call(t, get, "/metrics", nil, nil).text
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
	b.paste(t).want(t, 200, "")
	path := b.path(t)
	const fresh = "whsec_the_next_one_0001"
	list := b.call(t, post, connectionPath+"/secrets", map[string]any{"label": "nueva", "secret": fresh}, b.manager).want(t, 201, "")
	assert.NotContains(t, list.text, fresh)
	b.hear(t, path, bySecret(hookSecret, noticeID, "r-1")).want(t, 200, "")
	b.hear(t, path, bySecret(fresh, noticeID, "r-2")).want(t, 200, "")

	old := b.count(t, `SELECT id::int FROM connection_secret WHERE label = 'inicial'`)
	at := map[string]any{"retired_at": time.Now().Add(-time.Second).Format(time.RFC3339Nano)}
	b.call(t, patch, connectionPath+"/secrets/"+id(int64(old)), at, b.canary).want(t, 404, "")
	b.call(t, patch, connectionPath+"/secrets/"+id(int64(old)), at, b.manager).want(t, 200, "")
	b.hear(t, path, bySecret(hookSecret, noticeID, "r-3")).want(t, 401, "signature_invalid")
	b.hear(t, path, bySecret(fresh, noticeID, "r-4")).want(t, 200, "")

	b.exec(t, `UPDATE connection_secret SET retired_at = now()`)
	b.clock.advance(hookFresh + time.Second)
	b.hear(t, path, bySecret(fresh, noticeID, "r-5")).want(t, 503, "webhook_not_configured")
}

// TestAnEmptySecretSignsNothing has an empty secret configured, beside a real one
// and alone: what is signed with it is nobody's.
func TestAnEmptySecretSignsNothing(t *testing.T) {
	t.Parallel()
	b := newBureau(t)
	b.paste(t).want(t, 200, "")
	path := b.path(t)
	b.call(t, post, connectionPath+"/secrets", map[string]any{"label": "vacia", "secret": ""}, b.manager).want(t, 422, "validation_error")
	c, err := b.store.Connected(t.Context(), tenantID)
	require.NoError(t, err)
	_, err = b.store.UpsertSecret(t.Context(), dbgen.UpsertSecretParams{
		TenantID: tenantID, ConnectionID: c.ID, Label: "vacia", Secret: b.mercadoPago.Vault.Seal("", postgres.SecretBinding(tenantID, c.SellerUserID, "vacia")),
	})
	require.NoError(t, err)
	b.clock.advance(hookFresh + time.Second)
	b.hear(t, path, bySecret("", noticeID, "r-1")).want(t, 401, "signature_invalid")
	b.hear(t, path, bySecret(hookSecret, noticeID, "r-2")).want(t, 200, "")

	b.exec(t, `DELETE FROM connection_secret WHERE label <> 'vacia'`)
	b.clock.advance(hookFresh + time.Second)
	b.hear(t, path, bySecret("", noticeID, "r-3")).want(t, 503, "webhook_not_configured")
	b.exec(t, `UPDATE provider_connection SET mode = 'OAUTH'`) // the platform signs too
	b.clock.advance(hookFresh + time.Second)
	assert.Contains(t, []int{401, 503}, b.hear(t, path, bySecret("", noticeID, "r-4")).StatusCode)
	assert.Equal(t, 1, b.count(t, `SELECT count(*) FROM webhook_notice`))
}

func TestAnEmptyConfigurationVerifiesNothing(t *testing.T) {
	t.Parallel()
	c := newCrew(t, func(o *Options) { o.MercadoPago.Notices = mercadopago.NewVerifier(14*24*time.Hour, "", "") })
	c.notify(t, bySecret("", noticeID, "r-1")).want(t, 503, "webhook_not_configured")
	assert.Zero(t, c.count(t, `SELECT count(*) FROM webhook_notice`))
}

func TestTheSameNoticeToTwoRestaurantsIsTwo(t *testing.T) {
	t.Parallel()
	b := newBureau(t)
	b.paste(t).want(t, 200, "")
	b.clerk.seller++
	b.call(t, post, connectionPath+"/token", map[string]any{"access_token": pastedToken, "webhook_secret": hookSecret}, b.canary).want(t, 200, "")
	other := "/webhooks/mercadopago/" + b.text(t, `SELECT public_id FROM provider_connection WHERE tenant_id = 2`)
	for _, path := range []string{b.path(t), other} {
		assert.Equal(t, "processed", b.hear(t, path, bySecret(hookSecret, noticeID, "r-1")).want(t, 200, "").body["status"])
	}
	assert.Equal(t, 2, b.counter.notices())
}
