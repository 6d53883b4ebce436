package mercadopago

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/sony/gobreaker/v2"

	"integrador/internal/domain/payments"
)

// Breaker configures a circuit breaker.
type Breaker struct {
	Failures  uint32        // in a row, before it opens; 0 means 5
	Successes uint32        // in a row while half open, before it closes; 0 means 2
	OpenFor   time.Duration // before it becomes half open; 0 means 30 s
}

// Stats are the counts and the state of a breaker, for the health page. TotalCalls
// includes rejected calls and leaves out those that the caller canceled.
type Stats struct {
	State           string `json:"state"` // closed, half_open, open
	TotalCalls      int64  `json:"total_calls"`
	SuccessfulCalls int64  `json:"successful_calls"`
	FailedCalls     int64  `json:"failed_calls"`
	RejectedCalls   int64  `json:"rejected_calls"`
	StateChanges    int64  `json:"state_changes"`
}

// Circuit is a breaker that processes share. While it fails, a client uses a breaker of
// its own.
type Circuit interface {
	// Enter asks to send one call: wait is 0, or how long to wait instead. The ticket is
	// passed to Leave.
	Enter(ctx context.Context) (ticket int64, wait time.Duration, err error)
	// Leave reports the outcome of a call: VerdictGood, VerdictBad or VerdictNone. A
	// pause stops all calls for so long, whatever the verdict.
	Leave(ctx context.Context, ticket int64, verdict string, pause time.Duration) error
}

// The verdicts of Circuit.Leave.
const (
	VerdictGood = "good" // it responded, be it with a refusal
	VerdictBad  = "bad"  // it failed
	VerdictNone = "none" // the caller canceled, which says nothing
)

// breaker counts each HTTP request. A refusal, such as 404, counts as a success. A
// response that limits the rate pauses calls and is no failure either.
type breaker struct {
	circuit *gobreaker.CircuitBreaker[struct{}]
	shared  Circuit // nil: this process alone
	openFor time.Duration

	mu       sync.Mutex
	counts   Stats
	openedAt time.Time
	paused   time.Time // no call before then
	pauses   int       // in a row, of responses without Retry-After
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
		IsExcluded:    canceled,
		OnStateChange: b.countStateChange,
	})
	return b
}

// execute runs call unless the breaker is open.
func (b *breaker) execute(ctx context.Context, op string, call func() error) error {
	if b.shared != nil {
		ticket, wait, err := b.shared.Enter(ctx)
		if err == nil {
			return b.executeShared(ctx, op, ticket, wait, call)
		}
	}
	return b.executeLocal(op, call)
}

// executeShared uses the breaker that all processes share.
func (b *breaker) executeShared(
	ctx context.Context, op string, ticket int64, wait time.Duration, call func() error,
) error {
	if wait > 0 {
		b.countRejected()
		return rejected(op, wait)
	}
	err := call()
	b.count(err)
	// The outcome is reported even if the caller canceled ctx.
	reporting, cancel := context.WithTimeout(context.WithoutCancel(ctx), reportTimeout)
	defer cancel()
	_ = b.shared.Leave(reporting, ticket, verdictOf(err), b.pauseAfter(err))
	return err
}

const reportTimeout = time.Second

// executeLocal uses the breaker of this process.
func (b *breaker) executeLocal(op string, call func() error) error {
	if wait := b.untilResumed(); wait > 0 {
		b.countRejected()
		return rejected(op, wait)
	}
	_, err := b.circuit.Execute(func() (struct{}, error) { return struct{}{}, call() })
	if errors.Is(err, gobreaker.ErrOpenState) || errors.Is(err, gobreaker.ErrTooManyRequests) {
		b.countRejected()
		return rejected(op, b.untilHalfOpen())
	}
	b.count(err)
	if wait := b.pauseAfter(err); wait > 0 {
		b.mu.Lock()
		b.paused = time.Now().Add(wait)
		b.mu.Unlock()
	}
	return err
}

func (b *breaker) untilResumed() time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	return time.Until(b.paused)
}

func (b *breaker) untilHalfOpen() time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.openFor - time.Since(b.openedAt)
}

// rejected is the error of a call that was not sent.
func rejected(op string, wait time.Duration) error {
	return &payments.Error{
		Op: op, Kind: payments.Unavailable, Code: payments.CodeBreakerOpen,
		Message: "too many failures lately, not sent", RetryAfter: max(wait, time.Second),
	}
}

// pauseAfter is how long to pause after a rate limit: as long as Retry-After says, or
// else one second, then two, four …
func (b *breaker) pauseAfter(err error) time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	failure, ok := errors.AsType[*payments.Error](err)
	if !ok || failure.Kind != payments.RateLimited {
		b.pauses = 0
		return 0
	}
	if failure.RetryAfter > 0 {
		return min(failure.RetryAfter, maxPause)
	}
	wait := min(time.Second<<min(b.pauses, 6), maxPause)
	b.pauses++
	return wait
}

// maxPause limits how long a response can stop a restaurant from collecting payments.
const maxPause = 5 * time.Minute

func (b *breaker) countRejected() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.counts.TotalCalls++
	b.counts.RejectedCalls++
}

func verdictOf(err error) string {
	switch {
	case canceled(err):
		return VerdictNone
	case failed(err):
		return VerdictBad
	default:
		return VerdictGood
	}
}

func (b *breaker) count(err error) {
	if canceled(err) {
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

// countStateChange runs under the circuit's lock, so it must not call the circuit.
func (b *breaker) countStateChange(_ string, _, to gobreaker.State) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.counts.StateChanges++
	if to == gobreaker.StateOpen {
		b.openedAt = time.Now()
	}
}

func (b *breaker) stats() Stats {
	state := b.circuit.State() // may become half open and count that
	b.mu.Lock()
	defer b.mu.Unlock()
	stats := b.counts
	stats.State = map[gobreaker.State]string{
		gobreaker.StateClosed: "closed", gobreaker.StateHalfOpen: "half_open", gobreaker.StateOpen: "open",
	}[state]
	return stats
}

// failed reports that Mercado Pago is unreachable, slow or broken, or that its response
// cannot be used. A refusal (4xx) is no failure.
func failed(err error) bool {
	e, ok := errors.AsType[*payments.Error](err)
	return ok && (e.Kind == payments.Unavailable || e.Kind == payments.Protocol) && (e.HTTP < 400 || e.HTTP >= 500)
}

// canceled reports that the caller canceled, which says nothing about Mercado Pago.
func canceled(err error) bool { return errors.Is(err, context.Canceled) }
