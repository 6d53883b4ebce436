-- +goose Up
-- lock_sitting takes a sitting for the rest of the transaction and n numbers of its log. It fails when the sitting is not
-- live, which aborts everything sent with it: the recorder sends one batch, not one statement at a time. Money alone may come
-- late, for a sitting that is over. An entry that was decided on another version than the sitting has now is refused too:
-- whoever decided it must read the sitting again.
-- +goose StatementBegin
CREATE FUNCTION lock_sitting(session bigint, tenant bigint, n integer, cleared boolean, late boolean, expected bigint, OUT last_seq bigint, OUT cart integer)
LANGUAGE plpgsql AS $$
BEGIN
  UPDATE table_session
  SET version = version + 1, last_event_seq = last_event_seq + n, last_activity_at = now(), cart_version = cart_version + cleared::integer
  WHERE id = session AND tenant_id = tenant AND (late OR status <> 'CLOSED') AND version = expected
  RETURNING last_event_seq, cart_version INTO last_seq, cart;
  IF NOT FOUND THEN
    PERFORM 1 FROM table_session WHERE id = session AND tenant_id = tenant AND (late OR status <> 'CLOSED');
    IF FOUND THEN
      RAISE EXCEPTION 'sitting % has changed', session USING ERRCODE = 'IN002';
    END IF;
    RAISE EXCEPTION 'sitting % is not live', session USING ERRCODE = 'IN001';
  END IF;
END $$;
-- +goose StatementEnd

-- What a branch sells at this moment, and for how much.
CREATE VIEW sold_product AS
SELECT bp.tenant_id, bp.branch_id, p.id AS product_id, p.name, bp.price_cents,
       c.name AS category_name, concat_ws(' ', c.name, sc.name) AS category_path
FROM product p
JOIN branch_product bp ON bp.product_id = p.id AND bp.is_active AND bp.is_available
JOIN category c ON c.id = p.category_id AND c.is_active
LEFT JOIN subcategory sc ON sc.id = p.subcategory_id
WHERE p.is_active
  AND (sc.id IS NULL OR sc.is_active)
  AND NOT EXISTS (SELECT FROM branch_category_exclusion x WHERE x.branch_id = bp.branch_id AND x.category_id = p.category_id)
  AND NOT EXISTS (SELECT FROM branch_subcategory_exclusion x WHERE x.branch_id = bp.branch_id AND x.subcategory_id = p.subcategory_id);

-- +goose Down
DROP VIEW sold_product;
DROP FUNCTION lock_sitting;
