-- name: RefundNumbers :many
-- The provider's numbers of a payment's refunds that are known.
SELECT external_id::text FROM payment_refund
WHERE payment_id = @payment_id AND tenant_id = @tenant_id AND external_id IS NOT NULL;

-- name: QuarantinePayment :exec
-- System: the provider's payment names no tenant. It is whose account collected it, or else whose bill its reference names.
INSERT INTO payment_quarantine (external_id, tenant_id, branch_id, reference, seller_id, amount_cents, reason)
SELECT @external_id, coalesce(one.collector, p.tenant_id), CASE WHEN p.tenant_id = coalesce(one.collector, p.tenant_id) THEN p.branch_id END,
  @reference, @seller_id, @amount_cents, @reason
FROM (VALUES (sqlc.narg('collector')::bigint)) one (collector)
LEFT JOIN LATERAL (SELECT tenant_id, branch_id FROM payment WHERE payment.reference = @reference ORDER BY id LIMIT 1) p ON true
ON CONFLICT (external_id) DO UPDATE SET last_seen = now(), reason = excluded.reason,
  tenant_id = coalesce(payment_quarantine.tenant_id, excluded.tenant_id);

-- name: PaymentByID :one
-- A payment with what routes a command about it.
SELECT p.id, p.branch_id, p.check_id, p.provider, p.status, ts.id AS session_id, ts.table_id, t.code AS table_code, t.sector_id,
  ts.status AS session_status
FROM payment p
JOIN app_check c ON c.tenant_id = p.tenant_id AND c.id = p.check_id
JOIN table_session ts ON ts.tenant_id = p.tenant_id AND ts.id = c.table_session_id
JOIN restaurant_table t ON t.tenant_id = p.tenant_id AND t.id = ts.table_id
WHERE p.id = @payment_id AND p.tenant_id = @tenant_id;

-- name: AwaitedPayments :many
-- The checkouts of a session about which nobody knows yet how they ended, newest first.
SELECT p.id, p.reference::text AS reference
FROM payment p JOIN app_check c ON c.tenant_id = p.tenant_id AND c.id = p.check_id
LEFT JOIN payment_intent i ON i.tenant_id = p.tenant_id AND i.id = p.id
WHERE c.table_session_id = @session_id AND p.tenant_id = @tenant_id AND p.provider = 'MERCADO_PAGO' AND p.reference IS NOT NULL
  AND p.id = coalesce(p.intent_id, p.id) AND (p.status = 'PENDING' OR i.status = 'OPEN')
ORDER BY p.id DESC
LIMIT 5;

-- name: UnallocatedPayments :many
SELECT p.id AS payment_id, p.check_id, c.table_session_id AS session_id, t.code AS table_code, p.branch_id, p.provider, p.unallocated_cents, p.created_at
FROM payment p
JOIN app_check c ON c.tenant_id = p.tenant_id AND c.id = p.check_id
JOIN table_session ts ON ts.tenant_id = p.tenant_id AND ts.id = c.table_session_id
JOIN restaurant_table t ON t.tenant_id = p.tenant_id AND t.id = ts.table_id
WHERE p.tenant_id = @tenant_id AND p.unallocated_cents > 0 AND (@every_branch::boolean OR p.branch_id = ANY(@branch_ids::bigint[]))
ORDER BY p.id DESC LIMIT 200;

-- name: OpenRefunds :many
SELECT r.id, r.payment_id, r.check_id, c.table_session_id AS session_id, t.code AS table_code, r.branch_id, r.amount_cents, r.kind, r.reason, r.status, r.created_at
FROM payment_refund r
JOIN app_check c ON c.tenant_id = r.tenant_id AND c.id = r.check_id
JOIN table_session ts ON ts.tenant_id = r.tenant_id AND ts.id = c.table_session_id
JOIN restaurant_table t ON t.tenant_id = r.tenant_id AND t.id = ts.table_id
WHERE r.tenant_id = @tenant_id AND r.status <> 'DONE' AND (@every_branch::boolean OR r.branch_id = ANY(@branch_ids::bigint[]))
ORDER BY r.id DESC LIMIT 200;

-- name: DisputedPayments :many
SELECT p.id AS payment_id, p.check_id, c.table_session_id AS session_id, t.code AS table_code, p.branch_id, p.amount_cents, p.provider_status_detail AS detail, p.updated_at
FROM payment p
JOIN app_check c ON c.tenant_id = p.tenant_id AND c.id = p.check_id
JOIN table_session ts ON ts.tenant_id = p.tenant_id AND ts.id = c.table_session_id
JOIN restaurant_table t ON t.tenant_id = p.tenant_id AND t.id = ts.table_id
WHERE p.tenant_id = @tenant_id AND p.disputed AND (@every_branch::boolean OR p.branch_id = ANY(@branch_ids::bigint[]))
ORDER BY p.id DESC LIMIT 200;

-- name: ReversedChecks :many
SELECT c.id AS check_id, c.table_session_id AS session_id, t.code AS table_code, c.branch_id, c.reversed_cents, c.updated_at
FROM app_check c
JOIN table_session ts ON ts.tenant_id = c.tenant_id AND ts.id = c.table_session_id
JOIN restaurant_table t ON t.tenant_id = c.tenant_id AND t.id = ts.table_id
WHERE c.tenant_id = @tenant_id AND c.reversed_cents > 0 AND (@every_branch::boolean OR c.branch_id = ANY(@branch_ids::bigint[]))
ORDER BY c.id DESC LIMIT 200;

-- name: QuarantinedPayments :many
-- What was not credited, and not later either. Of no branch is what names no bill of the restaurant's: whoever manages one sees it.
SELECT external_id, reference, amount_cents, reason, first_seen, last_seen
FROM payment_quarantine q
WHERE q.tenant_id = @tenant_id AND (@every_branch::boolean OR q.branch_id IS NULL OR q.branch_id = ANY(@branch_ids::bigint[]))
  AND NOT EXISTS (SELECT FROM payment p WHERE p.provider = 'MERCADO_PAGO' AND p.external_id = q.external_id AND p.tenant_id = q.tenant_id AND p.effect_cents > 0)
ORDER BY last_seen DESC LIMIT 200;

-- name: OverdueRefunds :many
-- System: refunds that were asked for a while ago and are not done, of every tenant, past an id.
SELECT r.id, r.tenant_id, r.branch_id, r.payment_id, r.check_id, r.amount_cents, r.created_at, p.reference::text AS reference, p.external_id::text AS external_id,
  ts.id AS session_id, ts.table_id, t.code AS table_code, t.sector_id
FROM payment_refund r
JOIN payment p ON p.tenant_id = r.tenant_id AND p.id = r.payment_id AND p.external_id IS NOT NULL
JOIN app_check c ON c.tenant_id = r.tenant_id AND c.id = r.check_id
JOIN table_session ts ON ts.tenant_id = r.tenant_id AND ts.id = c.table_session_id
JOIN restaurant_table t ON t.tenant_id = r.tenant_id AND t.id = ts.table_id
WHERE r.status = 'REQUESTED' AND r.created_at < @before AND r.id > @after_id
ORDER BY r.id
LIMIT @max_rows;

-- name: PaymentAnyTenant :one
-- System: an operator names a payment by its number alone.
SELECT tenant_id FROM payment WHERE id = @payment_id;
