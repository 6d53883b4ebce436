package httpx

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestFreshAsksAgainWhenItsAnswerIsOld(t *testing.T) {
	t.Parallel()
	var loads int
	var fail error
	c := &testClock{}
	f := NewTTLCache(time.Second, c.Now, func(context.Context, int) (int, error) { loads++; return loads, fail })
	ask := func() int {
		v, err := f.Get(t.Context(), 7)
		require.NoError(t, err)
		return v
	}
	assert.Equal(t, []int{1, 1}, []int{ask(), ask()})
	c.Advance(time.Second)
	assert.Equal(t, 2, ask())
	f.Forget(7)
	assert.Equal(t, 3, ask())

	c.Advance(time.Second)
	fail = errors.New("down")
	_, err := f.Get(t.Context(), 7)
	require.Error(t, err)
	fail = nil
	assert.Equal(t, 5, ask(), "an error is not remembered")
}

// A logout must not be undone by a question that was asked just before it.
func TestFreshForgetsWhatIsStillLoading(t *testing.T) {
	t.Parallel()
	asked, proceed := make(chan struct{}, 1), make(chan struct{})
	f := NewTTLCache(time.Minute, time.Now, func(context.Context, int) (string, error) {
		asked <- struct{}{}
		<-proceed
		return "alive", nil
	})
	got := make(chan string, 1)
	go func() { v, _ := f.Get(t.Context(), 7); got <- v }()
	<-asked
	f.Forget(7)
	proceed <- struct{}{}
	assert.Equal(t, "alive", <-got)

	go func() { v, _ := f.Get(t.Context(), 7); got <- v }()
	<-asked // it asks again instead of believing the old answer
	proceed <- struct{}{}
	<-got
}

func TestFreshLetsAnAskerLeave(t *testing.T) {
	t.Parallel()
	proceed := make(chan struct{})
	f := NewTTLCache(time.Minute, time.Now, func(ctx context.Context, _ int) (int, error) { <-proceed; return 1, ctx.Err() })
	ctx, leave := context.WithCancel(t.Context())
	left := make(chan error, 1)
	go func() { _, err := f.Get(ctx, 7); left <- err }()
	leave()
	require.ErrorIs(t, <-left, context.Canceled)
	close(proceed)
	v, err := f.Get(t.Context(), 7)
	require.NoError(t, err)
	assert.Equal(t, 1, v, "whoever stays is served")
}

// testClock runs with the real one, ahead by what a test asks.
type testClock struct{ ahead atomic.Int64 }

func (c *testClock) Now() time.Time           { return time.Now().Add(time.Duration(c.ahead.Load())) }
func (c *testClock) Advance(by time.Duration) { c.ahead.Add(int64(by)) }
