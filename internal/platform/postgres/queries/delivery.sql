-- name: DeliveryOrders :many
-- Narrowed to one order if id is given. The latest first.
SELECT o.id, o.tenant_id, o.branch_id, o.order_type, o.customer_name, o.customer_phone, o.customer_email, o.delivery_address,
  o.delivery_instructions, o.delivery_lat, o.delivery_lng, o.estimated_ready_at, o.estimated_delivery_at, o.status, o.total_cents,
  o.payment_method, o.is_paid, o.notes, o.is_active, o.created_at, o.updated_at,
  coalesce((SELECT jsonb_agg(jsonb_build_object('id', i.id, 'product_id', i.product_id, 'product_name', i.product_name, 'qty', i.qty,
      'unit_price_cents', i.unit_price_cents, 'notes', i.notes) ORDER BY i.id)
    FROM delivery_order_item i WHERE i.tenant_id = o.tenant_id AND i.order_id = o.id), '[]')::jsonb AS items
FROM delivery_order o
WHERE o.tenant_id = @tenant_id AND (sqlc.narg('id')::bigint IS NULL OR o.id = sqlc.narg('id'))
  AND (@every_branch::boolean OR o.branch_id = ANY(@branch_ids::bigint[]))
  AND (sqlc.narg('status')::text IS NULL OR o.status = sqlc.narg('status'))
  AND (sqlc.narg('order_type')::text IS NULL OR o.order_type = sqlc.narg('order_type'))
  AND (sqlc.narg('id')::bigint IS NOT NULL OR o.deleted_at IS NULL)
ORDER BY o.id DESC
LIMIT @max_rows OFFSET @skip;

-- name: PricesIn :many
-- What a branch sells of these products, and for how much.
SELECT product_id, name, price_cents FROM sold_product
WHERE tenant_id = @tenant_id AND branch_id = @branch_id AND product_id = ANY(@product_ids::bigint[]);

-- name: InsertDeliveryOrder :one
INSERT INTO delivery_order (tenant_id, branch_id, order_type, customer_name, customer_phone, customer_email, delivery_address,
  delivery_instructions, delivery_lat, delivery_lng, estimated_ready_at, estimated_delivery_at, total_cents, payment_method, notes)
VALUES (@tenant_id, @branch_id, @order_type, @customer_name, @customer_phone, @customer_email, @delivery_address,
  @delivery_instructions, @delivery_lat, @delivery_lng, @estimated_ready_at, @estimated_delivery_at, @total_cents, @payment_method, @notes)
RETURNING id;

-- name: InsertDeliveryItems :exec
INSERT INTO delivery_order_item (tenant_id, order_id, product_id, qty, unit_price_cents, product_name, notes)
SELECT @tenant_id, @order_id, unnest(@product_ids::bigint[]), unnest(@qtys::int[]), unnest(@units::bigint[]), unnest(@names::text[]),
  nullif(unnest(@notes::text[]), '');

-- name: UpdateDeliveryOrder :exec
UPDATE delivery_order SET customer_name = @customer_name, customer_phone = @customer_phone, customer_email = @customer_email,
  delivery_address = @delivery_address, delivery_instructions = @delivery_instructions, delivery_lat = @delivery_lat,
  delivery_lng = @delivery_lng, estimated_ready_at = @estimated_ready_at, estimated_delivery_at = @estimated_delivery_at,
  payment_method = @payment_method, is_paid = @is_paid, notes = @notes, status = @status
WHERE id = @id AND tenant_id = @tenant_id;
