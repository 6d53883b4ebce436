package api

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/api/apitest"
	"integrador/api/httpx"
	"integrador/internal/dev/testkit"
)

// limited is a fixture with the contract's limits.
func limited(t *testing.T, change func(*Options)) *apitest.Fixture {
	t.Helper()
	return newFixture(t, func(o *Options) {
		o.Limits = httpx.DefaultLimits()
		if change != nil {
			change(o)
		}
	})
}

func TestARestaurantBehindOneAddressCanOrder(t *testing.T) {
	t.Parallel()
	h := limited(t, nil)
	h.Probe("/api/test/round", httpx.Table, httpx.LimitRoundSubmit)
	for range 120 { // each has a scan of its own
		h.Call(t, "GET", "/api/test/round", nil, h.Seated(t, "")).Want(t, 204, "")
	}
	// More than twelve guests' worth is one table's abuse, however many scans it takes.
	h.Call(t, "GET", "/api/test/round", nil, h.Seated(t, "")).Want(t, 429, "rate_limited")
	assert.Contains(t, h.Call(t, "GET", "/metrics", nil, nil).Text, `integrador_rate_limited_total{by="table",limit="round_submit"} 1`)
}

// A phone is known by its scan: calling itself something else gives it nothing.
func TestAnotherDeviceNameIsNoNewPerson(t *testing.T) {
	t.Parallel()
	h := limited(t, nil)
	h.Probe("/api/test/round", httpx.Table, httpx.LimitRoundSubmit)
	phone := h.Seated(t, "")
	for n := range 10 {
		phone["X-Device-Id"] = fmt.Sprint("phone-", n)
		h.Call(t, "GET", "/api/test/round", nil, phone).Want(t, 204, "")
	}
	phone["X-Device-Id"] = "another"
	h.Call(t, "GET", "/api/test/round", nil, phone).Want(t, 429, "rate_limited")
}

// One phone that taps + and - once a second is no abuse.
func TestCartTakesAChangeASecond(t *testing.T) {
	t.Parallel()
	h := limited(t, nil)
	h.Probe("/api/test/cart", httpx.Table, httpx.LimitCartChange)
	phone := h.Seated(t, "")
	for range 60 {
		h.Call(t, "GET", "/api/test/cart", nil, phone).Want(t, 204, "")
	}
}

func TestOnePersonIsSlowedDown(t *testing.T) {
	t.Parallel()
	h := limited(t, nil)
	h.Probe("/api/test/round", httpx.Table, httpx.LimitRoundSubmit)
	greedy := h.Seated(t, "greedy")
	for range 10 {
		h.Call(t, "GET", "/api/test/round", nil, greedy).Want(t, 204, "")
	}
	a := h.Call(t, "GET", "/api/test/round", nil, greedy).Want(t, 429, "rate_limited")
	wait, ok := a.Body["retry_after"].(float64)
	require.True(t, ok, a.Text)
	assert.Equal(t, strconv.Itoa(int(wait)), a.Header.Get("Retry-After"))
	assert.InDelta(t, 6, wait, 1, "ten a minute: one every six seconds")

	h.Call(t, "GET", "/api/test/round", nil, h.Seated(t, "neighbour")).Want(t, 204, "")
	assert.Contains(t, h.Call(t, "GET", "/metrics", nil, nil).Text, `integrador_rate_limited_total{by="person",limit="round_submit"} 1`)
}

func TestForwardedForIsIgnoredUnlessTheProxyIsTrusted(t *testing.T) {
	t.Parallel()
	few := func(o *Options) { o.Limits.PerMinute[httpx.LimitMenu], o.Limits.PerAddressFactor = 1, 2 }
	count := func(h *apitest.Fixture) (let int) {
		h.Probe("/api/test/menu", httpx.Public, httpx.LimitMenu)
		for n := range 5 {
			from := apitest.Headers{"X-Forwarded-For": fmt.Sprintf("203.0.113.%d", n), "X-Real-IP": fmt.Sprintf("203.0.113.%d", n)}
			if h.Call(t, "GET", "/api/test/menu", nil, from).StatusCode == http.StatusNoContent {
				let++
			}
		}
		return let
	}
	assert.Equal(t, 2, count(limited(t, few)), "all count as one address")
	assert.Equal(t, 5, count(limited(t, func(o *Options) { few(o); o.TrustedProxies = []string{"127.0.0.1"} })))
}

func TestGuessingAPassword(t *testing.T) {
	t.Parallel()
	h := limited(t, nil)
	for range 5 {
		h.Login(t, "idler@demo.com", "wrong").Want(t, 401, "")
	}
	h.Login(t, "idler@demo.com", "wrong").Want(t, 429, "rate_limited")
	h.Login(t, "IDLER@demo.com", "wrong").Want(t, 429, "rate_limited")
	h.Login(t, "waiter@demo.com", "wrong").Want(t, 401, "")

	for range 7 { // who knows the password is not counted
		h.Login(t, "waiter@demo.com", "waiter123").Want(t, 200, "")
	}
}

func TestAGuesserElsewhereDoesNotLockTheOwnerOut(t *testing.T) {
	t.Parallel()
	h := limited(t, func(o *Options) { o.TrustedProxies = []string{"127.0.0.1"} })
	guess := func(from string) apitest.Reply {
		return h.Call(t, "POST", "/api/auth/login", map[string]string{"email": "waiter@demo.com", "password": "wrong"}, apitest.Headers{"X-Forwarded-For": from})
	}
	for range 6 {
		guess("203.0.113.1")
	}
	guess("203.0.113.1").Want(t, 429, "")
	h.Call(t, "POST", "/api/auth/login", map[string]string{"email": "waiter@demo.com", "password": "waiter123"},
		apitest.Headers{"X-Forwarded-For": "203.0.113.2"}).Want(t, 200, "")
}

func TestWithoutRedisEachProcessCounts(t *testing.T) {
	t.Parallel()
	server := testkit.RedisServer(t)
	opts, err := redis.ParseURL(server.URL())
	require.NoError(t, err)
	opts.ContextTimeoutEnabled, opts.DialTimeout = true, time.Second
	client := redis.NewClient(opts)
	t.Cleanup(func() { _ = client.Close() })
	h := limited(t, func(o *Options) { o.Redis = client })
	h.Probe("/api/test/round", httpx.Table, httpx.LimitRoundSubmit)
	phone := h.Seated(t, "phone")
	h.Call(t, "GET", "/api/test/round", nil, phone).Want(t, 204, "")

	server.Kill()
	start := time.Now()
	for range 10 {
		h.Call(t, "GET", "/api/test/round", nil, phone).Want(t, 204, "")
	}
	h.Call(t, "GET", "/api/test/round", nil, phone).Want(t, 429, "rate_limited")
	h.Call(t, "GET", "/api/test/round", nil, h.Seated(t, "another-phone")).Want(t, 204, "")
	assert.Less(t, time.Since(start), apitest.Patience, "nobody waits for Redis more than once")
	for range 5 {
		h.Login(t, "waiter@demo.com", "wrong").Want(t, 401, "")
	}
	h.Login(t, "waiter@demo.com", "wrong").Want(t, 429, "rate_limited")
	h.Clock.Advance(time.Minute)
	h.Login(t, "waiter@demo.com", "waiter123").Want(t, 200, "")
	assert.LessOrEqual(t, strings.Count(h.Logged.String(), "rate limits counted by each process alone"), 2, "told once a minute")
	assert.Contains(t, h.Logged.String(), "rate limits counted by each process alone")
}
