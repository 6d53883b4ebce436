-- +goose Up
-- What repeats of a request get is in idempotency_key; nothing was ever written here.
ALTER TABLE tip_payout DROP COLUMN idempotency_key;

-- The office reads what guests said, the newest first.
CREATE INDEX feedback_branch ON feedback (branch_id, id);

-- +goose Down
DROP INDEX feedback_branch;
ALTER TABLE tip_payout ADD COLUMN idempotency_key text;
