package mercadopago

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/sony/gobreaker/v2"

	"integrador/internal/checkout"
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

// breaker counts each HTTP request. An answer that refuses the request, such as
// a 404, is a success: Mercado Pago is there.
type breaker struct {
	circuit *gobreaker.CircuitBreaker[struct{}]
	openFor time.Duration

	mu       sync.Mutex
	counts   Stats
	openedAt time.Time
}

func newBreaker(config Breaker) *breaker {
	if config.Failures == 0 {
		config.Failures = 5
	}
	if config.Successes == 0 {
		config.Successes = 2
	}
	if config.OpenFor == 0 {
		config.OpenFor = 30 * time.Second
	}
	b := &breaker{openFor: config.OpenFor}
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

// guard runs call unless the breaker is open.
func (b *breaker) guard(op string, call func() error) error {
	_, err := b.circuit.Execute(func() (struct{}, error) { return struct{}{}, call() })
	if errors.Is(err, gobreaker.ErrOpenState) || errors.Is(err, gobreaker.ErrTooManyRequests) {
		return b.reject(op)
	}
	b.count(err)
	return err
}

func (b *breaker) reject(op string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.counts.TotalCalls++
	b.counts.RejectedCalls++
	return &checkout.Error{
		Op:         op,
		Kind:       checkout.Unavailable,
		Code:       checkout.CodeBreakerOpen,
		Message:    "too many failures lately, not sent",
		RetryAfter: max(b.openFor-time.Since(b.openedAt), time.Second),
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

func failed(err error) bool {
	e, ok := errors.AsType[*checkout.Error](err)
	return ok && e.Temporary()
}

// abandoned is true of a call whose caller went away, which tells nothing of
// Mercado Pago's health.
func abandoned(err error) bool { return errors.Is(err, context.Canceled) }
