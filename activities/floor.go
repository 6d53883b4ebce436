package activities

import (
	"context"
	"fmt"
	"time"

	"integrador/internal/platform/postgres"
)

// Presence tells whether anybody's phone is connected to a session.
type Presence interface {
	Connected(ctx context.Context, session int64) (bool, error)
}

// Floor looks at what a workflow cannot see.
type Floor struct {
	Store    *postgres.Store
	Presence Presence
}

// Watched names a session that seems abandoned.
type Watched struct {
	TenantID  int64         `json:"tenant_id"`
	SessionID int64         `json:"session_id"`
	Idle      time.Duration `json:"idle"` // how long nothing may have happened
}

// Deserted reports whether nobody is left at a session: no phone connected, an
// empty cart, nothing written for as long as Idle. When Redis cannot tell who is
// connected, somebody is.
func (f *Floor) Deserted(ctx context.Context, w Watched) (bool, error) {
	last, items, err := f.Store.Quiet(ctx, w.TenantID, w.SessionID)
	if err != nil {
		return false, fmt.Errorf("look at session %d: %w", w.SessionID, err)
	}
	if items > 0 || time.Since(last) < w.Idle {
		return false, nil
	}
	connected, err := f.Presence.Connected(ctx, w.SessionID)
	return err == nil && !connected, nil
}
