// Package auditlog verifies, counts and reads the audit log of restaurants.
//
// Imports: internal/domain/audit, internal/operator, internal/platform/postgres,
// internal/platform/postgres/dbgen.
package auditlog

import (
	"context"

	"integrador/internal/domain/audit"
	"integrador/internal/operator"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

// Verification is the result of verifying one restaurant's audit log.
type Verification struct {
	TenantID int64  `json:"tenant_id"`
	Tenant   string `json:"tenant"`
	postgres.AuditReport
	Compared int `json:"compared"` // checkpoints that were written earlier
}

// Verify verifies the audit log of every tenant, or of one if only is not 0, also
// against checkpoints, which are by tenant.
func Verify(
	ctx context.Context, store *postgres.Store, checkpoints map[int64][]audit.Head, only int64,
	progress func(tenant string, done, all int64),
) (out []Verification, err error) {
	err = eachTenant(ctx, store, only, func(tenant dbgen.AuditTenantsRow) error {
		heads := checkpoints[tenant.ID]
		report, err := store.VerifyAudit(ctx, tenant.ID, heads, func(done, all int64) { progress(tenant.Name, done, all) })
		out = append(out, Verification{tenant.ID, tenant.Name, report, len(heads)})
		return err
	})
	return out, err
}

// Stats counts one restaurant's entries by action.
type Stats struct {
	TenantID int64                 `json:"tenant_id"`
	Tenant   string                `json:"tenant"`
	Counts   []operator.AuditCount `json:"counts"`
}

// Count counts the entries of every tenant, or of one if only is not 0.
func Count(ctx context.Context, store *postgres.Store, only int64) (out []Stats, err error) {
	err = eachTenant(ctx, store, only, func(tenant dbgen.AuditTenantsRow) error {
		rows, err := store.AuditCounts(ctx, tenant.ID)
		counts := operator.List(rows, func(r dbgen.AuditCountsRow) operator.AuditCount { return operator.AuditCount(r) })
		out = append(out, Stats{tenant.ID, tenant.Name, counts})
		return postgres.Fault(err)
	})
	return out, err
}

// Entries reads a tenant's audit log, newest first.
func Entries(ctx context.Context, store *postgres.Store, p dbgen.AuditEntriesParams) ([]operator.AuditEntry, error) {
	rows, err := store.AuditEntries(ctx, p)
	entries := operator.List(rows, func(r dbgen.AuditEntriesRow) operator.AuditEntry { return operator.AuditEntry(r) })
	return entries, postgres.Fault(err)
}

func eachTenant(ctx context.Context, store *postgres.Store, only int64, do func(dbgen.AuditTenantsRow) error) error {
	tenants, err := store.AuditTenants(ctx)
	if err != nil {
		return postgres.Fault(err)
	}
	for _, tenant := range tenants {
		if only != 0 && tenant.ID != only {
			continue
		}
		if err := do(tenant); err != nil {
			return err
		}
	}
	return nil
}
