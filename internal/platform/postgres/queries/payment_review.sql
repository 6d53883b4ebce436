-- name: PaymentsToReview :many
-- System: payments that brought money, past an id, of every tenant: the young ones, and of the older ones those whose turn it is.
SELECT id, tenant_id, external_id::text AS external_id, provider_updated_at
FROM payment
WHERE provider = 'MERCADO_PAGO' AND status = 'APPROVED' AND external_id IS NOT NULL AND id > @after_id
  AND created_at > @since::timestamptz AND (created_at > @young::timestamptz OR id % @turns::bigint = @turn::bigint)
ORDER BY id LIMIT @max_rows;

-- name: HintedCheckouts :many
-- System: an older notice names a payment and no tenant: the checkout that it was made for if we know it, else the newest that
-- can be paid through the account which it came by; tenant 0 is the platform's account.
(SELECT p.tenant_id, p.id FROM payment p WHERE p.provider = 'MERCADO_PAGO' AND p.external_id = @external_id LIMIT 1)
UNION ALL
(SELECT p.tenant_id, p.id FROM payment_intent i JOIN payment p ON p.tenant_id = i.tenant_id AND p.id = i.id
 WHERE i.status = 'OPEN' AND p.reference IS NOT NULL AND (i.tenant_id = @tenant_id::bigint OR @tenant_id::bigint = 0
   AND NOT EXISTS (SELECT FROM provider_connection c WHERE c.tenant_id = i.tenant_id AND c.status <> 'DISCONNECTED'))
 ORDER BY i.id DESC LIMIT @max_rows)
LIMIT @max_rows;
