package workflows_test

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/worker"
	"google.golang.org/grpc"

	"integrador/activities"
	"integrador/internal/dev/testkit"
	"integrador/internal/domain/access"
	"integrador/internal/domain/event"
	"integrador/internal/domain/fault"
	"integrador/internal/domain/tablesession"
	"integrador/internal/platform/postgres"
	"integrador/workflows"
)

func TestMain(m *testing.M) { testkit.Main(m) }

// fixture is a restaurant on real PostgreSQL and Temporal.
type fixture struct {
	t         *testing.T
	store     *postgres.Store
	client    *workflows.Client
	raw       client.Client
	worker    worker.Worker
	queue     string
	publisher actingPublisher

	temporal testkit.Namespace

	tenant, branch, table, other int64
	products                     []int64
	waiter, manager              int64
	session                      int64
	measured                     bool // records through regular activities
}

type noPublisher struct{}

func (noPublisher) Publish(context.Context, []event.Event) error { return nil }

// publisher publishes nothing, but lets a test act while a decision is being recorded.
type actingPublisher struct{ onPublish atomic.Pointer[func()] }

func (b *actingPublisher) Publish(context.Context, []event.Event) error {
	if act := b.onPublish.Swap(nil); act != nil {
		(*act)()
	}
	return nil
}

type nobodyConnected struct{}

func (nobodyConnected) Connected(context.Context, int64) (bool, error) { return false, nil }

func newFixture(t *testing.T, change ...func(*workflows.Options)) *fixture {
	t.Helper()
	h := &fixture{t: t, store: postgres.New(testkit.Postgres(t))}
	h.insertRestaurant()
	h.temporal = testkit.Temporal(t)
	h.queue = h.temporal.TaskQueue
	h.raw = h.dial()
	options := workflows.Options{TaskQueue: h.queue, DedupWindow: 15 * time.Second}
	for _, c := range change {
		c(&options)
	}
	h.client = workflows.NewClient(h.raw, h.store, options)
	h.startWorker()
	return h
}

func (h *fixture) dial(options ...grpc.DialOption) client.Client {
	c, err := client.Dial(client.Options{
		HostPort: h.temporal.Address, Namespace: h.temporal.Name, ConnectionOptions: client.ConnectionOptions{DialOptions: options},
	})
	require.NoError(h.t, err)
	h.t.Cleanup(c.Close)
	return c
}

func (h *fixture) startWorker() {
	acts := workflows.Activities{
		Ledger:   &activities.Ledger{Store: h.store, Publisher: &h.publisher},
		Presence: &activities.Presence{Store: h.store, Presence: nobodyConnected{}},
		// Nobody listens there: the operators' view of notices may be missing.
		Notices:  &activities.Notices{Store: h.store, Redis: redis.NewClient(&redis.Options{Addr: "127.0.0.1:1", MaxRetries: -1})},
		Nightly:  &activities.Nightly{Store: h.store},
		Measured: h.measured,
	}
	h.worker = worker.New(h.raw, h.queue, workflows.WorkerOptions())
	workflows.Register(h.worker, acts)
	require.NoError(h.t, h.worker.Start())
	w := h.worker
	h.t.Cleanup(w.Stop)
}

// id runs a statement that returns an identifier.
func (h *fixture) id(sql string, args ...any) (id int64) {
	h.t.Helper()
	ctx := h.t.Context()
	require.NoError(h.t, h.store.InTx(ctx, func(tx *postgres.Tx) error { return tx.QueryRow(ctx, sql, args...).Scan(&id) }))
	return id
}

func (h *fixture) exec(sql string, args ...any) {
	h.t.Helper()
	ctx := h.t.Context()
	require.NoError(h.t, h.store.InTx(ctx, func(tx *postgres.Tx) error {
		_, err := tx.Exec(ctx, sql, args...)
		return err
	}))
}

func (h *fixture) insertRestaurant() {
	one := h.id
	h.tenant = one(`INSERT INTO tenant (name, slug) VALUES ('Prueba', 'prueba') RETURNING id`)
	h.branch = one(`INSERT INTO branch (tenant_id, name, slug) VALUES ($1, 'Centro', 'centro') RETURNING id`, h.tenant)
	h.table = one(`INSERT INTO restaurant_table (tenant_id, branch_id, code) VALUES ($1, $2, 'INT-01') RETURNING id`, h.tenant, h.branch)
	h.other = one(`INSERT INTO restaurant_table (tenant_id, branch_id, code) VALUES ($1, $2, 'INT-02') RETURNING id`, h.tenant, h.branch)
	h.waiter = one(`INSERT INTO app_user (tenant_id, email, password) VALUES ($1, 'w@x', 'x') RETURNING id`, h.tenant)
	h.manager = one(`INSERT INTO app_user (tenant_id, email, password) VALUES ($1, 'm@x', 'x') RETURNING id`, h.tenant)
	category := one(`INSERT INTO category (tenant_id, branch_id, name) VALUES ($1, $2, 'Bebidas') RETURNING id`, h.tenant, h.branch)
	for i, name := range []string{"Agua", "Limonada", "Malbec"} {
		p := one(`INSERT INTO product (tenant_id, name, category_id) VALUES ($1, $2, $3) RETURNING id`, h.tenant, name, category)
		one(`INSERT INTO branch_product (tenant_id, branch_id, product_id, price_cents) VALUES ($1, $2, $3, $4) RETURNING id`,
			h.tenant, h.branch, p, 1000*(i+1))
		h.products = append(h.products, p)
	}
}

func (h *fixture) open() tablesession.Result {
	a, err := h.client.Open(h.t.Context(), tablesession.Seating{TenantID: h.tenant, TableID: h.table, By: access.Actor{Role: access.Diner}})
	require.NoError(h.t, err)
	h.session = a.SessionID
	return a
}

func (h *fixture) as(role access.Role) tablesession.Envelope {
	env := tablesession.Envelope{SessionID: h.session, Hash: uuid.NewString(), By: access.Actor{Role: role}}
	switch role {
	case access.Waiter, access.Kitchen:
		env.By.UserID = &h.waiter
	case access.Manager, access.Admin:
		env.By.UserID = &h.manager
	default: // nobody of the staff
	}
	return env
}

func do(h *fixture, env tablesession.Envelope, c tablesession.Command) (tablesession.Result, error) {
	h.t.Helper()
	return h.client.Send(h.t.Context(), h.tenant, h.table, env, c)
}

func (h *fixture) submit(env tablesession.Envelope) (tablesession.Result, error) {
	return do(h, env, tablesession.Submit{Items: []tablesession.Item{{ProductID: h.products[0], Qty: 2}, {ProductID: h.products[2], Qty: 1}}})
}

func (h *fixture) ledger() tablesession.Session {
	s, err := h.store.Load(h.t.Context(), h.tenant, h.session)
	require.NoError(h.t, err)
	return s
}

func TestADinnerIsRecordedAsItHappens(t *testing.T) {
	t.Parallel()
	h := newFixture(t)
	h.open()
	joined, err := do(h, h.as(access.Diner), tablesession.Join{Diner: tablesession.Diner{Name: "Ana", Color: "#112233", LocalID: "a"}})
	require.NoError(t, err)
	again, err := do(h, h.as(access.Diner), tablesession.Join{Diner: tablesession.Diner{Name: "Ana", Color: "#112233", LocalID: "a"}})
	require.NoError(t, err)
	require.Equal(t, joined.DinerID, again.DinerID)

	round, err := h.submit(h.as(access.Diner))
	require.NoError(t, err)
	require.Equal(t, 1, round.RoundNumber)
	require.Equal(t, "SUBMITTED", round.RoundStatus)
	for _, to := range []tablesession.RoundStatus{tablesession.InKitchen, tablesession.Ready, tablesession.Served} {
		_, err = do(h, h.as(access.Kitchen), tablesession.Move{RoundID: round.RoundID, To: to})
		require.NoError(t, err)
	}
	_, err = do(h, h.as(access.Kitchen), tablesession.Move{RoundID: round.RoundID, To: tablesession.Ready})
	require.Equal(t, fault.Refused, fault.CodeOf(err), "%v", err)

	check, err := do(h, h.as(access.Diner), tablesession.RequestCheck{})
	require.NoError(t, err)
	require.EqualValues(t, 5000, h.ledger().Check.Total())
	_, err = do(h, h.as(access.Waiter), tablesession.Pay{CheckID: check.CheckID, Provider: tablesession.Cash, Cents: 6000})
	require.Equal(t, "amount_exceeds_remaining", fault.ReasonOf(err))
	_, err = do(h, h.as(access.Waiter), tablesession.Pay{CheckID: check.CheckID, Provider: tablesession.Cash, Cents: 5000})
	require.NoError(t, err)
	_, err = do(h, h.as(access.Waiter), tablesession.Close{})
	require.NoError(t, err)
	require.Equal(t, tablesession.Closed, h.ledger().Status)

	first := h.session
	h.open()
	require.NotEqual(t, first, h.session, "the next guests get a session of their own")
}

func TestTheSameKeyIsTheSameOrder(t *testing.T) {
	t.Parallel()
	h := newFixture(t)
	h.open()
	env := h.as(access.Diner)
	env.Key = "k1"
	first, err := h.submit(env)
	require.NoError(t, err)
	again, err := h.submit(env)
	require.NoError(t, err)
	require.Equal(t, first, again)
	env.Hash = "another body"
	_, err = h.submit(env)
	require.Equal(t, fault.KeyReused, fault.CodeOf(err))
	require.Len(t, h.ledger().Rounds, 1)
}

func TestAnUnsoldProductOrdersNothing(t *testing.T) {
	t.Parallel()
	h := newFixture(t)
	h.open()
	_, err := do(h, h.as(access.Diner), tablesession.Submit{Items: []tablesession.Item{{ProductID: h.products[0], Qty: 1}, {ProductID: 999, Qty: 1}}})
	var f *fault.Error
	require.ErrorAs(t, err, &f)
	require.Equal(t, "product_unavailable", f.Reason)
	require.Empty(t, h.ledger().Rounds)
}

func TestATableMovesWithItsSession(t *testing.T) {
	t.Parallel()
	h := newFixture(t)
	h.open()
	_, err := h.submit(h.as(access.Diner))
	require.NoError(t, err)
	_, err = do(h, h.as(access.Waiter), tablesession.MoveTable{To: tablesession.Place{TableID: h.other, TableCode: "INT-02"}})
	require.NoError(t, err)

	second, err := h.submit(h.as(access.Diner)) // the token still names the first table
	require.NoError(t, err)
	require.Equal(t, 2, second.RoundNumber)
	require.Equal(t, "INT-02", h.ledger().TableCode)

	here, err := h.client.Open(t.Context(), tablesession.Seating{TenantID: h.tenant, TableID: h.other, By: access.Actor{Role: access.Diner}})
	require.NoError(t, err)
	require.Equal(t, h.session, here.SessionID, "who scans the new table joins the session that moved there")
	there, err := h.client.Open(t.Context(), tablesession.Seating{TenantID: h.tenant, TableID: h.table, By: access.Actor{Role: access.Diner}})
	require.NoError(t, err)
	require.NotEqual(t, h.session, there.SessionID, "the old table is free for others")
}

func TestNothingIsLostWhenARunContinuesAsNew(t *testing.T) {
	t.Parallel()
	h := newFixture(t, func(o *workflows.Options) { o.RunLength = 3 })
	h.open()
	env := h.as(access.Diner)
	env.Key = "first"
	first, err := h.submit(env)
	require.NoError(t, err)
	for n := 2; n <= 8; n++ {
		a, err := h.submit(h.as(access.Diner))
		require.NoError(t, err)
		require.Equal(t, n, a.RoundNumber)
	}
	again, err := h.submit(env)
	require.NoError(t, err)
	require.Equal(t, first, again, "a key is remembered across runs")
	require.Len(t, h.ledger().Rounds, 8)
}
