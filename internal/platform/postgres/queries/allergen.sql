-- name: Allergens :many
-- Narrowed to one allergen if id is given.
SELECT a.id, a.tenant_id, a.name, a.icon, a.description, a.is_mandatory, a.severity, a.is_active,
  coalesce((SELECT jsonb_agg(jsonb_build_object('id', x.id, 'cross_reacts_with_id', o.id, 'cross_reacts_with_name', o.name,
      'probability', x.probability, 'notes', x.notes) ORDER BY x.id)
    FROM allergen_cross_reaction x JOIN allergen o ON o.tenant_id = x.tenant_id AND o.id = x.cross_reacts_with_id
    WHERE x.tenant_id = a.tenant_id AND x.allergen_id = a.id AND x.deleted_at IS NULL), '[]')::jsonb AS cross_reactions
FROM allergen a
WHERE a.tenant_id = @tenant_id AND (sqlc.narg('id')::bigint IS NULL OR a.id = sqlc.narg('id'))
  AND (@include_deleted::boolean OR a.deleted_at IS NULL)
  AND (NOT @mandatory_only::boolean OR a.is_mandatory)
ORDER BY a.id;

-- name: InsertAllergen :one
INSERT INTO allergen (tenant_id, name, icon, description, is_mandatory, severity, is_active)
VALUES (@tenant_id, @name, @icon, @description, @is_mandatory, @severity, @is_active)
RETURNING id;

-- name: UpdateAllergen :exec
UPDATE allergen SET name = @name, icon = @icon, description = @description, is_mandatory = @is_mandatory, severity = @severity,
  is_active = @is_active
WHERE id = @id AND tenant_id = @tenant_id;

-- name: CrossReactions :many
-- Narrowed to one cross reaction if id is given, to those of one allergen if allergen_id is.
SELECT x.id, x.tenant_id, x.allergen_id, a.name AS allergen_name, x.cross_reacts_with_id, o.name AS cross_reacts_with_name,
  x.probability, x.notes, x.is_active
FROM allergen_cross_reaction x
JOIN allergen a ON a.tenant_id = x.tenant_id AND a.id = x.allergen_id
JOIN allergen o ON o.tenant_id = x.tenant_id AND o.id = x.cross_reacts_with_id
WHERE x.tenant_id = @tenant_id AND (sqlc.narg('id')::bigint IS NULL OR x.id = sqlc.narg('id'))
  AND (sqlc.narg('allergen_id')::bigint IS NULL OR x.allergen_id = sqlc.narg('allergen_id'))
  AND (@include_deleted::boolean OR x.deleted_at IS NULL)
ORDER BY x.id;

-- name: InsertCrossReaction :one
INSERT INTO allergen_cross_reaction (tenant_id, allergen_id, cross_reacts_with_id, probability, notes)
VALUES (@tenant_id, @allergen_id, @cross_reacts_with_id, @probability, @notes)
RETURNING id;

-- name: UpdateCrossReaction :exec
UPDATE allergen_cross_reaction SET probability = @probability, notes = @notes WHERE id = @id AND tenant_id = @tenant_id;
