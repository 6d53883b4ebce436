package seed

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"time"

	"integrador/internal/platform/postgres"
)

// howOften is how long waiters may be without tables after midnight.
const howOften = 30 * time.Second

// EnsureAssignments assigns the demo's waiters to their sectors on the day that
// at falls on where each branch is. A waiter who has any assignment for that day,
// or had one that was revoked, is left alone. Tenants that are not the
// demo's are not touched.
func EnsureAssignments(ctx context.Context, db *postgres.Store, at time.Time) error {
	roles, err := json.Marshal(sectorAssignments())
	if err != nil {
		return fmt.Errorf("encode posts: %w", err)
	}
	err = db.InTx(ctx, func(tx *postgres.Tx) error {
		_, err := tx.Exec(ctx, assign, roles, at)
		return err
	})
	if err != nil {
		return fmt.Errorf("assign the demo's waiters: %w", err)
	}
	return nil
}

// assign reads its posts as one snapshot, so a waiter's first sector does not
// keep the second one out.
const assign = `
INSERT INTO waiter_sector_assignment (tenant_id, branch_id, sector_id, waiter_id, assignment_date)
SELECT b.tenant_id, b.id, s.id, u.id, timezone(b.timezone, $2::timestamptz)::date
FROM jsonb_to_recordset($1) AS p (tenant text, branch text, email text, prefix text)
JOIN tenant t ON t.slug = p.tenant
JOIN branch b ON b.tenant_id = t.id AND b.slug = p.branch AND b.is_active
JOIN branch_sector s ON s.tenant_id = t.id AND s.branch_id = b.id AND s.prefix = p.prefix AND s.is_active
JOIN app_user u ON u.tenant_id = t.id AND u.email = p.email AND u.is_active
WHERE NOT EXISTS (SELECT FROM waiter_sector_assignment a
  WHERE a.tenant_id = t.id AND a.branch_id = b.id AND a.waiter_id = u.id
    AND a.assignment_date = timezone(b.timezone, $2::timestamptz)::date)
ON CONFLICT ON CONSTRAINT waiter_sector_assignment_key DO NOTHING`

type sectorAssignment struct {
	Tenant string `json:"tenant"`
	Branch string `json:"branch"`
	Email  string `json:"email"`
	Prefix string `json:"prefix"`
}

func sectorAssignments() []sectorAssignment {
	var out []sectorAssignment
	for _, h := range restaurants() {
		for _, p := range h.people {
			for _, at := range p.roles {
				for _, prefix := range at.sectors {
					out = append(out, sectorAssignment{h.slug, at.branch, p.email, prefix})
				}
			}
		}
	}
	return out
}

// KeepAssignments runs EnsureAssignments until ctx ends, so that a backend that
// runs past midnight has waiters. What fails is logged and tried again.
func KeepAssignments(ctx context.Context, db *postgres.Store, log *slog.Logger) error {
	if err := EnsureAssignments(ctx, db, time.Now()); err != nil {
		log.ErrorContext(ctx, "demo assignments not kept", "error", err)
	}
	tick := time.NewTicker(howOften)
	defer tick.Stop()
	keep(ctx, db, log, tick.C)
	return nil
}

func keep(ctx context.Context, db *postgres.Store, log *slog.Logger, moments <-chan time.Time) {
	for {
		select {
		case <-ctx.Done():
			return
		case now := <-moments:
			if err := EnsureAssignments(ctx, db, now); err != nil && ctx.Err() == nil {
				log.ErrorContext(ctx, "demo assignments not kept", "error", err)
			}
		}
	}
}
