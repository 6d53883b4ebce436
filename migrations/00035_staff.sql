-- +goose Up
-- A person's e-mail is theirs however it is typed, and free again once they are deleted.
ALTER TABLE app_user DROP CONSTRAINT app_user_email_key;
CREATE UNIQUE INDEX app_user_email_key ON app_user (tenant_id, lower(email)) WHERE deleted_at IS NULL;

-- The second factor counts from the moment its first code was proved. The step is the half minute of the last code that was
-- taken: it and older ones are not taken again.
ALTER TABLE app_user ADD COLUMN totp_confirmed_at timestamptz;
ALTER TABLE app_user ADD COLUMN totp_last_step bigint NOT NULL DEFAULT 0;

-- Whose day and which branch's day are both looked up.
CREATE INDEX waiter_sector_assignment_branch_day ON waiter_sector_assignment (branch_id, assignment_date) WHERE is_active;

-- Who can be given sectors of a branch.
CREATE VIEW branch_waiter AS
SELECT g.tenant_id, g.branch_id, u.id, u.email, coalesce(nullif(concat_ws(' ', u.first_name, u.last_name), ''), u.email) AS name
FROM user_branch_role g
JOIN app_user u ON u.tenant_id = g.tenant_id AND u.id = g.user_id AND u.is_active
WHERE g.role = 'WAITER' AND g.is_active;

-- +goose Down
DROP VIEW branch_waiter;
DROP INDEX waiter_sector_assignment_branch_day;
ALTER TABLE app_user DROP COLUMN totp_last_step, DROP COLUMN totp_confirmed_at;
DROP INDEX app_user_email_key;
ALTER TABLE app_user ADD CONSTRAINT app_user_email_key UNIQUE (tenant_id, email);
