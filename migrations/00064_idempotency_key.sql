-- +goose Up
-- What requests with an X-Idempotency-Key were answered. A repeat gets the same answer, whatever happened since.
CREATE TABLE idempotency_key (
  tenant_id    bigint NOT NULL REFERENCES tenant (id),
  principal    text NOT NULL, -- whose key it is: a person, a program or a phone
  operation    text NOT NULL, -- method and path
  key          text NOT NULL,
  request_hash text NOT NULL,
  session_id   bigint, -- that the first attempt meant, where the request names a table
  status       integer, -- null while nobody knows the answer
  content_type text,
  answer       text,
  created_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, principal, operation, key)
);
CREATE INDEX idempotency_key_created ON idempotency_key (created_at);

-- +goose Down
DROP TABLE idempotency_key;
