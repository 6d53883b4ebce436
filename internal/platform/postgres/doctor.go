package postgres

import (
	"context"
	"fmt"
	"time"
)

// ServerState is how the database's server stands.
type ServerState struct {
	Version        int // as in 160010
	Now            time.Time
	MaxConnections int
	Connections    int
	Replicas       int
	ArchiveMode    string // on, always or off
}

// ServerState asks the server about itself.
func (s *Store) ServerState(ctx context.Context) (st ServerState, err error) {
	err = s.pool.QueryRow(ctx, `
SELECT current_setting('server_version_num')::integer, clock_timestamp(), current_setting('max_connections')::integer,
  (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' OR backend_type IS NULL)::integer,
  (SELECT count(*) FROM pg_stat_replication)::integer, current_setting('archive_mode')`).Scan(
		&st.Version, &st.Now, &st.MaxConnections, &st.Connections, &st.Replicas, &st.ArchiveMode)
	if err != nil {
		return st, Fault(fmt.Errorf("ask the server how it is: %w", err))
	}
	return st, nil
}

// SchemaState is what the database's schema and this process's role are.
type SchemaState struct {
	Applied  []int64 // migrations, ascending; none in an empty database
	Role     string
	Rewrites bool // the role may change or remove entries of the audit log
}

// SchemaState reads it.
func (s *Store) SchemaState(ctx context.Context) (st SchemaState, err error) {
	var there bool
	if err = s.pool.QueryRow(ctx, `SELECT to_regclass('goose_db_version') IS NOT NULL, current_user`).Scan(&there, &st.Role); err != nil || !there {
		return st, Fault(err)
	}
	err = s.pool.QueryRow(ctx, `
SELECT coalesce((SELECT array_agg(version_id ORDER BY version_id) FROM goose_db_version WHERE is_applied AND version_id > 0), '{}'),
  coalesce(has_table_privilege(to_regclass('audit_log'), 'UPDATE, DELETE, TRUNCATE'), false)`).Scan(&st.Applied, &st.Rewrites)
	if err != nil {
		return st, Fault(fmt.Errorf("read the schema's state: %w", err))
	}
	return st, nil
}
