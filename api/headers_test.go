package api

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/api/apitest"
)

func TestPreflight(t *testing.T) {
	t.Parallel()
	h := newFixture(t)
	ask := func(origin string) apitest.Reply {
		return h.Call(t, "OPTIONS", "/api/auth/login", nil, apitest.Headers{
			"Origin": origin, "Access-Control-Request-Method": "POST",
			"Access-Control-Request-Headers": "content-type,x-idempotency-key,x-table-token",
		}).Want(t, 204, "")
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
	h := newFixture(t)
	a := h.Call(t, "GET", "/api/auth/me", nil, apitest.Headers{"Origin": "http://localhost:5176"}).Want(t, 401, "")
	assert.Equal(t, "http://localhost:5176", a.Header.Get("Access-Control-Allow-Origin"))
	assert.Contains(t, a.Header.Get("Access-Control-Expose-Headers"), "Retry-After")
}

func TestAStrangersPageCannotWrite(t *testing.T) {
	t.Parallel()
	h := newFixture(t)
	body := map[string]string{"refresh_token": "x"}
	h.Call(t, "POST", "/api/auth/refresh", body, apitest.Headers{"Origin": "https://evil.com", "Sec-Fetch-Site": "cross-site"}).Want(t, 403, "origin_forbidden")
	h.Call(t, "POST", "/api/auth/refresh", body, apitest.Headers{"Origin": "http://localhost:5176", "Sec-Fetch-Site": "same-site"}).Want(t, 401, "")
	h.Call(t, "POST", "/api/auth/refresh", body, nil).Want(t, 401, "") // no browser
}

func TestHeadersThatHarden(t *testing.T) {
	t.Parallel()
	h := newFixture(t)
	for _, path := range []string{"/api/health", "/nowhere"} {
		got := h.Call(t, "GET", path, nil, nil).Header
		assert.Contains(t, got.Get("Content-Security-Policy"), "default-src 'self'", path)
		assert.Equal(t, "nosniff", got.Get("X-Content-Type-Options"), path)
		assert.Equal(t, "DENY", got.Get("X-Frame-Options"), path)
		assert.NotEmpty(t, got.Get("Referrer-Policy"), path)
		assert.NotEmpty(t, got.Get("Permissions-Policy"), path)
		assert.Empty(t, got.Get("Strict-Transport-Security"), path)
	}
	assert.Equal(t, "no-store", h.Call(t, "GET", "/api/auth/me", nil, nil).Header.Get("Cache-Control"))

	production := newFixture(t, func(o *Options) { o.Production, o.Cookie.Secure = true, true })
	got := production.Call(t, "GET", "/api/health", nil, nil).Header
	assert.NotEmpty(t, got.Get("Strict-Transport-Security"))
	in := production.Login(t, "waiter@demo.com", "waiter123").Want(t, 200, "")
	require.Len(t, in.Cookies(), 1)
	assert.True(t, in.Cookies()[0].Secure)
}
