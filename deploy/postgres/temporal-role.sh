#!/bin/sh
# Gives Temporal a role of its own, which makes its two databases and cannot read
# menu_ops. The image runs this once, when the volume is empty.
set -eu
psql -v ON_ERROR_STOP=1 -v password="$TEMPORAL_DB_PASSWORD" -U "$POSTGRES_USER" -d postgres <<'SQL'
CREATE ROLE temporal LOGIN CREATEDB PASSWORD :'password';
REVOKE CONNECT ON DATABASE menu_ops FROM PUBLIC;
SQL
