-- name: CookingMethods :many
SELECT id, name, description, icon, is_active FROM cooking_method
WHERE tenant_id = @tenant_id AND deleted_at IS NULL ORDER BY name, id LIMIT @max_rows OFFSET @skip;

-- name: FlavorProfiles :many
SELECT id, name, description, icon, is_active FROM flavor_profile
WHERE tenant_id = @tenant_id AND deleted_at IS NULL ORDER BY name, id LIMIT @max_rows OFFSET @skip;

-- name: TextureProfiles :many
SELECT id, name, description, icon, is_active FROM texture_profile
WHERE tenant_id = @tenant_id AND deleted_at IS NULL ORDER BY name, id LIMIT @max_rows OFFSET @skip;

-- name: CuisineTypes :many
SELECT id, name, description, icon, is_active FROM cuisine_type
WHERE tenant_id = @tenant_id AND deleted_at IS NULL ORDER BY name, id LIMIT @max_rows OFFSET @skip;
