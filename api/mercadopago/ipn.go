package mercadopago

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

// ipnLimiter remembers when each account was last looked at for a hint. Its zero value
// is ready to use. It grows no larger than the number of connections.
type ipnLimiter struct {
	mu   sync.Mutex
	last map[int64]time.Time // by connection; 0 is the platform's
}

// take reports whether it is time for another look.
func (h *ipnLimiter) take(connection int64, now time.Time) bool {
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

// lookForPayments looks for the money of checkouts that an unverified notice may speak of,
// sooner than their watches would. Its failures matter to nobody: they will.
func (h *Handlers) lookForPayments(ctx context.Context, in *webhookInput, at endpoint) {
	id := in.query.Get("id")
	if in.query.Get("topic") != "payment" || len(id) > 32 || !h.ipn.take(at.connection, h.Now()) {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, handTimeout)
	defer cancel()
	found, err := h.Store.HintedCheckouts(ctx, dbgen.HintedCheckoutsParams{ExternalID: &id, TenantID: at.tenant, MaxRows: hintCheckouts})
	if err != nil {
		h.Log.InfoContext(ctx, "hint not followed", "error", err)
		return
	}
	for _, one := range found {
		asked, err := h.Store.CheckoutOf(ctx, one.TenantID, one.ID)
		if err == nil {
			err = h.Sessions.Look(ctx, asked)
		}
		if err != nil {
			h.Log.InfoContext(ctx, "hint not followed", "payment", one.ID, "error", err)
		}
	}
}
