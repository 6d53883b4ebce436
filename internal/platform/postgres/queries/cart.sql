-- name: BumpCart :one
-- Locks the session until the transaction ends: carts change one after another and versions are not lost.
UPDATE table_session SET cart_version = cart_version + 1
WHERE id = @session_id AND tenant_id = @tenant_id AND status = 'OPEN'
RETURNING branch_id, cart_version;

-- name: CartDiners :many
-- Who sits here, latest first.
SELECT id, name, color, device_id FROM diner
WHERE session_id = @session_id AND tenant_id = @tenant_id
ORDER BY joined_at DESC, id DESC;

-- name: SoldIn :one
SELECT name, image, price_cents FROM listed_product
WHERE tenant_id = @tenant_id AND branch_id = @branch_id AND product_id = @product_id;

-- name: SetCartItem :one
INSERT INTO cart_item (tenant_id, branch_id, session_id, diner_id, product_id, quantity, notes)
VALUES (@tenant_id, @branch_id, @session_id, @diner_id, @product_id, @quantity::bigint, @notes)
ON CONFLICT ON CONSTRAINT cart_item_key DO UPDATE SET quantity = EXCLUDED.quantity, notes = EXCLUDED.notes, updated_at = now()
RETURNING id, (xmax = 0)::boolean AS inserted;

-- name: CartItemOfSession :one
SELECT id, diner_id, product_id FROM cart_item
WHERE id = @item_id AND session_id = @session_id AND tenant_id = @tenant_id;

-- name: TakeSameCartLine :one
-- Takes out the line that a line would be the same as once it has these notes.
DELETE FROM cart_item o USING cart_item ci
WHERE ci.id = @item_id AND ci.session_id = @session_id AND ci.tenant_id = @tenant_id
  AND o.session_id = ci.session_id AND o.diner_id = ci.diner_id AND o.product_id = ci.product_id AND o.id <> ci.id
  AND o.notes IS NOT DISTINCT FROM nullif(@notes::text, '')
RETURNING o.id, o.quantity;

-- name: ChangeCartItem :one
UPDATE cart_item ci SET quantity = @quantity::bigint, notes = nullif(coalesce(sqlc.narg('notes')::text, ci.notes), ''), updated_at = now()
FROM product p
JOIN branch_product bp ON bp.tenant_id = p.tenant_id AND bp.product_id = p.id
WHERE ci.id = @item_id AND ci.session_id = @session_id AND ci.tenant_id = @tenant_id
  AND p.tenant_id = ci.tenant_id AND p.id = ci.product_id AND bp.branch_id = ci.branch_id
RETURNING ci.quantity, ci.notes, p.name, p.image, bp.price_cents;

-- name: DropCartItem :execrows
DELETE FROM cart_item WHERE id = @item_id AND session_id = @session_id AND tenant_id = @tenant_id;

-- name: ClearCartItems :execrows
DELETE FROM cart_item WHERE session_id = @session_id AND tenant_id = @tenant_id;

-- name: CartOwners :many
SELECT DISTINCT diner_id FROM cart_item WHERE session_id = @session_id AND tenant_id = @tenant_id;

-- name: CartOfSession :one
-- Version and items of one moment. A product that is no longer sold stays until somebody takes it out.
SELECT s.cart_version AS version,
  coalesce((SELECT jsonb_agg(jsonb_build_object('item_id', ci.id, 'product_id', p.id, 'product_name', p.name, 'product_image', p.image,
      'price_cents', bp.price_cents, 'quantity', ci.quantity, 'notes', ci.notes,
      'diner_id', d.id, 'diner_name', d.name, 'diner_color', d.color) ORDER BY ci.id)
    FROM cart_item ci
    JOIN product p ON p.tenant_id = ci.tenant_id AND p.id = ci.product_id
    JOIN branch_product bp ON bp.tenant_id = ci.tenant_id AND bp.branch_id = ci.branch_id AND bp.product_id = ci.product_id
    JOIN diner d ON d.id = ci.diner_id
    WHERE ci.tenant_id = s.tenant_id AND ci.session_id = s.id), '[]')::jsonb AS items
FROM table_session s
WHERE s.id = @session_id AND s.tenant_id = @tenant_id;
