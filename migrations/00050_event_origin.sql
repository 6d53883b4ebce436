-- +goose Up
-- Which request an event came of, and in which trace: null for what nobody asked for.
-- They are part of what clients hear, so a repetition from the ledger has them too.
ALTER TABLE event ADD COLUMN request_id text, ADD COLUMN trace_id text;

-- +goose Down
ALTER TABLE event DROP COLUMN request_id, DROP COLUMN trace_id;
