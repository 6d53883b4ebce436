package mpsim

import (
	"fmt"
	"hash/fnv"
)

// struck draws whether a rule applies to the call. The draw depends on the seed, the
// rule, the call and how often that very call came before: the same calls meet
// the same faults however they interleave, and a repeated call has a draw of its own. The
// caller holds the lock.
func (s *Server) struck(seed, id int64, probability float64, call string) bool {
	if probability == 0 {
		return true
	}
	drawn := fmt.Sprintf("%d %s", id, call)
	s.draws[drawn]++
	return draw(seed, drawn, s.draws[drawn]) < probability
}

// draw is a number in [0, 1).
func draw(seed int64, what string, turn int) float64 {
	sum := fnv.New64a()
	_, _ = fmt.Fprintf(sum, "%d|%s|%d", seed, what, turn) // a hash takes everything
	mixed := sum.Sum64()
	// FNV's high bits hardly move with the last byte: finish as splitmix64 does.
	mixed ^= mixed >> 30
	mixed *= 0xbf58476d1ce4e5b9
	mixed ^= mixed >> 27
	mixed *= 0x94d049bb133111eb
	mixed ^= mixed >> 31
	return float64(mixed>>11) / (1 << 53)
}
