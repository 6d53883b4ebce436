-- name: CustomerForExport :one
-- All that is known of a customer, as one document.
SELECT jsonb_build_object(
  'customer', to_jsonb(c),
  'devices', coalesce((SELECT jsonb_agg(jsonb_build_object('device_id', d.device_id, 'created_at', d.created_at) ORDER BY d.created_at)
    FROM customer_device d WHERE d.tenant_id = c.tenant_id AND d.customer_id = c.id), '[]'),
  'visits', coalesce((SELECT jsonb_agg(jsonb_build_object('session_id', v.session_id, 'branch', b.name, 'joined_at', v.joined_at, 'name', v.name,
      'preferences', v.implicit_preferences,
      'orders', coalesce((SELECT jsonb_agg(jsonb_build_object('at', r.submitted_at, 'product', i.product_name, 'qty', i.qty,
          'unit_price_cents', i.unit_price_cents, 'notes', i.notes, 'voided', i.is_voided) ORDER BY i.id)
        FROM round_item i JOIN round r ON r.tenant_id = i.tenant_id AND r.id = i.round_id
        WHERE i.tenant_id = v.tenant_id AND i.diner_id = v.id), '[]'),
      'payments', coalesce((SELECT jsonb_agg(jsonb_build_object('at', p.created_at, 'means', p.provider, 'status', p.status, 'amount_cents', p.amount_cents) ORDER BY p.id)
        FROM payment p WHERE p.tenant_id = v.tenant_id AND p.payer_diner_id = v.id), '[]'),
      'feedback', (SELECT jsonb_build_object('rating', f.rating, 'comment', f.comment, 'at', f.created_at)
        FROM feedback f WHERE f.tenant_id = v.tenant_id AND f.session_id = v.session_id)) ORDER BY v.joined_at)
    FROM diner v JOIN branch b ON b.tenant_id = v.tenant_id AND b.id = v.branch_id
    WHERE v.tenant_id = c.tenant_id AND (v.customer_id = c.id
      OR v.device_id IN (SELECT d.device_id FROM customer_device d WHERE d.tenant_id = c.tenant_id AND d.customer_id = c.id))), '[]')
)::jsonb AS document
FROM customer c
WHERE c.id = @customer_id AND c.tenant_id = @tenant_id;

-- name: LockCustomer :one
SELECT is_active FROM customer WHERE id = @customer_id AND tenant_id = @tenant_id FOR UPDATE;

-- name: SeatsOfCustomer :many
SELECT d.id, d.session_id FROM diner d
WHERE d.tenant_id = @tenant_id AND (d.customer_id = @customer_id::bigint
  OR d.device_id IN (SELECT cd.device_id FROM customer_device cd WHERE cd.tenant_id = @tenant_id AND cd.customer_id = @customer_id::bigint));

-- name: AnonymizeCustomer :exec
UPDATE customer SET name = NULL, phone = NULL, email = NULL, birthday_month = NULL, birthday_day = NULL, excluded_allergen_ids = '[]',
  dietary_preferences = '[]', excluded_cooking_methods = '[]', consent_remember = false, consent_marketing = false,
  ai_personalization_enabled = false, consent_date = now(), is_active = false
WHERE id = @customer_id AND tenant_id = @tenant_id;

-- name: ForgetDevices :exec
DELETE FROM customer_device WHERE tenant_id = @tenant_id AND customer_id = @customer_id;

-- name: AnonymizeSeats :exec
UPDATE diner SET name = 'Anónimo', local_id = NULL, device_id = NULL, device_fingerprint = NULL, implicit_preferences = NULL, customer_id = NULL
WHERE tenant_id = @tenant_id AND id = ANY(@diner_ids::bigint[]);

-- name: AnonymizeEvents :exec
-- The log of a session names who did what at the table.
UPDATE event SET entity = entity || '{"diner_name": "Anónimo"}'
WHERE tenant_id = @tenant_id AND session_id = ANY(@session_ids::bigint[]) AND entity ? 'diner_name'
  AND (entity->>'diner_id')::bigint = ANY(@diner_ids::bigint[]);

-- name: AnonymizeFeedback :execrows
-- A comment may say who wrote it; the rating does not.
UPDATE feedback SET comment = NULL WHERE tenant_id = @tenant_id AND session_id = ANY(@session_ids::bigint[]);
