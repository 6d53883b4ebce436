-- name: AssignmentsOfWaiter :many
-- Without a day it is today of each branch's own time zone.
SELECT a.sector_id, s.name AS sector_name, s.prefix AS sector_prefix, a.branch_id, a.assignment_date::text AS assignment_date, a.shift
FROM waiter_sector_assignment a
JOIN branch_sector s ON s.tenant_id = a.tenant_id AND s.id = a.sector_id AND s.is_active
JOIN branch b ON b.tenant_id = a.tenant_id AND b.id = a.branch_id AND b.is_active
WHERE a.tenant_id = @tenant_id AND a.waiter_id = @waiter_id AND a.is_active
  AND a.assignment_date = coalesce(sqlc.narg('day')::text::date, timezone(b.timezone, @at::timestamptz)::date)
  AND (sqlc.narg('shift')::text IS NULL OR a.shift IS NULL OR a.shift = sqlc.narg('shift'))
  AND (sqlc.narg('branch_id')::bigint IS NULL OR a.branch_id = sqlc.narg('branch_id'))
ORDER BY a.branch_id, s.display_order, a.id;

-- name: BranchDay :one
-- The calendar day that at falls on where the branch is.
SELECT id, name, timezone(timezone, @at::timestamptz)::date::text AS day
FROM branch WHERE id = @branch_id AND tenant_id = @tenant_id AND is_active;

-- name: TablesOfSectors :many
-- All tables of the branches if no sector is given.
SELECT t.id, t.code, t.capacity, t.status, t.branch_id, t.sector_id, coalesce(bs.name, t.sector, '')::text AS sector_name
FROM restaurant_table t LEFT JOIN branch_sector bs ON bs.id = t.sector_id
WHERE t.tenant_id = @tenant_id AND t.is_active
  AND (@every_branch::boolean OR t.branch_id = ANY(@branch_ids::bigint[]))
  AND (cardinality(@sector_ids::bigint[]) = 0 OR t.sector_id = ANY(@sector_ids))
ORDER BY t.branch_id, bs.display_order NULLS LAST, t.code;

-- name: SavePushSubscription :exec
INSERT INTO push_subscription (tenant_id, user_id, endpoint, keys) VALUES (@tenant_id, @user_id, @endpoint, @keys)
ON CONFLICT (user_id, endpoint) DO UPDATE SET keys = EXCLUDED.keys;

-- name: DropPushSubscription :execrows
DELETE FROM push_subscription WHERE tenant_id = @tenant_id AND user_id = @user_id AND endpoint = @endpoint;
