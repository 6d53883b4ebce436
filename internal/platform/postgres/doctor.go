package postgres

import (
	"context"
	"fmt"
	"time"
)

// ServerState is the state of the database server.
type ServerState struct {
	Version        int // as in 160010
	Now            time.Time
	MaxConnections int
	Connections    int
	Replicas       int
	ArchiveMode    string // on, always or off
}

// ServerState reads the state of the database server.
func (s *Store) ServerState(ctx context.Context) (st ServerState, err error) {
	err = s.pool.QueryRow(ctx, `
SELECT current_setting('server_version_num')::integer, clock_timestamp(), current_setting('max_connections')::integer,
  (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' OR backend_type IS NULL)::integer,
  (SELECT count(*) FROM pg_stat_replication)::integer, current_setting('archive_mode')`).Scan(
		&st.Version, &st.Now, &st.MaxConnections, &st.Connections, &st.Replicas, &st.ArchiveMode)
	if err != nil {
		return st, Fault(fmt.Errorf("read the server's state: %w", err))
	}
	return st, nil
}

// SchemaState is the state of the schema, and the role of this process.
type SchemaState struct {
	Applied  []int64 // migrations, ascending; none in an empty database
	Role     string
	Rewrites bool // the role may change or delete entries of the audit log
}

// SchemaState reads the state of the schema.
func (s *Store) SchemaState(ctx context.Context) (st SchemaState, err error) {
	var exists bool
	err = s.pool.QueryRow(ctx, `SELECT to_regclass('goose_db_version') IS NOT NULL, current_user`).Scan(&exists, &st.Role)
	if err != nil || !exists {
		return st, Fault(err)
	}
	err = s.pool.QueryRow(ctx, `
SELECT
  coalesce((
    SELECT array_agg(version_id ORDER BY version_id) FROM goose_db_version WHERE is_applied AND version_id > 0), '{}'),
  coalesce(has_table_privilege(to_regclass('audit_log'), 'UPDATE, DELETE, TRUNCATE'), false)`).
		Scan(&st.Applied, &st.Rewrites)
	if err != nil {
		return st, Fault(fmt.Errorf("read the schema's state: %w", err))
	}
	return st, nil
}
