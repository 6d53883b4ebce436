#!/bin/sh
# Gives the application a login that may write everything but the past: what it may
# do is granted by db-migrate. The image runs this once, when the volume is empty.
set -eu
psql -v ON_ERROR_STOP=1 -v password="$POSTGRES_APP_PASSWORD" -U "$POSTGRES_USER" -d postgres <<'SQL'
CREATE ROLE integrador_app NOLOGIN;
CREATE ROLE integrador LOGIN PASSWORD :'password' IN ROLE integrador_app;
GRANT CONNECT ON DATABASE menu_ops TO integrador_app;
SQL
