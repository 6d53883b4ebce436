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

// restaurant is a branch of the demo restaurant with 9000 more tables.
type restaurant struct {
	tenant, branch, kitchen, waiter int64
	slug                            string
	order                           []byte // the body of a round with four dishes

	mu     sync.Mutex
	tables []int64 // not used yet
}

const (
	tableCount = 9000
	dishes     = 4
)

// table gives one that was not used yet.
func (rs *restaurant) table() int64 {
	rs.mu.Lock()
	defer rs.mu.Unlock()
	last := len(rs.tables) - 1
	id := rs.tables[last]
	rs.tables = rs.tables[:last]
	return id
}

func (bm *benchmark) seed(ctx context.Context) error {
	rs := &bm.restaurant
	rs.slug = "centro"
	err := bm.pool.QueryRow(ctx, `
SELECT b.tenant_id, b.id, (SELECT user_id FROM user_branch_role WHERE branch_id = b.id AND role = 'KITCHEN' LIMIT 1),
  (SELECT user_id FROM user_branch_role WHERE branch_id = b.id AND role = 'WAITER' LIMIT 1)
FROM branch b WHERE b.slug = $1`, rs.slug).Scan(&rs.tenant, &rs.branch, &rs.kitchen, &rs.waiter)
	if err != nil {
		return fmt.Errorf("find the branch: %w", err)
	}
	rs.tables, err = bm.ids(ctx, `
INSERT INTO restaurant_table (tenant_id, branch_id, code, sector_id)
SELECT $1, $2, 'B-' || n, (SELECT min(id) FROM branch_sector WHERE branch_id = $2) FROM generate_series(1, $3) n RETURNING id`,
		rs.tenant, rs.branch, tableCount)
	if err != nil {
		return fmt.Errorf("create tables: %w", err)
	}
	products, err := bm.ids(ctx, `SELECT product_id FROM sold_product WHERE branch_id = $1 ORDER BY product_id LIMIT $2`, rs.branch, dishes)
	if err != nil {
		return fmt.Errorf("choose dishes: %w", err)
	}
	lines := make([]string, len(products))
	for i, id := range products {
		lines[i] = fmt.Sprintf(`{"product_id":%d,"qty":%d}`, id, i+1)
	}
	rs.order = []byte(`{"items":[` + strings.Join(lines, ",") + `]}`)
	return nil
}

// vacuum does now what autovacuum would do in the middle of a measurement: it removes
// dead rows and updates the statistics, without which PostgreSQL scans tables that
// were small a moment ago.
func (bm *benchmark) vacuum(ctx context.Context) error {
	_, err := bm.pool.Exec(ctx, "VACUUM (ANALYZE)")
	if err != nil {
		return fmt.Errorf("vacuum the database: %w", err)
	}
	return nil
}

func (bm *benchmark) ids(ctx context.Context, sql string, args ...any) ([]int64, error) {
	rows, err := bm.pool.Query(ctx, sql, args...)
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

// sequence makes unique keys and names.
type sequence struct{ n atomic.Int64 }

func (s *sequence) next(prefix string) string { return prefix + strconv.FormatInt(s.n.Add(1), 10) }

// variant is the way in which a session's rounds are written.
type variant string

const (
	variantA variant = "A"
	variantB variant = "B"
	variantC variant = "C"
)

var variants = []variant{variantA, variantB, variantC}

// seatDiners opens n sessions with a diner each.
func (bm *benchmark) seatDiners(ctx context.Context, v variant, n int) ([]seat, error) {
	seats := make([]seat, n)
	err := parallel(n, 8, func(i int) (err error) {
		if seats[i], err = bm.open(ctx, v); err == nil {
			seats[i], err = bm.addDiner(ctx, v, seats[i])
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("open sessions of %s: %w", v, err)
	}
	return seats, nil
}

func (bm *benchmark) open(ctx context.Context, v variant) (seat, error) {
	table := bm.restaurant.table()
	switch v {
	case variantA:
		return bm.openPlain(ctx, table)
	case variantC:
		got, err := bm.regular.Open(ctx, tablesession.Seating{TenantID: bm.restaurant.tenant, TableID: table, By: access.Actor{Role: access.Diner}})
		if err != nil {
			return seat{}, err
		}
		return bm.seatAt(bm.ports.url(bm.ports.api), table, got.SessionID)
	default:
		return bm.scan(ctx, table)
	}
}

// scan opens a table, and repeats that after a 503 with Retry-After.
func (bm *benchmark) scan(ctx context.Context, table int64) (s seat, err error) {
	for range 5 {
		var o outcome
		if s, o = bm.openTable(ctx, table); !o.mayRetry() {
			return s, o.err()
		}
		bm.retriedScans.Add(1)
		err = o.err()
		pause(ctx, o.wait)
	}
	return s, err
}

// openPlain opens a session without a workflow.
func (bm *benchmark) openPlain(ctx context.Context, table int64) (seat, error) {
	var session int64
	err := bm.pool.QueryRow(ctx, `INSERT INTO table_session (tenant_id, branch_id, table_id) VALUES ($1, $2, $3) RETURNING id`,
		bm.restaurant.tenant, bm.restaurant.branch, table).Scan(&session)
	if err != nil {
		return seat{}, err
	}
	return bm.seatAt(bm.ports.url(bm.ports.plain), table, session)
}

func (bm *benchmark) seatAt(url string, table, session int64) (seat, error) {
	t, err := bm.keys.IssueTable(access.Table{TenantID: bm.restaurant.tenant, BranchID: bm.restaurant.branch, TableID: table, SessionID: session})
	return seat{url: url, token: t.Token, table: table, session: session}, err
}

// addDiner registers a diner with a phone of their own.
func (bm *benchmark) addDiner(ctx context.Context, v variant, s seat) (seat, error) {
	s.device = bm.sequence.next("phone-")
	if v != variantA {
		return s, bm.register(ctx, s).err()
	}
	_, err := bm.pool.Exec(ctx, `
INSERT INTO diner (id, tenant_id, branch_id, session_id, name, color, device_id)
VALUES (nextval('session_id_block'), $1, $2, $3, 'Comensal', '#112233', $4)`, bm.restaurant.tenant, bm.restaurant.branch, s.session, s.device)
	return s, err
}

func sessionsOf(seats []seat) []int64 {
	sessions := make([]int64, len(seats))
	for i, s := range seats {
		sessions[i] = s.session
	}
	return sessions
}

// countGaps counts sessions whose rounds or events are not numbered 1, 2, 3 …
func (bm *benchmark) countGaps(ctx context.Context, seats []seat) (n int, err error) {
	err = bm.pool.QueryRow(ctx, `
SELECT count(*) FROM table_session ts
WHERE ts.id = ANY($1) AND (
  (SELECT count(*) <> coalesce(max(round_number), 0) FROM round r WHERE r.table_session_id = ts.id)
  OR (SELECT count(*) <> ts.last_event_seq OR coalesce(max(seq), 0) <> ts.last_event_seq FROM event e WHERE e.session_id = ts.id))`,
		sessionsOf(seats)).Scan(&n)
	if err != nil {
		return 0, fmt.Errorf("look for gaps: %w", err)
	}
	return n, nil
}

// checkNumbers fails if a load left a session with gaps: then its speed means nothing.
func (bm *benchmark) checkNumbers(ctx context.Context, v variant, seats []seat) error {
	n, err := bm.countGaps(ctx, seats)
	if err == nil && n > 0 {
		err = fmt.Errorf("%d sessions of %s have gaps in their numbers", n, v)
	}
	return err
}
