-- +goose Up
-- The audit log only grows, and each entry of a tenant is sealed with the hash of
-- the one before it.

CREATE TABLE audit_head (
  tenant_id bigint PRIMARY KEY REFERENCES tenant (id),
  seq       bigint NOT NULL DEFAULT 0,
  hash      text NOT NULL DEFAULT ''
);

CREATE TABLE audit_link (
  tenant_id     bigint NOT NULL,
  seq           bigint NOT NULL, -- 1, 2, 3 … within the tenant
  entry_id      bigint NOT NULL CONSTRAINT audit_link_entry_key UNIQUE,
  previous_hash text NOT NULL,   -- '' before the first
  hash          text NOT NULL,   -- SHA-256, hexadecimal
  PRIMARY KEY (tenant_id, seq)
);

-- +goose StatementBegin
-- The whole entry as text, field by field, each with its length in bytes: no two
-- different entries have one text. internal/audit writes the same in Go.
CREATE FUNCTION audit_canonical(e audit_log, seq bigint) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT string_agg(CASE WHEN f IS NULL THEN '-' ELSE octet_length(f) || ':' || f END, ',' ORDER BY n)
  FROM unnest(ARRAY[
    seq::text, e.id::text, e.tenant_id::text, e.user_id::text, e.user_email, e.entity_type, e.entity_id::text, e.action,
    e.old_values::text, e.new_values::text, e.ip_address, e.user_agent, e.request_id,
    (extract(epoch FROM e.created_at) * 1000000)::bigint::text]) WITH ORDINALITY u(f, n)
$$;

-- It runs at the commit, when the transaction takes no further lock: writers of
-- one tenant wait for each other's commit and for nothing else.
CREATE FUNCTION audit_seal() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
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

CREATE FUNCTION audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit log only grows' USING ERRCODE = 'insufficient_privilege';
END $$;
-- +goose StatementEnd

-- Entries from before are sealed in the order they were written.
CREATE TEMP TABLE audit_before ON COMMIT DROP AS TABLE audit_log;
DELETE FROM audit_log;

CREATE CONSTRAINT TRIGGER audit_sealed AFTER INSERT ON audit_log
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_seal();
CREATE TRIGGER audit_log_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log EXECUTE FUNCTION audit_only_grows();
CREATE TRIGGER audit_link_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_link EXECUTE FUNCTION audit_only_grows();

INSERT INTO audit_log SELECT * FROM audit_before ORDER BY id;

-- +goose StatementBegin
-- The application's own processes are members of this role. It may write
-- everything but the past.
DO $$
BEGIN
  CREATE ROLE integrador_app NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; -- another database of this server has made it
END $$;
-- +goose StatementEnd

-- +goose Down
DROP TRIGGER audit_log_only_grows ON audit_log;
DROP TRIGGER audit_sealed ON audit_log;
DROP TABLE audit_link, audit_head;
DROP FUNCTION audit_seal, audit_only_grows, audit_canonical;
