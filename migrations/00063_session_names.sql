-- +goose Up
-- One word for the table session everywhere. Processes of the version before do not find the old names: stop them first.
ALTER TABLE sitting_command RENAME TO session_command;
ALTER TABLE session_command RENAME CONSTRAINT sitting_command_pkey TO session_command_pkey;
ALTER TABLE session_command RENAME CONSTRAINT sitting_command_session_id_fkey TO session_command_session_id_fkey;
ALTER SEQUENCE sitting_id_block RENAME TO session_id_block;

-- lock_session locks a session for the rest of the transaction and takes n numbers of its events. It fails, and with it the
-- whole batch, when the session is closed (unless late: money comes after that, too) or has another version than expected.
ALTER FUNCTION lock_sitting RENAME TO lock_session;
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION lock_session(session bigint, tenant bigint, n integer, cleared boolean, late boolean, expected bigint, OUT last_seq bigint, OUT cart integer)
LANGUAGE plpgsql AS $$
BEGIN
  UPDATE table_session
  SET version = version + 1, last_event_seq = last_event_seq + n, last_activity_at = now(), cart_version = cart_version + cleared::integer
  WHERE id = session AND tenant_id = tenant AND (late OR status <> 'CLOSED') AND version = expected
  RETURNING last_event_seq, cart_version INTO last_seq, cart;
  IF NOT FOUND THEN
    PERFORM 1 FROM table_session WHERE id = session AND tenant_id = tenant AND (late OR status <> 'CLOSED');
    IF FOUND THEN
      RAISE EXCEPTION 'session % has changed', session USING ERRCODE = 'IN002';
    END IF;
    RAISE EXCEPTION 'session % is not live', session USING ERRCODE = 'IN001';
  END IF;
END
$$;
-- +goose StatementEnd

-- +goose Down
ALTER FUNCTION lock_session RENAME TO lock_sitting;
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION lock_sitting(session bigint, tenant bigint, n integer, cleared boolean, late boolean, expected bigint, OUT last_seq bigint, OUT cart integer)
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
END
$$;
-- +goose StatementEnd
ALTER SEQUENCE session_id_block RENAME TO sitting_id_block;
ALTER TABLE session_command RENAME CONSTRAINT session_command_session_id_fkey TO sitting_command_session_id_fkey;
ALTER TABLE session_command RENAME CONSTRAINT session_command_pkey TO sitting_command_pkey;
ALTER TABLE session_command RENAME TO sitting_command;
