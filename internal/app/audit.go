package app

import (
	"context"

	"integrador/activities"
	"integrador/internal/platform/config"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

// TenantAudit is what checking one restaurant's audit log came to.
type TenantAudit struct {
	TenantID int64  `json:"tenant_id"`
	Tenant   string `json:"tenant"`
	postgres.AuditReport
	Compared int `json:"compared"` // heads that were written down earlier
}

// VerifyAudit checks the audit log of every tenant, or of one if only is not 0,
// also against the checkpoints in the configured directory.
func VerifyAudit(ctx context.Context, cfg config.Config, only int64, progress func(tenant string, done, all int64)) ([]TenantAudit, error) {
	then, err := activities.ReadCheckpoints(cfg.Audit.Checkpoints)
	if err != nil {
		return nil, err
	}
	var out []TenantAudit
	err = eachTenant(ctx, cfg, only, func(s *postgres.Store, tenant dbgen.AuditTenantsRow) error {
		report, err := s.VerifyAudit(ctx, tenant.ID, then[tenant.ID], func(done, all int64) { progress(tenant.Name, done, all) })
		out = append(out, TenantAudit{tenant.ID, tenant.Name, report, len(then[tenant.ID])})
		return err
	})
	return out, err
}

// TenantAuditCounts is how often one restaurant's people did what.
type TenantAuditCounts struct {
	TenantID int64        `json:"tenant_id"`
	Tenant   string       `json:"tenant"`
	Counts   []AuditCount `json:"counts"`
}

// AuditStats counts the entries of every tenant, or of one if only is not 0.
func AuditStats(ctx context.Context, cfg config.Config, only int64) (out []TenantAuditCounts, err error) {
	err = eachTenant(ctx, cfg, only, func(s *postgres.Store, tenant dbgen.AuditTenantsRow) error {
		counts, err := s.AuditCounts(ctx, tenant.ID)
		out = append(out, TenantAuditCounts{tenant.ID, tenant.Name, converted(counts, func(r dbgen.AuditCountsRow) AuditCount { return AuditCount(r) })})
		return postgres.Fault(err)
	})
	return out, err
}

// AuditEntries reads a tenant's audit log, newest first.
func AuditEntries(ctx context.Context, cfg config.Config, p dbgen.AuditEntriesParams) ([]AuditEntry, error) {
	s, err := postgres.Open(ctx, cfg.Postgres.URL.Reveal(), postgres.Options{})
	if err != nil {
		return nil, err
	}
	defer s.Close()
	rows, err := s.AuditEntries(ctx, p)
	return converted(rows, func(r dbgen.AuditEntriesRow) AuditEntry { return AuditEntry(r) }), postgres.Fault(err)
}

func eachTenant(ctx context.Context, cfg config.Config, only int64, do func(*postgres.Store, dbgen.AuditTenantsRow) error) error {
	s, err := postgres.Open(ctx, cfg.Postgres.URL.Reveal(), postgres.Options{})
	if err != nil {
		return err
	}
	defer s.Close()
	tenants, err := s.AuditTenants(ctx)
	if err != nil {
		return postgres.Fault(err)
	}
	for _, tenant := range tenants {
		if only != 0 && tenant.ID != only {
			continue
		}
		if err := do(s, tenant); err != nil {
			return err
		}
	}
	return nil
}
