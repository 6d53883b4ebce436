package mpsim_test

import (
	"crypto/sha256"
	"encoding/base64"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/internal/dev/mpsim"
)

const returnTo = "https://shop.example/oauth/return?from=mp"

func tokenBody(grantType string, more url.Values) string {
	body := url.Values{"grant_type": {grantType}, "client_id": {mpsim.DefaultClientID}, "client_secret": {mpsim.DefaultClientSecret}}
	maps.Copy(body, more)
	fields := anyMap{}
	for name := range body {
		fields[name] = body.Get(name)
	}
	return jsonOf(fields)
}

func challengeOf(verifier string) string {
	sum := sha256.Sum256([]byte(verifier))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

func consentURL(change url.Values) string {
	query := url.Values{
		"client_id": {mpsim.DefaultClientID}, "response_type": {"code"}, "platform_id": {"mp"}, "state": {"s t"}, "redirect_uri": {returnTo},
		"code_challenge": {challengeOf("verifier")}, "code_challenge_method": {"S256"},
	}
	maps.Copy(query, change)
	return "/authorization?" + query.Encode()
}

func connecting(c *mpsim.Config) { c.RedirectURIs = []string{returnTo} }

// consented plays the consent page without JavaScript and returns the code.
func (b *bench) consented(answer string) url.Values {
	b.t.Helper()
	page := b.call(http.MethodGet, consentURL(nil), "", "Authorization", "")
	require.Equal(b.t, http.StatusOK, page.Code, page.Body.String())
	form := formOf(b.t, page.Body.String())
	form.values.Set("answer", answer)
	sent := b.call(http.MethodPost, form.action, form.values.Encode(), "Content-Type", "application/x-www-form-urlencoded")
	require.Equal(b.t, http.StatusFound, sent.Code, sent.Body.String())
	back, err := url.Parse(sent.Header().Get("Location"))
	require.NoError(b.t, err)
	assert.Equal(b.t, "shop.example", back.Host)
	assert.Equal(b.t, "mp", back.Query().Get("from"), "its own query is kept")
	assert.Equal(b.t, "s t", back.Query().Get("state"))
	return back.Query()
}

func exchange(code, verifier string) string {
	return tokenBody("authorization_code", url.Values{"code": {code}, "redirect_uri": {returnTo}, "code_verifier": {verifier}})
}

func TestConnectingAnAccount(t *testing.T) {
	b := newBench(t, connecting)
	assert.Equal(t, "access_denied", b.consented("no").Get("error"))
	code := b.consented("yes").Get("code")
	for name, body := range map[string]string{
		"no verifier":      exchange(code, ""),
		"another verifier": exchange(code, "guess"),
		"another address":  tokenBody("authorization_code", url.Values{"code": {code}, "redirect_uri": {returnTo + "x"}, "code_verifier": {"verifier"}}),
		"another secret":   strings.Replace(exchange(code, "verifier"), mpsim.DefaultClientSecret, "guess", 1),
		"no grant":         tokenBody("password", nil),
	} {
		assert.Equal(t, 400, b.call(http.MethodPost, "/oauth/token", body).Code, name)
	}
	granted := b.ok(http.MethodPost, "/oauth/token", exchange(code, "verifier"))
	assert.EqualValues(t, 724484980, granted["user_id"])
	assert.EqualValues(t, 15552000, granted["expires_in"])
	assert.Equal(t, 400, b.call(http.MethodPost, "/oauth/token", exchange(code, "verifier")).Code, "a code is used once")
	assert.Equal(t, 200, b.call(http.MethodGet, "/users/me", "", "Authorization", "Bearer "+granted["access_token"].(string)).Code)
}

func TestCodesEndAfterTenMinutes(t *testing.T) {
	b := newBench(t, connecting)
	code := b.consented("yes").Get("code")
	b.ok(http.MethodPost, "/__sim/clock", `{"advance":"10m"}`)
	answer := b.call(http.MethodPost, "/oauth/token", exchange(code, "verifier"))
	assert.Equal(t, 400, answer.Code)
	assert.Contains(t, answer.Body.String(), "invalid_grant")
}

func TestRefreshTokensRotateAndAccountsAreTakenBack(t *testing.T) {
	b := newBench(t, connecting)
	granted := b.ok(http.MethodPost, "/oauth/token", exchange(b.consented("yes").Get("code"), "verifier"))
	refresh := func(token any) (int, anyMap) {
		answer := b.call(http.MethodPost, "/oauth/token", tokenBody("refresh_token", url.Values{"refresh_token": {token.(string)}}))
		return answer.Code, decoded(t, answer.Body.Bytes())
	}
	status, second := refresh(granted["refresh_token"])
	require.Equal(t, 200, status)
	assert.NotEqual(t, granted["refresh_token"], second["refresh_token"])
	status, refused := refresh(granted["refresh_token"])
	assert.Equal(t, 400, status)
	assert.Equal(t, "invalid_grant", refused["error"])

	me := func(token any) int {
		return b.call(http.MethodGet, "/users/me", "", "Authorization", "Bearer "+token.(string)).Code
	}
	assert.Equal(t, 200, me(granted["access_token"]), "the earlier token lives on")
	b.ok(http.MethodPost, "/__sim/clock", `{"advance":"4320h"}`)
	assert.Equal(t, 401, me(second["access_token"]), "180 days later")
	status, third := refresh(second["refresh_token"])
	require.Equal(t, 200, status)
	assert.EqualValues(t, 3, b.ok(http.MethodPost, "/__sim/sellers/724484980/deauthorize", `{}`)["revoked"])
	assert.Equal(t, 401, me(third["access_token"]))
	status, _ = refresh(third["refresh_token"])
	assert.Equal(t, 400, status)
	assert.Equal(t, 200, me("APP_USR-1"), "a pasted token is not OAuth's")
}

func TestConsentThatCannotBeAskedFor(t *testing.T) {
	b := newBench(t, connecting)
	for name, change := range map[string]url.Values{
		"unknown application": {"client_id": {"1"}},
		"another address":     {"redirect_uri": {"https://evil.example/"}},
		"plain challenge":     {"code_challenge_method": {"plain"}},
		"no code":             {"response_type": {"token"}},
	} {
		answer := b.call(http.MethodGet, consentURL(change), "")
		assert.Equal(t, 400, answer.Code, name)
		assert.NotContains(t, answer.Body.String(), "<form", name)
	}
	b.ok(http.MethodPost, "/__sim/apps", `{"client_id":"77","redirect_uris":["`+returnTo+`"],"require_pkce":true}`)
	assert.Equal(t, 400, b.call(http.MethodGet, consentURL(url.Values{"client_id": {"77"}, "code_challenge": {""}}), "").Code)
}

func TestSellersSeeOnlyTheirOwn(t *testing.T) {
	b := newBench(t)
	seller := b.ok(http.MethodPost, "/__sim/sellers", `{"name":"Otro","test_user":true}`)
	token := "Bearer " + b.ok(http.MethodPost, "/__sim/tokens", `{"seller_id":`+jsonOf(seller["id"])+`}`)["access_token"].(string)
	mine := b.preference()
	paid := b.pay(mine, `{}`)
	theirs := b.ok(http.MethodPost, "/checkout/preferences", `{"items":[{"title":"a","quantity":1,"unit_price":5}],"external_reference":"check_4"}`, "Authorization", token)
	other := b.pay(theirs["id"].(string), `{}`)
	assert.Equal(t, seller["id"], other["collector_id"])
	assert.Equal(t, false, other["live_mode"], "a test user's payment")

	for _, path := range []string{paymentPath(paid), paymentPath(paid) + "/refunds", "/checkout/preferences/" + mine} {
		assert.Equal(t, 404, b.call(http.MethodGet, path, "", "Authorization", token).Code, path)
	}
	assert.Equal(t, 404, b.call(http.MethodPost, paymentPath(paid)+"/refunds", ``, "X-Idempotency-Key", "k", "Authorization", token).Code)
	results := b.ok(http.MethodGet, "/v1/payments/search?external_reference=check_4", "", "Authorization", token)["results"].([]any)
	require.Len(t, results, 1)
	assert.Equal(t, other["id"], results[0].(anyMap)["id"])
	b.ok(http.MethodPost, "/__sim/settings", `{"forbid_foreign":true}`)
	assert.Equal(t, 403, b.call(http.MethodGet, paymentPath(paid), "", "Authorization", token).Code)

	sellerLedger := b.ok(http.MethodGet, "/__sim/ledger", "")["by_collector"].(anyMap)
	assert.EqualValues(t, 123450, sellerLedger["724484980"].(anyMap)["net_cents"])
	assert.EqualValues(t, 500, sellerLedger[jsonOf(seller["id"])].(anyMap)["net_cents"])
	b.ok(http.MethodPost, "/__sim/tokens/revoke", `{"access_token":"`+strings.TrimPrefix(token, "Bearer ")+`"}`)
	assert.Equal(t, 401, b.call(http.MethodGet, "/users/me", "", "Authorization", token).Code)
}
