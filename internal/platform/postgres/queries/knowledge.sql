-- name: InsertKnowledge :one
INSERT INTO knowledge_document (tenant_id, branch_id, title, content, source) VALUES (@tenant_id, @branch_id, @title, @content, @source) RETURNING id;

-- name: KeepRecipeText :exec
-- A recipe has one document, whatever it is ingested again and again.
INSERT INTO knowledge_document (tenant_id, branch_id, title, content, source, source_id)
VALUES (@tenant_id, @branch_id, @title, @content, 'recipe', @recipe_id)
ON CONFLICT (tenant_id, source, source_id) WHERE source_id IS NOT NULL
DO UPDATE SET title = excluded.title, content = excluded.content, updated_at = now();

-- name: KeepProductTexts :one
-- Every product of a tenant has one document, which says what the menu says now. Counts those that were made or changed.
-- Narrowed to some products if product_ids is given.
WITH kept AS (
  INSERT INTO knowledge_document AS d (tenant_id, title, content, source, source_id)
  SELECT t.tenant_id, t.title, t.content, 'product', t.product_id FROM product_text t
  WHERE t.tenant_id = @tenant_id AND (sqlc.narg('product_ids')::bigint[] IS NULL OR t.product_id = ANY(sqlc.narg('product_ids')::bigint[]))
  ORDER BY t.product_id
  ON CONFLICT (tenant_id, source, source_id) WHERE source_id IS NOT NULL
  DO UPDATE SET title = excluded.title, content = excluded.content, updated_at = now()
  WHERE d.title IS DISTINCT FROM excluded.title OR d.content <> excluded.content
  RETURNING 1)
SELECT count(*)::integer FROM kept;

-- name: SearchKnowledge :many
-- The documents with any of the question's words, those with most of them first. A product is found where
-- the branch lists it; a recipe, where the branch lists a dish of it.
WITH asked AS (
  SELECT replace(plainto_tsquery('spanish', plain_text(@question))::text, '&', '|')::tsquery AS any_word,
    tsvector_to_array(to_tsvector('spanish', plain_text(@question))) AS words)
SELECT d.id, d.title, d.content, d.source, d.source_id,
  ((SELECT count(*) FROM unnest(asked.words) w WHERE w = ANY(tsvector_to_array(d.words)))::float8 / greatest(cardinality(asked.words), 1))::float8 AS score,
  (to_tsvector('spanish', plain_text(coalesce(d.title, ''))) @@ asked.any_word)::boolean AS named,
  CASE
    WHEN d.source_id IS NULL THEN '{}'
    WHEN d.source = 'product' THEN ARRAY[d.source_id]
    WHEN d.source = 'recipe' THEN ARRAY(SELECT lp.product_id FROM listed_product lp
      WHERE lp.tenant_id = d.tenant_id AND lp.branch_id = @branch_id AND lp.product_id IN (SELECT dish.product_id FROM recipe_dish dish
        WHERE dish.tenant_id = d.tenant_id AND dish.recipe_id = d.source_id))
    ELSE '{}' END::bigint[] AS product_ids
FROM knowledge_document d CROSS JOIN asked
WHERE d.tenant_id = @tenant_id AND d.is_active AND (d.branch_id IS NULL OR d.branch_id = @branch_id)
  AND d.words @@ asked.any_word
  AND (d.source_id IS NULL
    OR d.source = 'product' AND EXISTS (SELECT 1 FROM listed_product lp
      WHERE lp.tenant_id = d.tenant_id AND lp.branch_id = @branch_id AND lp.product_id = d.source_id)
    OR d.source = 'recipe' AND EXISTS (SELECT 1 FROM listed_product lp
      WHERE lp.tenant_id = d.tenant_id AND lp.branch_id = @branch_id AND lp.product_id IN (SELECT dish.product_id FROM recipe_dish dish
        WHERE dish.tenant_id = d.tenant_id AND dish.recipe_id = d.source_id)))
ORDER BY score DESC, ts_rank(d.words, asked.any_word, 1) DESC, d.id
LIMIT @max_rows;

-- name: ListedDishes :many
-- What a branch lists, with what the ledger says of allergens. Narrowed to some products if product_ids is given.
SELECT lp.product_id, lp.name, lp.description, lp.category_name, lp.price_cents, lp.is_available, lp.featured, lp.popular,
  coalesce(d.is_vegan, false)::boolean AS is_vegan, coalesce(d.is_vegetarian OR d.is_vegan, false)::boolean AS is_vegetarian,
  coalesce((SELECT jsonb_agg(jsonb_build_object('id', a.id, 'name', a.name, 'presence', pa.presence_type) ORDER BY a.id)
    FROM product_allergen pa JOIN allergen a ON a.tenant_id = pa.tenant_id AND a.id = pa.allergen_id AND a.is_active
    WHERE pa.tenant_id = lp.tenant_id AND pa.product_id = lp.product_id AND pa.is_active), '[]')::jsonb AS allergens,
  (coalesce((SELECT array_agg(w.text ORDER BY w.id) FROM product_warning w
    WHERE w.tenant_id = lp.tenant_id AND w.product_id = lp.product_id AND w.deleted_at IS NULL), '{}')
    || coalesce((SELECT ARRAY[g.custom_disclaimer] FROM product_rag_config g
    WHERE g.tenant_id = lp.tenant_id AND g.product_id = lp.product_id AND g.custom_disclaimer <> ''), '{}'))::text[] AS cautions
FROM listed_product lp
LEFT JOIN product_dietary_profile d ON d.tenant_id = lp.tenant_id AND d.product_id = lp.product_id
WHERE lp.tenant_id = @tenant_id AND lp.branch_id = @branch_id
  AND (sqlc.narg('product_ids')::bigint[] IS NULL OR lp.product_id = ANY(sqlc.narg('product_ids')::bigint[]))
ORDER BY lp.name, lp.product_id;

-- name: AskedAllergens :many
-- The tenant's allergens, and which of them a question names: by their name, or by what their
-- description lists where described says that the question is about allergies at all.
SELECT a.id, a.name,
  (to_tsvector('spanish', plain_text(@question)) @@ plainto_tsquery('spanish', plain_text(a.name))
    OR @described::boolean AND to_tsvector('spanish', plain_text(coalesce(a.description, '')))
      @@ replace(plainto_tsquery('spanish', plain_text(@question))::text, '&', '|')::tsquery)::boolean AS asked,
  coalesce((SELECT array_agg(o.name ORDER BY o.id) FROM allergen_cross_reaction x
    JOIN allergen o ON o.tenant_id = x.tenant_id AND o.id = x.cross_reacts_with_id AND o.is_active
    WHERE x.tenant_id = a.tenant_id AND x.allergen_id = a.id AND x.is_active), '{}')::text[] AS cross_reacts_with
FROM allergen a WHERE a.tenant_id = @tenant_id AND a.is_active ORDER BY a.id;

-- name: OfferedPromotions :many
-- What a branch offers around now, and what the bill charges for it: every dish at the menu's price. Whether it is on
-- is for the rule to say. What has run out is not offered.
SELECT p.id, p.name, p.description, p.price_cents, p.start_date, p.end_date, p.start_time, p.end_time, b.timezone,
  coalesce((SELECT sum(lp.price_cents * i.quantity) FROM promotion_item i
    JOIN listed_product lp ON lp.tenant_id = i.tenant_id AND lp.branch_id = pb.branch_id AND lp.product_id = i.product_id
    WHERE i.tenant_id = p.tenant_id AND i.promotion_id = p.id), 0)::bigint AS charged_cents,
  coalesce((SELECT array_agg(i.quantity || ' × ' || lp.name ORDER BY lp.name) FROM promotion_item i
    JOIN listed_product lp ON lp.tenant_id = i.tenant_id AND lp.branch_id = pb.branch_id AND lp.product_id = i.product_id
    WHERE i.tenant_id = p.tenant_id AND i.promotion_id = p.id), '{}')::text[] AS items
FROM promotion p
JOIN promotion_branch pb ON pb.tenant_id = p.tenant_id AND pb.promotion_id = p.id AND pb.branch_id = @branch_id
JOIN branch b ON b.tenant_id = pb.tenant_id AND b.id = pb.branch_id
WHERE p.tenant_id = @tenant_id AND p.is_active
  AND NOT EXISTS (SELECT 1 FROM promotion_item i WHERE i.promotion_id = p.id
    AND NOT EXISTS (SELECT 1 FROM listed_product lp WHERE lp.tenant_id = p.tenant_id AND lp.branch_id = @branch_id AND lp.product_id = i.product_id
      AND lp.is_available))
ORDER BY p.id;

-- name: InsertChat :exec
INSERT INTO chat_log (tenant_id, branch_id, table_session_id, user_id, question, answer, mode, context_docs, response_time_ms, confidence_score)
VALUES (@tenant_id, @branch_id, @table_session_id, @user_id, @question, @answer, @mode, @context_docs, @response_time_ms, @confidence_score);
