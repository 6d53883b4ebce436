package e2e_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"integrador/internal/dev/reconcile"
	"integrador/internal/dev/testkit"
)

// moneyFixture is a system whose money is watched while tests run: the monitor reads the
// ledger at intervals, and at the end of each case it is compared with the provider.
type moneyFixture struct {
	*system
	provider client // the simulator's controls
	foreign  map[string]bool
	fixtureBranch
}

// fixtureBranch is a branch that collects, and who works there.
type fixtureBranch struct {
	branch, boss, server string // slug, e-mails
	token                string // opens the account that it collects with
}

var (
	centro  = fixtureBranch{"centro", "manager@demo.com manager123", "waiter@demo.com waiter123", sellerToken}
	palermo = fixtureBranch{"la-esquina-palermo", "admin@laesquina.com admin123", "waiter@laesquina.com waiter123", ""}
)

func (b *moneyFixture) manager() client { b.t.Helper(); return b.as(b.boss) }
func (b *moneyFixture) waiter() client  { b.t.Helper(); return b.as(b.server) }

// chief may close a table that owes.
func (b *moneyFixture) chief() client {
	b.t.Helper()
	if b.branch == centro.branch {
		return b.admin()
	}
	return b.manager()
}

func (b *moneyFixture) as(who string) client {
	b.t.Helper()
	email, password, _ := strings.Cut(who, " ")
	return b.system.as(email, password)
}

// sellerToken is what the system collects with.
const sellerToken = "TEST-cuenta-de-pruebas-de-la-caja"

// roomy limits do not get into the way of a test about money.
var roomy = map[string]string{
	"RATE_LIMIT_MP_PREFERENCE": "1000", "RATE_LIMIT_CASH": "1000", "RATE_LIMIT_ROUND_SUBMIT": "1000", "RATE_LIMIT_CHECK_REQUEST": "1000",
	"RATE_LIMIT_TABLE_SESSION": "1000", "RATE_LIMIT_DINER_REGISTER": "1000", "MERCADOPAGO_ACCESS_TOKEN": sellerToken,
	"WEBHOOK_RETRY_SECONDS": "1",
}

// prices of dishes that the cases speak of, in cents.
var prices = []int64{10_000, 600_000, 800_000, 1_000_000, 2_000_000, 2_450_000}

func newMoneyFixture(s *system) *moneyFixture {
	s.t.Helper()
	b := &moneyFixture{
		system: s, provider: client{at: s.sim, header: map[string]string{"X-Sim-Token": simToken}}, foreign: map[string]bool{}, fixtureBranch: centro,
	}
	b.addDishes()
	monitor := reconcile.Watch(s.t.Context(), s.db, 50*time.Millisecond)
	s.t.Cleanup(func() {
		reads, err := monitor.Stop()
		require.NoError(s.t, err)
		require.Positive(s.t, reads, "nobody watched the ledger")
	})
	return b
}

// addDishes puts the dishes of the cases on the menu.
func (b *moneyFixture) addDishes() {
	b.t.Helper()
	for _, cents := range prices {
		_, err := b.db.Exec(b.t.Context(), `
WITH dish AS (
  INSERT INTO product (tenant_id, category_id, name)
  SELECT b.tenant_id, c.id, 'Plato de ' || $1::bigint FROM branch b JOIN category c ON c.branch_id = b.id WHERE b.slug = $2 ORDER BY c.id LIMIT 1
  RETURNING id, tenant_id)
INSERT INTO branch_product (tenant_id, branch_id, product_id, price_cents)
SELECT dish.tenant_id, b.id, dish.id, $1 FROM dish, branch b WHERE b.slug = $2`, cents, b.branch)
		require.NoError(b.t, err)
	}
}

// of is the fixture of another branch of the same system.
func (b *moneyFixture) of(h fixtureBranch) *moneyFixture {
	c := *b
	c.fixtureBranch = h
	return &c
}

// in is the fixture for a subtest.
func (b *moneyFixture) in(t *testing.T) *moneyFixture {
	t.Helper()
	c := *b
	c.system = b.system.in(t)
	return &c
}

// checkLedgers waits until the ledger agrees with the simulator's, and holds the invariants.
func (b *moneyFixture) checkLedgers() {
	b.t.Helper()
	testkit.EventuallyNil(b.t, generous, func() error {
		r, err := b.provider.call(b.t.Context(), http.MethodGet, "/__sim/ledger", nil)
		if err != nil {
			return err
		}
		theirs, err := reconcile.ReadProvider(r.body)
		if err != nil {
			return err
		}
		for reference := range b.foreign {
			delete(theirs.ByReference, reference)
		}
		return errors.Join(reconcile.Check(b.t.Context(), b.db), reconcile.Compare(b.t.Context(), b.db, theirs))
	})
}

// clear frees the tables of a case for the next one.
func (b *moneyFixture) clear() {
	b.t.Helper()
	rows, err := b.db.Query(b.t.Context(), `SELECT table_id FROM table_session ts JOIN branch b ON b.id = ts.branch_id WHERE ts.status <> 'CLOSED' AND b.slug = $1`, b.branch)
	require.NoError(b.t, err)
	tables, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	require.NoError(b.t, err)
	for _, table := range tables {
		at := fmt.Sprintf("/api/waiter/tables/%d/close", table)
		testkit.EventuallyNil(b.t, generous, func() error {
			r, err := b.chief().call(b.t.Context(), http.MethodPost, at, object{"force": true})
			if err == nil && r.status >= http.StatusInternalServerError {
				err = fmt.Errorf("close table %d: %d %s", table, r.status, r.body)
			}
			return err
		})
	}
}

// bill is a table that has asked for its check, one guest for each dish.
type bill struct {
	*moneyFixture
	code               string
	guests             []seat
	table, session, id int64
	total              int64
}

// dine seats a guest for each dish at a free table and asks for the bill.
func (b *moneyFixture) dine(cents ...int64) *bill {
	b.t.Helper()
	d := &bill{moneyFixture: b}
	b.scan(`SELECT t.id, t.code FROM restaurant_table t JOIN branch br ON br.id = t.branch_id
WHERE br.slug = $1 AND t.status = 'FREE' ORDER BY t.id LIMIT 1`, []any{b.branch}, &d.table, &d.code)
	for i, price := range cents {
		g := b.sitAt(d.table, fmt.Sprintf("%s-%d", d.code, i))
		dish := b.system.id(`SELECT p.id FROM product p JOIN branch_product bp ON bp.product_id = p.id
JOIN branch br ON br.id = bp.branch_id WHERE p.name = 'Plato de ' || $1::bigint AND br.slug = $2 ORDER BY p.id LIMIT 1`, price, b.branch)
		_, err := g.order(b.t.Context(), fmt.Sprintf("%s-%d-%d", d.code, i, g.session), dish, 1)
		require.NoError(b.t, err)
		d.guests, d.session = append(d.guests, g), g.session
		d.total += price
	}
	asked := d.guests[0].must(b.t, http.MethodPost, "/api/billing/check/request", nil)
	d.id = num(asked, "check_id")
	require.Equal(b.t, d.total, num(asked, "total_cents"))
	return d
}

// paymentPage is a page on which a part can be paid.
type paymentPage struct {
	payment, cents, tip int64
	preference, page    string
}

func (d *bill) body(more object) object {
	body := object{"check_id": d.id}
	maps.Copy(body, more)
	return body
}

// ask gets a page for a part of the bill.
func (d *bill) ask(g seat, part object) paymentPage {
	d.t.Helper()
	o := g.must(d.t, http.MethodPost, "/api/billing/mercadopago/preference", d.body(part))
	return paymentPage{num(o, "payment_id"), num(o, "amount_cents"), num(o, "tip_cents"), str(o, "preference_id"), str(o, "init_point")}
}

// pay pays a page without a browser, and gives the provider's number.
func (b *moneyFixture) pay(w paymentPage, outcome string) int64 {
	b.t.Helper()
	return num(b.provider.must(b.t, http.MethodPost, "/__sim/preferences/"+w.preference+"/pay", object{"outcome": outcome}), "id")
}

// becomes has the provider change a payment behind our back.
func (b *moneyFixture) becomes(payment int64, change object) {
	b.t.Helper()
	b.provider.must(b.t, http.MethodPost, fmt.Sprintf("/__sim/payments/%d/transition", payment), change)
}

// fault spoils calls to the provider until the returned function is called.
func (b *moneyFixture) fault(f object) (clear func()) {
	b.t.Helper()
	o := b.provider.must(b.t, http.MethodPost, "/__sim/faults", f)
	return func() { b.provider.must(b.t, http.MethodDelete, "/__sim/faults/"+itoa(num(o, "id")), nil) }
}

// rule spoils notices until the returned function is called.
func (b *moneyFixture) rule(r object) (clear func()) {
	b.t.Helper()
	o := b.provider.must(b.t, http.MethodPost, "/__sim/delivery-rules", r)
	return func() { b.provider.must(b.t, http.MethodDelete, "/__sim/delivery-rules/"+itoa(num(o, "id")), nil) }
}

// now is the bill as staff read it.
func (d *bill) now() object {
	d.t.Helper()
	return d.manager().must(d.t, http.MethodGet, "/api/billing/check/"+itoa(d.id), nil)
}

// comes waits until the bill is as it should be.
func (d *bill) comes(what string, is func(object) bool) object {
	d.t.Helper()
	var last object
	testkit.Eventually(d.t, generous, what, func() bool {
		last = d.now()
		return is(last)
	})
	return last
}

func paid(cents int64) func(object) bool {
	return func(o object) bool { return num(o, "paid_cents") == cents }
}

// refund gives part of a payment back, as a manager.
func (d *bill) refund(payment, cents int64) {
	d.askRefund(payment, object{"amount_cents": cents, "reason": "reclamo"})
}

// refundAll gives back all that is left of a payment.
func (d *bill) refundAll(payment int64) { d.askRefund(payment, object{"reason": "reclamo"}) }

func (d *bill) askRefund(payment int64, body object) {
	d.t.Helper()
	d.manager().must(d.t, http.MethodPost, fmt.Sprintf("/api/billing/payments/%d/refund", payment), body)
}

// settled reports whether every refund of the bill is done.
func settled(o object) bool {
	for _, r := range o["refunds"].([]any) {
		if str(r.(object), "status") != "DONE" {
			return false
		}
	}
	return len(o["refunds"].([]any)) > 0
}

func (d *bill) close() {
	d.t.Helper()
	d.waiter().must(d.t, http.MethodPost, fmt.Sprintf("/api/waiter/tables/%d/close", d.table), nil)
}

func (d *bill) cash(cents int64) {
	d.t.Helper()
	d.waiter().must(d.t, http.MethodPost, "/api/billing/cash/pay", object{"check_id": d.id, "amount_cents": cents})
}

// events counts events of the session.
func (d *bill) events(kind string) int64 {
	d.t.Helper()
	return d.system.id(`SELECT count(*) FROM event WHERE session_id = $1 AND type = $2`, d.session, kind)
}

// made counts the refunds that the provider made of a payment.
func (b *moneyFixture) made(payment int64) int {
	b.t.Helper()
	seller := client{at: b.sim, header: map[string]string{"Authorization": "Bearer " + b.token}}
	return len(seller.list(b.t, fmt.Sprintf("/v1/payments/%d/refunds", payment)))
}

// parts are what each charge of the bill was paid.
func (d *bill) parts() (paid []int64) {
	d.t.Helper()
	rows, err := d.db.Query(d.t.Context(), `SELECT paid_cents FROM charge WHERE check_id = $1 ORDER BY id`, d.id)
	require.NoError(d.t, err)
	defer rows.Close()
	for rows.Next() {
		var cents int64
		require.NoError(d.t, rows.Scan(&cents))
		paid = append(paid, cents)
	}
	return paid
}

// browse reads a page of the provider's as a phone does.
func (b *moneyFixture) browse(method, at, form string) (body, address string) {
	b.t.Helper()
	req, err := http.NewRequestWithContext(b.t.Context(), method, at, strings.NewReader(form))
	require.NoError(b.t, err)
	if form != "" {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	res, err := web.Do(req)
	require.NoError(b.t, err)
	defer res.Body.Close()
	raw := make([]byte, 1<<16)
	n := 0
	for n < len(raw) {
		m, err := res.Body.Read(raw[n:])
		n += m
		if err != nil {
			break
		}
	}
	require.Equal(b.t, http.StatusOK, res.StatusCode, string(raw[:n]))
	return string(raw[:n]), res.Request.URL.String()
}

// encoded is a value as JSON.
func encoded(t *testing.T, v any) string {
	t.Helper()
	raw, err := json.Marshal(v)
	require.NoError(t, err)
	return string(raw)
}
