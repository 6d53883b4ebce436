-- name: DoctorBacklog :one
-- System: what waits although nothing should wait for long.
SELECT (SELECT count(*) FROM webhook_notice WHERE status = 'DEAD')::bigint AS dead,
  (SELECT count(*) FROM webhook_notice w WHERE w.status = 'PENDING' AND w.received_at < now() - interval '15 minutes')::bigint AS late_notices,
  (SELECT count(*) FROM event WHERE published_at IS NULL)::bigint AS unpublished,
  coalesce((SELECT extract(epoch FROM now() - min(at)) FROM event WHERE published_at IS NULL), 0)::float8 AS oldest_seconds;

-- name: DoctorMoney :one
-- System: money that only a person can see to. A payment that was credited after all is none, nor is a refund that succeeded later.
SELECT (SELECT count(*) FROM payment_quarantine q WHERE q.last_seen > now() - interval '30 days'
    AND NOT EXISTS (SELECT FROM payment p WHERE p.provider = 'MERCADO_PAGO' AND p.external_id = q.external_id AND p.effect_cents > 0))::bigint AS quarantined,
  (SELECT count(*) FROM payment_refund r JOIN payment p ON p.tenant_id = r.tenant_id AND p.id = r.payment_id
   WHERE r.status = 'FAILED' AND p.effect_cents >= r.amount_cents
     AND NOT EXISTS (SELECT FROM payment_refund d WHERE d.payment_id = r.payment_id AND d.tenant_id = r.tenant_id AND d.status = 'DONE' AND d.id > r.id))::bigint AS failed_refunds;

-- name: DoctorAudit :many
-- System: whether each tenant's chain ends where its head says, and whether the last entries are in it.
SELECT t.id, t.name, coalesce(h.seq, 0)::bigint AS seq,
  (h.seq IS NULL OR h.seq = 0 OR EXISTS (SELECT FROM audit_link l WHERE l.tenant_id = t.id AND l.seq = h.seq AND l.hash = h.hash))::boolean AS ends_well,
  (SELECT count(*) FROM (SELECT a.id FROM audit_log a WHERE a.tenant_id = t.id ORDER BY a.created_at DESC LIMIT 1000) a
   WHERE NOT EXISTS (SELECT FROM audit_link l WHERE l.entry_id = a.id))::bigint AS unsealed
FROM tenant t LEFT JOIN audit_head h ON h.tenant_id = t.id
ORDER BY t.id;
