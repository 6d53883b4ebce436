-- +goose Up
-- round_items_cost fails when an item of a round costs something else than it says, which aborts everything sent with it.
-- +goose StatementBegin
CREATE FUNCTION round_items_cost(tenant bigint, items bigint[], cents bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM unnest(items, cents) u(id, cents) JOIN round_item i ON i.id = u.id AND i.tenant_id = tenant WHERE i.unit_price_cents <> u.cents) THEN
    RAISE EXCEPTION 'a price has changed' USING ERRCODE = 'IN004';
  END IF;
END $$;
-- +goose StatementEnd

-- +goose Down
DROP FUNCTION round_items_cost;
