package httpx

import (
	"net/netip"
	"testing"
	"time"

	"github.com/go-redis/redis_rate/v10"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestOriginsThatAreNone(t *testing.T) {
	t.Parallel()
	_, err := sameSite([]string{"*"})
	assert.Error(t, err)
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

// TestNobodyGetsMoreThanTheirShare: in any stretch of time, no more than the
// burst and what has flowed back since; and whoever waits as asked gets in.
func TestNobodyGetsMoreThanTheirShare(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		now := time.Unix(1_700_000_000, 0)
		l := newLimiter(Options{Registry: prometheus.NewRegistry(), Now: func() time.Time { return now }})
		share := rapid.IntRange(1, 30).Draw(t, "a minute")
		b := bucket{LimitLogin, "email", "somebody", redis_rate.PerMinute(share)}
		var admitted []time.Time
		for range rapid.IntRange(1, 80).Draw(t, "tries") {
			now = now.Add(time.Duration(rapid.IntRange(0, 20_000).Draw(t, "ms")) * time.Millisecond)
			wait := l.takeLocally(b)
			if wait >= 0 && rapid.Bool().Draw(t, "patient") {
				now = now.Add(wait + time.Millisecond) // nobody's clock is finer
				require.Negative(t, l.takeLocally(b), "waited %v as told", wait)
				wait = -1
			}
			if wait < 0 {
				admitted = append(admitted, now)
			}
		}
		for i, first := range admitted {
			for j := i; j < len(admitted); j++ {
				flowed := admitted[j].Sub(first).Minutes() * float64(share)
				require.LessOrEqual(t, float64(j-i+1), float64(share)+flowed+1e-6, "from try %d to %d", i, j)
			}
		}
	})
}

// TestNobodyCountsForAnother: attempts to log in are counted together only if the
// e-mail and, for the narrower count, the network are the same.
func TestNobodyCountsForAnother(t *testing.T) {
	t.Parallel()
	address := rapid.Custom(func(t *rapid.T) netip.Addr {
		if rapid.Bool().Draw(t, "v6") {
			return netip.AddrFrom16([16]byte{0x20, 1, 15: rapid.Byte().Draw(t, "host")})
		}
		return netip.AddrFrom4([4]byte{203, 0, 113, rapid.ByteRange(1, 3).Draw(t, "host")})
	})
	l := newLimiter(Options{Registry: prometheus.NewRegistry(), Now: time.Now})
	rapid.Check(t, func(t *rapid.T) {
		ip, otherIP := address.Draw(t, "ip"), address.Draw(t, "other ip")
		email := rapid.SampledFrom([]string{"ana@demo.com", "b@demo.com"}).Draw(t, "email")
		other := rapid.SampledFrom([]string{
			"ana@demo.com", email + ":" + network(ip), email + " " + network(ip), network(ip) + " " + email, "",
		}).Draw(t, "other e-mail")
		mine, theirs := l.loginBuckets(email, ip), l.loginBuckets(other, otherIP)
		require.Equal(t, email == other && network(ip) == network(otherIP), mine[0].key == theirs[0].key)
		require.Equal(t, email == other, mine[1].key == theirs[1].key)
		require.NotEqual(t, mine[0].key, theirs[1].key)
		require.NotEqual(t, mine[1].key, theirs[0].key)
	})
}
