-- +goose Up
-- What somebody with a photo of a table's QR code may do there. NULL is no cap.
ALTER TABLE branch
  ADD COLUMN unpaid_cap_cents   bigint CHECK (unpaid_cap_cents > 0),
  ADD COLUMN staff_opens_tables boolean NOT NULL DEFAULT false;

-- +goose StatementBegin
-- The price of a round is known once its items are written: a round that costs more
-- than it may is refused here, and its whole entry with it.
CREATE FUNCTION round_costs_at_most(tenant bigint, the_round bigint, room bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT sum(qty * unit_price_cents) FROM round_item WHERE round_id = the_round AND tenant_id = tenant) > room THEN
    RAISE EXCEPTION 'round % costs more than %', the_round, room USING ERRCODE = 'IN003';
  END IF;
END $$;
-- +goose StatementEnd

-- +goose Down
DROP FUNCTION round_costs_at_most;
ALTER TABLE branch DROP COLUMN staff_opens_tables, DROP COLUMN unpaid_cap_cents;
