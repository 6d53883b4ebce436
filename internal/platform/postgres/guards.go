package postgres

import (
	"context"
	"fmt"

	"integrador/internal/domain/fault"
	"integrador/internal/platform/postgres/dbgen"
)

var errLastAdmin = fault.New(fault.Refused, "last_admin",
	"Tiene que quedar al menos una persona que pueda entrar como ADMIN.")

// RequireNoLiveSession refuses a change of tables that have a live session. The caller
// has locked the tables.
//
// Errors: fault.Refused.
func (tx *Tx) RequireNoLiveSession(ctx context.Context, at dbgen.LiveTableParams) error {
	code, err := tx.LiveTable(ctx, at)
	switch {
	case IsNoRow(err):
		return nil
	case err != nil:
		return fmt.Errorf("find live sessions: %w", err)
	}
	return fault.Newf(fault.Refused, "sitting_open", "La mesa %s está abierta: cerrala primero.", code)
}

// RequireAdminRemains refuses a change that would leave a tenant without an active
// ADMIN; without is whom the change removes. It locks the tenant, so that two concurrent
// changes do not each rely on the admin that the other one removes.
//
// Errors: fault.Refused.
func (tx *Tx) RequireAdminRemains(ctx context.Context, without dbgen.CountAdminsParams) error {
	if err := tx.LockTenant(ctx, without.TenantID); err != nil {
		return fmt.Errorf("lock tenant %d: %w", without.TenantID, err)
	}
	admins, err := tx.CountAdmins(ctx, without)
	if err != nil {
		return fmt.Errorf("count admins: %w", err)
	}
	if admins == 0 {
		return errLastAdmin
	}
	return nil
}
