package pubsub_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/internal/dev/testkit"
	"integrador/internal/platform/pubsub"
)

const openFor = 300 * time.Millisecond

// wires are two processes that call the same party.
type wires struct {
	t           *testing.T
	all         *pubsub.Circuits
	here, there *pubsub.Circuit
}

func newWires(t *testing.T) wires {
	t.Helper()
	client := testkit.Redis(t)
	far := redis.NewClient(client.Options())
	t.Cleanup(func() { _ = far.Close() })
	o := pubsub.CircuitOptions{OpenFor: openFor}
	all := pubsub.NewCircuits(client, "mercadopago", o)
	return wires{t, all, all.Of("7"), pubsub.NewCircuits(far, "mercadopago", o).Of("7")}
}

func (w wires) enter(c *pubsub.Circuit) (int64, time.Duration) {
	w.t.Helper()
	ticket, wait, err := c.Enter(w.t.Context())
	require.NoError(w.t, err)
	return ticket, wait
}

// call makes one call and reports whether it was let through.
func (w wires) call(c *pubsub.Circuit, verdict string) bool {
	w.t.Helper()
	ticket, wait := w.enter(c)
	if wait > 0 {
		return false
	}
	require.NoError(w.t, c.Leave(w.t.Context(), ticket, verdict, 0))
	return true
}

func (w wires) state() pubsub.CircuitStats {
	w.t.Helper()
	stats, err := w.all.Stats(w.t.Context())
	require.NoError(w.t, err)
	return stats
}

func (w wires) open() {
	w.t.Helper()
	for i := range 5 {
		require.True(w.t, w.call([]*pubsub.Circuit{w.here, w.there}[i%2], "bad"))
	}
}

func TestProcessesShareACircuit(t *testing.T) {
	t.Parallel()
	w := newWires(t)
	w.call(w.here, "bad")
	w.call(w.there, "good")
	assert.Equal(t, pubsub.CircuitStats{State: "closed", TotalCalls: 2, SuccessfulCalls: 1, FailedCalls: 1}, w.state())

	w.open()
	_, wait := w.enter(w.there)
	assert.Positive(t, wait)
	assert.LessOrEqual(t, wait, openFor)
	assert.True(t, w.call(w.all.Of("8"), "good"), "another party is well")
	assert.Equal(t, pubsub.CircuitStats{
		State: "open", TotalCalls: 9, SuccessfulCalls: 2, FailedCalls: 6, RejectedCalls: 1, StateChanges: 1, OpenCircuits: 1,
	}, w.state())

	w.half()
	assert.True(t, w.call(w.here, "good"))
	assert.Equal(t, "half_open", w.state().State)
	assert.True(t, w.call(w.there, "good"))
	assert.Equal(t, "closed", w.state().State)
	assert.EqualValues(t, 3, w.state().StateChanges)
}

// half waits until calls are let through again.
func (w wires) half() {
	w.t.Helper()
	testkit.Eventually(w.t, 10*time.Second, "the circuit is not open any more", func() bool { return w.state().State == "half_open" })
}

func TestAFailureWhileHalfOpenOpensAgain(t *testing.T) {
	t.Parallel()
	w := newWires(t)
	w.open()
	w.half()
	assert.True(t, w.call(w.here, "bad"))
	assert.Equal(t, "open", w.state().State)
	assert.False(t, w.call(w.there, "good"))
}

func TestHalfOpenLetsTwoThroughAtATime(t *testing.T) {
	t.Parallel()
	w := newWires(t)
	w.open()
	w.half()
	var through atomic.Int32
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			if _, wait, err := w.here.Enter(context.WithoutCancel(t.Context())); err == nil && wait == 0 {
				through.Add(1)
			}
		})
	}
	all.Wait()
	assert.EqualValues(t, 2, through.Load())
}

func TestAVerdictOnAnEarlierStateChangesNone(t *testing.T) {
	t.Parallel()
	w := newWires(t)
	early, _ := w.enter(w.here)
	w.open()
	w.half()
	assert.True(t, w.call(w.here, "good"))
	require.NoError(t, w.here.Leave(t.Context(), early, "bad", 0))
	assert.Equal(t, "half_open", w.state().State)
	assert.True(t, w.call(w.here, "good"))
	assert.Equal(t, "closed", w.state().State)
}

func TestAPauseHoldsEverybodyBackAndIsNoFailure(t *testing.T) {
	t.Parallel()
	w := newWires(t)
	ticket, _ := w.enter(w.here)
	require.NoError(t, w.here.Leave(t.Context(), ticket, "good", time.Minute))
	_, wait := w.enter(w.there)
	assert.Greater(t, wait, 50*time.Second)
	assert.Equal(t, "closed", w.state().State)
}

func TestWhoWentAwayIsNotCounted(t *testing.T) {
	t.Parallel()
	w := newWires(t)
	for range 10 {
		w.call(w.here, "none")
	}
	assert.Equal(t, pubsub.CircuitStats{State: "closed"}, w.state())
}

func TestWithoutRedisACircuitSaysSo(t *testing.T) {
	t.Parallel()
	client := redis.NewClient(&redis.Options{Addr: "127.0.0.1:1", MaxRetries: -1})
	defer client.Close()
	all := pubsub.NewCircuits(client, "mercadopago", pubsub.CircuitOptions{})
	_, _, err := all.Of("7").Enter(t.Context())
	require.Error(t, err)
	_, err = all.Stats(t.Context())
	require.Error(t, err)
}
