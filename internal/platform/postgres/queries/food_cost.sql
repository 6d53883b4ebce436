-- name: RecipesToCost :many
-- The recipes of some branches, each with the dish that it cooks, what that is sold for there, and what the branch
-- pays for each ingredient that it keeps; sold_for is -1 where it is not sold. The rows stay until the transaction ends.
SELECT r.id, r.branch_id, r.ingredients, sold.product_id, coalesce(sold.price_cents, -1)::bigint AS sold_for,
  coalesce((SELECT jsonb_object_agg(s.ingredient_id, jsonb_build_object('unit', s.unit, 'cents', s.cost_per_unit_cents))
    FROM stock_item s WHERE s.tenant_id = r.tenant_id AND s.branch_id = r.branch_id AND s.deleted_at IS NULL
      AND s.ingredient_id IN (SELECT (x.item->>'ingredient_id')::bigint FROM jsonb_array_elements(r.ingredients) AS x (item))), '{}')::jsonb AS costs
FROM recipe r
LEFT JOIN LATERAL (SELECT d.product_id, lp.price_cents FROM recipe_dish d
  JOIN product p ON p.tenant_id = d.tenant_id AND p.id = d.product_id AND p.deleted_at IS NULL
  LEFT JOIN listed_product lp ON lp.tenant_id = d.tenant_id AND lp.product_id = d.product_id AND lp.branch_id = r.branch_id
  WHERE d.tenant_id = r.tenant_id AND d.recipe_id = r.id
  ORDER BY d.product_id = r.product_id DESC NULLS LAST, lp.price_cents IS NULL, d.product_id LIMIT 1) sold ON true
WHERE r.tenant_id = @tenant_id AND r.deleted_at IS NULL AND (@every_branch::boolean OR r.branch_id = ANY(@branch_ids::bigint[]))
ORDER BY r.id
FOR SHARE OF r;

-- name: KeepRecipeCost :one
INSERT INTO recipe_cost (tenant_id, recipe_id, product_id, total_cost_cents, food_cost_percent, unpriced)
VALUES (@tenant_id, @recipe_id, @product_id, sqlc.arg('total')::bigint, @food_cost_percent, @unpriced)
ON CONFLICT (recipe_id) DO UPDATE SET product_id = excluded.product_id, total_cost_cents = excluded.total_cost_cents,
  food_cost_percent = excluded.food_cost_percent, unpriced = excluded.unpriced, calculated_at = now()
RETURNING id, calculated_at;

-- name: FoodCosts :many
-- What was last worked out, beside what the dish is sold for now; -1 if it is not.
SELECT k.recipe_id, r.name AS recipe_name, k.product_id, p.name AS product_name, k.total_cost_cents, coalesce(lp.price_cents, -1)::bigint AS sold_for, k.unpriced
FROM recipe_cost k
JOIN recipe r ON r.tenant_id = k.tenant_id AND r.id = k.recipe_id AND r.deleted_at IS NULL
LEFT JOIN product p ON p.tenant_id = k.tenant_id AND p.id = k.product_id
LEFT JOIN listed_product lp ON lp.tenant_id = k.tenant_id AND lp.product_id = k.product_id AND lp.branch_id = r.branch_id
WHERE k.tenant_id = @tenant_id AND (@every_branch::boolean OR r.branch_id = ANY(@branch_ids::bigint[]))
ORDER BY r.branch_id, r.name, r.id
LIMIT @max_rows OFFSET @skip;
