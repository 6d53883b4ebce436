package activities

import (
	"context"
	"fmt"
	"time"

	"integrador/internal/platform/postgres"
)

// PresenceReader says whether anybody's phone is connected to a session.
type PresenceReader interface {
	Connected(ctx context.Context, session int64) (bool, error)
}

// Presence says whether anybody is left at a table.
type Presence struct {
	Store    *postgres.Store
	Presence PresenceReader
}

// IdleSession names a session that seems abandoned.
type IdleSession struct {
	TenantID  int64         `json:"tenant_id"`
	SessionID int64         `json:"session_id"`
	Idle      time.Duration `json:"idle"` // how long nothing may have happened
}

// Deserted reports whether nobody is left at a session: no phone connected, an
// empty cart, nothing written for as long as Idle. Without Redis somebody is taken to be
// connected.
func (f *Presence) Deserted(ctx context.Context, w IdleSession) (bool, error) {
	last, items, err := f.Store.LastActivity(ctx, w.TenantID, w.SessionID)
	if err != nil {
		return false, fmt.Errorf("look at session %d: %w", w.SessionID, err)
	}
	if items > 0 || time.Since(last) < w.Idle {
		return false, nil
	}
	connected, err := f.Presence.Connected(ctx, w.SessionID)
	return err == nil && !connected, nil
}
