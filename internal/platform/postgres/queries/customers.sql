-- name: CustomerByDevice :one
-- What a customer spent, and how often they came, is read from the sessions that their devices joined.
SELECT c.id, c.tenant_id, c.name, c.phone, c.email, c.first_visit_at, c.last_visit_at, c.excluded_allergen_ids, c.dietary_preferences,
  c.excluded_cooking_methods, c.segment, c.consent_remember, c.consent_marketing,
  v.visits::int AS visits, coalesce(v.spent_cents, 0)::bigint AS spent_cents,
  coalesce((SELECT array_agg(f.product_id) FROM (
    SELECT i.product_id FROM customer_device cd
    JOIN diner d ON d.tenant_id = cd.tenant_id AND d.device_id = cd.device_id
    JOIN round_item i ON i.diner_id = d.id AND NOT i.is_voided
    JOIN round r ON r.tenant_id = i.tenant_id AND r.id = i.round_id AND r.status <> 'CANCELED'
    WHERE cd.tenant_id = c.tenant_id AND cd.customer_id = c.id
    GROUP BY i.product_id ORDER BY sum(i.qty) DESC, i.product_id LIMIT 5) f), '{}')::bigint[] AS favorite_product_ids
FROM customer_device dev
JOIN customer c ON c.tenant_id = dev.tenant_id AND c.id = dev.customer_id AND c.is_active
CROSS JOIN LATERAL (
  SELECT count(DISTINCT d.session_id) AS visits, sum(i.qty * i.unit_price_cents) FILTER (WHERE r.id IS NOT NULL) AS spent_cents
  FROM customer_device cd
  JOIN diner d ON d.tenant_id = cd.tenant_id AND d.device_id = cd.device_id
  LEFT JOIN round_item i ON i.diner_id = d.id AND NOT i.is_voided
  LEFT JOIN round r ON r.tenant_id = i.tenant_id AND r.id = i.round_id AND r.status <> 'CANCELED'
  WHERE cd.tenant_id = c.tenant_id AND cd.customer_id = c.id) v
WHERE dev.tenant_id = @tenant_id AND dev.device_id = @device_id;

-- name: InsertCustomer :one
INSERT INTO customer (tenant_id, name, phone, email, birthday_month, birthday_day, excluded_allergen_ids, dietary_preferences,
  excluded_cooking_methods, consent_remember, consent_marketing, ai_personalization_enabled)
VALUES (@tenant_id, @name, @phone, @email, @birthday_month, @birthday_day, @excluded_allergen_ids, @dietary_preferences,
  @excluded_cooking_methods, @consent_remember, @consent_marketing, @ai_personalization_enabled)
RETURNING id;

-- name: LinkDevice :exec
INSERT INTO customer_device (tenant_id, device_id, customer_id) VALUES (@tenant_id, @device_id, @customer_id)
ON CONFLICT (tenant_id, device_id) DO UPDATE SET customer_id = EXCLUDED.customer_id;

-- name: LinkDiners :exec
-- The seats that a device took at this session become those of the device's customer.
UPDATE diner SET customer_id = cd.customer_id FROM customer_device cd
WHERE diner.tenant_id = @tenant_id AND diner.session_id = @session_id AND diner.device_id = cd.device_id
  AND cd.tenant_id = @tenant_id AND cd.device_id = @device_id;

-- name: ChangeCustomer :execrows
-- Absent fields stay as they are.
UPDATE customer SET
  name = coalesce(sqlc.narg('name'), name), phone = coalesce(sqlc.narg('phone'), phone), email = coalesce(sqlc.narg('email'), email),
  birthday_month = coalesce(sqlc.narg('birthday_month'), birthday_month), birthday_day = coalesce(sqlc.narg('birthday_day'), birthday_day),
  excluded_allergen_ids = coalesce(sqlc.narg('excluded_allergen_ids'), excluded_allergen_ids),
  dietary_preferences = coalesce(sqlc.narg('dietary_preferences'), dietary_preferences),
  excluded_cooking_methods = coalesce(sqlc.narg('excluded_cooking_methods'), excluded_cooking_methods),
  consent_remember = coalesce(sqlc.narg('consent_remember'), consent_remember),
  consent_marketing = coalesce(sqlc.narg('consent_marketing'), consent_marketing),
  ai_personalization_enabled = coalesce(sqlc.narg('ai_personalization_enabled'), ai_personalization_enabled),
  consent_date = CASE WHEN sqlc.narg('consent_marketing') <> consent_marketing THEN now() ELSE consent_date END,
  last_visit_at = now()
WHERE id = (SELECT cd.customer_id FROM customer_device cd WHERE cd.tenant_id = @tenant_id AND cd.device_id = @device_id)
  AND tenant_id = @tenant_id AND is_active;

-- name: DeviceVisits :many
-- What each session that the device joined came to, latest first.
SELECT d.session_id, d.id AS diner_id, d.name AS diner_name, d.branch_id, b.name AS branch_name, d.joined_at AS visited_at,
  coalesce(sum(i.qty * i.unit_price_cents) FILTER (WHERE r.id IS NOT NULL), 0)::bigint AS spent_cents,
  coalesce(sum(i.qty) FILTER (WHERE r.id IS NOT NULL), 0)::int AS items_ordered
FROM diner d
JOIN branch b ON b.tenant_id = d.tenant_id AND b.id = d.branch_id
LEFT JOIN round_item i ON i.tenant_id = d.tenant_id AND i.diner_id = d.id AND NOT i.is_voided
LEFT JOIN round r ON r.tenant_id = i.tenant_id AND r.id = i.round_id AND r.status <> 'CANCELED'
WHERE d.tenant_id = @tenant_id AND d.device_id = @device_id::text
GROUP BY d.id, b.name
ORDER BY d.joined_at DESC, d.id DESC
LIMIT 200;

-- name: CountDeviceVisits :one
SELECT count(DISTINCT session_id)::int FROM diner WHERE tenant_id = @tenant_id AND device_id = @device_id::text;

-- name: LatestPreferences :one
SELECT implicit_preferences AS preferences, preferences_updated_at
FROM diner WHERE tenant_id = @tenant_id AND device_id = @device_id::text AND implicit_preferences IS NOT NULL
ORDER BY preferences_updated_at DESC, id DESC
LIMIT 1;

-- name: SavePreferences :one
-- Of the device's own seat if it has one here, else of whoever sat down last.
UPDATE diner SET implicit_preferences = @preferences, preferences_updated_at = @at::timestamptz
WHERE id = (SELECT d.id FROM diner d WHERE d.tenant_id = @tenant_id AND d.session_id = @session_id
  ORDER BY (@device_id::text <> '' AND d.device_id IS NOT DISTINCT FROM @device_id) DESC, d.joined_at DESC, d.id DESC LIMIT 1)
RETURNING id, device_id;

-- name: OrderedByDevice :many
-- Dishes that the device ordered and that the branch still sells, the most ordered first.
SELECT sp.product_id, sp.name, sp.image, sum(i.qty)::int AS times_ordered, max(r.created_at)::timestamptz AS last_ordered
FROM diner d
JOIN round_item i ON i.tenant_id = d.tenant_id AND i.diner_id = d.id AND NOT i.is_voided
JOIN round r ON r.tenant_id = i.tenant_id AND r.id = i.round_id AND r.status <> 'CANCELED'
JOIN listed_product sp ON sp.tenant_id = i.tenant_id AND sp.product_id = i.product_id AND sp.branch_id = @branch_id
WHERE d.tenant_id = @tenant_id AND d.device_id = @device_id::text
GROUP BY sp.product_id, sp.name, sp.image
ORDER BY 4 DESC, 5 DESC
LIMIT 100;

-- name: PopularIn :many
SELECT product_id, name, image FROM listed_product
WHERE tenant_id = @tenant_id AND branch_id = @branch_id AND is_available AND (popular OR featured)
ORDER BY popular DESC, product_id
LIMIT 50;

-- name: InsertFeedback :one
INSERT INTO feedback (tenant_id, branch_id, session_id, rating, comment)
SELECT s.tenant_id, s.branch_id, s.id, @rating::bigint, @comment FROM table_session s WHERE s.id = @session_id AND s.tenant_id = @tenant_id
RETURNING id, session_id, rating, comment, created_at;

-- name: Feedback :many
-- What guests said of their visits, the newest first, with the facts of the visit. most is the best rating that is wanted.
SELECT f.id, f.branch_id, f.session_id, f.rating, f.comment, f.created_at, t.code AS table_code, s.opened_at, s.closed_at,
  coalesce((SELECT coalesce(nullif(concat_ws(' ', u.first_name, u.last_name), ''), u.email) FROM app_user u
    WHERE u.tenant_id = s.tenant_id AND u.id = coalesce(s.assigned_waiter_id, s.opened_by_waiter_id)), '')::text AS waiter_name,
  (SELECT count(*) FROM diner d WHERE d.tenant_id = s.tenant_id AND d.session_id = s.id)::int AS diners,
  (SELECT count(*) FROM round r WHERE r.tenant_id = s.tenant_id AND r.table_session_id = s.id AND r.status <> 'CANCELED')::int AS rounds,
  coalesce((SELECT sum(c.total_cents) FROM app_check c WHERE c.tenant_id = s.tenant_id AND c.table_session_id = s.id), 0)::bigint AS spent_cents
FROM feedback f
JOIN table_session s ON s.tenant_id = f.tenant_id AND s.id = f.session_id
JOIN restaurant_table t ON t.tenant_id = s.tenant_id AND t.id = s.table_id
WHERE f.tenant_id = @tenant_id AND (@every_branch::boolean OR f.branch_id = ANY(@branch_ids::bigint[]))
  AND (sqlc.narg('most')::integer IS NULL OR f.rating <= sqlc.narg('most'))
  AND (sqlc.narg('before_id')::bigint IS NULL OR f.id < sqlc.narg('before_id'))
ORDER BY f.id DESC
LIMIT @max_rows;
