package activities

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"go.temporal.io/sdk/activity"

	"integrador/internal/domain/audit"
	"integrador/internal/domain/fault"
	"integrador/internal/platform/postgres"
)

// Nightly is the upkeep that nobody waits for.
type Nightly struct {
	Store *postgres.Store
	// Checkpoints is the directory where the heads of the audit log are written
	// down, outside of the database; "" keeps them in Temporal's history alone.
	Checkpoints string
}

// PurgeTokens forgets refresh tokens that expired a while ago and reports how many.
func (n *Nightly) PurgeTokens(ctx context.Context) (int64, error) {
	return n.Store.SystemDeleteOldRefreshTokens(ctx, time.Now().AddDate(0, 0, -7))
}

// Checkpoint is where the audit log of a tenant stood, once it had been checked.
type Checkpoint struct {
	TenantID int64     `json:"tenant_id"`
	At       time.Time `json:"at"`
	audit.Head
}

// auditBroken says where a tenant's audit log does not hold. Trying again would
// find the same.
func auditBroken(tenant int64, what string) error {
	return fault.Newf(fault.Internal, "audit_broken", "El registro de auditoría del restaurante %d no cierra: %s.", tenant, what)
}

// CheckpointAudit checks the audit log of every tenant against itself and against
// what was written down before, and writes down where it stands.
//
// Errors: a fault "audit_broken" that names the tenant and the place.
func (n *Nightly) CheckpointAudit(ctx context.Context) ([]Checkpoint, error) {
	before, err := ReadCheckpoints(n.Checkpoints)
	if err != nil {
		return nil, err
	}
	tenants, err := n.Store.AuditTenants(ctx)
	if err != nil {
		return nil, postgres.Fault(err)
	}
	var points []Checkpoint
	for _, tenant := range tenants {
		report, err := n.Store.VerifyAudit(ctx, tenant.ID, before[tenant.ID], func(done, all int64) { beat(ctx, tenant.ID, done, all) })
		if err != nil {
			return nil, err
		}
		if report.Broken != nil {
			return nil, auditBroken(tenant.ID, report.Broken.Error())
		}
		if report.Unsealed > 0 {
			return nil, auditBroken(tenant.ID, fmt.Sprintf("%d entradas sin sello", report.Unsealed))
		}
		if report.Seq > 0 {
			points = append(points, Checkpoint{TenantID: tenant.ID, At: time.Now().UTC(), Head: report.Head})
		}
	}
	return points, n.write(points)
}

// beat records a heartbeat: a long check goes on; outside of an activity it does
// nothing.
func beat(ctx context.Context, tenant, done, all int64) {
	if activity.IsActivity(ctx) {
		activity.RecordHeartbeat(ctx, tenant, done, all)
	}
}

func checkpointFile(dir string) string { return filepath.Join(dir, "audit-checkpoints.jsonl") }

// ReadCheckpoints reads what was written down in dir, by tenant, oldest first. A
// directory without a file has none.
func ReadCheckpoints(dir string) (map[int64][]audit.Head, error) {
	heads := map[int64][]audit.Head{}
	if dir == "" {
		return heads, nil
	}
	file, err := os.Open(checkpointFile(dir))
	if errors.Is(err, fs.ErrNotExist) {
		return heads, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the checkpoints: %w", err)
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		var c Checkpoint
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			return nil, fmt.Errorf("read a checkpoint: %w", err)
		}
		heads[c.TenantID] = append(heads[c.TenantID], c.Head)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("read the checkpoints: %w", err)
	}
	return heads, nil
}

// write appends points; the file only grows.
func (n *Nightly) write(points []Checkpoint) error {
	if n.Checkpoints == "" || len(points) == 0 {
		return nil
	}
	if err := os.MkdirAll(n.Checkpoints, 0o750); err != nil {
		return fmt.Errorf("make the checkpoints' directory: %w", err)
	}
	file, err := os.OpenFile(checkpointFile(n.Checkpoints), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o640) //nolint:gosec // whoever keeps copies reads it by its group
	if err != nil {
		return fmt.Errorf("write checkpoints: %w", err)
	}
	defer file.Close()
	encoder := json.NewEncoder(file)
	for _, point := range points {
		if err := encoder.Encode(point); err != nil {
			return fmt.Errorf("write a checkpoint: %w", err)
		}
	}
	return file.Sync()
}
