-- name: Customizations :many
-- Narrowed to one option if id is given. Products that were deleted are left out.
SELECT o.id, o.tenant_id, o.name, o.category, o.extra_cost_cents, o."order", o.is_active,
  coalesce((SELECT array_agg(l.product_id ORDER BY l.product_id)
    FROM product_customization_link l JOIN product p ON p.tenant_id = l.tenant_id AND p.id = l.product_id AND p.deleted_at IS NULL
    WHERE l.tenant_id = o.tenant_id AND l.customization_option_id = o.id), '{}')::bigint[] AS product_ids
FROM customization_option o
WHERE o.tenant_id = @tenant_id AND (sqlc.narg('id')::bigint IS NULL OR o.id = sqlc.narg('id'))
  AND (@include_deleted::boolean OR o.deleted_at IS NULL)
ORDER BY o.category NULLS FIRST, o."order", o.id
LIMIT @max_rows OFFSET @skip;

-- name: InsertCustomization :one
INSERT INTO customization_option (tenant_id, name, category, extra_cost_cents, "order")
VALUES (@tenant_id, @name, @category, @extra_cost_cents, sqlc.arg('order'))
RETURNING id;

-- name: UpdateCustomization :exec
UPDATE customization_option SET name = @name, category = @category, extra_cost_cents = @extra_cost_cents, "order" = sqlc.arg('order')
WHERE id = @id AND tenant_id = @tenant_id;

-- name: LinkCustomization :exec
INSERT INTO product_customization_link (tenant_id, customization_option_id, product_id)
SELECT @tenant_id, @option_id, unnest(@product_ids::bigint[])
ON CONFLICT DO NOTHING;

-- name: UnlinkCustomization :execrows
DELETE FROM product_customization_link WHERE tenant_id = @tenant_id AND customization_option_id = @option_id AND product_id = @product_id;

-- name: UnlinkOtherProducts :exec
DELETE FROM product_customization_link
WHERE tenant_id = @tenant_id AND customization_option_id = @option_id AND NOT product_id = ANY(@product_ids::bigint[]);
