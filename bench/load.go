package main

import (
	"context"
	"math/rand/v2"
	"slices"
	"sync"
	"time"
)

// outcome is what one request came to.
type outcome struct {
	status  int           // 0 if none arrived
	wait    time.Duration // that a refusal asks for; 0 if it does not say
	round   int64         // that it made
	failure string        // what went wrong
}

func (o outcome) ok() bool { return o.status >= 200 && o.status < 300 }

// mayRetry reports whether the request was refused with a time after which to repeat it.
func (o outcome) mayRetry() bool { return (o.status == 429 || o.status == 503) && o.wait > 0 }

// request sends one request as client number i.
type request func(ctx context.Context, i int) outcome

// dueRequest is a request that gets the time at which it was due.
type dueRequest func(ctx context.Context, i int, due time.Time) outcome

// sample is what one run of one load came to.
type sample struct {
	window    time.Duration
	latencies []time.Duration // of good answers, sorted once the run is over
	inWindow  int             // good answers before the window's end
	refused   int             // 429 or 503, with Retry-After
	failed    int
	failure   string // one of them
	cpu       usage
}

// rate is good answers in a second.
func (s *sample) rate() float64 { return float64(s.inWindow) / s.window.Seconds() }

// quantile of the latencies, 0 if there are none.
func (s *sample) quantile(q float64) time.Duration { return quantile(s.latencies, q) }

func quantile(sorted []time.Duration, q float64) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[min(len(sorted)-1, int(q*float64(len(sorted))))]
}

// tally collects the outcomes of concurrent requests.
type tally struct {
	mu  sync.Mutex
	end time.Time
	sample
}

func (t *tally) note(o outcome, began time.Time) {
	now := time.Now()
	t.mu.Lock()
	defer t.mu.Unlock()
	switch {
	case o.ok():
		t.latencies = append(t.latencies, now.Sub(began))
		if now.Before(t.end) {
			t.inWindow++
		}
	case o.mayRetry():
		t.refused++
	default:
		t.failed++
		t.failure = o.failure
	}
}

// load is how many requests are sent: concurrently, or per second.
type load struct {
	sessions int     // of a closed loop: each has one request in flight
	perSec   float64 // of an open loop; 0 for a closed one
}

// openSessions are those over which an open loop's arrivals parallel.
const openSessions = 100

// run puts the load on do for as long as window and waits for the last answer.
// roles are the processes whose CPU time is measured.
func (l load) run(ctx context.Context, window time.Duration, roles []role, do request) sample {
	return l.runDue(ctx, window, roles, func(ctx context.Context, i int, _ time.Time) outcome { return do(ctx, i) })
}

// runDue is run for an request that wants to know when it was due.
func (l load) runDue(ctx context.Context, window time.Duration, roles []role, do dueRequest) sample {
	before, start := measure(roles), time.Now()
	t := &tally{end: start.Add(window), sample: sample{window: window}}
	if l.perSec > 0 {
		l.open(ctx, t, do)
	} else {
		l.closed(ctx, t, do)
	}
	t.cpu = measure(roles).since(before)
	slices.Sort(t.latencies)
	return t.sample
}

func (l load) closed(ctx context.Context, t *tally, do dueRequest) {
	var all sync.WaitGroup
	for i := range l.sessions {
		all.Go(func() {
			for time.Now().Before(t.end) && ctx.Err() == nil {
				began := time.Now()
				o := do(ctx, i, began)
				t.note(o, began)
				if !o.ok() {
					pause(ctx, min(max(o.wait, 50*time.Millisecond), time.Until(t.end)))
				}
			}
		})
	}
	all.Wait()
}

// open sends requests at random times (Poisson), whether or not earlier ones have been
// answered. A latency counts from the arrival that was due.
func (l load) open(ctx context.Context, t *tally, do dueRequest) {
	var all sync.WaitGroup
	due := time.Now()
	for {
		due = due.Add(time.Duration(rand.ExpFloat64() / l.perSec * float64(time.Second))) //nolint:gosec // arrivals, not secrets
		if !due.Before(t.end) || ctx.Err() != nil {
			break
		}
		pause(ctx, time.Until(due))
		arrival, i := due, rand.IntN(openSessions) //nolint:gosec // as above
		all.Go(func() { t.note(do(ctx, i, arrival), arrival) })
	}
	all.Wait()
}

// pause waits, but not for a context that has ended.
func pause(ctx context.Context, d time.Duration) {
	if d <= 0 {
		return
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

// parallel calls do n times, some at once, and gives the first error.
func parallel(n, atOnce int, do func(i int) error) error {
	var all sync.WaitGroup
	var once sync.Once
	var first error
	next := make(chan int)
	for range atOnce {
		all.Go(func() {
			for i := range next {
				if err := do(i); err != nil {
					once.Do(func() { first = err })
				}
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	all.Wait()
	return first
}
