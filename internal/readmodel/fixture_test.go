package readmodel_test

import (
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"integrador/internal/dev/seed"
	"integrador/internal/dev/testkit"
	"integrador/internal/domain/access"
	"integrador/internal/platform/postgres"
)

func TestMain(m *testing.M) { testkit.Main(m) }

// noon of the demo's day, in Mendoza.
var noon = time.Date(2026, time.May, 8, 15, 0, 0, 0, time.UTC)

// fixture is the demo restaurant in a database of its own. Tests add rows to it. What the
// recorder of a session would write is written here by hand.
type fixture struct {
	*testing.T
	db   *postgres.Store
	pool *pgxpool.Pool
	next atomic.Int64
}

func newFixture(t *testing.T) *fixture {
	t.Helper()
	pool := testkit.Postgres(t)
	s := &fixture{T: t, db: postgres.New(pool), pool: pool}
	s.next.Store(1_000_000)
	_, err := seed.DemoHashed(t.Context(), s.db, noon, func(password string) (string, error) { return password, nil })
	require.NoError(t, err)
	return s
}

func (s *fixture) id() int64 { return s.next.Add(1) }

func (s *fixture) exec(sql string, args ...any) {
	s.Helper()
	_, err := s.pool.Exec(s.Context(), sql, args...)
	require.NoError(s, err)
}

func look[T any](s *fixture, sql string, args ...any) (v T) {
	s.Helper()
	require.NoError(s, s.pool.QueryRow(s.Context(), sql, args...).Scan(&v))
	return v
}

// staff is the principal of a person's access token.
func (s *fixture) staff(email string) access.Staff {
	s.Helper()
	who := access.Staff{Email: email}
	rows, err := s.pool.Query(s.Context(), `SELECT u.id, u.tenant_id, r.branch_id, r.role
		FROM app_user u JOIN user_branch_role r ON r.user_id = u.id WHERE u.email = $1 ORDER BY r.id`, email)
	require.NoError(s, err)
	defer rows.Close()
	for rows.Next() {
		var branch int64
		var role access.Role
		require.NoError(s, rows.Scan(&who.UserID, &who.TenantID, &branch, &role))
		who.BranchIDs = append(who.BranchIDs, branch)
		if !who.Has(role) {
			who.Roles = append(who.Roles, role)
		}
	}
	require.NotEmpty(s, who.Roles, email)
	return who
}

func (s *fixture) place(slug, code string) postgres.Place {
	s.Helper()
	p, err := s.db.PlaceByCode(s.Context(), code, slug)
	require.NoError(s, err)
	return p
}

// sit opens a session with diners, each with a device of the same name.
func (s *fixture) sit(slug, code string, names ...string) (access.Table, []int64) {
	s.Helper()
	p := s.place(slug, code)
	at := access.Table{TenantID: p.TenantID, BranchID: p.BranchID, TableID: p.TableID}
	at.SessionID = look[int64](s, `INSERT INTO table_session (tenant_id, branch_id, table_id, opened_at) VALUES ($1, $2, $3, $4) RETURNING id`,
		p.TenantID, p.BranchID, p.TableID, noon)
	s.exec("UPDATE restaurant_table SET status = 'ACTIVE' WHERE id = $1", p.TableID)
	ids := make([]int64, len(names))
	for i, name := range names {
		ids[i] = s.id()
		s.exec(`INSERT INTO diner (id, tenant_id, branch_id, session_id, name, color, local_id, device_id, joined_at) VALUES ($1, $2, $3, $4, $5, '#aabbcc', $5, $5, $6)`,
			ids[i], p.TenantID, p.BranchID, at.SessionID, name, noon.Add(time.Duration(i)*time.Minute))
	}
	return at, ids
}

func (s *fixture) product(slug, name string) int64 {
	s.Helper()
	return look[int64](s, `SELECT p.id FROM product p JOIN branch_product bp ON bp.product_id = p.id JOIN branch b ON b.id = bp.branch_id
		WHERE b.slug = $1 AND p.name = $2`, slug, name)
}

type line struct {
	product, diner int64 // diner 0: shared
	qty            int
	cents          int64
	voided         bool
}

// order writes a round that was submitted so many minutes after noon.
func (s *fixture) order(at access.Table, number int, status, by string, minutes int, lines ...line) (round int64, items []int64) {
	s.Helper()
	round = s.id()
	s.exec(`INSERT INTO round (id, tenant_id, branch_id, table_session_id, round_number, status, submitted_at, submitted_by)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, round, at.TenantID, at.BranchID, at.SessionID, number, status, noon.Add(time.Duration(minutes)*time.Minute), by)
	for _, l := range lines {
		id := s.id()
		s.exec(`INSERT INTO round_item (id, tenant_id, branch_id, round_id, product_id, diner_id, qty, unit_price_cents, product_name, is_voided)
			SELECT $1, $2, $3, $4, $5, nullif($6, 0), $7, $8, name, $9 FROM product WHERE id = $5`,
			id, at.TenantID, at.BranchID, round, l.product, l.diner, l.qty, l.cents, l.voided)
		items = append(items, id)
	}
	return round, items
}

func (s *fixture) call(at access.Table, status string) int64 {
	s.Helper()
	id := s.id()
	s.exec("INSERT INTO service_call (id, tenant_id, branch_id, table_session_id, type, status) VALUES ($1, $2, $3, $4, 'WAITER_CALL', $5)",
		id, at.TenantID, at.BranchID, at.SessionID, status)
	return id
}

func (s *fixture) check(at access.Table, total, paid int64) int64 {
	s.Helper()
	id := s.id()
	s.exec("INSERT INTO app_check (id, tenant_id, branch_id, table_session_id, total_cents, paid_cents) VALUES ($1, $2, $3, $4, $5, $6)",
		id, at.TenantID, at.BranchID, at.SessionID, total, paid)
	return id
}

func (s *fixture) charge(at access.Table, check, diner, cents, paid int64) {
	s.Helper()
	s.exec(`INSERT INTO charge (id, tenant_id, branch_id, check_id, diner_id, amount_cents, original_cents, paid_cents, description)
		VALUES ($1, $2, $3, $4, nullif($5, 0), $6, $6, $7, 'plato')`, s.id(), at.TenantID, at.BranchID, check, diner, cents, paid)
}
