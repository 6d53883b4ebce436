package api

import (
	"fmt"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/internal/dev/testkit"
)

// limited is a house with the contract's limits.
func limited(t *testing.T, change func(*Options)) *house {
	t.Helper()
	return newHouse(t, func(o *Options) {
		o.Limits = DefaultLimits()
		if change != nil {
			change(o)
		}
	})
}

func TestARestaurantBehindOneAddressCanOrder(t *testing.T) {
	t.Parallel()
	h := limited(t, nil)
	h.probe(operation{Path: "/api/test/round", Access: table, Limit: LimitRoundSubmit})
	phone := h.seated(t, "")
	for guest := range 200 {
		phone[deviceHeader] = fmt.Sprint("phone-", guest)
		h.call(t, "GET", "/api/test/round", nil, phone).want(t, 204, "")
	}
}

func TestOnePersonIsSlowedDown(t *testing.T) {
	t.Parallel()
	h := limited(t, nil)
	h.probe(operation{Path: "/api/test/round", Access: table, Limit: LimitRoundSubmit})
	greedy := h.seated(t, "greedy")
	for range 10 {
		h.call(t, "GET", "/api/test/round", nil, greedy).want(t, 204, "")
	}
	a := h.call(t, "GET", "/api/test/round", nil, greedy).want(t, 429, "rate_limited")
	wait, ok := a.body["retry_after"].(float64)
	require.True(t, ok, a.text)
	assert.Equal(t, strconv.Itoa(int(wait)), a.Header.Get("Retry-After"))
	assert.InDelta(t, 6, wait, 1, "ten a minute: one every six seconds")

	h.call(t, "GET", "/api/test/round", nil, h.seated(t, "neighbour")).want(t, 204, "")
	assert.Contains(t, h.call(t, "GET", "/metrics", nil, nil).text, `integrador_rate_limited_total{by="person",limit="round_submit"} 1`)
}

func TestForwardedForIsIgnoredUnlessTheProxyIsTrusted(t *testing.T) {
	t.Parallel()
	few := func(o *Options) { o.Limits.PerMinute[LimitMenu], o.Limits.PerAddressFactor = 1, 2 }
	count := func(h *house) (let int) {
		h.probe(operation{Path: "/api/test/menu", Access: public, Limit: LimitMenu})
		for n := range 5 {
			from := headers{"X-Forwarded-For": fmt.Sprintf("203.0.113.%d", n), "X-Real-IP": fmt.Sprintf("203.0.113.%d", n)}
			if h.call(t, "GET", "/api/test/menu", nil, from).StatusCode == http.StatusNoContent {
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
		h.login(t, idlerEmail, "wrong").want(t, 401, "")
	}
	h.login(t, idlerEmail, "wrong").want(t, 429, "rate_limited")
	h.login(t, "IDLER@demo.com", "wrong").want(t, 429, "rate_limited")
	h.login(t, waiterEmail, "wrong").want(t, 401, "")

	for range 7 { // who knows the password is not counted
		h.login(t, waiterEmail, rightSecret).want(t, 200, "")
	}
}

func TestAGuesserElsewhereDoesNotLockTheOwnerOut(t *testing.T) {
	t.Parallel()
	h := limited(t, func(o *Options) { o.TrustedProxies = []string{"127.0.0.1"} })
	guess := func(from string) reply {
		return h.call(t, "POST", "/api/auth/login", map[string]string{"email": waiterEmail, "password": "wrong"}, headers{"X-Forwarded-For": from})
	}
	for range 6 {
		guess("203.0.113.1")
	}
	guess("203.0.113.1").want(t, 429, "")
	h.call(t, "POST", "/api/auth/login", map[string]string{"email": waiterEmail, "password": rightSecret},
		headers{"X-Forwarded-For": "203.0.113.2"}).want(t, 200, "")
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
	h.probe(operation{Path: "/api/test/round", Access: table, Limit: LimitRoundSubmit})
	phone := h.seated(t, "phone")
	h.call(t, "GET", "/api/test/round", nil, phone).want(t, 204, "")

	server.Kill()
	start := time.Now()
	for range 10 {
		h.call(t, "GET", "/api/test/round", nil, phone).want(t, 204, "")
	}
	h.call(t, "GET", "/api/test/round", nil, phone).want(t, 429, "rate_limited")
	h.call(t, "GET", "/api/test/round", nil, h.seated(t, "another-phone")).want(t, 204, "")
	assert.Less(t, time.Since(start), patience, "nobody waits for Redis more than once")
	for range 5 {
		h.login(t, waiterEmail, "wrong").want(t, 401, "")
	}
	h.login(t, waiterEmail, "wrong").want(t, 429, "rate_limited")
	h.clock.advance(time.Minute)
	h.login(t, waiterEmail, rightSecret).want(t, 200, "")
	assert.LessOrEqual(t, strings.Count(h.log.String(), "rate limits counted by each process alone"), 2, "told once a minute")
	assert.Contains(t, h.log.String(), "rate limits counted by each process alone")
}

func TestNetwork(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"203.0.113.7":          "203.0.113.7",
		"::ffff:203.0.113.7":   "203.0.113.7",
		"2001:db8:1:2:3:4:5:6": "2001:db8:1:2::/64",
		"2001:db8:1:2::1":      "2001:db8:1:2::/64",
		"fe80::1%eth0":         "fe80::/64",
	} {
		assert.Equal(t, want, network(netip.MustParseAddr(address)))
	}
}
