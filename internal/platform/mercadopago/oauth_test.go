package mercadopago_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/internal/domain/payments"
	"integrador/internal/platform/mercadopago"
)

const clientSecret, verifier, code, refreshToken = "hush-hush-client", "verifier-0123456789", "TG-code-0123456789", "TG-refresh-0123456789"

// desk answers OAuth calls with one answer and keeps what it was sent.
type desk struct {
	upstream
	sent   map[string]string
	bearer string
}

func (d *desk) RoundTrip(r *http.Request) (*http.Response, error) {
	d.bearer, d.sent = r.Header.Get("Authorization"), nil
	if r.Body != nil {
		raw, _ := io.ReadAll(r.Body)
		_ = json.Unmarshal(raw, &d.sent)
	}
	return d.upstream.RoundTrip(r)
}

func newConnector(t *testing.T, d *desk) *mercadopago.Connector {
	t.Helper()
	c, err := mercadopago.NewConnector(mercadopago.Config{BaseURL: "https://mp.test", Transport: d}, mercadopago.Application{
		ClientID: "123", ClientSecret: clientSecret, RedirectURL: "https://api.test/back", AuthURL: "https://auth.mp.test/",
	})
	require.NoError(t, err)
	return c
}

const grantBody = `{"access_token":"APP_USR-123-x-7","token_type":"Bearer","expires_in":15552000,"scope":"offline_access read write","user_id":7,"refresh_token":"TG-new","public_key":"APP_USR-pk","live_mode":true}`

func TestAuthorizeURLUsesPKCE(t *testing.T) {
	u, err := url.Parse(newConnector(t, &desk{}).AuthorizeURL("state-1", verifier))
	require.NoError(t, err)
	sum := sha256.Sum256([]byte(verifier))
	assert.Equal(t, "https://auth.mp.test/authorization", u.Scheme+"://"+u.Host+u.Path)
	assert.Equal(t, url.Values{
		"client_id": {"123"}, "response_type": {"code"}, "platform_id": {"mp"}, "state": {"state-1"}, "redirect_uri": {"https://api.test/back"},
		"code_challenge": {base64.RawURLEncoding.EncodeToString(sum[:])}, "code_challenge_method": {"S256"},
	}, u.Query())
	assert.NotContains(t, u.String(), verifier)
}

func TestExchangeAndRefresh(t *testing.T) {
	d := &desk{upstream: upstream{status: 200, body: grantBody}}
	c := newConnector(t, d)
	grant, err := c.Exchange(t.Context(), code, verifier)
	require.NoError(t, err)
	assert.Equal(t, mercadopago.Grant{Access: "APP_USR-123-x-7", Refresh: "TG-new", SellerID: 7, Live: true, ExpiresIn: 180 * 24 * time.Hour}, grant)
	assert.Equal(t, map[string]string{
		"client_id": "123", "client_secret": clientSecret, "grant_type": "authorization_code",
		"code": code, "redirect_uri": "https://api.test/back", "code_verifier": verifier,
	}, d.sent)
	assert.Empty(t, d.bearer)

	_, err = c.Refresh(t.Context(), refreshToken)
	require.NoError(t, err)
	assert.Equal(t, map[string]string{
		"client_id": "123", "client_secret": clientSecret, "grant_type": "refresh_token", "refresh_token": refreshToken,
	}, d.sent)
}

func TestTokenRequestsAreNotRetried(t *testing.T) {
	d := &desk{upstream: upstream{status: 502, body: "<html>"}}
	_, err := newConnector(t, d).Refresh(t.Context(), refreshToken)
	var failure *payments.Error
	require.ErrorAs(t, err, &failure)
	assert.Equal(t, payments.Unavailable, failure.Kind)
	assert.True(t, failure.OutcomeUnknown)
	assert.Equal(t, 1, d.calls, "the first try may have used the token up")
}

func TestErrorsQuoteNoSecret(t *testing.T) {
	for body, want := range map[string]string{
		`{"error":"invalid_grant","message":"bad ` + refreshToken + ` of ` + clientSecret + `","cause":[{"code":"12"}]}`: mercadopago.CodeInvalidGrant,
		`{"error":"` + clientSecret + `","message":"m"}`:                                                                 "[redacted]",
	} {
		d := &desk{upstream: upstream{status: 400, body: body}}
		_, err := newConnector(t, d).Refresh(t.Context(), refreshToken)
		var failure *payments.Error
		require.ErrorAs(t, err, &failure)
		assert.Equal(t, want, failure.Code)
		for _, secret := range []string{refreshToken, clientSecret} {
			assert.NotContains(t, err.Error(), secret)
		}
	}
	for _, answer := range []string{`{"access_token":"APP_USR-123-x-7"}`, `{"access_token":"APP_USR-123-x-7","user_id":"siete"}`, `[]`, `{`} {
		d := &desk{upstream: upstream{status: 200, body: answer}}
		_, err := newConnector(t, d).Exchange(t.Context(), code, verifier)
		assert.Equal(t, payments.Protocol, payments.KindOf(err), answer)
		assert.NotContains(t, err.Error(), "APP_USR")
	}
	d := &desk{upstream: upstream{status: 401, body: `{"message":"token ` + accessToken + ` is invalid, use TEST-abcdef-123","error":"unauthorized"}`}}
	client := newClient(t, d)
	assert.NotContains(t, get(t, client).Error(), "TEST-abcdef")
}

func TestAccountOfToken(t *testing.T) {
	d := &desk{upstream: upstream{status: 200, body: `{"id":7,"nickname":"RESTO","site_id":"MLA","tags":["normal","test_user"]}`}}
	account, err := newConnector(t, d).Account(t.Context(), "APP_USR-1")
	require.NoError(t, err)
	assert.Equal(t, mercadopago.Account{ID: 7, Nickname: "RESTO", Site: "MLA", Test: true}, account)
	assert.Equal(t, "Bearer APP_USR-1", d.bearer)
	d.answers(401, `{"message":"invalid","error":"unauthorized","cause":[{"code":7}]}`)
	_, err = newConnector(t, d).Account(t.Context(), "APP_USR-1")
	assert.Equal(t, payments.Auth, payments.KindOf(err))
}

func TestInvalidConnectors(t *testing.T) {
	for _, app := range []mercadopago.Application{{ClientID: "1", AuthURL: "http://auth.test"}, {ClientID: "1"}} {
		_, err := mercadopago.NewConnector(mercadopago.Config{BaseURL: "https://mp.test"}, app)
		require.Error(t, err)
	}
	c, err := mercadopago.NewConnector(mercadopago.Config{BaseURL: "https://mp.test"}, mercadopago.Application{})
	require.NoError(t, err)
	assert.False(t, c.OAuth())
}

func TestSecretsExpire(t *testing.T) {
	now := time.Now()
	v := mercadopago.NewSigningVerifier(0,
		mercadopago.SigningSecret{Label: "new", Secret: "new-secret"}, mercadopago.SigningSecret{Label: "old", Secret: "old-secret", Retired: now.Add(time.Hour)})
	for secret, until := range map[string]time.Duration{"new-secret": 1000 * time.Hour, "old-secret": time.Hour} {
		header, query := signedBy(secret)
		_, err := v.Verify(header, query, nil, now.Add(until-time.Minute))
		require.NoError(t, err, secret)
		_, err = v.Verify(header, query, nil, now.Add(time.Hour))
		if secret == "old-secret" {
			require.ErrorIs(t, err, mercadopago.ErrMismatch)
		}
	}
	retired := mercadopago.NewSigningVerifier(0, mercadopago.SigningSecret{Secret: "old-secret", Retired: now})
	header, query := signedBy("old-secret")
	_, err := retired.Verify(header, query, nil, now)
	require.ErrorIs(t, err, mercadopago.ErrNoSecret)
	assert.True(t, strings.HasPrefix(err.Error(), "webhook"))
}

func signedBy(secret string) (http.Header, url.Values) {
	const ts = "1742505638683"
	sum := hmac.New(sha256.New, []byte(secret))
	sum.Write([]byte("id:7;ts:" + ts + ";"))
	return http.Header{"X-Signature": {"ts=" + ts + ",v1=" + hex.EncodeToString(sum.Sum(nil))}}, url.Values{"data.id": {"7"}, "type": {"payment"}}
}
