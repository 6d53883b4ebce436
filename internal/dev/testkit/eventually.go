package testkit

import (
	"errors"
	"testing"
	"time"
)

// leastDeadline is how long a condition may take at least. On a busy machine
// everything is slow, and a test that passes does not wait for its deadline.
const leastDeadline = time.Minute

// Eventually waits until cond holds and fails the test, naming what was awaited,
// if that takes longer than within and longer than a minute. It must be called
// from the test's goroutine.
func Eventually(t testing.TB, within time.Duration, what string, cond func() bool) {
	t.Helper()
	EventuallyNil(t, within, func() error {
		if cond() {
			return nil
		}
		return errors.New(what)
	})
}

// EventuallyNil waits until try returns nil and fails the test with try's last
// error if that takes longer than within and longer than a minute.
func EventuallyNil(t testing.TB, within time.Duration, try func() error) {
	t.Helper()
	within = max(within, leastDeadline)
	deadline := time.NewTimer(within)
	defer deadline.Stop()
	for pause := time.Millisecond; ; pause = min(2*pause, 50*time.Millisecond) {
		err := try()
		if err == nil {
			return
		}
		select {
		case <-deadline.C:
			t.Fatalf("not within %v: %v", within, err)
		case <-time.After(pause):
		}
	}
}
