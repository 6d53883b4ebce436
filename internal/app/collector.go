package app

import (
	"context"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

// The garbage that a process may keep, in percent of what it has to scan. Fewer
// collections are worth memory while there is little to keep: most of what a
// message costs is garbage. They are not worth several times thousands of sessions.
const (
	mostGarbage  = 400
	leastGarbage = 50
	slack        = 80 << 20 // bytes of garbage that are enough for anybody
)

// garbagePercent is GOGC for a process that has so many bytes to scan.
func garbagePercent(scanned uint64) int {
	percent := slack * 100 / max(scanned, 1)
	return int(min(max(percent, leastGarbage), mostGarbage))
}

// collectorPace is how soon the collector hears of how the process has grown.
const collectorPace = 2 * time.Second

// tuneCollector keeps GOGC at garbagePercent until ctx ends, unless whoever
// started the process set it.
func tuneCollector(ctx context.Context) {
	const byDefault = 100
	percent := garbagePercent(scanned())
	if before := debug.SetGCPercent(percent); before != byDefault {
		debug.SetGCPercent(before)
		return
	}
	go func() {
		tick := time.NewTicker(collectorPace)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
				// Setting it stops the world for a moment: not for nothing.
				if next := garbagePercent(scanned()); next != percent {
					percent = next
					debug.SetGCPercent(percent)
				}
			}
		}
	}()
}

// scanned is what a collection went through when there last was one.
func scanned() (sum uint64) {
	parts := []metrics.Sample{{Name: "/gc/heap/live:bytes"}, {Name: "/gc/scan/stack:bytes"}, {Name: "/gc/scan/globals:bytes"}}
	metrics.Read(parts)
	for _, p := range parts {
		if p.Value.Kind() == metrics.KindUint64 {
			sum += p.Value.Uint64()
		}
	}
	return sum
}
