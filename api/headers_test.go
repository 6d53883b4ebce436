package api

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestPreflight(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	ask := func(origin string) reply {
		return h.call(t, "OPTIONS", "/api/auth/login", nil, headers{
			"Origin": origin, "Access-Control-Request-Method": "POST",
			"Access-Control-Request-Headers": "content-type,x-idempotency-key,x-table-token",
		}).want(t, 204, "")
	}
	ours := ask("http://localhost:5176").Header
	assert.Equal(t, "http://localhost:5176", ours.Get("Access-Control-Allow-Origin"))
	assert.Equal(t, "true", ours.Get("Access-Control-Allow-Credentials"))
	assert.Equal(t, "Origin", ours.Get("Vary"))
	for _, name := range []string{
		"Authorization", "Content-Type", "X-Table-Token", "X-Request-ID", "X-Requested-With", "X-Device-Id", "X-Idempotency-Key",
		"Accept", "Accept-Language", "Cache-Control",
	} {
		assert.Contains(t, strings.Split(ours.Get("Access-Control-Allow-Headers"), ", "), name)
	}
	for _, origin := range []string{"http://localhost:5176.evil.com", "http://LOCALHOST:5176", "null", "https://localhost:5176"} {
		assert.Empty(t, ask(origin).Header.Get("Access-Control-Allow-Origin"), origin)
	}
}

func TestErrorsAreReadableByOurPagesToo(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	a := h.call(t, "GET", "/api/auth/me", nil, headers{"Origin": "http://localhost:5176"}).want(t, 401, "")
	assert.Equal(t, "http://localhost:5176", a.Header.Get("Access-Control-Allow-Origin"))
	assert.Contains(t, a.Header.Get("Access-Control-Expose-Headers"), "Retry-After")
}

func TestAStrangersPageCannotWrite(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	body := map[string]string{"refresh_token": "x"}
	h.call(t, "POST", "/api/auth/refresh", body, headers{"Origin": "https://evil.com", "Sec-Fetch-Site": "cross-site"}).want(t, 403, "origin_forbidden")
	h.call(t, "POST", "/api/auth/refresh", body, headers{"Origin": "http://localhost:5176", "Sec-Fetch-Site": "same-site"}).want(t, 401, "")
	h.call(t, "POST", "/api/auth/refresh", body, nil).want(t, 401, "") // no browser
}

func TestHeadersThatHarden(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	for _, path := range []string{"/api/health", "/nowhere"} {
		got := h.call(t, "GET", path, nil, nil).Header
		assert.Contains(t, got.Get("Content-Security-Policy"), "default-src 'self'", path)
		assert.Equal(t, "nosniff", got.Get("X-Content-Type-Options"), path)
		assert.Equal(t, "DENY", got.Get("X-Frame-Options"), path)
		assert.NotEmpty(t, got.Get("Referrer-Policy"), path)
		assert.NotEmpty(t, got.Get("Permissions-Policy"), path)
		assert.Empty(t, got.Get("Strict-Transport-Security"), path)
	}
	assert.Equal(t, "no-store", h.call(t, "GET", "/api/auth/me", nil, nil).Header.Get("Cache-Control"))

	production := newHouse(t, func(o *Options) { o.Production, o.Cookie.Secure = true, true })
	got := production.call(t, "GET", "/api/health", nil, nil).Header
	assert.NotEmpty(t, got.Get("Strict-Transport-Security"))
	in := production.login(t, waiterEmail, rightSecret).want(t, 200, "")
	require.Len(t, in.Cookies(), 1)
	assert.True(t, in.Cookies()[0].Secure)
}

func TestOriginsThatAreNone(t *testing.T) {
	t.Parallel()
	_, err := sameSite([]string{"*"})
	assert.Error(t, err)
}
