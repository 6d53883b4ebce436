-- name: Reservations :many
-- Narrowed to one reservation if id is given. In the order in which the guests come.
SELECT id, tenant_id, branch_id, customer_name, customer_phone, customer_email, party_size, reservation_date::date AS reservation_date,
  to_char(reservation_time, 'HH24:MI:SS') AS reservation_time, duration_minutes, table_id, status, notes, is_active, created_at, updated_at
FROM reservation
WHERE tenant_id = @tenant_id AND (sqlc.narg('id')::bigint IS NULL OR id = sqlc.narg('id'))
  AND (@every_branch::boolean OR branch_id = ANY(@branch_ids::bigint[]))
  AND (sqlc.narg('day')::date IS NULL OR reservation_date = sqlc.narg('day'))
  AND (sqlc.narg('status')::text IS NULL OR status = sqlc.narg('status'))
  AND (@include_deleted::boolean OR deleted_at IS NULL)
ORDER BY starts_at, id
LIMIT @max_rows OFFSET @skip;

-- name: LockTableForReservations :exec
-- One reservation of a table at a time: exclusion constraints alone would have two that come at once wait for one another.
SELECT pg_advisory_xact_lock(hashtextextended('reservation', @table_id::bigint)) FROM restaurant_table WHERE id = @table_id AND tenant_id = @tenant_id;

-- name: ComingReservations :many
-- What is still to come to a table.
SELECT id FROM reservation
WHERE tenant_id = @tenant_id AND table_id = @table_id AND status IN ('PENDING', 'CONFIRMED') AND deleted_at IS NULL AND ends_at > now()
ORDER BY starts_at, id;

-- name: IsDayOver :one
-- Whether a day has passed on a branch's clock.
SELECT (@day::date < timezone(timezone, @at::timestamptz)::date)::boolean FROM branch WHERE id = @branch_id AND tenant_id = @tenant_id;

-- name: InsertReservation :one
INSERT INTO reservation (tenant_id, branch_id, customer_name, customer_phone, customer_email, party_size, reservation_date, reservation_time,
  duration_minutes, starts_at, ends_at, table_id, notes)
SELECT b.tenant_id, b.id, @customer_name, sqlc.narg('customer_phone'), sqlc.narg('customer_email'), @party_size, @reservation_date::date,
  @reservation_time::time, @duration_minutes::int, at.starts, at.starts + make_interval(mins => @duration_minutes::int),
  sqlc.narg('table_id'), sqlc.narg('notes')
FROM branch b CROSS JOIN LATERAL (SELECT timezone(b.timezone, sqlc.arg('reservation_date')::date + sqlc.arg('reservation_time')::time) AS starts) at
WHERE b.id = @branch_id AND b.tenant_id = @tenant_id
RETURNING id;

-- name: UpdateReservation :exec
UPDATE reservation r SET customer_name = @customer_name, customer_phone = @customer_phone, customer_email = @customer_email,
  party_size = @party_size, reservation_date = @reservation_date::date, reservation_time = @reservation_time::time,
  duration_minutes = @duration_minutes::int, table_id = @table_id, notes = @notes,
  starts_at = timezone(b.timezone, sqlc.arg('reservation_date')::date + sqlc.arg('reservation_time')::time),
  ends_at = timezone(b.timezone, sqlc.arg('reservation_date')::date + sqlc.arg('reservation_time')::time) + make_interval(mins => @duration_minutes::int)
FROM branch b
WHERE r.id = @id AND r.tenant_id = @tenant_id AND b.tenant_id = r.tenant_id AND b.id = r.branch_id;

-- name: SetReservationStatus :exec
UPDATE reservation SET status = @status WHERE id = @id AND tenant_id = @tenant_id;
