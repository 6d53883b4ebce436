package app

import (
	"testing"

	"pgregory.net/rapid"
)

func TestGarbageIsBoundedBySlackOrByHalfOfWhatIsKept(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		kept := rapid.Uint64Range(0, 8<<30).Draw(t, "scanned")
		percent := garbagePercent(kept)
		if percent < leastGarbage || percent > mostGarbage {
			t.Fatalf("GOGC=%d", percent)
		}
		if garbage := kept * uint64(percent) / 100; garbage > max(slack, kept/2) {
			t.Fatalf("%d bytes of garbage over %d", garbage, kept)
		}
	})
}

func TestASmallProcessSeldomCollects(t *testing.T) {
	t.Parallel()
	if got := garbagePercent(10 << 20); got != mostGarbage {
		t.Fatalf("GOGC=%d", got)
	}
}

// What the runtime tells of has had other names, and an unknown one reads as nothing.
func TestTheRuntimeTellsWhatItScans(t *testing.T) {
	t.Parallel()
	if scanned() == 0 {
		t.Fatal("nothing to scan")
	}
}
