package ollama

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"

	"github.com/sony/gobreaker/v2"
)

// Stats is what the health page shows of the breaker, since the client was made.
// TotalCalls counts those it rejected too, and leaves out those the caller gave
// up on.
type Stats struct {
	State           string `json:"state"` // closed, half_open, open
	TotalCalls      int64  `json:"total_calls"`
	SuccessfulCalls int64  `json:"successful_calls"`
	FailedCalls     int64  `json:"failed_calls"`
	RejectedCalls   int64  `json:"rejected_calls"`
	StateChanges    int64  `json:"state_changes"`
}

type tally struct{ good, bad, rejected, changes atomic.Int64 }

func (t *tally) count(err error) {
	switch {
	case err == nil:
		t.good.Add(1)
	case errors.Is(err, gobreaker.ErrOpenState) || errors.Is(err, gobreaker.ErrTooManyRequests):
		t.rejected.Add(1)
	case !givenUp(err):
		t.bad.Add(1)
	}
}

// givenUp reports whether the caller went away, which tells nothing of the model.
func givenUp(err error) bool { return errors.Is(err, context.Canceled) }

// Stats tells how the model has answered and whether it is asked at all now.
func (c *Client) Stats() Stats {
	s := Stats{
		State:           strings.ReplaceAll(c.circuit.State().String(), "-", "_"),
		SuccessfulCalls: c.tally.good.Load(), FailedCalls: c.tally.bad.Load(), RejectedCalls: c.tally.rejected.Load(), StateChanges: c.tally.changes.Load(),
	}
	s.TotalCalls = s.SuccessfulCalls + s.FailedCalls + s.RejectedCalls
	return s
}
