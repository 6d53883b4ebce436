-- name: PaymentReceipt :one
-- A payment, and how the check stands by now.
SELECT p.id, p.check_id, p.provider, p.status, p.amount_cents, p.tip_cents, p.expires_at, p.payment_category, p.registered_by, p.registered_by_waiter_id,
  p.manual_method, p.preference_id, p.init_point, c.status AS check_status, c.total_cents AS check_total_cents, c.paid_cents AS check_paid_cents
FROM payment p JOIN app_check c ON c.tenant_id = p.tenant_id AND c.id = p.check_id
WHERE p.id = @payment_id AND p.tenant_id = @tenant_id;

-- name: ServesIn :one
-- Whether a person may be given tables of a branch.
SELECT EXISTS (SELECT FROM user_branch_role r
  WHERE r.tenant_id = u.tenant_id AND r.user_id = u.id AND r.is_active
    AND (r.role = 'ADMIN' OR (r.branch_id = @branch_id AND r.role IN ('WAITER', 'MANAGER'))))::boolean AS serves
FROM app_user u
WHERE u.id = @user_id AND u.tenant_id = @tenant_id AND u.is_active;

-- name: OverdueNotices :many
-- System: notices whose next try should have begun before that moment.
SELECT id, data_id FROM webhook_notice
WHERE status = 'PENDING' AND next_attempt_at < @before::timestamptz AND id > @after_id
ORDER BY id
LIMIT @max_rows;
