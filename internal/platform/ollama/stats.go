package ollama

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"

	"github.com/sony/gobreaker/v2"
)

// Stats counts calls since the client was made, for the health page. TotalCalls
// includes rejected calls and leaves out those that the caller canceled.
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
	case !canceled(err):
		t.bad.Add(1)
	}
}

// canceled reports that the caller gave up, which says nothing about the model.
func canceled(err error) bool { return errors.Is(err, context.Canceled) }

// Stats returns the counts and the state of the breaker.
func (c *Client) Stats() Stats {
	s := Stats{
		State:           strings.ReplaceAll(c.circuit.State().String(), "-", "_"),
		SuccessfulCalls: c.tally.good.Load(),
		FailedCalls:     c.tally.bad.Load(),
		RejectedCalls:   c.tally.rejected.Load(),
		StateChanges:    c.tally.changes.Load(),
	}
	s.TotalCalls = s.SuccessfulCalls + s.FailedCalls + s.RejectedCalls
	return s
}
