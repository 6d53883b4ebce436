package api

import (
	"context"
	"sync"
	"time"

	"integrador/internal/platform/postgres/dbgen"
)

// An older kind of notice, which nobody can verify, makes nobody do more than look
// for money that is looked for anyway: at most so often per account, for so many
// checkouts.
const (
	hintEvery     = 10 * time.Second
	hintCheckouts = 3
)

// hints remembers when each account was last looked at for a hint. Its zero value
// is ready to use. It grows no larger than the number of connections.
type hints struct {
	mu   sync.Mutex
	last map[int64]time.Time // by connection; 0 is the platform's
}

// take reports whether it is time for another look.
func (h *hints) take(connection int64, now time.Time) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if now.Sub(h.last[connection]) < hintEvery {
		return false
	}
	if h.last == nil {
		h.last = map[int64]time.Time{}
	}
	h.last[connection] = now
	return true
}

// hint looks for the money of checkouts that an unverified notice may speak of,
// sooner than their watches would. Its failures matter to nobody: they will.
func (s *Server) hint(ctx context.Context, in *webhookInput, at hook) {
	id := in.query.Get("id")
	if in.query.Get("topic") != "payment" || len(id) > 32 || !s.hints.take(at.connection, s.now()) {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, handTimeout)
	defer cancel()
	found, err := s.store.HintedCheckouts(ctx, dbgen.HintedCheckoutsParams{ExternalID: &id, TenantID: at.tenant, MaxRows: hintCheckouts})
	if err != nil {
		s.log.InfoContext(ctx, "hint not followed", "error", err)
		return
	}
	for _, one := range found {
		asked, err := s.store.CheckoutOf(ctx, one.TenantID, one.ID)
		if err == nil {
			err = s.sessions.Look(ctx, asked)
		}
		if err != nil {
			s.log.InfoContext(ctx, "hint not followed", "payment", one.ID, "error", err)
		}
	}
}
