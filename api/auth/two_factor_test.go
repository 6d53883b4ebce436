package auth

import (
	"encoding/base64"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/api/apitest"
	"integrador/api/httpx"
	"integrador/internal/dev/testkit"
	"integrador/internal/domain/access"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/secretbox"
)

// phone makes codes.
type phone struct {
	*apitest.Fixture
	secret string
}

func (p *phone) code(t *testing.T) string {
	t.Helper()
	code, err := totp.GenerateCode(p.secret, p.Clock.Now())
	require.NoError(t, err)
	return code
}

func (p *phone) next(t *testing.T) string {
	t.Helper()
	p.Clock.Advance(30 * time.Second)
	return p.code(t)
}

// enroll has the fixture's waiter use a second factor.
func enroll(t *testing.T, h *apitest.Fixture) (*phone, apitest.Headers) {
	t.Helper()
	who := apitest.Bearing(h.Login(t, "waiter@demo.com", "waiter123").Want(t, 200, "").Str(t, "access_token"))
	a := h.Call(t, "POST", "/api/auth/2fa"+"/setup", nil, who).Want(t, 200, "")
	apitest.Fields(t, a.Body, "secret", "otpauth_url", "qr_url")
	p := &phone{h, a.Str(t, "secret")}
	assert.Contains(t, a.Str(t, "otpauth_url"), "otpauth://totp/Buen%20Sabor:"+"waiter@demo.com")
	assert.True(t, strings.HasPrefix(a.Str(t, "qr_url"), "data:image/png;base64,"))
	on := h.Call(t, "POST", "/api/auth/2fa"+"/verify", map[string]any{"code": p.code(t)}, who).Want(t, 200, "")
	assert.Equal(t, true, on.Body["enabled"])
	return p, who
}

func loginWith(t *testing.T, h *apitest.Fixture, code string) apitest.Reply {
	t.Helper()
	return h.Call(t, "POST", "/api/auth/login", map[string]any{"email": "waiter@demo.com", "password": "waiter123", "totp_code": code}, nil)
}

func TestASecondFactorIsAskedFor(t *testing.T) {
	t.Parallel()
	keys, err := secretbox.ParseKeys("first:" + base64.StdEncoding.EncodeToString([]byte(strings.Repeat("k", secretbox.KeyBytes))))
	require.NoError(t, err)
	sealing, err := secretbox.New(keys...)
	require.NoError(t, err)
	h := newFixture(t, func(o *Options) { o.Vault = sealing })
	p, who := enroll(t, h)
	assert.Equal(t, 1, h.Count(t, `SELECT count(*) FROM app_user WHERE id = 100 AND totp_secret LIKE 'first:%' AND totp_secret NOT LIKE '%' || $1 || '%'`, p.secret))

	due := h.Login(t, "waiter@demo.com", "waiter123").Want(t, 200, "")
	apitest.Fields(t, due.Body, "access_token", "token_type", "expires_in", "user", "refresh_token", "requires_2fa")
	assert.Equal(t, []any{true, "", ""}, []any{due.Body["requires_2fa"], due.Body["access_token"], due.Body["refresh_token"]})
	assert.Empty(t, due.Cookies())
	h.Call(t, "POST", "/api/auth/login", map[string]any{"email": "waiter@demo.com", "password": "waiter123", "totp_code": nil}, nil).Want(t, 200, "")
	h.Call(t, "POST", "/api/auth/login", map[string]any{"email": "waiter@demo.com", "password": "nope", "totp_code": p.code(t)}, nil).Want(t, 401, "invalid_credentials")

	loginWith(t, h, p.code(t)).Want(t, 401, "totp_invalid") // the one that enrolled
	code := p.next(t)
	in := loginWith(t, h, code).Want(t, 200, "")
	assert.Equal(t, false, in.Body["requires_2fa"])
	require.Len(t, in.Cookies(), 1)
	h.Call(t, "GET", "/api/auth/me", nil, apitest.Bearing(in.Str(t, "access_token"))).Want(t, 200, "")
	loginWith(t, h, code).Want(t, 401, "totp_invalid")
	assert.Equal(t, 3, h.Count(t, `SELECT count(*) FROM audit_log WHERE action = 'LOGIN_FAILED' AND user_id = 100`))

	h.Call(t, "POST", "/api/auth/2fa"+"/setup", nil, who).Want(t, 409, "two_factor_enabled")
	h.Call(t, "DELETE", "/api/auth/2fa"+"/disable", map[string]any{"code": "000000"}, who).Want(t, 401, "totp_invalid")
	off := h.Call(t, "DELETE", "/api/auth/2fa"+"/disable", map[string]any{"code": p.next(t)}, who).Want(t, 200, "")
	assert.Equal(t, false, off.Body["enabled"])
	h.Call(t, "DELETE", "/api/auth/2fa"+"/disable", map[string]any{"code": p.next(t)}, who).Want(t, 400, "two_factor_disabled")
	assert.Equal(t, false, h.Login(t, "waiter@demo.com", "waiter123").Want(t, 200, "").Body["requires_2fa"])
	for _, action := range []string{"2FA_SETUP", "2FA_ENABLED", "2FA_DISABLED"} {
		assert.Equal(t, 1, h.Count(t, `SELECT count(*) FROM audit_log WHERE action = $1 AND user_id = 100`, action), action)
	}
	assert.NotContains(t, h.Logged.String(), p.secret)
	assert.Equal(t, 0, h.Count(t, `SELECT count(*) FROM audit_log WHERE coalesce(old_values::text, '') || coalesce(new_values::text, '') LIKE '%' || $1 || '%'`, p.secret))
}

func TestASecondFactorCountsFromItsFirstCode(t *testing.T) {
	t.Parallel()
	h := newFixture(t)
	who := apitest.Bearing(h.Login(t, "waiter@demo.com", "waiter123").Str(t, "access_token"))
	h.Call(t, "POST", "/api/auth/2fa"+"/verify", map[string]any{"code": "123456"}, who).Want(t, 400, "two_factor_not_set_up")
	first := h.Call(t, "POST", "/api/auth/2fa"+"/setup", nil, who).Want(t, 200, "").Str(t, "secret")
	h.Call(t, "POST", "/api/auth/2fa"+"/verify", map[string]any{"code": "000000"}, who).Want(t, 401, "totp_invalid")
	assert.Equal(t, false, h.Login(t, "waiter@demo.com", "waiter123").Want(t, 200, "").Body["requires_2fa"], "a setup that was given up locks nobody out")
	second := h.Call(t, "POST", "/api/auth/2fa"+"/setup", nil, who).Want(t, 200, "").Str(t, "secret")
	assert.NotEqual(t, first, second)
	h.Call(t, "POST", "/api/auth/2fa"+"/verify", map[string]any{"code": (&phone{h, first}).code(t)}, who).Want(t, 401, "totp_invalid")
	h.Call(t, "POST", "/api/auth/2fa"+"/verify", map[string]any{"code": (&phone{h, second}).code(t)}, who).Want(t, 200, "")
}

// TestACodeIsTakenOnce has a second login come while the first has not committed.
func TestACodeIsTakenOnce(t *testing.T) {
	t.Parallel()
	h := newFixture(t)
	p, _ := enroll(t, h)
	code, who := p.next(t), access.Staff{UserID: apitest.WaiterID, TenantID: apitest.TenantID}
	take := func(tx *postgres.Tx) error {
		return (&Handlers{Store: h.Store, Now: h.Now}).takeCode(t.Context(), tx, who, code)
	}
	second := make(chan error, 1)
	err := h.Store.InTx(t.Context(), func(tx *postgres.Tx) error {
		if err := take(tx); err != nil {
			return err
		}
		go func() { second <- h.Store.InTx(t.Context(), take) }()
		testkit.Eventually(t, apitest.Patience, "the second waits", func() bool {
			return h.Count(t, `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`) == 1
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
			h := newFixture(t, func(o *Options) {
				o.Limits.PerMinute[httpx.LimitTwoFactor] = 5
				if !redis {
					o.Redis = nil
				}
			})
			p, _ := enroll(t, h)
			h.Clock.Advance(time.Hour)
			refused := 0
			for range 7 {
				if loginWith(t, h, "000000").StatusCode == http.StatusTooManyRequests {
					refused++
				}
			}
			assert.Positive(t, refused)
			loginWith(t, h, p.code(t)).Want(t, 429, "rate_limited")
		})
	}
}
