package app

import (
	"context"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

// Bounds of GOGC, in percent of what a collection scans. A small process saves CPU
// with fewer collections, since most of the cost of a message is garbage; a process
// with thousands of sessions would need several times its memory.
const (
	maxPercent = 400
	minPercent = 50
	slack      = 80 << 20 // bytes of garbage beyond which more memory saves little
)

// gcPercent is GOGC for a process with so many bytes to scan.
func gcPercent(scanned uint64) int {
	percent := slack * 100 / max(scanned, 1)
	return int(min(max(percent, minPercent), maxPercent))
}

// gcInterval is how often GOGC follows the size of the process.
const gcInterval = 2 * time.Second

// tuneGC keeps GOGC at gcPercent until ctx ends, unless the environment sets it.
func tuneGC(ctx context.Context) {
	const byDefault = 100
	percent := gcPercent(scanned())
	if before := debug.SetGCPercent(percent); before != byDefault {
		debug.SetGCPercent(before)
		return
	}
	go func() {
		tick := time.NewTicker(gcInterval)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
				// Setting it stops the world for a moment.
				if next := gcPercent(scanned()); next != percent {
					percent = next
					debug.SetGCPercent(percent)
				}
			}
		}
	}()
}

// scanned is how many bytes the last collection scanned.
func scanned() (sum uint64) {
	samples := []metrics.Sample{
		{Name: "/gc/heap/live:bytes"}, {Name: "/gc/scan/stack:bytes"}, {Name: "/gc/scan/globals:bytes"},
	}
	metrics.Read(samples)
	for _, s := range samples {
		if s.Value.Kind() == metrics.KindUint64 {
			sum += s.Value.Uint64()
		}
	}
	return sum
}
