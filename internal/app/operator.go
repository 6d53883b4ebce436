package app

import (
	"context"

	"integrador/activities"
	"integrador/internal/domain/audit"
	"integrador/internal/readmodel/noticeboard"
)

// AuditCheckpoints are the heads of the audit log in a directory, by tenant.
func AuditCheckpoints(dir string) (map[int64][]audit.Head, error) {
	return activities.ReadCheckpoints(dir)
}

// ShowRetries brings the list of retried notices in Redis up to date.
func (d *Deps) ShowRetries(ctx context.Context) error {
	return noticeboard.Refresh(ctx, d.Store, d.Redis)
}
