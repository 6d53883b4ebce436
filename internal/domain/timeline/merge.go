package timeline

import "time"

// Merge puts threads into one order. Each thread is in an order of its own, which
// is never changed, whatever its clock says: numbers of events and versions of a
// session are surer than moments. Between threads the earlier moment goes first,
// and at the same moment the earlier thread: give causes before effects.
func Merge(threads ...[]Line) []Line {
	var out []Line
	next := make([]int, len(threads))
	for {
		first := -1
		for i, thread := range threads {
			//nolint:gosec // first is an index of threads
			if next[i] < len(thread) && (first < 0 || moment(thread, next[i]).Before(moment(threads[first], next[first]))) {
				first = i
			}
		}
		if first < 0 {
			return out
		}
		out = append(out, threads[first][next[first]])
		next[first]++
	}
}

// moment is when a line stands in its thread: not before the line ahead of it.
func moment(thread []Line, i int) time.Time {
	at := thread[i].At
	if i > 0 && thread[i-1].At.After(at) {
		return thread[i-1].At
	}
	return at
}
