package postgres_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"integrador/internal/dev/testkit"
	"integrador/internal/domain/access"
	"integrador/internal/domain/billing"
	"integrador/internal/domain/fault"
	"integrador/internal/domain/money"
	"integrador/internal/domain/tablesession"
	"integrador/internal/platform/postgres"
)

// ledgerTable is one session whose entries go to a real ledger.
type ledgerTable struct {
	t     *testing.T
	store *postgres.Store
	tablesession.Session
	products []int64
	person   int64
	other    tablesession.Place
	n        int
}

func newLedgerTable(t *testing.T) *ledgerTable {
	t.Helper()
	l := &ledgerTable{t: t, store: postgres.New(testkit.Postgres(t))}
	tenant := l.id(`INSERT INTO tenant (name, slug) VALUES ('Prueba', 'prueba') RETURNING id`)
	branch := l.id(`INSERT INTO branch (tenant_id, name, slug) VALUES ($1, 'Centro', 'centro') RETURNING id`, tenant)
	table := l.id(`INSERT INTO restaurant_table (tenant_id, branch_id, code) VALUES ($1, $2, 'INT-01') RETURNING id`, tenant, branch)
	l.other = tablesession.Place{TableCode: "INT-02", TableID: l.id(`INSERT INTO restaurant_table (tenant_id, branch_id, code) VALUES ($1, $2, 'INT-02') RETURNING id`, tenant, branch)}
	l.person = l.id(`INSERT INTO app_user (tenant_id, email, password) VALUES ($1, 'm@x', 'x') RETURNING id`, tenant)
	for i, name := range []string{"Bebidas", "Carnes", "Tortas"} {
		c := l.id(`INSERT INTO category (tenant_id, branch_id, name) VALUES ($1, $2, $3) RETURNING id`, tenant, branch, name)
		p := l.id(`INSERT INTO product (tenant_id, name, category_id) VALUES ($1, $2, $3) RETURNING id`, tenant, "plato "+name, c)
		l.id(`INSERT INTO branch_product (tenant_id, branch_id, product_id, price_cents) VALUES ($1, $2, $3, $4) RETURNING id`, tenant, branch, p, 1050*(i+1))
		l.products = append(l.products, p)
	}
	opened, err := l.store.Open(t.Context(), tablesession.Seating{TenantID: tenant, TableID: table, By: access.Actor{Role: access.Diner}})
	require.NoError(t, err)
	l.Session = opened.Session
	return l
}

func (l *ledgerTable) id(sql string, args ...any) (id int64) {
	l.t.Helper()
	ctx := l.t.Context()
	require.NoError(l.t, l.store.InTx(ctx, func(tx *postgres.Tx) error { return tx.QueryRow(ctx, sql, args...).Scan(&id) }))
	return id
}

func (l *ledgerTable) decide(role access.Role, c tablesession.Command) (tablesession.Decision, error) {
	l.n++
	env := tablesession.Envelope{SessionID: l.SessionID, Hash: fmt.Sprint(l.n), Key: fmt.Sprint("k", l.n), By: access.Actor{Role: role}}
	if role != access.Diner && role != access.System {
		env.By.UserID = &l.person
	}
	return l.Decide(c, env, time.Now().UTC(), "")
}

// do decides, records and adopts; a refusal changes nothing.
func (l *ledgerTable) do(role access.Role, c tablesession.Command) error {
	e, err := l.decide(role, c)
	if err != nil || e.Empty() {
		return err
	}
	out, err := l.store.Record(l.t.Context(), e)
	if err != nil {
		return err
	}
	l.Session = l.Apply(e.Bind(out.Receipt))
	return nil
}

// TestTheLedgerKnowsTheSession plays random evenings and reads each back from its
// rows: what a workflow carries and what the ledger says must be the same.
func TestTheLedgerKnowsTheSession(t *testing.T) {
	t.Parallel()
	for seed := range uint64(6) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			l := newLedgerTable(t)
			rng := rand.New(rand.NewPCG(seed, 1))
			for range 60 {
				c := l.any(rng)
				role := []access.Role{access.Diner, access.Waiter, access.Kitchen, access.Manager, access.Admin}[rng.IntN(5)]
				switch c.(type) {
				case tablesession.Snapshot, tablesession.EndIntent, tablesession.RefundEnded:
					role = access.System
				}
				if err := l.do(role, c); err != nil {
					require.NotEqual(t, fault.Internal, fault.CodeOf(err), "%T: %v", c, err)
				}
				loaded, err := l.store.Load(t.Context(), l.TenantID, l.SessionID)
				require.NoError(t, err)
				require.Equal(t, comparable(l.Session), comparable(loaded), "after %T", c)
			}
			l.eventsAreWhole()
		})
	}
}

func (l *ledgerTable) any(rng *rand.Rand) tablesession.Command {
	pick := func(ids []int64) int64 {
		if len(ids) == 0 {
			return 1
		}
		return ids[rng.IntN(len(ids))]
	}
	var rounds, items, calls, tickets, diners []int64
	for _, r := range l.Rounds {
		rounds = append(rounds, r.ID)
		for _, it := range r.Items {
			items = append(items, it.ID)
		}
	}
	for _, c := range l.Calls {
		calls = append(calls, c.ID)
	}
	for _, k := range l.Tickets {
		tickets = append(tickets, k.ID)
	}
	diners = append(diners, 0)
	for _, d := range l.Diners {
		diners = append(diners, d.ID)
	}
	check, reference := int64(0), "check_0_0"
	if l.Check != nil {
		check = l.Check.ID
		for _, p := range l.Check.Payments {
			if p.Reference != "" {
				reference = p.Reference
			}
		}
	}
	if l.Check != nil && rng.IntN(2) == 0 {
		return l.anyMoney(rng, diners)
	}
	moves := []tablesession.RoundStatus{tablesession.InKitchen, tablesession.Ready, tablesession.Served, tablesession.Canceled}
	switch n := rng.IntN(24); {
	case n < 6:
		c := tablesession.Submit{}
		for range 1 + rng.IntN(3) {
			c.Items = append(c.Items, tablesession.Item{ProductID: pick(l.products), Qty: 1 + rng.IntN(3), DinerID: pick(diners), Notes: "sin sal"})
		}
		return c
	case n < 10:
		return tablesession.Move{RoundID: pick(rounds), To: moves[rng.IntN(len(moves))], Reason: "x"}
	case n == 10:
		return tablesession.Join{Diner: tablesession.Diner{Name: "Ana", Color: "#112233", LocalID: fmt.Sprint(rng.IntN(3)), DeviceID: "d"}}
	case n == 11:
		return tablesession.VoidItem{ItemID: pick(items), Reason: "se cayó"}
	case n == 12:
		return tablesession.CallService{Type: "WAITER_CALL"}
	case n == 13:
		return tablesession.AckCall{CallID: pick(calls)}
	case n == 14:
		return tablesession.ResolveCall{CallID: pick(calls)}
	case n == 15:
		return tablesession.MakeTickets{RoundID: pick(rounds)}
	case n == 16:
		return tablesession.MoveTicket{TicketID: pick(tickets), To: tablesession.TicketInProgress}
	case n == 17 && l.n > 25:
		return tablesession.RequestCheck{}
	case n == 18:
		return tablesession.Pay{CheckID: check, Provider: tablesession.Cash, Cents: 1000, DinerID: pick(diners)}
	case n == 19:
		return tablesession.GrantDiscount{Kind: "AMOUNT", Value: 333, Reason: "amigos"}
	case n == 20:
		return tablesession.StartCheckout{CheckID: check}
	case n == 21:
		if l.Check != nil {
			for _, p := range l.Check.Payments {
				if p.Status == billing.Pending && p.Reference == "" {
					return tablesession.CheckoutMade{Reference: fmt.Sprintf("check_%d_%d", check, p.ID), Checkout: tablesession.Checkout{PaymentID: p.ID, PreferenceID: "p", InitPoint: "http://x", ExpiresAt: time.Now()}}
				}
			}
		}
		return tablesession.HandOver{WaiterID: l.person}
	default:
		cents := []int64{0, 700, 2500}[rng.IntN(3)]
		return tablesession.Snapshot{
			Reference: reference, ExternalID: fmt.Sprint(rng.IntN(3)), Status: billing.Approved, Amount: 2500,
			Effect: money.Cents(cents), UpdatedAt: time.Now().UTC().Truncate(time.Microsecond),
		}
	}
}

// comparable drops what only paces reminders, which the ledger need not know,
// and the order in which a payment settled charges.
func comparable(s tablesession.Session) tablesession.Session {
	s = s.Clone()
	s.ActiveAt = time.Time{}
	for i := range s.Rounds {
		s.Rounds[i].ReadyAt = time.Time{}
	}
	for i := range s.Calls {
		s.Calls[i].AnnouncedAt = time.Time{}
	}
	if s.Check != nil {
		for i := range s.Check.Payments {
			s.Check.Payments[i].AskedAt = time.Time{}
			slices.SortFunc(s.Check.Payments[i].Parts, func(a, b billing.Part) int { return int(a.ChargeID - b.ChargeID) })
		}
	}
	for key, d := range s.Done {
		d.At = 0
		s.Done[key] = d
	}
	if s.LastRound == 0 && len(s.Rounds) > 0 {
		s.LastRound = s.Rounds[len(s.Rounds)-1].Number
	}
	return s
}

// eventsAreWhole checks that the log goes 1, 2, 3 … without gaps and that the
// bill's rows add up.
func (l *ledgerTable) eventsAreWhole() {
	require.Equal(l.t, l.id(`SELECT last_event_seq FROM table_session WHERE id = $1`, l.SessionID),
		l.id(`SELECT count(*) FROM event WHERE session_id = $1`, l.SessionID))
	require.Equal(l.t, l.id(`SELECT coalesce(max(seq), 0) FROM event WHERE session_id = $1`, l.SessionID),
		l.id(`SELECT count(*) FROM event WHERE session_id = $1`, l.SessionID))
	require.Zero(l.t, l.id(`
SELECT count(*) FROM payment p
WHERE effect_cents - least(tip_cents, effect_cents) <> unallocated_cents + coalesce((SELECT sum(amount_cents) FROM allocation a WHERE a.payment_id = p.id), 0)`))
	require.Zero(l.t, l.id(`
SELECT count(*) FROM app_check c
WHERE total_cents <> (SELECT coalesce(sum(amount_cents), 0) FROM charge WHERE check_id = c.id)
   OR paid_cents <> (SELECT coalesce(sum(paid_cents), 0) FROM charge WHERE check_id = c.id)`))
	require.Zero(l.t, l.id(`
SELECT count(*) FROM payment p LEFT JOIN tip t ON t.payment_id = p.id AND t.is_active
WHERE least(p.tip_cents, p.effect_cents) <> coalesce(t.amount_cents, 0)`), "the ledger of tips")
}

func TestRecordingAnEntryAgainChangesNothing(t *testing.T) {
	t.Parallel()
	l := newLedgerTable(t)
	e, err := l.decide(access.Diner, tablesession.Submit{Items: []tablesession.Item{{ProductID: l.products[0], Qty: 2}, {ProductID: l.products[2], Qty: 1}}})
	require.NoError(t, err)
	first, err := l.store.Record(t.Context(), e)
	require.NoError(t, err)
	require.NotEmpty(t, first.Events)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			again, err := l.store.Record(t.Context(), e)
			if err != nil || again.Receipt.FirstID != first.Receipt.FirstID || len(again.Events) != 0 || !slices.Equal(again.Receipt.Items, first.Receipt.Items) {
				t.Errorf("recording again gave %+v, %v", again, err)
			}
		})
	}
	all.Wait()
	require.EqualValues(t, 1, l.id(`SELECT count(*) FROM round`))
	require.EqualValues(t, 2, l.id(`SELECT count(*) FROM round_item`))
}

func TestARefusedEntryWritesNothing(t *testing.T) {
	t.Parallel()
	l := newLedgerTable(t)
	l.id(`UPDATE branch_product SET is_available = false WHERE product_id = $1 RETURNING id`, l.products[1])
	before := l.id(`SELECT last_event_seq FROM table_session WHERE id = $1`, l.SessionID)
	err := l.do(access.Diner, tablesession.Submit{Items: []tablesession.Item{{ProductID: l.products[0], Qty: 1}, {ProductID: l.products[1], Qty: 1}}})
	require.Equal(t, "product_unavailable", fault.ReasonOf(err))
	require.ErrorContains(t, err, "plato Carnes")
	require.Zero(t, l.id(`SELECT count(*) FROM round`))
	require.Zero(t, l.id(`SELECT count(*) FROM session_command`))
	require.Equal(t, before, l.id(`SELECT last_event_seq FROM table_session WHERE id = $1`, l.SessionID))
}

func TestASessionMovesOnlyToAFreeTable(t *testing.T) {
	t.Parallel()
	l := newLedgerTable(t)
	_, err := l.store.Open(t.Context(), tablesession.Seating{TenantID: l.TenantID, TableID: l.other.TableID, By: access.Actor{Role: access.Diner}})
	require.NoError(t, err)
	err = l.do(access.Waiter, tablesession.MoveTable{To: l.other})
	require.Equal(t, "table_not_free", fault.ReasonOf(err))
	require.Equal(t, "INT-01", l.TableCode)
}

func TestTwentyPhonesOpenOneSession(t *testing.T) {
	t.Parallel()
	l := newLedgerTable(t)
	var mu sync.Mutex
	seen := map[int64]bool{}
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			out, err := l.store.Open(t.Context(), tablesession.Seating{TenantID: l.TenantID, TableID: l.other.TableID, By: access.Actor{Role: access.Diner}})
			if err != nil {
				t.Error(err)
			}
			mu.Lock()
			defer mu.Unlock()
			seen[out.Session.SessionID] = true
		})
	}
	all.Wait()
	require.Len(t, seen, 1)
}

// TestConstraintsWithFaultsExist compares the names in the table of broken rules with what
// the schema calls them.
func TestConstraintsWithFaultsExist(t *testing.T) {
	t.Parallel()
	pool := testkit.Postgres(t)
	rows, err := pool.Query(t.Context(), `SELECT conname::text FROM pg_constraint UNION SELECT indexname::text FROM pg_indexes`)
	require.NoError(t, err)
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(t, err)
	for _, name := range postgres.ConstraintsWithFaults() {
		require.Contains(t, names, name)
	}
}

// A workflow task that was lost decided and recorded two entries; its retry takes
// them in another order. What was recorded first stands, and says what it came to.
func TestAnEntryRecordedOnAnotherSessionSaysWhatItCameTo(t *testing.T) {
	t.Parallel()
	l := newLedgerTable(t)
	first, err := l.decide(access.Diner, tablesession.Submit{Items: []tablesession.Item{{ProductID: l.products[0], Qty: 1}}})
	require.NoError(t, err)
	recorded, err := l.store.Record(t.Context(), first)
	require.NoError(t, err)
	again := first
	again.Version++
	out, err := l.store.Record(t.Context(), again)
	require.NoError(t, err)
	require.NotNil(t, out.Receipt.Before)
	require.Equal(t, recorded.Receipt.FirstID, out.Receipt.Before.RoundID)
	require.Equal(t, 1, out.Receipt.Before.RoundNumber)
	other := first
	other.Key, other.Version = "other", first.Version
	_, err = l.store.Record(t.Context(), other)
	require.ErrorIs(t, err, tablesession.Changed)
}
