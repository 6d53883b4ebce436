package breaker_test

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
	"integrador/internal/platform/breaker"
)

func TestMain(m *testing.M) { testkit.Main(m) }

const openFor = 300 * time.Millisecond

// fixture is two processes that call the same party.
type fixture struct {
	t           *testing.T
	service     *breaker.Service
	here, there *breaker.Breaker
}

func newFixture(t *testing.T) fixture {
	t.Helper()
	client := testkit.Redis(t)
	far := redis.NewClient(client.Options())
	t.Cleanup(func() { _ = far.Close() })
	o := breaker.Options{OpenFor: openFor}
	service := breaker.New(client, "mercadopago", o)
	return fixture{t, service, service.Of("7"), breaker.New(far, "mercadopago", o).Of("7")}
}

func (f fixture) enter(c *breaker.Breaker) (int64, time.Duration) {
	f.t.Helper()
	ticket, wait, err := c.Enter(f.t.Context())
	require.NoError(f.t, err)
	return ticket, wait
}

// call makes one call and reports whether it was allowed.
func (f fixture) call(c *breaker.Breaker, verdict string) bool {
	f.t.Helper()
	ticket, wait := f.enter(c)
	if wait > 0 {
		return false
	}
	require.NoError(f.t, c.Leave(f.t.Context(), ticket, verdict, 0))
	return true
}

func (f fixture) state() breaker.Stats {
	f.t.Helper()
	stats, err := f.service.Stats(f.t.Context())
	require.NoError(f.t, err)
	return stats
}

func (f fixture) open() {
	f.t.Helper()
	for i := range 5 {
		require.True(f.t, f.call([]*breaker.Breaker{f.here, f.there}[i%2], "bad"))
	}
}

func TestProcessesShareABreaker(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.call(f.here, "bad")
	f.call(f.there, "good")
	assert.Equal(t, breaker.Stats{State: "closed", TotalCalls: 2, SuccessfulCalls: 1, FailedCalls: 1}, f.state())

	f.open()
	_, wait := f.enter(f.there)
	assert.Positive(t, wait)
	assert.LessOrEqual(t, wait, openFor)
	assert.True(t, f.call(f.service.Of("8"), "good"), "another party is not affected")
	assert.Equal(t, breaker.Stats{
		State:           "open",
		TotalCalls:      9,
		SuccessfulCalls: 2,
		FailedCalls:     6,
		RejectedCalls:   1,
		StateChanges:    1,
		OpenCircuits:    1,
	}, f.state())

	f.awaitHalfOpen()
	assert.True(t, f.call(f.here, "good"))
	assert.Equal(t, "half_open", f.state().State)
	assert.True(t, f.call(f.there, "good"))
	assert.Equal(t, "closed", f.state().State)
	assert.EqualValues(t, 3, f.state().StateChanges)
}

// awaitHalfOpen waits until calls are allowed again.
func (f fixture) awaitHalfOpen() {
	f.t.Helper()
	testkit.Eventually(f.t, 10*time.Second, "the breaker is half open", func() bool { return f.state().State == "half_open" })
}

func TestFailureWhileHalfOpenOpens(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.open()
	f.awaitHalfOpen()
	assert.True(t, f.call(f.here, "bad"))
	assert.Equal(t, "open", f.state().State)
	assert.False(t, f.call(f.there, "good"))
}

func TestHalfOpenAllowsTwoCallsAtATime(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.open()
	f.awaitHalfOpen()
	var allowed atomic.Int32
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			if _, wait, err := f.here.Enter(context.WithoutCancel(t.Context())); err == nil && wait == 0 {
				allowed.Add(1)
			}
		})
	}
	all.Wait()
	assert.EqualValues(t, 2, allowed.Load())
}

func TestVerdictOnAnEarlierStateChangesNothing(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	early, _ := f.enter(f.here)
	f.open()
	f.awaitHalfOpen()
	assert.True(t, f.call(f.here, "good"))
	require.NoError(t, f.here.Leave(t.Context(), early, "bad", 0))
	assert.Equal(t, "half_open", f.state().State)
	assert.True(t, f.call(f.here, "good"))
	assert.Equal(t, "closed", f.state().State)
}

func TestPauseRejectsCallsAndIsNoFailure(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	ticket, _ := f.enter(f.here)
	require.NoError(t, f.here.Leave(t.Context(), ticket, "good", time.Minute))
	_, wait := f.enter(f.there)
	assert.Greater(t, wait, 50*time.Second)
	assert.Equal(t, "closed", f.state().State)
}

func TestCanceledCallIsNotCounted(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	for range 10 {
		f.call(f.here, "none")
	}
	assert.Equal(t, breaker.Stats{State: "closed"}, f.state())
}

func TestWithoutRedisEnterFails(t *testing.T) {
	t.Parallel()
	client := redis.NewClient(&redis.Options{Addr: "127.0.0.1:1", MaxRetries: -1})
	defer client.Close()
	service := breaker.New(client, "mercadopago", breaker.Options{})
	_, _, err := service.Of("7").Enter(t.Context())
	require.Error(t, err)
	_, err = service.Stats(t.Context())
	require.Error(t, err)
}
