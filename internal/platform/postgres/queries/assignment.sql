-- name: DayOfBranch :one
-- Who serves which sector on a day: the sectors in order, each with its waiters, and who is left. With a shift, whole-day
-- assignments count too.
SELECT b.id AS branch_id, b.name AS branch_name,
  coalesce((SELECT jsonb_agg(jsonb_build_object('sector_id', s.id, 'sector_name', s.name, 'sector_prefix', s.prefix, 'waiters',
      coalesce((SELECT jsonb_agg(jsonb_build_object('id', w.id, 'name', w.name, 'email', w.email, 'assignment_id', a.id, 'shift', a.shift)
          ORDER BY w.name, w.id, a.id)
        FROM waiter_sector_assignment a JOIN branch_waiter w ON w.tenant_id = a.tenant_id AND w.branch_id = a.branch_id AND w.id = a.waiter_id
        WHERE a.tenant_id = b.tenant_id AND a.branch_id = b.id AND a.sector_id = s.id AND a.assignment_date = p.day AND a.is_active
          AND (p.shift IS NULL OR a.shift IS NULL OR a.shift = p.shift)), '[]'::jsonb)) ORDER BY s.display_order, s.id)
    FROM branch_sector s
    WHERE s.tenant_id = b.tenant_id AND (s.branch_id = b.id OR s.branch_id IS NULL) AND s.is_active), '[]')::jsonb AS sectors,
  coalesce((SELECT jsonb_agg(jsonb_build_object('id', w.id, 'name', w.name, 'email', w.email) ORDER BY w.name, w.id)
    FROM branch_waiter w
    WHERE w.tenant_id = b.tenant_id AND w.branch_id = b.id AND NOT EXISTS (SELECT FROM waiter_sector_assignment a
      WHERE a.tenant_id = b.tenant_id AND a.branch_id = b.id AND a.waiter_id = w.id AND a.assignment_date = p.day AND a.is_active
        AND (p.shift IS NULL OR a.shift IS NULL OR a.shift = p.shift))), '[]')::jsonb AS unassigned
FROM branch b, (SELECT sqlc.arg(day)::text::date AS day, sqlc.narg('shift')::text AS shift) p
WHERE b.id = @branch_id AND b.tenant_id = @tenant_id AND b.deleted_at IS NULL;

-- name: AssignmentsByID :many
SELECT a.id, a.tenant_id, a.branch_id, a.sector_id, s.name AS sector_name, s.prefix AS sector_prefix, a.waiter_id,
  coalesce(nullif(concat_ws(' ', u.first_name, u.last_name), ''), u.email)::text AS waiter_name, u.email AS waiter_email,
  a.assignment_date::text AS assignment_date, a.shift, a.is_active
FROM waiter_sector_assignment a
JOIN branch_sector s ON s.tenant_id = a.tenant_id AND s.id = a.sector_id
JOIN app_user u ON u.tenant_id = a.tenant_id AND u.id = a.waiter_id
WHERE a.tenant_id = @tenant_id AND a.id = ANY(@ids::bigint[])
ORDER BY s.display_order, s.id, waiter_name, a.id;

-- name: WhoMayNotServe :many
-- Those of waiter_ids who are no waiters of the branch.
SELECT x::bigint AS waiter_id FROM unnest(@waiter_ids::bigint[]) x
WHERE NOT EXISTS (SELECT FROM branch_waiter w WHERE w.tenant_id = @tenant_id AND w.branch_id = @branch_id AND w.id = x)
ORDER BY x;

-- name: SectorsNotOf :many
-- Those of sector_ids that the branch does not have.
SELECT x::bigint AS sector_id FROM unnest(@sector_ids::bigint[]) x
WHERE NOT EXISTS (SELECT FROM branch_sector s
  WHERE s.tenant_id = @tenant_id AND s.id = x AND (s.branch_id = @branch_id OR s.branch_id IS NULL) AND s.is_active)
ORDER BY x;

-- name: Assign :many
-- The pairs are sector_ids[i], waiter_ids[i]. One that is assigned already gives no row; one that was taken back comes back.
INSERT INTO waiter_sector_assignment (tenant_id, branch_id, sector_id, waiter_id, assignment_date, shift)
SELECT DISTINCT @tenant_id::bigint, @branch_id::bigint, p.sector_id, p.waiter_id, sqlc.arg(day)::text::date, sqlc.narg('shift')::text
FROM (SELECT unnest(@sector_ids::bigint[]) AS sector_id, unnest(@waiter_ids::bigint[]) AS waiter_id) p
ORDER BY 3, 4
ON CONFLICT ON CONSTRAINT waiter_sector_assignment_key DO UPDATE SET is_active = true WHERE NOT waiter_sector_assignment.is_active
RETURNING id;

-- name: CopyAssignments :many
-- What still can be served: the sector is there, and the person still a waiter of the branch.
INSERT INTO waiter_sector_assignment (tenant_id, branch_id, sector_id, waiter_id, assignment_date, shift)
SELECT a.tenant_id, a.branch_id, a.sector_id, a.waiter_id, sqlc.arg(to_day)::text::date, a.shift
FROM waiter_sector_assignment a
JOIN branch_sector s ON s.tenant_id = a.tenant_id AND s.id = a.sector_id AND s.is_active
JOIN branch_waiter w ON w.tenant_id = a.tenant_id AND w.branch_id = a.branch_id AND w.id = a.waiter_id
WHERE a.tenant_id = @tenant_id AND a.branch_id = @branch_id AND a.assignment_date = sqlc.arg(from_day)::text::date AND a.is_active
  AND (sqlc.narg('shift')::text IS NULL OR a.shift = sqlc.narg('shift'))
ORDER BY a.sector_id, a.waiter_id
ON CONFLICT ON CONSTRAINT waiter_sector_assignment_key DO UPDATE SET is_active = true WHERE NOT waiter_sector_assignment.is_active
RETURNING id;

-- name: CountAssignments :one
SELECT count(*) FROM waiter_sector_assignment
WHERE tenant_id = @tenant_id AND branch_id = @branch_id AND assignment_date = sqlc.arg(day)::text::date AND is_active
  AND (sqlc.narg('shift')::text IS NULL OR shift = sqlc.narg('shift'));

-- name: BranchOfAssignment :one
SELECT branch_id FROM waiter_sector_assignment WHERE id = @id AND tenant_id = @tenant_id AND is_active;

-- name: TakeBackAssignment :execrows
UPDATE waiter_sector_assignment SET is_active = false WHERE id = @id AND tenant_id = @tenant_id AND is_active;

-- name: TakeBackAssignments :many
UPDATE waiter_sector_assignment SET is_active = false
WHERE tenant_id = @tenant_id AND branch_id = @branch_id AND assignment_date = sqlc.arg(day)::text::date AND is_active
  AND (sqlc.narg('shift')::text IS NULL OR shift = sqlc.narg('shift'))
RETURNING id;
