package api

import (
	"context"
	"encoding/csv"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"integrador/api/apitest"
	"integrador/internal/domain/access"
	"integrador/internal/domain/billing"
	"integrador/internal/domain/money"
	"integrador/internal/domain/tablesession"
)

// diningRoom plays dinners in two branches on different clocks and keeps its own
// books: what each session sold follows from the rules' values, not from SQL.
type diningRoom struct {
	*apitest.AdminFixture
	ctx   context.Context
	n     int64
	books map[int64]entryOfBooks // by session
}

type entryOfBooks struct {
	branch   int64
	day      time.Time // on the branch's clock
	hour     int
	sold     money.Cents
	orders   int
	products map[int64]money.Cents
}

var zones = map[int64]string{apitest.BranchID: "America/Argentina/Mendoza", apitest.OtherBranchID: "Pacific/Auckland"}

func newDiningRoom(t *testing.T) *diningRoom {
	t.Helper()
	d := &diningRoom{AdminFixture: newAdmin(t), ctx: t.Context(), books: map[int64]entryOfBooks{}}
	for branch, zone := range zones {
		d.Exec(t, `UPDATE branch SET timezone = $2 WHERE id = $1`, branch, zone)
	}
	d.Exec(t, `INSERT INTO branch_product (tenant_id, branch_id, product_id, price_cents) VALUES (1, 11, 300, 777700), (1, 11, 301, 3333)`)
	return d
}

func (d *diningRoom) send(_ require.TestingT, session int64, role access.Role, c tablesession.Command) error {
	d.n++
	boss := int64(301)
	env := tablesession.Envelope{SessionID: session, Hash: apitest.ID(d.n), Key: fmt.Sprint("k", d.n), By: access.Actor{Role: role, UserID: &boss}}
	if role == access.Diner {
		env.By.UserID = nil
	}
	_, err := d.Fake.Send(d.ctx, apitest.TenantID, 0, env, c)
	return err
}

func (d *diningRoom) load(t require.TestingT, session int64) tablesession.Session {
	s, err := d.Fake.Ledger.Load(d.ctx, apitest.TenantID, session)
	require.NoError(t, err)
	return s
}

// dinner plays one, as far as it goes, and moves it to some moment of the last
// weeks, which often is near a midnight.
func (d *diningRoom) dinner(t *rapid.T) {
	branch := rapid.SampledFrom([]int64{apitest.BranchID, apitest.OtherBranchID}).Draw(t, "branch")
	d.n++
	table := 50_000 + d.n
	_, err := d.Pool.Exec(d.ctx, `INSERT INTO restaurant_table (id, tenant_id, branch_id, code) VALUES ($1, 1, $2, $3)`, table, branch, fmt.Sprint("R", table))
	require.NoError(t, err)
	opened, err := d.Fake.Open(d.ctx, tablesession.Seating{TenantID: apitest.TenantID, TableID: table, By: access.Actor{Role: access.Diner}})
	require.NoError(t, err)
	session := opened.SessionID
	served := rapid.IntRange(3, 12).Draw(t, "served after")
	for i := range rapid.IntRange(6, 16).Draw(t, "steps") { // a refusal changes nothing
		if i == served {
			d.serve(t, session)
		}
		_ = d.send(t, session, access.Admin, d.step(t, d.load(t, session), i/3))
	}
	at := time.Now().Add(-time.Duration(rapid.IntRange(0, 20*24*60).Draw(t, "minutes ago")) * time.Minute)
	zone, err := time.LoadLocation(zones[branch])
	require.NoError(t, err)
	if rapid.Bool().Draw(t, "near midnight") {
		y, m, day := at.In(zone).Date()
		at = time.Date(y, m, day, 0, 0, rapid.IntRange(-2, 2).Draw(t, "seconds"), 0, zone)
	}
	_, err = d.Pool.Exec(d.ctx, `UPDATE round SET submitted_at = $2 WHERE table_session_id = $1`, session, at)
	require.NoError(t, err)
	d.write(t, d.load(t, session), at.In(zone))
}

// walkOut is a dinner that chance may not play: some of it was given off, some
// paid, some of that paid back, and then the guests were gone.
func (d *diningRoom) walkOut(t *testing.T) {
	t.Helper()
	const session = apitest.SessionID
	must := func(c tablesession.Command) { require.NoError(t, d.send(t, session, access.Admin, c)) }
	must(tablesession.Submit{Items: []tablesession.Item{{ProductID: apitest.MilanesaID, Qty: 2}, {ProductID: apitest.FlanID, Qty: 1}}})
	d.serve(t, session)
	must(tablesession.RequestCheck{})
	must(tablesession.GrantDiscount{Kind: "PERCENT", Value: 7, Reason: "espera"})
	must(tablesession.StartCheckout{CheckID: d.load(t, session).Check.ID})
	must(tablesession.CheckoutMade{Reference: "walk-out", Checkout: tablesession.Checkout{PaymentID: d.load(t, session).Check.Payments[0].ID}})
	came := tablesession.Snapshot{Reference: "walk-out", ExternalID: "mp", Status: billing.Approved, Amount: 1_000_001, Effect: 1_000_001, UpdatedAt: time.Now()}
	must(came)
	came.Effect, came.UpdatedAt = 333_333, came.UpdatedAt.Add(time.Second)
	must(came)
	must(tablesession.Close{Force: true})
	zone, err := time.LoadLocation(zones[apitest.BranchID])
	require.NoError(t, err)
	d.write(t, d.load(t, session), time.Now().In(zone))
	require.Equal(t, money.Cents(333_333), d.books[session].sold)
}

func (d *diningRoom) serve(t require.TestingT, session int64) {
	for _, r := range d.load(t, session).Rounds {
		for _, to := range []tablesession.RoundStatus{tablesession.InKitchen, tablesession.Ready, tablesession.Served} {
			_ = d.send(t, session, access.Admin, tablesession.Move{RoundID: r.ID, To: to})
		}
	}
}

// step is anything, but more often what comes at that stage of a dinner.
func (d *diningRoom) step(t *rapid.T, s tablesession.Session, stage int) tablesession.Command {
	var items, rounds []int64
	for _, r := range s.Rounds {
		rounds = append(rounds, r.ID)
		for _, it := range r.Items {
			items = append(items, it.ID)
		}
	}
	some := func(name string, ids []int64) int64 { return rapid.SampledFrom(append(ids, 999_999)).Draw(t, name) }
	check, reference := int64(0), ""
	if s.Check != nil {
		check = s.Check.ID
		for _, p := range s.Check.Payments {
			reference = p.Reference
		}
	}
	cents := rapid.SampledFrom([]money.Cents{1, 777, 100_001, 340_000, 999_999, 2_500_000}).Draw(t, "cents")
	likely := [][]int{{0}, {0, 1, 2}, {3}, {4, 5, 6, 7}, {5, 6, 7, 8}}[min(stage, 4)]
	switch rapid.SampledFrom(append([]int{0, 1, 2, 3, 4, 5, 6, 7, 8}, slices.Repeat(likely, 9)...)).Draw(t, "what") {
	case 0:
		return tablesession.Submit{Items: []tablesession.Item{
			{ProductID: apitest.MilanesaID, Qty: rapid.IntRange(1, 3).Draw(t, "qty")}, {ProductID: apitest.FlanID, Qty: rapid.IntRange(1, 5).Draw(t, "qty")},
		}}
	case 1:
		return tablesession.VoidItem{ItemID: some("item", items), Reason: "frío"}
	case 2:
		return tablesession.Move{RoundID: some("round", rounds), To: tablesession.Canceled, Reason: "error"}
	case 3:
		return tablesession.RequestCheck{}
	case 4:
		return tablesession.GrantDiscount{Kind: "AMOUNT", Value: int64(cents), Reason: "cortesía"}
	case 5:
		return tablesession.Pay{CheckID: check, Provider: tablesession.Cash, Cents: cents}
	case 6:
		return tablesession.StartCheckout{CheckID: check}
	case 7: // a payment through the provider, or a refund of one
		effect := money.Cents(rapid.IntRange(0, int(cents)).Draw(t, "effect"))
		return tablesession.Snapshot{Reference: reference, ExternalID: "mp" + apitest.ID(s.SessionID), Status: billing.Approved, Amount: cents, Effect: effect, UpdatedAt: time.Now()}
	default:
		return tablesession.Close{Force: true}
	}
}

// write takes into the ledger what a session sold, by the values of the rules: of
// one that is over what payments settled, else what is owed.
func (d *diningRoom) write(t require.TestingT, s tablesession.Session, at time.Time) {
	e := entryOfBooks{branch: s.BranchID, day: time.Date(at.Year(), at.Month(), at.Day(), 0, 0, 0, 0, time.UTC), hour: at.Hour(), products: map[int64]money.Cents{}}
	for _, r := range s.Rounds {
		any := false
		for _, it := range r.Items {
			if r.Status == tablesession.Canceled || it.Voided {
				continue
			}
			any = true
			worth := it.Unit * money.Cents(it.Qty)
			if s.Check != nil || s.Status == tablesession.Closed {
				worth = chargedFor(s, it.ID)
			}
			e.products[it.ProductID] += worth
			e.sold += worth
		}
		if any {
			e.orders++
		}
	}
	// What the items came to is what the check says, or what came in.
	switch {
	case s.Check == nil:
	case s.Status == tablesession.Closed:
		var came money.Cents
		for _, p := range s.Check.Payments {
			came += p.Effect - p.Unallocated
		}
		require.Equal(t, came, e.sold)
	default:
		require.Equal(t, s.Check.Total(), e.sold)
	}
	d.books[s.SessionID] = e
}

func chargedFor(s tablesession.Session, item int64) (cents money.Cents) {
	if s.Check == nil {
		return 0
	}
	for _, c := range s.Check.Charges {
		if c.ItemID != item {
			continue
		}
		if s.Status != tablesession.Closed {
			return c.Amount
		}
		for _, p := range s.Check.Payments {
			for _, part := range p.Parts {
				if part.ChargeID == c.ID {
					cents += part.Cents
				}
			}
		}
	}
	return cents
}

func TestReportsAgreeWithTheLedgerToTheCent(t *testing.T) {
	t.Parallel()
	d := newDiningRoom(t)
	d.walkOut(t)
	rapid.Check(t, d.dinner)
	for branch := range zones {
		for _, days := range []int{1, 2, 9, 30} {
			d.compare(t, branch, days)
		}
	}
}

// compare asks for all reports of some period and adds the ledger up.
func (d *diningRoom) compare(t *testing.T, branch int64, days int) {
	t.Helper()
	zone, err := time.LoadLocation(zones[branch])
	require.NoError(t, err)
	y, m, day := time.Now().In(zone).Date()
	to := time.Date(y, m, day, 0, 0, 0, 0, time.UTC)
	from := to.AddDate(0, 0, 1-days)

	want, byDay, byHour, byProduct := entryOfBooks{}, map[string]money.Cents{}, map[int]int{}, map[int64]money.Cents{}
	for _, e := range d.books {
		if e.branch != branch || e.day.Before(from) || e.day.After(to) {
			continue
		}
		want.sold += e.sold
		want.orders += e.orders
		byDay[e.day.Format(time.DateOnly)] += e.sold
		byHour[e.hour] += e.orders
		for p, cents := range e.products {
			byProduct[p] += cents
		}
	}
	q := "?" + url.Values{"branch_id": {apitest.ID(branch)}, "days": {strconv.Itoa(days)}}.Encode()
	sum := d.Call(t, "GET", "/api/admin/reports"+"/summary"+q, nil, d.Admin).Want(t, 200, "")
	require.EqualValues(t, want.sold, sum.Int(t, "total_revenue_cents"))
	require.EqualValues(t, want.orders, sum.Int(t, "total_orders"))
	daily := d.Call(t, "GET", "/api/admin/reports"+"/daily-sales"+q, nil, d.Admin).Want(t, 200, "").List(t)
	require.Len(t, daily, days)
	for i, row := range daily {
		require.Equal(t, from.AddDate(0, 0, i).Format(time.DateOnly), row["date"])
		require.EqualValues(t, byDay[row["date"].(string)], row["total_sales_cents"])
	}
	for _, row := range d.Call(t, "GET", "/api/admin/reports"+"/orders-by-hour"+q, nil, d.Admin).Want(t, 200, "").List(t) {
		require.EqualValues(t, byHour[int(row["hour"].(float64))], row["order_count"])
	}
	products := d.Call(t, "GET", "/api/admin/reports"+"/top-products"+q+"&limit=200", nil, d.Admin).Want(t, 200, "").List(t)
	for _, row := range products {
		require.EqualValues(t, byProduct[int64(row["product_id"].(float64))], row["total_revenue_cents"])
	}
	require.Len(t, products, len(byProduct))
}

// dine has the fixture's table order and pay, and closes it.
func dine(t *testing.T, o *apitest.AdminFixture) (round, check int64) {
	t.Helper()
	body := map[string]any{"items": []map[string]any{{"product_id": apitest.MilanesaID, "qty": 2, "notes": "=cmd|'/c calc'!A1"}, {"product_id": apitest.FlanID, "qty": 1}}}
	round = o.Call(t, "POST", "/api/waiter/sessions/5000/rounds", body, o.Waiter).Want(t, 200, "").Int(t, "round_id")
	for _, status := range []string{"IN_KITCHEN", "READY", "SERVED"} {
		o.Call(t, "POST", fmt.Sprintf("/api/kitchen/rounds/%d/status", round), map[string]any{"status": status}, o.Manager).Want(t, 200, "")
	}
	check = o.Call(t, "POST", "/api/waiter/sessions/5000/check", nil, o.Waiter).Want(t, 200, "").Int(t, "check_id")
	o.Call(t, "POST", "/api/waiter/sessions/5000/discount", map[string]any{"discount_type": "PERCENT", "value": 10, "reason": "Cumpleaños"}, o.Manager).Want(t, 200, "")
	o.Call(t, "POST", "/api/billing/cash/pay", map[string]any{"check_id": check, "amount_cents": 1_000_000}, o.Waiter).Want(t, 200, "")
	return round, check
}

const dinnerCents = (2*850_000 + 320_000) * 9 / 10

func TestReportsAreForWhoRunsTheBranch(t *testing.T) {
	t.Parallel()
	o := newAdmin(t)
	dine(t, o)
	north := o.Employ(t, 305, "norte@demo.com", apitest.OtherBranchID, access.Manager)
	for _, name := range []string{"summary", "daily-sales", "top-products", "orders-by-hour", "waiter-performance"} {
		at := "/api/admin/reports" + "/" + name
		o.Call(t, "GET", at, nil, o.Waiter).Want(t, 403, "")
		o.Call(t, "GET", at+"?branch_id=11", nil, o.Manager).Want(t, 403, "branch_forbidden")
		o.Call(t, "GET", at+"?branch_id=10", nil, o.Stranger).Want(t, 404, "branch_not_found")
		o.Call(t, "GET", at+"?days=0", nil, o.Admin).Want(t, 422, "validation_error")
		o.Call(t, "GET", at+"?format=xls", nil, o.Admin).Want(t, 422, "validation_error")
		o.Call(t, "GET", at, nil, o.Manager).Want(t, 200, "")
	}
	apitest.Fields(t, o.Call(t, "GET", "/api/admin/reports"+"/summary", nil, o.Manager).Body, "total_revenue_cents", "total_orders", "avg_order_value_cents", "total_sessions", "busiest_hour",
		"covers", "avg_per_cover_cents")
	require.EqualValues(t, dinnerCents, o.Call(t, "GET", "/api/admin/reports"+"/summary", nil, o.Manager).Int(t, "total_revenue_cents"))
	require.EqualValues(t, 0, o.Call(t, "GET", "/api/admin/reports"+"/summary", nil, north).Int(t, "total_revenue_cents"))
	require.Nil(t, o.Call(t, "GET", "/api/admin/reports"+"/summary", nil, north).Body["busiest_hour"])
	require.EqualValues(t, dinnerCents, o.Call(t, "GET", "/api/admin/reports"+"/summary", nil, o.Admin).Int(t, "total_revenue_cents"))
}

func TestWaiterPerformance(t *testing.T) {
	t.Parallel()
	o := newAdmin(t)
	o.Exec(t, `UPDATE app_user SET first_name = '=HYPERLINK("http://x")', last_name = 'Pérez' WHERE id = 303`)
	dine(t, o)
	at := "/api/admin/reports" + "/waiter-performance"
	rows := o.Call(t, "GET", at, nil, o.Manager).Want(t, 200, "").List(t)
	require.Len(t, rows, 1)
	apitest.Fields(t, rows[0], "user_id", "user_name", "total_tables_served", "total_rounds_processed", "total_revenue_cents", "total_tips_cents",
		"avg_service_time_minutes", "total_service_calls", "avg_response_time_seconds")
	require.EqualValues(t, 303, rows[0]["user_id"])
	require.EqualValues(t, dinnerCents, rows[0]["total_revenue_cents"])
	tips := rows[0]["total_tips_cents"].(float64)
	o.Call(t, "POST", "/api/admin/tips", map[string]any{"branch_id": 10, "amount_cents": 7000, "payment_method": "CASH", "waiter_id": 303}, o.Admin).Want(t, 201, "")
	require.EqualValues(t, tips+7000, o.Call(t, "GET", at, nil, o.Manager).Want(t, 200, "").List(t)[0]["total_tips_cents"])
	require.Equal(t, 1, o.Count(t, `SELECT count(*) FROM round WHERE served_at IS NOT NULL AND served_by_user_id = 302`))

	o.Call(t, "GET", at+"?date_from=2026-02-30", nil, o.Admin).Want(t, 422, "validation_error")
	o.Call(t, "GET", at+"?date_from=2026-02-20&date_to=2026-02-19", nil, o.Admin).Want(t, 422, "period_invalid")
	require.Empty(t, o.Call(t, "GET", at+"?date_from=2025-02-20&date_to=2025-03-19", nil, o.Admin).Want(t, 200, "").List(t))

	a := o.Call(t, "GET", at+"?format=csv", nil, o.Manager).Want(t, 200, "")
	require.Equal(t, "text/csv; charset=utf-8", a.Header.Get("Content-Type"))
	require.Regexp(t, `^attachment; filename="equipo_\d{4}-\d\d-\d\d_\d{4}-\d\d-\d\d.csv"$`, a.Header.Get("Content-Disposition"))
	text, marked := strings.CutPrefix(a.Text, "\ufeff")
	require.True(t, marked)
	r := csv.NewReader(strings.NewReader(text))
	r.Comma = ';'
	records, err := r.ReadAll()
	require.NoError(t, err)
	require.Equal(t, []string{"Persona", "Mesas", "Rondas", "Ventas", "Minutos de servicio", "Llamados", "Segundos de respuesta", "Propinas"}, records[0])
	require.Equal(t, "’=HYPERLINK(\"http://x\") Pérez", records[1][0])
	require.Equal(t, "18180,00", records[1][3])
}

func TestEveryReportIsASheetToo(t *testing.T) {
	t.Parallel()
	o := newAdmin(t)
	dine(t, o)
	for name, head := range map[string]string{
		"summary": "Ventas;Pedidos;", "daily-sales": "Fecha;Ventas;", "top-products": "Producto;Cantidad;Ventas", "orders-by-hour": "Hora;Pedidos",
	} {
		a := o.Call(t, "GET", "/api/admin/reports"+"/"+name+"?format=csv&days=7", nil, o.Admin).Want(t, 200, "")
		require.True(t, strings.HasPrefix(a.Text, "\ufeff"+head), a.Text)
	}
	require.Contains(t, o.Call(t, "GET", "/api/admin/reports"+"/top-products?format=csv", nil, o.Admin).Text, "\r\nMilanesa;2;15300,00\r\n")
	o.Call(t, "PATCH", fmt.Sprintf("/api/admin/products/%d", apitest.MilanesaID), m{"name": "Otra cosa"}, o.Admin).Want(t, 200, "")
	require.Contains(t, o.Call(t, "GET", "/api/admin/reports"+"/top-products?format=csv", nil, o.Admin).Text, "\r\nMilanesa;2;15300,00\r\n",
		"the name at the sale")
}

func TestLiveOrders(t *testing.T) {
	t.Parallel()
	o := newAdmin(t)
	body := map[string]any{"items": []map[string]any{{"product_id": apitest.MilanesaID, "qty": 2, "notes": "sin sal"}}}
	round := o.Call(t, "POST", "/api/waiter/sessions/5000/rounds", body, o.Waiter).Want(t, 200, "").Int(t, "round_id")
	a := o.Call(t, "GET", "/api/admin/orders", nil, o.Waiter).Want(t, 200, "").List(t)
	require.Len(t, a, 1)
	apitest.Fields(t, a[0], "id", "round_number", "status", "table_id", "table_code", "branch_id", "branch_name", "session_id", "items", "submitted_at", "total_cents")
	apitest.Fields(t, a[0]["items"].([]any)[0].(map[string]any), "id", "product_id", "product_name", "qty", "unit_price_cents", "notes", "diner_name")
	require.EqualValues(t, 2*apitest.MilanesaPrice, a[0]["total_cents"])
	stats := o.Call(t, "GET", "/api/admin/orders"+"/stats?branch_id=10", nil, o.Manager).Want(t, 200, "")
	apitest.Fields(t, stats.Body, "total_active", "pending", "in_kitchen", "ready")
	require.Equal(t, `{"total_active":1,"pending":1,"in_kitchen":0,"ready":0}`, strings.TrimSpace(stats.Text))

	o.Call(t, "POST", fmt.Sprintf("/api/kitchen/rounds/%d/status", round), map[string]any{"status": "IN_KITCHEN"}, o.Manager).Want(t, 200, "")
	require.Len(t, o.Call(t, "GET", "/api/admin/orders"+"?status_filter=in_kitchen", nil, o.Admin).List(t), 1)
	require.Empty(t, o.Call(t, "GET", "/api/admin/orders"+"?status_filter=READY", nil, o.Admin).List(t))
	require.Empty(t, o.Call(t, "GET", "/api/admin/orders"+"?branch_id=11", nil, o.Admin).List(t))
	o.Call(t, "GET", "/api/admin/orders"+"?branch_id=11", nil, o.Waiter).Want(t, 403, "branch_forbidden")
	require.Empty(t, o.Call(t, "GET", "/api/admin/orders", nil, o.Stranger).Want(t, 200, "").List(t))
	o.Exec(t, `UPDATE table_session SET status = 'CLOSED' WHERE id = 5000`)
	require.Empty(t, o.Call(t, "GET", "/api/admin/orders", nil, o.Admin).List(t))
}
