package main

import (
	"context"
	"os"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestQuantilesAndMedians(t *testing.T) {
	t.Parallel()
	var hundred []time.Duration
	for i := range 100 {
		hundred = append(hundred, time.Duration(i+1))
	}
	assert.Equal(t, time.Duration(51), quantile(hundred, 0.5))
	assert.Equal(t, time.Duration(100), quantile(hundred, 0.99))
	assert.Equal(t, time.Duration(100), quantile(hundred, 1))
	assert.Zero(t, quantile(nil, 0.5))
	assert.Equal(t, 2.0, median([]float64{9, 1, 2}))
	assert.Zero(t, median[float64](nil))
}

// A ratio is taken inside each repetition, before the median: a slow minute of
// the machine is then in both of its sides.
func TestRatioIsTakenInsideARepetition(t *testing.T) {
	t.Parallel()
	at := func(perSecond ...int) (all []sample) {
		for _, n := range perSecond {
			all = append(all, sample{window: time.Second, inWindow: n})
		}
		return all
	}
	assert.Equal(t, 5.0, ratio(at(100, 500, 1000), at(20, 100, 250), rate))
}

func TestTargets(t *testing.T) {
	t.Parallel()
	for want, g := range map[string]target{
		"✗":           {value: 8.1, limit: 8, aim: 7},
		"✓":           {value: 7.5, limit: 8, aim: 7},
		"✓ y la meta": {value: 7, limit: 8, aim: 7},
	} {
		assert.Equal(t, want, g.verdict())
	}
	assert.Equal(t, "✗", target{value: 1.9, limit: 2, atLeast: true}.verdict())
	assert.Equal(t, "✓", target{value: 2, limit: 2, atLeast: true}.verdict())
	assert.Equal(t, "≤ 4,20", target{}.bound(4.2))
}

func TestOnlyARefusalThatSaysWhenIsHonest(t *testing.T) {
	t.Parallel()
	assert.True(t, outcome{status: 503, wait: time.Second}.mayRetry())
	assert.True(t, outcome{status: 429, wait: time.Second}.mayRetry())
	assert.False(t, outcome{status: 503}.mayRetry())
	assert.False(t, outcome{status: 500, wait: time.Second}.mayRetry())
	assert.False(t, outcome{}.mayRetry())
}

func TestLoads(t *testing.T) {
	t.Parallel()
	var inFlight, maxSessions, asked atomic.Int64
	do := func(context.Context, int) outcome {
		maxSessions.Store(max(maxSessions.Load(), inFlight.Add(1)))
		defer inFlight.Add(-1)
		if asked.Add(1)%5 == 0 {
			return outcome{status: 500, failure: "cinco"}
		}
		return outcome{status: 200}
	}
	s := load{sessions: 3}.run(t.Context(), 100*time.Millisecond, nil, do)
	assert.LessOrEqual(t, maxSessions.Load(), int64(3))
	assert.NotZero(t, s.inWindow)
	assert.NotZero(t, s.failed)
	assert.Equal(t, "cinco", s.failure)
	assert.Equal(t, int(asked.Load()), len(s.latencies)+s.failed)

	asked.Store(0)
	s = load{perSec: 500}.run(t.Context(), 200*time.Millisecond, nil, do)
	assert.NotZero(t, asked.Load())
	assert.Equal(t, int(asked.Load()), len(s.latencies)+s.failed)
}

func TestCPUOfThisProcess(t *testing.T) {
	t.Parallel()
	if statOf(os.Getpid()) == nil {
		t.Skip("this system gives no CPU time in /proc")
	}
	before := cpuOf(os.Getpid(), false)
	for end := time.Now().Add(5 * time.Second); cpuOf(os.Getpid(), false) == before; {
		require.True(t, time.Now().Before(end), "a busy process uses no CPU")
	}
	m := memoryOf(os.Getpid())
	assert.Positive(t, m.now)
	assert.GreaterOrEqual(t, m.peak, m.now)
	assert.Nil(t, statOf(-1))
}

func TestTable(t *testing.T) {
	t.Parallel()
	tbl := table{head: []string{"Qué", "ms"}}
	assert.Empty(t, tbl.String())
	tbl.add("añejo", "1,5")
	assert.Equal(t, "| Qué   |  ms |\n| ----- | --: |\n| añejo | 1,5 |", tbl.String())
}

// The report has to stand whatever experiment was left out.
func TestReportOfNothing(t *testing.T) {
	t.Parallel()
	text := (&results{plan: short}).markdown()
	assert.Contains(t, text, "# Mediciones")
	assert.NotContains(t, text, "kill -9\n")
}
