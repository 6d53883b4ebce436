-- +goose Up
-- branch_id came to the log after its seal: from here on the seal covers it too.
-- Links say which fields theirs covers, since the old ones cannot be sealed anew.

ALTER TABLE audit_link ADD COLUMN format smallint NOT NULL DEFAULT 1 CHECK (format IN (1, 2)); -- 2: with branch_id

-- +goose StatementBegin
-- As the function of 00045, with the branch behind the other fields. That one goes
-- on serving the transactions that are about to commit meanwhile.
CREATE FUNCTION audit_canonical_2(e audit_log, seq bigint) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT audit_canonical(e, seq) || ',' || CASE WHEN e.branch_id IS NULL THEN '-' ELSE octet_length(e.branch_id::text) || ':' || e.branch_id END
$$;

CREATE OR REPLACE FUNCTION audit_seal() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
  head audit_head;
  sealed text;
BEGIN
  INSERT INTO audit_head (tenant_id) VALUES (NEW.tenant_id) ON CONFLICT DO NOTHING;
  SELECT * INTO head FROM audit_head WHERE tenant_id = NEW.tenant_id FOR UPDATE;
  sealed := encode(sha256(convert_to(head.hash || '|' || audit_canonical_2(NEW, head.seq + 1), 'UTF8')), 'hex');
  INSERT INTO audit_link (tenant_id, seq, entry_id, previous_hash, hash, format)
  VALUES (NEW.tenant_id, head.seq + 1, NEW.id, head.hash, sealed, 2);
  UPDATE audit_head SET seq = head.seq + 1, hash = sealed WHERE tenant_id = NEW.tenant_id;
  RETURN NULL;
END $$;
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
-- Links of the second format would not hold under the first.
DO $$
BEGIN
  IF EXISTS (SELECT FROM audit_link WHERE format = 2) THEN
    RAISE EXCEPTION 'the audit log has entries that only this version can check';
  END IF;
END $$;
CREATE OR REPLACE FUNCTION audit_seal() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
  head audit_head;
  sealed text;
BEGIN
  INSERT INTO audit_head (tenant_id) VALUES (NEW.tenant_id) ON CONFLICT DO NOTHING;
  SELECT * INTO head FROM audit_head WHERE tenant_id = NEW.tenant_id FOR UPDATE;
  sealed := encode(sha256(convert_to(head.hash || '|' || audit_canonical(NEW, head.seq + 1), 'UTF8')), 'hex');
  INSERT INTO audit_link (tenant_id, seq, entry_id, previous_hash, hash) VALUES (NEW.tenant_id, head.seq + 1, NEW.id, head.hash, sealed);
  UPDATE audit_head SET seq = head.seq + 1, hash = sealed WHERE tenant_id = NEW.tenant_id;
  RETURN NULL;
END $$;
-- +goose StatementEnd
DROP FUNCTION audit_canonical_2;
ALTER TABLE audit_link DROP COLUMN format;
