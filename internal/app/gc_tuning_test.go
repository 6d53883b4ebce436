package app

import (
	"testing"

	"pgregory.net/rapid"
)

func TestGCPercentBounds(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		kept := rapid.Uint64Range(0, 8<<30).Draw(t, "scanned")
		percent := gcPercent(kept)
		if percent < minPercent || percent > maxPercent {
			t.Fatalf("GOGC=%d", percent)
		}
		if garbage := kept * uint64(percent) / 100; garbage > max(slack, kept/2) {
			t.Fatalf("%d bytes of garbage over %d", garbage, kept)
		}
	})
}

func TestGCPercentOfASmallProcess(t *testing.T) {
	t.Parallel()
	if got := gcPercent(10 << 20); got != maxPercent {
		t.Fatalf("GOGC=%d", got)
	}
}

// The names of the runtime's metrics have changed before; an unknown one reads as 0.
func TestRuntimeMetricsExist(t *testing.T) {
	t.Parallel()
	if scanned() == 0 {
		t.Fatal("nothing to scan")
	}
}
