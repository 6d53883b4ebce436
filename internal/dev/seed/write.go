package seed

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"integrador/internal/platform/postgres"
)

// writer copies rows of one tenant. After an error it does nothing more; err
// keeps the first.
type writer struct {
	ctx    context.Context //nolint:containedctx // a writer lives within one call
	tx     *postgres.Tx
	tenant int64
	err    error
}

// ids takes n identifiers of a table, so that rows may refer to one another
// before they are written.
func (w *writer) ids(table string, n int) []int64 {
	out := make([]int64, 0, n)
	if w.err != nil {
		return make([]int64, n)
	}
	rows, err := w.tx.Query(w.ctx, "SELECT nextval(pg_get_serial_sequence($1, 'id')) FROM generate_series(1, $2)", table, n)
	if err == nil {
		out, err = pgx.CollectRows(rows, pgx.RowTo[int64])
	}
	if err != nil {
		w.err = fmt.Errorf("take identifiers of %s: %w", table, err)
		return make([]int64, n)
	}
	return out
}

// copy writes rows of table; tenant_id is added in front of columns.
func (w *writer) copy(table string, columns []string, rows [][]any) {
	if w.err != nil || len(rows) == 0 {
		return
	}
	for i := range rows {
		rows[i] = append([]any{w.tenant}, rows[i]...)
	}
	_, err := w.tx.CopyFrom(w.ctx, pgx.Identifier{table}, append([]string{"tenant_id"}, columns...), pgx.CopyFromRows(rows))
	if err != nil {
		w.err = fmt.Errorf("write %s: %w", table, err)
	}
}

// byName writes rows that are identified by their name within the tenant, and returns
// where each went.
func (w *writer) byName(table string, columns []string, names []string, row func(i int) []any) map[string]int64 {
	ids, rows, at := w.ids(table, len(names)), make([][]any, len(names)), make(map[string]int64, len(names))
	for i, name := range names {
		rows[i] = append([]any{ids[i], name}, row(i)...)
		at[name] = ids[i]
	}
	w.copy(table, append([]string{"id", "name"}, columns...), rows)
	return at
}

func writeRestaurant(ctx context.Context, tx *postgres.Tx, h restaurant, hashes map[string]string, now time.Time) error {
	w := &writer{ctx: ctx, tx: tx}
	err := tx.QueryRow(ctx, "INSERT INTO tenant (name, slug, description, theme_color) VALUES ($1, $2, $3, $4) RETURNING id",
		h.name, h.slug, h.text, h.color).Scan(&w.tenant)
	if err != nil {
		return fmt.Errorf("write tenant: %w", err)
	}
	ids := w.catalogueIDs()
	branches := w.ids("branch", len(h.branches))
	bySlug := make(map[string]int64, len(branches))
	for i, b := range h.branches {
		bySlug[b.slug] = branches[i]
		placed := w.branch(branches[i], b)
		written := w.menu(branches[i], b.menu, ids)
		if b.office {
			w.office(writtenBranch{branches[i], b.zone, placed, written, ids.ingredient}, now)
		}
	}
	w.people(h.people, bySlug, hashes)
	w.knowledge(h.topics)
	return w.err
}

// branch writes a branch with its sectors and tables, and returns where each table went, by code.
func (w *writer) branch(id int64, b branch) map[string]int64 {
	w.copy("branch", []string{"id", "name", "slug", "address", "phone", "timezone", "opening_time", "closing_time"},
		[][]any{{id, b.name, b.slug, b.address, b.phone, b.zone, b.opens, b.closes}})
	sectors := w.ids("branch_sector", len(b.sectors))
	at := map[string]int64{}
	var sectorRows, tables [][]any
	for i, s := range b.sectors {
		sectorRows = append(sectorRows, []any{sectors[i], id, s.name, s.prefix, i + 1})
		ids := w.ids("restaurant_table", len(s.seats))
		for n, seats := range s.seats {
			code := fmt.Sprintf("%s-%02d", s.prefix, n+1)
			tables = append(tables, []any{ids[n], id, code, seats, s.name, sectors[i]})
			at[code] = ids[n]
		}
	}
	w.copy("branch_sector", []string{"id", "branch_id", "name", "prefix", "display_order"}, sectorRows)
	w.copy("restaurant_table", []string{"id", "branch_id", "code", "capacity", "sector", "sector_id"}, tables)
	return at
}

func (w *writer) people(people []person, branches map[string]int64, hashes map[string]string) {
	ids := w.ids("app_user", len(people))
	var users, roles [][]any
	for i, p := range people {
		users = append(users, []any{ids[i], p.email, hashes[p.password], p.first, p.last, p.phone, p.hired})
		for _, at := range p.roles {
			roles = append(roles, []any{ids[i], branches[at.branch], at.role})
		}
	}
	w.copy("app_user", []string{"id", "email", "password", "first_name", "last_name", "phone", "hire_date"}, users)
	w.copy("user_branch_role", []string{"user_id", "branch_id", "role"}, roles)
}
