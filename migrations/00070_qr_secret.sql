-- +goose Up
-- A QR code may carry a secret of its own. Where the branch says so, a table's number or code alone opens nothing.
ALTER TABLE branch ADD COLUMN qr_secret_required boolean NOT NULL DEFAULT false;
ALTER TABLE restaurant_table ADD COLUMN qr_secret text NOT NULL DEFAULT replace(gen_random_uuid()::text, '-', '');

-- +goose Down
ALTER TABLE restaurant_table DROP COLUMN qr_secret;
ALTER TABLE branch DROP COLUMN qr_secret_required;
