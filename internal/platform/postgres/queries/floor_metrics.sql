-- name: FloorMetrics :one
-- System: what happens on the floor now, over all tenants, for Prometheus. Every part reads a partial index.
SELECT
  (SELECT count(*) FROM table_session WHERE status = 'OPEN') AS sessions_open,
  (SELECT count(*) FROM table_session WHERE status = 'PAYING') AS sessions_paying,
  (SELECT count(*) FROM service_call WHERE status <> 'CLOSED' AND status = 'OPEN') AS calls_open,
  (SELECT count(*) FROM service_call WHERE status <> 'CLOSED' AND status = 'ACKED') AS calls_acked,
  (SELECT coalesce(extract(epoch FROM now() - min(created_at)), 0)::float8 FROM service_call WHERE status <> 'CLOSED' AND status = 'OPEN') AS oldest_call_seconds,
  (SELECT count(*) FROM round WHERE status = 'SUBMITTED') AS rounds_submitted,
  (SELECT count(*) FROM round WHERE status = 'IN_KITCHEN') AS rounds_in_kitchen,
  (SELECT count(*) FROM round WHERE status = 'READY') AS rounds_ready,
  (SELECT coalesce(extract(epoch FROM now() - min(submitted_at)), 0)::float8 FROM round WHERE status = 'SUBMITTED') AS oldest_round_seconds,
  (SELECT count(*) FROM payment WHERE provider = 'MERCADO_PAGO' AND status = 'PENDING') AS payments_pending,
  (SELECT count(*) FROM webhook_notice WHERE status = 'PENDING') AS notices_pending,
  (SELECT count(*) FROM webhook_notice WHERE status = 'DEAD') AS notices_dead,
  (SELECT count(*) FROM event WHERE published_at IS NULL) AS outbox_events,
  (SELECT coalesce(extract(epoch FROM now() - min(at)), 0)::float8 FROM event WHERE published_at IS NULL) AS outbox_oldest_seconds,
  (SELECT count(*) FROM webhook_subscription WHERE deleted_at IS NULL AND status = 'ACTIVE') AS subscriptions_active,
  (SELECT count(*) FROM webhook_subscription WHERE deleted_at IS NULL AND status = 'ACTIVE' AND failing_since IS NOT NULL) AS subscriptions_failing,
  (SELECT count(*) FROM webhook_subscription WHERE deleted_at IS NULL AND status = 'FAILED') AS subscriptions_failed;
