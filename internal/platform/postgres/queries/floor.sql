-- name: PlaceOfTable :one
-- System: a QR code names a table before anybody proved a tenant.
SELECT t.tenant_id, t.branch_id, t.id AS table_id, t.code, t.status, t.sector_id, b.slug AS branch_slug, b.name AS branch_name, b.timezone,
  b.round_approval, b.call_reminder_seconds, b.call_escalation_after, b.ready_reminder_seconds, b.idle_close_minutes,
  b.qr_secret_required, t.qr_secret
FROM restaurant_table t
JOIN branch b ON b.id = t.branch_id AND b.is_active
JOIN tenant n ON n.id = t.tenant_id AND n.is_active
WHERE t.id = @table_id AND t.is_active;

-- name: PlacesOfCode :many
-- System: as PlaceOfTable. Codes repeat over branches; two rows mean that a slug is needed.
SELECT t.tenant_id, t.branch_id, t.id AS table_id, t.code, t.status, t.sector_id, b.slug AS branch_slug, b.name AS branch_name, b.timezone,
  b.round_approval, b.call_reminder_seconds, b.call_escalation_after, b.ready_reminder_seconds, b.idle_close_minutes,
  b.qr_secret_required, t.qr_secret
FROM restaurant_table t
JOIN branch b ON b.id = t.branch_id AND b.is_active
JOIN tenant n ON n.id = t.tenant_id AND n.is_active
WHERE upper(t.code) = upper(@code::text) AND t.is_active AND (@branch_slug::text = '' OR b.slug = @branch_slug)
ORDER BY t.id
LIMIT 2;

-- name: TableCards :many
-- every_branch and every_sector lift the limits to branch_ids and to the sectors that waiter_id serves on the branch's own day.
SELECT t.id AS table_id, t.branch_id, t.code, t.status, t.sector_id, coalesce(bs.name, t.sector, '')::text AS sector_name,
  t.capacity, s.id AS session_id, s.opened_at, s.guests, s.notes, ch.status AS check_status, coalesce(ch.paid_cents, 0)::bigint AS paid_cents,
  (coalesce(ch.total_cents, 0) + CASE WHEN ch.id IS NULL OR ch.status = 'OPEN' THEN coalesce((SELECT sum(i.qty * i.unit_price_cents)
    FROM round r JOIN round_item i ON i.tenant_id = r.tenant_id AND i.round_id = r.id AND NOT i.is_voided
    WHERE r.table_session_id = s.id AND r.status <> 'CANCELED'
      AND NOT EXISTS (SELECT FROM charge c WHERE c.tenant_id = i.tenant_id AND c.check_id = ch.id AND c.round_item_id = i.id)), 0) ELSE 0 END)::bigint AS total_cents,
  (SELECT count(*) FROM diner d WHERE d.tenant_id = s.tenant_id AND d.session_id = s.id)::int AS diners,
  coalesce((SELECT jsonb_agg(jsonb_build_object('round_id', r.id, 'round_number', r.round_number, 'status', r.status,
      'since', coalesce(CASE r.status WHEN 'READY' THEN r.ready_at WHEN 'PENDING' THEN r.created_at END, r.submitted_at, r.created_at))
      ORDER BY r.round_number)
    FROM round r WHERE r.tenant_id = s.tenant_id AND r.table_session_id = s.id AND r.status NOT IN ('SERVED', 'CANCELED')), '[]')::jsonb AS rounds,
  (SELECT count(*) FROM round r WHERE r.table_session_id = s.id AND r.status NOT IN ('SERVED', 'CANCELED'))::int AS open_rounds,
  (SELECT count(*) FROM service_call sc WHERE sc.table_session_id = s.id AND sc.status = 'OPEN')::int AS pending_calls,
  coalesce((SELECT array_agg(sc.id ORDER BY sc.id) FROM service_call sc
    WHERE sc.table_session_id = s.id AND sc.status <> 'CLOSED'), '{}')::bigint[] AS active_call_ids,
  coalesce((SELECT coalesce(nullif(concat_ws(' ', u.first_name, u.last_name), ''), u.email)
    FROM round r JOIN app_user u ON u.tenant_id = r.tenant_id AND u.id = r.confirmed_by_user_id
    WHERE r.table_session_id = s.id ORDER BY r.round_number DESC LIMIT 1), '')::text AS confirmed_by
FROM restaurant_table t
JOIN branch b ON b.id = t.branch_id
LEFT JOIN branch_sector bs ON bs.id = t.sector_id
LEFT JOIN table_session s ON s.table_id = t.id AND s.status IN ('OPEN', 'PAYING')
LEFT JOIN app_check ch ON ch.table_session_id = s.id
WHERE t.tenant_id = @tenant_id AND t.is_active AND b.is_active
  AND (@every_branch::boolean OR t.branch_id = ANY(@branch_ids::bigint[]))
  AND (sqlc.narg('table_id')::bigint IS NULL OR t.id = sqlc.narg('table_id'))
  AND (@every_sector::boolean OR EXISTS (SELECT 1 FROM waiter_sector_assignment a
    WHERE a.waiter_id = @waiter_id AND a.tenant_id = t.tenant_id AND a.branch_id = t.branch_id AND a.sector_id = t.sector_id
      AND a.is_active AND a.assignment_date = timezone(b.timezone, @at::timestamptz)::date))
ORDER BY t.branch_id, bs.display_order NULLS LAST, t.code;

-- name: SessionByID :one
SELECT s.id, s.tenant_id, s.branch_id, s.table_id, t.code AS table_code, t.sector_id, s.status, s.opened_at, s.closed_at,
  s.opened_by, s.opened_by_waiter_id, s.assigned_waiter_id, s.last_event_seq
FROM table_session s JOIN restaurant_table t ON t.tenant_id = s.tenant_id AND t.id = s.table_id
WHERE s.id = @session_id AND s.tenant_id = @tenant_id;

-- name: LiveSessionOfTable :one
SELECT s.id, s.tenant_id, s.branch_id, s.table_id, t.code AS table_code, t.sector_id, s.status, s.opened_at, s.closed_at,
  s.opened_by, s.opened_by_waiter_id, s.assigned_waiter_id, s.last_event_seq
FROM table_session s JOIN restaurant_table t ON t.tenant_id = s.tenant_id AND t.id = s.table_id
WHERE s.table_id = @table_id AND s.tenant_id = @tenant_id AND s.status IN ('OPEN', 'PAYING');

-- name: SessionBill :one
-- Once a check exists it says what is owed; until then, and since it was withdrawn, what was ordered does.
SELECT s.id AS session_id, c.id AS check_id, c.status AS check_status, coalesce(c.paid_cents, 0)::bigint AS paid_cents,
  (coalesce(c.total_cents, 0) + CASE WHEN c.id IS NULL OR c.status = 'OPEN' THEN coalesce((SELECT sum(i.qty * i.unit_price_cents)
    FROM round r JOIN round_item i ON i.tenant_id = r.tenant_id AND i.round_id = r.id AND NOT i.is_voided
    WHERE r.table_session_id = s.id AND r.status <> 'CANCELED'
      AND NOT EXISTS (SELECT FROM charge ch WHERE ch.tenant_id = i.tenant_id AND ch.check_id = c.id AND ch.round_item_id = i.id)), 0) ELSE 0 END)::bigint AS total_cents
FROM table_session s LEFT JOIN app_check c ON c.tenant_id = s.tenant_id AND c.table_session_id = s.id
WHERE s.id = @session_id AND s.tenant_id = @tenant_id;

-- name: SessionCounts :one
SELECT (SELECT count(*) FROM diner d WHERE d.session_id = s.id AND d.tenant_id = s.tenant_id)::int AS diners,
  count(r.id)::int AS rounds,
  count(r.id) FILTER (WHERE r.submitted_by = 'DINER')::int AS by_diners,
  count(r.id) FILTER (WHERE r.submitted_by = 'WAITER')::int AS by_waiters
FROM table_session s LEFT JOIN round r ON r.tenant_id = s.tenant_id AND r.table_session_id = s.id AND r.status <> 'CANCELED'
WHERE s.id = @session_id AND s.tenant_id = @tenant_id
GROUP BY s.id;

-- name: DinersOfSession :many
SELECT id, session_id, name, color, local_id, joined_at, device_id
FROM diner WHERE session_id = @session_id AND tenant_id = @tenant_id
ORDER BY joined_at, id;

-- name: RoundDetailsOfSession :many
SELECT r.id, r.round_number, r.status, r.created_at, r.submitted_at, r.ready_at, r.submitted_by, r.notes,
  coalesce((SELECT jsonb_agg(jsonb_build_object('id', i.id, 'product_id', i.product_id, 'product_name', i.product_name,
      'category_name', i.category_name, 'qty', i.qty, 'unit_price_cents', i.unit_price_cents, 'notes', i.notes,
      'diner_id', i.diner_id, 'diner_name', d.name, 'diner_color', d.color) ORDER BY i.id)
    FROM round_item i LEFT JOIN diner d ON d.id = i.diner_id
    WHERE i.tenant_id = r.tenant_id AND i.round_id = r.id AND NOT i.is_voided), '[]')::jsonb AS items
FROM round r
WHERE r.table_session_id = @session_id AND r.tenant_id = @tenant_id
ORDER BY r.round_number;

-- name: ServiceCalls :many
-- Calls that still want somebody, oldest first; limits as in TableCards.
SELECT c.id, c.type, c.status, c.created_at, coalesce(c.announced_at, c.created_at)::timestamptz AS announced_at, c.acked_at, c.acked_by_user_id,
  s.table_id, t.code AS table_code, c.table_session_id AS session_id, c.branch_id
FROM service_call c
JOIN table_session s ON s.tenant_id = c.tenant_id AND s.id = c.table_session_id
JOIN restaurant_table t ON t.tenant_id = s.tenant_id AND t.id = s.table_id
JOIN branch b ON b.id = c.branch_id
WHERE c.tenant_id = @tenant_id AND c.status <> 'CLOSED'
  AND (@every_branch::boolean OR c.branch_id = ANY(@branch_ids::bigint[]))
  AND (@every_sector::boolean OR c.escalated OR EXISTS (SELECT 1 FROM waiter_sector_assignment a
    WHERE a.waiter_id = @waiter_id AND a.tenant_id = t.tenant_id AND a.branch_id = t.branch_id AND a.sector_id = t.sector_id
      AND a.is_active AND a.assignment_date = timezone(b.timezone, @at::timestamptz)::date))
ORDER BY c.created_at, c.id;

-- name: ServiceCallByID :one
SELECT c.id, c.type, c.status, c.created_at, coalesce(c.announced_at, c.created_at)::timestamptz AS announced_at, c.acked_at, c.acked_by_user_id,
  s.table_id, t.code AS table_code, c.table_session_id AS session_id, c.branch_id
FROM service_call c
JOIN table_session s ON s.tenant_id = c.tenant_id AND s.id = c.table_session_id
JOIN restaurant_table t ON t.tenant_id = s.tenant_id AND t.id = s.table_id
WHERE c.id = @call_id AND c.tenant_id = @tenant_id;
