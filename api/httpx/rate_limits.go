package httpx

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"

	"github.com/go-redis/redis_rate/v10"
	lru "github.com/hashicorp/golang-lru/v2"
	"github.com/prometheus/client_golang/prometheus"
	"golang.org/x/time/rate"

	"integrador/internal/domain/fault"
	"integrador/internal/platform/telemetry"
)

// Limit names how often something may be asked for.
type Limit string

// The limits that operations refer to.
const (
	LimitLogin         Limit = "login"
	LimitRefresh       Limit = "refresh"
	LimitLogout        Limit = "logout"
	LimitTableSession  Limit = "table_session"
	LimitDinerRegister Limit = "diner_register"
	LimitRoundSubmit   Limit = "round_submit"
	LimitServiceCall   Limit = "service_call"
	LimitCart          Limit = "cart"
	LimitCartChange    Limit = "cart_change"
	LimitCartClear     Limit = "cart_clear"
	LimitCheckRequest  Limit = "check_request"
	LimitCash          Limit = "cash"
	LimitMPPreference  Limit = "mp_preference"
	LimitMPReturn      Limit = "mp_return"
	LimitMenu          Limit = "menu"
	LimitWebhook       Limit = "webhook"
	LimitConnection    Limit = "connection"
	LimitTwoFactor     Limit = "two_factor"
	LimitChat          Limit = "chat"
)

// Limits are numbers of requests. Whoever is known has a limit of their own: a
// member of staff, a phone by the token of its scan, a chain of refresh tokens. All
// phones of a table together may do perTable times as much, whatever names they give
// themselves. The guests of a restaurant share one public address, so an address may
// do PerAddressFactor times as much; who is not known has only that.
type Limits struct {
	PerMinute map[Limit]int
	// PerAddressFactor is how many people may be behind one address.
	PerAddressFactor int
	// LoginTries bounds attempts for one e-mail from one address in LoginWindow.
	LoginTries  int
	LoginWindow time.Duration
}

// DefaultLimits are those of the contract.
func DefaultLimits() Limits {
	return Limits{
		PerMinute: map[Limit]int{
			LimitLogin: 5, LimitRefresh: 5, LimitLogout: 10, LimitTableSession: 30, LimitDinerRegister: 20, LimitRoundSubmit: 10,
			LimitServiceCall: 10, LimitCart: 60, LimitCartChange: 60, LimitCartClear: 10, LimitCheckRequest: 10, LimitCash: 20,
			LimitMPPreference: 5, LimitMenu: 100, LimitWebhook: 600, LimitConnection: 20, LimitTwoFactor: 5, LimitChat: 20,
			LimitMPReturn: 10,
		},
		PerAddressFactor: 30, LoginTries: 5, LoginWindow: time.Minute,
	}
}

// perTable is how many people order at a table at the same time. It is well below the factor of an address, so that one
// table does not use up the share of its neighbours.
const perTable = 12

// everywhere is how many times LoginTries an e-mail has over all addresses. It
// slows down a guesser with many addresses; it is more than one, so that a
// guesser at one address does not lock the owner out at another.
const everywhere = 6

// Redis decides within limiterTimeout or is not asked again for limiterPause.
const (
	limiterTimeout = 250 * time.Millisecond
	limiterPause   = 2 * time.Second
)

// Limiter decides by the leaky bucket (GCRA) whose state Redis keeps, so all
// processes count together. While Redis does not answer each process counts on its
// own: with several processes somebody may do several times as much, but nobody is
// locked out and nobody unbounded. That is logged once a minute and counted.
type Limiter struct {
	Limits
	redis   *redis_rate.Limiter // nil without Redis
	down    atomic.Int64        // Unix nanoseconds until which Redis is not asked
	told    atomic.Int64        // Unix nanoseconds when the log last said that
	mu      sync.Mutex
	local   *lru.Cache[string, *rate.Limiter]
	now     func() time.Time
	log     *slog.Logger
	refused *prometheus.CounterVec
	blinded prometheus.Counter
}

func newLimiter(o Options) *Limiter {
	local, err := lru.New[string, *rate.Limiter](ttlCacheSize)
	if err != nil {
		panic(err) // only a size below 1 does this
	}
	l := &Limiter{
		Limits: o.Limits, local: local, now: o.Now, log: o.Log,
		refused: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: telemetry.RateLimited, Help: "Pedidos rechazados por ser demasiados.",
		}, []string{"limit", "by"}),
		blinded: prometheus.NewCounter(prometheus.CounterOpts{
			Name: telemetry.RateLimiterDown, Help: "Decisiones tomadas sin Redis.",
		}),
	}
	for limit := range o.Limits.PerMinute {
		l.refused.WithLabelValues(string(limit), "person")
		l.refused.WithLabelValues(string(limit), "table")
		l.refused.WithLabelValues(string(limit), "address")
	}
	if o.Redis != nil {
		l.redis = redis_rate.NewLimiter(o.Redis)
	}
	o.Registry.MustRegister(l.refused, l.blinded)
	return l
}

// bucket is one count that a request adds to.
type bucket struct {
	limit Limit
	by    string // person, address or email
	key   string
	rate  redis_rate.Limit
}

// admit counts a request of a person and of a table, if they are known, and of an address. The narrowest comes first:
// who is refused does not use up the neighbours' share.
func (l *Limiter) admit(ctx context.Context, limit Limit, who identified, ip netip.Addr) error {
	if limit == "" {
		return nil
	}
	n := l.PerMinute[limit]
	if person := cmp.Or(who.scan, who.person); person != "" {
		err := l.take(ctx, bucket{limit, "person", string(limit) + ":" + person, redis_rate.PerMinute(n)})
		if err != nil {
			return err
		}
	}
	if who.table != "" {
		err := l.take(ctx, bucket{limit, "table", string(limit) + ":" + who.table, redis_rate.PerMinute(n * perTable)})
		if err != nil {
			return err
		}
	}
	return l.take(ctx, bucket{
		limit, "address", string(limit) + ":ip:" + network(ip), redis_rate.PerMinute(n * l.PerAddressFactor),
	})
}

// AdmitPerson counts a request of someone who becomes known only in the handler.
func (l *Limiter) AdmitPerson(ctx context.Context, limit Limit, person string) error {
	return l.take(ctx, bucket{limit, "person", string(limit) + ":" + person, redis_rate.PerMinute(l.PerMinute[limit])})
}

// AdmitLogin counts an attempt to log in as email.
func (l *Limiter) AdmitLogin(ctx context.Context, email string, ip netip.Addr) error {
	for _, b := range l.loginBuckets(email, ip) {
		if err := l.take(ctx, b); err != nil {
			return err
		}
	}
	return nil
}

// ForgiveLogin forgets the attempts of who has proved to know the password.
func (l *Limiter) ForgiveLogin(ctx context.Context, email string, ip netip.Addr) {
	for _, b := range l.loginBuckets(email, ip) {
		l.mu.Lock()
		l.local.Remove(b.key)
		l.mu.Unlock()
		_ = l.ask(ctx, func(ctx context.Context) error { return l.redis.Reset(ctx, b.key) })
	}
}

func (l *Limiter) loginBuckets(email string, ip netip.Addr) []bucket {
	per := func(tries int) redis_rate.Limit {
		return redis_rate.Limit{Rate: tries, Burst: tries, Period: l.LoginWindow}
	}
	// What somebody types as an e-mail must not make the key of another's count.
	return []bucket{
		{LimitLogin, "email", "login:from:" + network(ip) + " " + email, per(l.LoginTries)},
		{LimitLogin, "email", "login:email:" + email, per(l.LoginTries * everywhere)},
	}
}

// network is what counts as one address: all of a home's IPv6 addresses do.
func network(ip netip.Addr) string {
	if ip.Is6() && !ip.Is4In6() {
		if p, err := ip.WithZone("").Prefix(64); err == nil {
			return p.String()
		}
	}
	return ip.Unmap().String()
}

// take counts one request, and refuses it when the bucket is full.
func (l *Limiter) take(ctx context.Context, b bucket) error {
	if b.rate.Rate <= 0 {
		return nil // configured as unlimited
	}
	wait := time.Duration(-1)
	err := l.ask(ctx, func(ctx context.Context) error {
		r, err := l.redis.Allow(ctx, b.key, b.rate)
		if err == nil && r.Allowed == 0 {
			wait = r.RetryAfter
		}
		return err
	})
	if err != nil && ctx.Err() == nil && (l.redis != nil || b.by == "email" || b.limit == LimitTwoFactor) {
		wait = l.takeLocally(b)
	}
	if wait < 0 {
		return nil
	}
	l.refused.WithLabelValues(string(b.limit), b.by).Inc()
	seconds := max(1, int(math.Ceil(wait.Seconds())))
	return fault.Newf(fault.TooMany, "rate_limited", "Demasiados intentos. Probá de nuevo en %d segundos.", seconds).After(seconds)
}

var errBlind = errors.New("redis is not asked")

// ask has Redis do something, unless it failed a moment ago.
func (l *Limiter) ask(ctx context.Context, do func(context.Context) error) error {
	if l.redis == nil || l.now().UnixNano() < l.down.Load() {
		l.blinded.Inc()
		return errBlind
	}
	within, cancel := context.WithTimeout(ctx, limiterTimeout)
	defer cancel()
	err := do(within)
	if err == nil || ctx.Err() != nil { // a client that left says nothing about Redis
		return err
	}
	l.blinded.Inc()
	l.down.Store(l.now().Add(limiterPause).UnixNano())
	l.tell(ctx, err)
	return fmt.Errorf("count requests: %w", err)
}

// tell logs that Redis is not counting, once a minute.
func (l *Limiter) tell(ctx context.Context, err error) {
	now, last := l.now().UnixNano(), l.told.Load()
	if now-last >= int64(time.Minute) && l.told.CompareAndSwap(last, now) {
		l.log.WarnContext(ctx, "rate limits counted by each process alone", "error", err)
	}
}

// takeLocally counts in this process and gives how long to wait, or less than 0.
func (l *Limiter) takeLocally(b bucket) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	own, ok := l.local.Get(b.key)
	if !ok {
		own = rate.NewLimiter(rate.Every(b.rate.Period/time.Duration(b.rate.Rate)), b.rate.Burst)
		l.local.Add(b.key, own)
	}
	now := l.now()
	r := own.ReserveN(now, 1)
	if wait := r.DelayFrom(now); wait > 0 {
		r.CancelAt(now)
		return wait
	}
	return -1
}
