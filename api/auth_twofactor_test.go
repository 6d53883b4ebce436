package api

import (
	"encoding/base64"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/internal/dev/testkit"
	"integrador/internal/domain/access"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/secretbox"
)

// phone makes codes.
type phone struct {
	*house
	secret string
}

func (p *phone) code(t *testing.T) string {
	t.Helper()
	code, err := totp.GenerateCode(p.secret, p.clock.now())
	require.NoError(t, err)
	return code
}

func (p *phone) next(t *testing.T) string {
	t.Helper()
	p.clock.advance(30 * time.Second)
	return p.code(t)
}

// enroll has the house's waiter use a second factor.
func (h *house) enroll(t *testing.T) (*phone, headers) {
	t.Helper()
	who := bearing(h.login(t, waiterEmail, rightSecret).want(t, 200, "").str(t, "access_token"))
	a := h.call(t, "POST", twoFactorPath+"/setup", nil, who).want(t, 200, "")
	fields(t, a.body, "secret", "otpauth_url", "qr_url")
	p := &phone{h, a.str(t, "secret")}
	assert.Contains(t, a.str(t, "otpauth_url"), "otpauth://totp/Buen%20Sabor:"+waiterEmail)
	assert.True(t, strings.HasPrefix(a.str(t, "qr_url"), "data:image/png;base64,"))
	on := h.call(t, "POST", twoFactorPath+"/verify", map[string]any{"code": p.code(t)}, who).want(t, 200, "")
	assert.Equal(t, true, on.body["enabled"])
	return p, who
}

func (h *house) loginWith(t *testing.T, code string) reply {
	t.Helper()
	return h.call(t, "POST", "/api/auth/login", map[string]any{"email": waiterEmail, "password": rightSecret, "totp_code": code}, nil)
}

func TestASecondFactorIsAskedFor(t *testing.T) {
	t.Parallel()
	keys, err := secretbox.ParseKeys("first:" + base64.StdEncoding.EncodeToString([]byte(strings.Repeat("k", secretbox.KeyBytes))))
	require.NoError(t, err)
	sealing, err := secretbox.New(keys...)
	require.NoError(t, err)
	h := newHouse(t, func(o *Options) { o.Vault = sealing })
	p, who := h.enroll(t)
	assert.Equal(t, 1, h.count(t, `SELECT count(*) FROM app_user WHERE id = 100 AND totp_secret LIKE 'first:%' AND totp_secret NOT LIKE '%' || $1 || '%'`, p.secret))

	due := h.login(t, waiterEmail, rightSecret).want(t, 200, "")
	fields(t, due.body, "access_token", "token_type", "expires_in", "user", "refresh_token", "requires_2fa")
	assert.Equal(t, []any{true, "", ""}, []any{due.body["requires_2fa"], due.body["access_token"], due.body["refresh_token"]})
	assert.Empty(t, due.Cookies())
	h.call(t, "POST", "/api/auth/login", map[string]any{"email": waiterEmail, "password": rightSecret, "totp_code": nil}, nil).want(t, 200, "")
	h.call(t, "POST", "/api/auth/login", map[string]any{"email": waiterEmail, "password": "nope", "totp_code": p.code(t)}, nil).want(t, 401, "invalid_credentials")

	h.loginWith(t, p.code(t)).want(t, 401, "totp_invalid") // the one that enrolled
	code := p.next(t)
	in := h.loginWith(t, code).want(t, 200, "")
	assert.Equal(t, false, in.body["requires_2fa"])
	require.Len(t, in.Cookies(), 1)
	h.call(t, "GET", "/api/auth/me", nil, bearing(in.str(t, "access_token"))).want(t, 200, "")
	h.loginWith(t, code).want(t, 401, "totp_invalid")
	assert.Equal(t, 3, h.count(t, `SELECT count(*) FROM audit_log WHERE action = 'LOGIN_FAILED' AND user_id = 100`))

	h.call(t, "POST", twoFactorPath+"/setup", nil, who).want(t, 409, "two_factor_enabled")
	h.call(t, "DELETE", twoFactorPath+"/disable", map[string]any{"code": "000000"}, who).want(t, 401, "totp_invalid")
	off := h.call(t, "DELETE", twoFactorPath+"/disable", map[string]any{"code": p.next(t)}, who).want(t, 200, "")
	assert.Equal(t, false, off.body["enabled"])
	h.call(t, "DELETE", twoFactorPath+"/disable", map[string]any{"code": p.next(t)}, who).want(t, 400, "two_factor_disabled")
	assert.Equal(t, false, h.login(t, waiterEmail, rightSecret).want(t, 200, "").body["requires_2fa"])
	for _, action := range []string{"2FA_SETUP", "2FA_ENABLED", "2FA_DISABLED"} {
		assert.Equal(t, 1, h.count(t, `SELECT count(*) FROM audit_log WHERE action = $1 AND user_id = 100`, action), action)
	}
	assert.NotContains(t, h.log.String(), p.secret)
	assert.Equal(t, 0, h.count(t, `SELECT count(*) FROM audit_log WHERE coalesce(old_values::text, '') || coalesce(new_values::text, '') LIKE '%' || $1 || '%'`, p.secret))
}

func TestASecondFactorCountsFromItsFirstCode(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	who := bearing(h.login(t, waiterEmail, rightSecret).str(t, "access_token"))
	h.call(t, "POST", twoFactorPath+"/verify", map[string]any{"code": "123456"}, who).want(t, 400, "two_factor_not_set_up")
	first := h.call(t, "POST", twoFactorPath+"/setup", nil, who).want(t, 200, "").str(t, "secret")
	h.call(t, "POST", twoFactorPath+"/verify", map[string]any{"code": "000000"}, who).want(t, 401, "totp_invalid")
	assert.Equal(t, false, h.login(t, waiterEmail, rightSecret).want(t, 200, "").body["requires_2fa"], "a setup that was given up locks nobody out")
	second := h.call(t, "POST", twoFactorPath+"/setup", nil, who).want(t, 200, "").str(t, "secret")
	assert.NotEqual(t, first, second)
	h.call(t, "POST", twoFactorPath+"/verify", map[string]any{"code": (&phone{h, first}).code(t)}, who).want(t, 401, "totp_invalid")
	h.call(t, "POST", twoFactorPath+"/verify", map[string]any{"code": (&phone{h, second}).code(t)}, who).want(t, 200, "")
}

// TestACodeIsTakenOnce has a second login come while the first has not committed.
func TestACodeIsTakenOnce(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	p, _ := h.enroll(t)
	code, who := p.next(t), access.Staff{UserID: waiterID, TenantID: tenantID}
	take := func(tx *postgres.Tx) error { return h.takeCode(t.Context(), tx, who, code) }
	second := make(chan error, 1)
	err := h.store.InTx(t.Context(), func(tx *postgres.Tx) error {
		if err := take(tx); err != nil {
			return err
		}
		go func() { second <- h.store.InTx(t.Context(), take) }()
		testkit.Eventually(t, patience, "the second waits", func() bool {
			return h.count(t, `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`) == 1
		})
		return nil
	})
	require.NoError(t, err)
	require.ErrorIs(t, <-second, errCode)
}

// TestCodesAreNotGuessed: whoever has the password gets five guesses a minute,
// with Redis and without.
func TestCodesAreNotGuessed(t *testing.T) {
	t.Parallel()
	for name, redis := range map[string]bool{"with redis": true, "without": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t, func(o *Options) {
				o.Limits.PerMinute[LimitTwoFactor] = 5
				if !redis {
					o.Redis = nil
				}
			})
			p, _ := h.enroll(t)
			h.clock.advance(time.Hour)
			refused := 0
			for range 7 {
				if h.loginWith(t, "000000").StatusCode == http.StatusTooManyRequests {
					refused++
				}
			}
			assert.Positive(t, refused)
			h.loginWith(t, p.code(t)).want(t, 429, "rate_limited")
		})
	}
}
