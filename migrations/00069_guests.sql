-- +goose Up
-- What a waiter says when opening a table: for how many, and what to know of them.
ALTER TABLE table_session ADD COLUMN guests integer CHECK (guests > 0), ADD COLUMN notes text;

-- +goose Down
ALTER TABLE table_session DROP COLUMN guests, DROP COLUMN notes;
