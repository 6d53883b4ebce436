-- name: Promotions :many
-- Narrowed to one promotion if id is given. Who may not see every branch sees what one of
-- their branches offers, and what none does yet.
SELECT p.id, p.tenant_id, p.name, p.description, p.price_cents, p.image, p.start_date, p.end_date, p.start_time, p.end_time,
  p.promotion_type_id, p.is_active, p.created_at, p.updated_at,
  coalesce((SELECT array_agg(b.branch_id ORDER BY b.branch_id) FROM promotion_branch b
    WHERE b.tenant_id = p.tenant_id AND b.promotion_id = p.id), '{}')::bigint[] AS branch_ids,
  coalesce((SELECT jsonb_agg(jsonb_build_object('product_id', i.product_id, 'quantity', i.quantity) ORDER BY i.product_id)
    FROM promotion_item i WHERE i.tenant_id = p.tenant_id AND i.promotion_id = p.id), '[]')::jsonb AS items
FROM promotion p
WHERE p.tenant_id = @tenant_id AND (sqlc.narg('id')::bigint IS NULL OR p.id = sqlc.narg('id'))
  AND (@every_branch::boolean
    OR EXISTS (SELECT 1 FROM promotion_branch b WHERE b.promotion_id = p.id AND b.branch_id = ANY(@branch_ids::bigint[]))
    OR (@undecided::boolean AND NOT EXISTS (SELECT 1 FROM promotion_branch b WHERE b.promotion_id = p.id)))
  AND (@include_deleted::boolean OR p.deleted_at IS NULL)
ORDER BY p.start_date DESC, p.id
LIMIT @max_rows OFFSET @skip;

-- name: InsertPromotion :one
INSERT INTO promotion (tenant_id, name, description, price_cents, image, start_date, end_date, start_time, end_time, promotion_type_id, is_active)
VALUES (@tenant_id, @name, @description, @price_cents, @image, @start_date, @end_date, @start_time, @end_time, @promotion_type_id, @is_active)
RETURNING id;

-- name: UpdatePromotion :exec
UPDATE promotion SET name = @name, description = @description, price_cents = @price_cents, image = @image, start_date = @start_date,
  end_date = @end_date, start_time = @start_time, end_time = @end_time, promotion_type_id = @promotion_type_id, is_active = @is_active
WHERE id = @id AND tenant_id = @tenant_id;

-- name: DropPromotionBranches :exec
DELETE FROM promotion_branch WHERE tenant_id = @tenant_id AND promotion_id = @promotion_id;

-- name: AddPromotionBranches :exec
INSERT INTO promotion_branch (tenant_id, promotion_id, branch_id) SELECT @tenant_id, @promotion_id, unnest(@branch_ids::bigint[]);

-- name: DropPromotionItems :exec
DELETE FROM promotion_item WHERE tenant_id = @tenant_id AND promotion_id = @promotion_id;

-- name: AddPromotionItems :exec
INSERT INTO promotion_item (tenant_id, promotion_id, product_id, quantity)
SELECT @tenant_id, @promotion_id, unnest(@product_ids::bigint[]), unnest(@quantities::integer[]);
