-- name: Covers :one
-- How many people sat at the tables that ordered: as many as the waiter said, or as joined with a phone if those are more.
SELECT coalesce(sum(greatest(s.guests, (SELECT count(*) FROM diner d WHERE d.tenant_id = s.tenant_id AND d.session_id = s.id))), 0)::bigint AS covers
FROM table_session s
WHERE s.tenant_id = @tenant_id AND s.id IN (SELECT session_id FROM sale
  WHERE tenant_id = @tenant_id AND (@every_branch::boolean OR branch_id = ANY(@branch_ids::bigint[]))
    AND at >= @since::timestamptz AND at < @until::timestamptz AND local_day BETWEEN @from_day::date AND @to_day::date);
