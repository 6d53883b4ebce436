-- name: Suppliers :many
-- Narrowed to one supplier if id is given.
SELECT id, tenant_id, name, contact_name, phone, email, address, notes, is_active, created_at
FROM supplier
WHERE tenant_id = @tenant_id AND (sqlc.narg('id')::bigint IS NULL OR id = sqlc.narg('id')) AND (sqlc.narg('id')::bigint IS NOT NULL OR deleted_at IS NULL)
ORDER BY name, id
LIMIT @max_rows OFFSET @skip;

-- name: InsertSupplier :one
INSERT INTO supplier (tenant_id, name, contact_name, phone, email, address, notes)
VALUES (@tenant_id, @name, @contact_name, @phone, @email, @address, @notes)
RETURNING id;

-- name: UpdateSupplier :exec
UPDATE supplier SET name = @name, contact_name = @contact_name, phone = @phone, email = @email, address = @address, notes = @notes
WHERE id = @id AND tenant_id = @tenant_id;
