package postgres

import (
	"context"
	"fmt"

	"integrador/internal/domain/fault"
	"integrador/internal/platform/postgres/dbgen"
)

var errLastAdmin = fault.New(fault.Refused, "last_admin", "Tiene que quedar al menos una persona que pueda entrar como ADMIN.")

// RequireNoLiveSession refuses a change of a table, or of a branch, where somebody sits.
// Whoever asks has locked the tables concerned.
//
// Errors: fault.Refused.
func (tx *Tx) RequireNoLiveSession(ctx context.Context, at dbgen.LiveTableParams) error {
	code, err := tx.LiveTable(ctx, at)
	switch {
	case IsNoRow(err):
		return nil
	case err != nil:
		return fmt.Errorf("look for open sessions: %w", err)
	}
	return fault.Newf(fault.Refused, "sitting_open", "La mesa %s está abierta: cerrala primero.", code)
}

// RequireAdminRemains refuses what would leave a tenant without anybody who can come in as
// an ADMIN; but says whom or what to leave out of account. Changes that ask this
// wait for each other until their transactions end, so two of them cannot each
// rely on the other's admin.
//
// Errors: fault.Refused.
func (tx *Tx) RequireAdminRemains(ctx context.Context, but dbgen.CountAdminsParams) error {
	if err := tx.LockTenant(ctx, but.TenantID); err != nil {
		return fmt.Errorf("lock tenant %d: %w", but.TenantID, err)
	}
	admins, err := tx.CountAdmins(ctx, but)
	if err != nil {
		return fmt.Errorf("count admins: %w", err)
	}
	if admins == 0 {
		return errLastAdmin
	}
	return nil
}
