-- +goose Up
-- A dish with a note is another line of the cart than the same dish without it.
ALTER TABLE cart_item DROP CONSTRAINT cart_item_key,
  ADD CONSTRAINT cart_item_key UNIQUE NULLS NOT DISTINCT (session_id, diner_id, product_id, notes);

-- When the waiters were told last of a call: when it was made, or by a reminder.
ALTER TABLE service_call ADD COLUMN announced_at timestamptz;

-- +goose Down
ALTER TABLE service_call DROP COLUMN announced_at;
DELETE FROM cart_item ci USING cart_item o
WHERE o.session_id = ci.session_id AND o.diner_id = ci.diner_id AND o.product_id = ci.product_id AND o.id < ci.id;
ALTER TABLE cart_item DROP CONSTRAINT cart_item_key, ADD CONSTRAINT cart_item_key UNIQUE (session_id, diner_id, product_id);
