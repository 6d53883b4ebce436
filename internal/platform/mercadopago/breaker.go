package mercadopago

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/sony/gobreaker/v2"

	"integrador/internal/domain/payments"
)

// Breaker says when to stop calling and when to start again.
type Breaker struct {
	Failures  uint32        // in a row, before it opens; 0 means 5
	Successes uint32        // in a row while half open, before it closes; 0 means 2
	OpenFor   time.Duration // before it lets calls through again; 0 means 30 s
}

// Stats is what the health page shows of a breaker. TotalCalls counts those it
// rejected too, and leaves out those the caller gave up on.
type Stats struct {
	State           string `json:"state"` // closed, half_open, open
	TotalCalls      int64  `json:"total_calls"`
	SuccessfulCalls int64  `json:"successful_calls"`
	FailedCalls     int64  `json:"failed_calls"`
	RejectedCalls   int64  `json:"rejected_calls"`
	StateChanges    int64  `json:"state_changes"`
}

// Circuit is a breaker that processes share. When it cannot be asked, a client
// goes by a breaker of its own.
type Circuit interface {
	// Enter asks to send one call: wait is 0, or how long to hold back instead. The
	// ticket is shown to Leave.
	Enter(ctx context.Context) (ticket int64, wait time.Duration, err error)
	// Leave tells how the call went: VerdictGood, VerdictBad or VerdictNone. A pause
	// asks everybody to hold back for so long whatever the verdict.
	Leave(ctx context.Context, ticket int64, verdict string, pause time.Duration) error
}

// The verdicts of Circuit.Leave.
const (
	VerdictGood = "good" // it answered; a refusal is an answer
	VerdictBad  = "bad"  // it is not well
	VerdictNone = "none" // the caller went away, which tells nothing
)

// breaker counts each HTTP request. An answer that refuses the request, such as
// a 404, is a success: Mercado Pago is there. One that asks to hold back is
// obeyed, and no failure either.
type breaker struct {
	circuit *gobreaker.CircuitBreaker[struct{}]
	shared  Circuit // nil: this process alone
	openFor time.Duration

	mu       sync.Mutex
	counts   Stats
	openedAt time.Time
	paused   time.Time // until then calls are held back
	pauses   int       // in a row, where nobody said for how long
}

func newBreaker(config Breaker, shared Circuit) *breaker {
	if config.Failures == 0 {
		config.Failures = 5
	}
	if config.Successes == 0 {
		config.Successes = 2
	}
	if config.OpenFor == 0 {
		config.OpenFor = 30 * time.Second
	}
	b := &breaker{shared: shared, openFor: config.OpenFor}
	b.circuit = gobreaker.NewCircuitBreaker[struct{}](gobreaker.Settings{
		Name:          "mercadopago",
		MaxRequests:   config.Successes,
		Timeout:       config.OpenFor,
		ReadyToTrip:   func(c gobreaker.Counts) bool { return c.ConsecutiveFailures >= config.Failures },
		IsSuccessful:  func(err error) bool { return !failed(err) },
		IsExcluded:    abandoned,
		OnStateChange: b.changed,
	})
	return b
}

// guard runs call unless Mercado Pago is to be left alone.
func (b *breaker) guard(ctx context.Context, op string, call func() error) error {
	if b.shared != nil {
		ticket, wait, err := b.shared.Enter(ctx)
		if err == nil {
			return b.together(ctx, op, ticket, wait, call)
		}
	}
	return b.alone(op, call)
}

// together goes by what all processes know.
func (b *breaker) together(ctx context.Context, op string, ticket int64, wait time.Duration, call func() error) error {
	if wait > 0 {
		b.countRejected()
		return held(op, wait)
	}
	err := call()
	b.count(err)
	// Whoever went away took ctx along; the others still want to know.
	telling, cancel := context.WithTimeout(context.WithoutCancel(ctx), tellTimeout)
	defer cancel()
	_ = b.shared.Leave(telling, ticket, verdictOn(err), b.pauseAfter(err))
	return err
}

const tellTimeout = time.Second

// alone goes by what this process has seen.
func (b *breaker) alone(op string, call func() error) error {
	if wait := b.pause(); wait > 0 {
		b.countRejected()
		return held(op, wait)
	}
	_, err := b.circuit.Execute(func() (struct{}, error) { return struct{}{}, call() })
	if errors.Is(err, gobreaker.ErrOpenState) || errors.Is(err, gobreaker.ErrTooManyRequests) {
		b.countRejected()
		return held(op, b.reopens())
	}
	b.count(err)
	if wait := b.pauseAfter(err); wait > 0 {
		b.mu.Lock()
		b.paused = time.Now().Add(wait)
		b.mu.Unlock()
	}
	return err
}

func (b *breaker) pause() time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	return time.Until(b.paused)
}

func (b *breaker) reopens() time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.openFor - time.Since(b.openedAt)
}

// held is the error of a call that was not sent.
func held(op string, wait time.Duration) error {
	return &payments.Error{
		Op: op, Kind: payments.Unavailable, Code: payments.CodeBreakerOpen,
		Message: "too many failures lately, not sent", RetryAfter: max(wait, time.Second),
	}
}

// pauseAfter is how long an answer asks to be left alone: as long as it says, or
// else a second, then two, four …
func (b *breaker) pauseAfter(err error) time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	failure, ok := errors.AsType[*payments.Error](err)
	if !ok || failure.Kind != payments.RateLimited {
		b.pauses = 0
		return 0
	}
	if failure.RetryAfter > 0 {
		return min(failure.RetryAfter, longestPause)
	}
	wait := min(time.Second<<min(b.pauses, 6), longestPause)
	b.pauses++
	return wait
}

// An answer cannot stop a restaurant from collecting for longer than this.
const longestPause = 5 * time.Minute

func (b *breaker) countRejected() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.counts.TotalCalls++
	b.counts.RejectedCalls++
}

func verdictOn(err error) string {
	switch {
	case abandoned(err):
		return VerdictNone
	case failed(err):
		return VerdictBad
	default:
		return VerdictGood
	}
}

func (b *breaker) count(err error) {
	if abandoned(err) {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.counts.TotalCalls++
	if failed(err) {
		b.counts.FailedCalls++
	} else {
		b.counts.SuccessfulCalls++
	}
}

// changed runs under the circuit's own lock, so it must not ask it anything.
func (b *breaker) changed(_ string, _, to gobreaker.State) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.counts.StateChanges++
	if to == gobreaker.StateOpen {
		b.openedAt = time.Now()
	}
}

func (b *breaker) stats() Stats {
	state := b.circuit.State() // may move to half open, and count that
	b.mu.Lock()
	defer b.mu.Unlock()
	stats := b.counts
	stats.State = map[gobreaker.State]string{
		gobreaker.StateClosed: "closed", gobreaker.StateHalfOpen: "half_open", gobreaker.StateOpen: "open",
	}[state]
	return stats
}

// failed reports that Mercado Pago is not well: unreachable, slow, broken, or
// answering what cannot be used. What it refuses (4xx) it has understood.
func failed(err error) bool {
	e, ok := errors.AsType[*payments.Error](err)
	return ok && (e.Kind == payments.Unavailable || e.Kind == payments.Protocol) && (e.HTTP < 400 || e.HTTP >= 500)
}

// abandoned is true of a call whose caller went away, which tells nothing of
// Mercado Pago's health.
func abandoned(err error) bool { return errors.Is(err, context.Canceled) }
