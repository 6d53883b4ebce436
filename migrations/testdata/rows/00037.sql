-- then
SELECT served_at IS NULL FROM round WHERE id = 50;
SELECT branch_id IS NULL FROM audit_log WHERE id = 70;
SELECT sold_cents = 1000 AND owed_cents = 0 AND local_day = '2026-01-02' FROM sale WHERE round_id = 50;
