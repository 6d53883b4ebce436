package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/jackc/pgx/v5"

	"integrador/internal/domain/access"
	"integrador/internal/domain/tablesession"
)

// house is a branch of the demo restaurant with very many tables.
type house struct {
	tenant, branch, kitchen, waiter int64
	slug                            string
	order                           []byte // the body of a round with four dishes

	mu     sync.Mutex
	tables []int64 // that nobody has sat at
}

const (
	manyTables = 9000
	dishes     = 4
)

// table takes one that nobody has sat at.
func (h *house) table() int64 {
	h.mu.Lock()
	defer h.mu.Unlock()
	last := len(h.tables) - 1
	id := h.tables[last]
	h.tables = h.tables[:last]
	return id
}

func (f *floor) furnish(ctx context.Context) error {
	h := &f.house
	h.slug = "centro"
	err := f.pool.QueryRow(ctx, `
SELECT b.tenant_id, b.id, (SELECT user_id FROM user_branch_role WHERE branch_id = b.id AND role = 'KITCHEN' LIMIT 1),
  (SELECT user_id FROM user_branch_role WHERE branch_id = b.id AND role = 'WAITER' LIMIT 1)
FROM branch b WHERE b.slug = $1`, h.slug).Scan(&h.tenant, &h.branch, &h.kitchen, &h.waiter)
	if err != nil {
		return fmt.Errorf("find the branch: %w", err)
	}
	h.tables, err = f.ids(ctx, `
INSERT INTO restaurant_table (tenant_id, branch_id, code, sector_id)
SELECT $1, $2, 'B-' || n, (SELECT min(id) FROM branch_sector WHERE branch_id = $2) FROM generate_series(1, $3) n RETURNING id`,
		h.tenant, h.branch, manyTables)
	if err != nil {
		return fmt.Errorf("put up tables: %w", err)
	}
	products, err := f.ids(ctx, `SELECT product_id FROM sold_product WHERE branch_id = $1 ORDER BY product_id LIMIT $2`, h.branch, dishes)
	if err != nil {
		return fmt.Errorf("choose dishes: %w", err)
	}
	lines := make([]string, len(products))
	for i, id := range products {
		lines[i] = fmt.Sprintf(`{"product_id":%d,"qty":%d}`, id, i+1)
	}
	h.order = []byte(`{"items":[` + strings.Join(lines, ",") + `]}`)
	return nil
}

// tidy does now what autovacuum would do in the middle of somebody's turn: away
// with dead rows, and statistics by which nobody scans a table that was small a
// moment ago.
func (f *floor) tidy(ctx context.Context) error {
	_, err := f.pool.Exec(ctx, "VACUUM (ANALYZE)")
	if err != nil {
		return fmt.Errorf("tidy the database up: %w", err)
	}
	return nil
}

func (f *floor) ids(ctx context.Context, sql string, args ...any) ([]int64, error) {
	rows, err := f.pool.Query(ctx, sql, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[int64])
}

// seat is one phone at a session.
type seat struct {
	url            string // of the api that serves it
	token, device  string
	table, session int64
}

// sequence makes keys and names that nobody used.
type sequence struct{ n atomic.Int64 }

func (s *sequence) next(prefix string) string { return prefix + strconv.FormatInt(s.n.Add(1), 10) }

// variant is who writes a session's rounds.
type variant string

const (
	variantA variant = "A"
	variantB variant = "B"
	variantC variant = "C"
)

var variants = []variant{variantA, variantB, variantC}

// sit opens n sessions with a diner each.
func (f *floor) sit(ctx context.Context, v variant, n int) ([]seat, error) {
	seats := make([]seat, n)
	err := spread(n, 8, func(i int) (err error) {
		if seats[i], err = f.open(ctx, v); err == nil {
			seats[i], err = f.join(ctx, v, seats[i])
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("open sessions of %s: %w", v, err)
	}
	return seats, nil
}

func (f *floor) open(ctx context.Context, v variant) (seat, error) {
	table := f.house.table()
	switch v {
	case variantA:
		return f.openPlain(ctx, table)
	case variantC:
		got, err := f.regular.Open(ctx, tablesession.Seating{TenantID: f.house.tenant, TableID: table, By: access.Actor{Role: access.Diner}})
		if err != nil {
			return seat{}, err
		}
		return f.seatAt(f.ports.url(f.ports.api), table, got.SessionID)
	default:
		return f.scan(ctx, table)
	}
}

// scan opens a table and comes back as often as it is told to.
func (f *floor) scan(ctx context.Context, table int64) (s seat, err error) {
	for range 5 {
		var o outcome
		if s, o = f.openTable(ctx, table); !o.honest() {
			return s, o.err()
		}
		f.sentBack.Add(1)
		err = o.err()
		pause(ctx, o.wait)
	}
	return s, err
}

// openPlain opens a session that no workflow conducts.
func (f *floor) openPlain(ctx context.Context, table int64) (seat, error) {
	var session int64
	err := f.pool.QueryRow(ctx, `INSERT INTO table_session (tenant_id, branch_id, table_id) VALUES ($1, $2, $3) RETURNING id`,
		f.house.tenant, f.house.branch, table).Scan(&session)
	if err != nil {
		return seat{}, err
	}
	return f.seatAt(f.ports.url(f.ports.plain), table, session)
}

func (f *floor) seatAt(url string, table, session int64) (seat, error) {
	t, err := f.keys.IssueTable(access.Table{TenantID: f.house.tenant, BranchID: f.house.branch, TableID: table, SessionID: session})
	return seat{url: url, token: t.Token, table: table, session: session}, err
}

// join seats a diner with a phone of their own.
func (f *floor) join(ctx context.Context, v variant, s seat) (seat, error) {
	s.device = f.sequence.next("phone-")
	if v != variantA {
		return s, f.register(ctx, s).err()
	}
	_, err := f.pool.Exec(ctx, `
INSERT INTO diner (id, tenant_id, branch_id, session_id, name, color, device_id)
VALUES (nextval('session_id_block'), $1, $2, $3, 'Comensal', '#112233', $4)`, f.house.tenant, f.house.branch, s.session, s.device)
	return s, err
}

func sessionsOf(seats []seat) []int64 {
	sessions := make([]int64, len(seats))
	for i, s := range seats {
		sessions[i] = s.session
	}
	return sessions
}

// holes counts sessions whose rounds or events are not 1, 2, 3 …
func (f *floor) holes(ctx context.Context, seats []seat) (n int, err error) {
	err = f.pool.QueryRow(ctx, `
SELECT count(*) FROM table_session ts
WHERE ts.id = ANY($1) AND (
  (SELECT count(*) <> coalesce(max(round_number), 0) FROM round r WHERE r.table_session_id = ts.id)
  OR (SELECT count(*) <> ts.last_event_seq OR coalesce(max(seq), 0) <> ts.last_event_seq FROM event e WHERE e.session_id = ts.id))`,
		sessionsOf(seats)).Scan(&n)
	if err != nil {
		return 0, fmt.Errorf("look for holes: %w", err)
	}
	return n, nil
}

// whole fails if a load left a session with holes: then its speed means nothing.
func (f *floor) whole(ctx context.Context, v variant, seats []seat) error {
	n, err := f.holes(ctx, seats)
	if err == nil && n > 0 {
		err = fmt.Errorf("%d sessions of %s have holes in their numbers", n, v)
	}
	return err
}
