package postgres

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"integrador/internal/domain/event"
	"integrador/internal/domain/tablesession"
)

// recorder queues the statements of one bound decision. Each kind of change has
// its method; what the database gives back goes into receipt and events.
type recorder struct {
	decision tablesession.Decision
	ref      tablesession.Ref // of the decision
	receipt  *tablesession.Receipt
	events   []event.Event
	batch    pgx.Batch

	requestID, traceID string // the request and the trace that caused the events
}

func (w *recorder) write() {
	w.command()
	w.lock()
	for _, c := range w.decision.Changes {
		w.change(c)
	}
	w.insertEvents()
}

// change writes one change. Every kind has its case.
func (w *recorder) change(c tablesession.Change) {
	switch c := c.(type) {
	case tablesession.DinerJoined:
		w.dinerJoined(c)
	case tablesession.RoundOrdered:
		w.roundOrdered(c)
	case tablesession.RoundMoved:
		w.roundMoved(c)
	case tablesession.ItemDeleted:
		w.itemDeleted(c)
	case tablesession.ItemVoided:
		w.itemVoided(c)
	case tablesession.TicketCreated:
		w.ticketCreated(c)
	case tablesession.TicketMoved:
		w.ticketMoved(c)
	case tablesession.CallMade:
		w.callMade(c)
	case tablesession.CallMoved:
		w.callMoved(c)
	case tablesession.Reminders:
		w.reminders(c)
	case tablesession.CheckOpened:
		w.checkOpened(c)
	case tablesession.BillChanged:
		w.billChanged(c)
	case tablesession.Checkout:
		w.checkout(c)
	case tablesession.Override:
		w.override(c)
	case tablesession.WaiterAssigned:
		w.waiterAssigned(c)
	case tablesession.TableMoved:
		w.tableMoved(c)
	case tablesession.StatusChanged:
		w.statusChanged(c)
	default:
		panic(fmt.Sprintf("no writer for %T", c))
	}
}

func (w *recorder) do(sql string, args ...any) { w.batch.Queue(sql, args...) }

// command comes first: it fails when the decision was recorded before.
func (w *recorder) command() {
	d := w.decision
	w.do(`INSERT INTO session_command (session_id, key, tenant_id, name, request_hash, receipt) VALUES ($1, $2, $3, $4, $5, $6)`,
		w.ref.SessionID, d.Key, w.ref.TenantID, d.Name, d.Hash,
		body(stored{Receipt: *w.receipt, ByKey: d.CallerKey != "", Result: d.Result, Version: d.Version}))
}

// stored is what a row of session_command remembers of its decision.
type stored struct {
	tablesession.Receipt
	ByKey  bool                `json:"by_key,omitempty"`
	Result tablesession.Result `json:"answer"`
	// Version is of the session that the decision was made on.
	Version int64 `json:"version"`
}

func (w *recorder) lock() {
	d := w.decision
	round, orders := tablesession.Find[tablesession.RoundOrdered](d)
	w.batch.Queue(`SELECT last_seq, cart FROM lock_session($1, $2, $3, $4, $5, $6)`,
		w.ref.SessionID, w.ref.TenantID, len(w.events), orders && round.ClearsCart(), d.Late, d.Version).
		QueryRow(func(row pgx.Row) error {
			var last int64
			var cart int
			if err := row.Scan(&last, &cart); err != nil {
				return err
			}
			if orders && round.ClearsCart() {
				w.receipt.Cart = cart
			}
			for i := range w.events {
				w.events[i].Seq = last - int64(len(w.events)-1-i)
			}
			return nil
		})
}

func (w *recorder) dinerJoined(c tablesession.DinerJoined) {
	w.do(`INSERT INTO diner (id, tenant_id, branch_id, session_id, name, color, local_id, device_id, device_fingerprint)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		c.ID, w.ref.TenantID, w.ref.BranchID, w.ref.SessionID, c.Name, c.Color, null(c.LocalID), null(c.DeviceID), null(c.Fingerprint))
}

func (w *recorder) roundMoved(c tablesession.RoundMoved) {
	w.do(`UPDATE round SET status = $3, updated_at = now(),
  ready_at = CASE WHEN $3 = 'READY' THEN greatest(now(), submitted_at) ELSE ready_at END,
  confirmed_by_user_id = CASE WHEN $3 = 'CONFIRMED' THEN $4 ELSE confirmed_by_user_id END,
  served_at = CASE WHEN $3 = 'SERVED' THEN greatest(now(), submitted_at, ready_at) ELSE served_at END,
  served_by_user_id = CASE WHEN $3 = 'SERVED' THEN $4 ELSE served_by_user_id END
WHERE id = $1 AND tenant_id = $2`, c.RoundID, w.ref.TenantID, string(c.To), w.decision.By.UserID)
}

func (w *recorder) itemDeleted(c tablesession.ItemDeleted) {
	w.do(`DELETE FROM round_item WHERE id = $1 AND tenant_id = $2`, c.ItemID, w.ref.TenantID)
	if c.RoundToo {
		w.do(`DELETE FROM kitchen_ticket WHERE round_id = $1 AND tenant_id = $2`, c.RoundID, w.ref.TenantID)
		w.do(`DELETE FROM round WHERE id = $1 AND tenant_id = $2`, c.RoundID, w.ref.TenantID)
	}
}

func (w *recorder) itemVoided(c tablesession.ItemVoided) {
	if c.Left > 0 {
		w.unitsVoided(c)
		return
	}
	w.do(`UPDATE round_item SET is_voided = true, void_reason = $3, voided_by_user_id = $4, voided_at = now()
WHERE id = $1 AND tenant_id = $2`, c.ItemID, w.ref.TenantID, c.Reason, w.decision.By.UserID)
	w.do(`DELETE FROM kitchen_ticket_item WHERE round_item_id = $1 AND tenant_id = $2`, c.ItemID, w.ref.TenantID)
}

// unitsVoided parts what is struck out from an item, which stays with the rest.
func (w *recorder) unitsVoided(c tablesession.ItemVoided) {
	w.do(`INSERT INTO round_item (id, tenant_id, branch_id, round_id, product_id, diner_id, qty, unit_price_cents, product_name, category_name, notes,
  is_voided, void_reason, voided_by_user_id, voided_at)
SELECT $3, tenant_id, branch_id, round_id, product_id, diner_id, $4, unit_price_cents, product_name, category_name, notes, true, $5, $6, now()
FROM round_item WHERE id = $1 AND tenant_id = $2`, c.ItemID, w.ref.TenantID, c.VoidedID, c.Qty, c.Reason, w.decision.By.UserID)
	w.do(`UPDATE round_item SET qty = $3 WHERE id = $1 AND tenant_id = $2`, c.ItemID, w.ref.TenantID, c.Left)
	w.do(`UPDATE kitchen_ticket_item SET qty = $3 WHERE round_item_id = $1 AND tenant_id = $2`, c.ItemID, w.ref.TenantID, c.Left)
}

const sqlItems = `
INSERT INTO round_item (id, tenant_id, branch_id, round_id, product_id, diner_id, qty, unit_price_cents, product_name, category_name, notes)
SELECT u.id, $1, $2, $3, u.product_id, nullif(u.diner_id, 0), u.qty, sp.price_cents, sp.name, sp.category_name, nullif(u.notes, '')
FROM unnest($4::bigint[], $5::bigint[], $6::bigint[], $7::int[], $8::text[]) u(id, product_id, diner_id, qty, notes)
LEFT JOIN sold_product sp ON sp.product_id = u.product_id AND sp.branch_id = $2 AND sp.tenant_id = $1
RETURNING id, product_name, (SELECT category_path FROM sold_product sp WHERE sp.product_id = round_item.product_id AND sp.branch_id = $2), unit_price_cents`

// roundOrdered captures each product's name and price as they are now. A product that
// the branch does not sell has none, which the column refuses.
func (w *recorder) roundOrdered(r tablesession.RoundOrdered) {
	ref := w.ref
	by := "DINER"
	if r.ByWaiter != 0 {
		by = "WAITER"
	}
	w.do(`INSERT INTO round (id, tenant_id, branch_id, table_session_id, round_number, status, submitted_at, idempotency_key,
  submitted_by, submitted_by_waiter_id, notes) VALUES ($1, $2, $3, $4, $5, $6, now(), $7, $8, nullif($9, 0), nullif($10, ''))`,
		r.ID, ref.TenantID, ref.BranchID, ref.SessionID, r.Number, string(r.Status), null(w.decision.CallerKey), by, r.ByWaiter, r.Notes)

	n := len(r.Items)
	ids, products, diners := make([]int64, n), make([]int64, n), make([]int64, n)
	qtys, notes := make([]int32, n), make([]string, n)
	for i, it := range r.Items {
		ids[i], products[i], diners[i], qtys[i], notes[i] = it.ID, it.ProductID, it.DinerID, int32(it.Qty), it.Notes //nolint:gosec // 99 at most
	}
	w.batch.Queue(sqlItems, ref.TenantID, ref.BranchID, r.ID, ids, products, diners, qtys, notes).Query(func(rows pgx.Rows) error {
		w.receipt.Items = make([]tablesession.Priced, n)
		var id int64
		var p tablesession.Priced
		_, err := pgx.ForEachRow(rows, []any{&id, &p.Name, &p.Category, &p.Unit}, func() error {
			w.receipt.Items[id-ids[0]] = p
			return nil
		})
		return err
	})
	if r.AtMost != nil {
		w.do(`SELECT round_costs_at_most($1, $2, $3)`, ref.TenantID, r.ID, *r.AtMost)
	}
	w.pricesAsShown(r)
	if r.ClearsCart() {
		w.do(`UPDATE session_command SET receipt = receipt || jsonb_build_object('cart', (SELECT cart_version FROM table_session WHERE id = $1))
WHERE session_id = $1 AND key = $2`, ref.SessionID, w.decision.Key)
		w.do(sqlOrderedLeaves, ref.SessionID, ref.TenantID, products, diners, qtys, notes)
	}
}

// pricesAsShown refuses a round with a dish that costs something else than its phone showed.
func (w *recorder) pricesAsShown(r tablesession.RoundOrdered) {
	var items, shown []int64
	for _, it := range r.Items {
		if it.Shown != nil {
			items, shown = append(items, it.ID), append(shown, int64(*it.Shown))
		}
	}
	if len(items) > 0 {
		w.do(`SELECT round_items_cost($1, $2, $3)`, w.ref.TenantID, items, shown)
	}
}

// sqlOrderedLeaves takes out of the cart what was ordered; what somebody added meanwhile stays. A line was ordered if it
// has the notes and the diner of an ordered one, or if as much of its product was ordered as the cart has. Of a product
// whose lines are all unlike the ordered ones, none stays: the client writes them in its own way.
const sqlOrderedLeaves = `
WITH ordered AS (
  SELECT u.product_id, u.diner_id, u.qty, btrim(u.notes) AS notes
  FROM unnest($3::bigint[], $4::bigint[], $5::int[], $6::text[]) u(product_id, diner_id, qty, notes)
), line AS (
  SELECT ci.id, ci.product_id, sum(ci.quantity) OVER of_product AS in_cart, x.is_ordered, bool_or(x.is_ordered) OVER of_product AS one_is_ordered
  FROM cart_item ci, LATERAL (SELECT EXISTS (SELECT FROM ordered o WHERE o.product_id = ci.product_id AND o.diner_id IN (0, ci.diner_id)
    AND o.notes = btrim(coalesce(ci.notes, ''))) AS is_ordered) x
  WHERE ci.session_id = $1 AND ci.tenant_id = $2 AND ci.product_id = ANY($3)
  WINDOW of_product AS (PARTITION BY ci.product_id)
)
DELETE FROM cart_item USING line
WHERE cart_item.id = line.id AND (line.is_ordered OR NOT line.one_is_ordered
  OR line.in_cart <= (SELECT sum(o.qty) FROM ordered o WHERE o.product_id = line.product_id))`

func (w *recorder) ticketCreated(t tablesession.TicketCreated) {
	w.do(`INSERT INTO kitchen_ticket (id, tenant_id, branch_id, round_id, station, priority) VALUES ($1, $2, $3, $4, $5, $6)`,
		t.ID, w.ref.TenantID, w.ref.BranchID, t.RoundID, string(t.Station), t.Priority)
	for _, it := range t.Items {
		w.do(`INSERT INTO kitchen_ticket_item (id, tenant_id, ticket_id, round_item_id, qty) VALUES ($1, $2, $3, $4, $5)`,
			it.ID, w.ref.TenantID, t.ID, it.ItemID, it.Qty)
	}
}

func (w *recorder) ticketMoved(c tablesession.TicketMoved) {
	w.do(`UPDATE kitchen_ticket SET status = $3,
  started_at = CASE WHEN $3 = 'IN_PROGRESS' THEN now() ELSE started_at END,
  completed_at = CASE WHEN $3 = 'READY' THEN now() ELSE completed_at END,
  delivered_at = CASE WHEN $3 = 'DELIVERED' THEN now() ELSE delivered_at END
WHERE id = $1 AND tenant_id = $2`, c.TicketID, w.ref.TenantID, string(c.To))
	if c.To != tablesession.TicketDelivered {
		w.do(`UPDATE kitchen_ticket_item SET status = $3 WHERE ticket_id = $1 AND tenant_id = $2`, c.TicketID, w.ref.TenantID, string(c.To))
	}
}

func (w *recorder) callMade(c tablesession.CallMade) {
	w.do(`INSERT INTO service_call (id, tenant_id, branch_id, table_session_id, type, created_at, announced_at)
VALUES ($1, $2, $3, $4, $5, now(), now())`,
		c.ID, w.ref.TenantID, w.ref.BranchID, w.ref.SessionID, c.Type)
}

func (w *recorder) callMoved(c tablesession.CallMoved) {
	w.do(`UPDATE service_call SET status = $3,
  acked_at = CASE WHEN $3 = 'ACKED' THEN greatest(now(), created_at) ELSE acked_at END,
  acked_by_user_id = CASE WHEN $3 = 'ACKED' THEN $4 ELSE acked_by_user_id END,
  closed_at = CASE WHEN $3 = 'CLOSED' THEN greatest(now(), created_at, acked_at) ELSE closed_at END
WHERE id = $1 AND tenant_id = $2`, c.CallID, w.ref.TenantID, string(c.To), w.decision.By.UserID)
}

func (w *recorder) reminders(c tablesession.Reminders) {
	for _, r := range c.All {
		if r.CallID != 0 {
			w.do(`UPDATE service_call SET reminders = $3, escalated = $4, announced_at = now() WHERE id = $1 AND tenant_id = $2`,
				r.CallID, w.ref.TenantID, r.Count, r.Escalated)
		}
	}
}

func (w *recorder) waiterAssigned(c tablesession.WaiterAssigned) {
	w.do(`UPDATE table_session SET assigned_waiter_id = $3 WHERE id = $1 AND tenant_id = $2`, w.ref.SessionID, w.ref.TenantID, c.WaiterID)
	w.audit("SESSION_HANDED_OVER", "table_session", w.ref.SessionID, map[string]any{"waiter_id": c.Before},
		map[string]any{"waiter_id": c.WaiterID})
}

func (w *recorder) tableMoved(c tablesession.TableMoved) {
	w.do(`UPDATE table_session SET table_id = $3 WHERE id = $1 AND tenant_id = $2`, w.ref.SessionID, w.ref.TenantID, c.TableID)
	w.tableIs(w.ref.TableID, tablesession.TableFree)
	w.tableIs(c.TableID, w.decision.TableAfter)
}

func (w *recorder) statusChanged(c tablesession.StatusChanged) {
	w.do(`UPDATE table_session SET status = $3, closed_at = CASE WHEN $3 = 'CLOSED' THEN greatest(now(), opened_at) END
WHERE id = $1 AND tenant_id = $2`, w.ref.SessionID, w.ref.TenantID, string(c.To))
	w.tableIs(w.ref.TableID, w.decision.TableAfter)
	if by := c.AskedBy; by != nil {
		w.do(`UPDATE table_session SET check_asked_by_user_id = nullif($3, 0), check_asked_by_device = nullif($4, '') WHERE id = $1 AND tenant_id = $2`,
			w.ref.SessionID, w.ref.TenantID, by.UserID, by.Device)
	}
	if c.To == tablesession.Closed {
		w.audit("SESSION_CLOSED", "table_session", w.ref.SessionID, nil,
			map[string]any{"role": w.decision.By.Role, "owed_cents": c.Owed, "unallocated_cents": c.Unallocated})
	}
}

// tableIs leaves a table that an administrator took out of service as it is.
func (w *recorder) tableIs(table int64, status tablesession.TableStatus) {
	w.do(`UPDATE restaurant_table SET status = $3, updated_at = now() WHERE id = $1 AND tenant_id = $2 AND status <> 'OUT_OF_SERVICE'`,
		table, w.ref.TenantID, string(status))
}

func (w *recorder) override(o tablesession.Override) {
	before, after := map[string]any{"total_cents": o.OldTotal}, map[string]any{"total_cents": o.NewTotal}
	w.do(`INSERT INTO manager_override (id, tenant_id, branch_id, override_type, reason, approved_by, requested_by, entity_type, entity_id,
  old_values, new_values, amount_cents) VALUES ($1, $2, $3, $4, $5, $6, $6, $7, $8, $9, $10, $11)`,
		o.ID, w.ref.TenantID, w.ref.BranchID, o.Kind, o.Reason, w.decision.By.UserID, o.Entity, o.EntityID, body(before), body(after), o.Cents)
	after["amount_cents"], after["reason"] = o.Cents, o.Reason
	w.audit(o.Kind, o.Entity, o.EntityID, before, after)
}

func (w *recorder) audit(action, entity string, id int64, before, after map[string]any) {
	w.do(`INSERT INTO audit_log (tenant_id, user_id, user_email, branch_id, entity_type, entity_id, action, old_values, new_values, request_id)
VALUES ($1, $2, (SELECT email FROM app_user WHERE id = $2 AND tenant_id = $1), $9, $3, $4, $5, $6, $7, nullif($8, ''))`,
		w.ref.TenantID, w.decision.By.UserID, entity, id, action, body(before), body(after), w.decision.Request, w.ref.BranchID)
}

const sqlEvents = `
INSERT INTO event (tenant_id, branch_id, session_id, seq, table_id, sector_id, type, entity, actor, request_id, trace_id)
SELECT $1, $2, $3, ts.last_event_seq - $4 + u.n, u.at_table, nullif(u.sector, 0), u.type,
       CASE WHEN u.type = 'CART_CLEARED' THEN u.entity || jsonb_build_object('version', ts.cart_version,
         'cleared', NOT EXISTS (SELECT 1 FROM cart_item ci WHERE ci.session_id = ts.id)) ELSE u.entity END, $5, nullif($10, ''), nullif($11, '')
FROM table_session ts, unnest($6::text[], $7::jsonb[], $8::bigint[], $9::bigint[]) WITH ORDINALITY u(type, entity, sector, at_table, n)
WHERE ts.id = $3
RETURNING id, seq, entity, at`

// insertEvents writes the events, as many as the session gave numbers for.
func (w *recorder) insertEvents() {
	n := len(w.events)
	if n == 0 {
		return
	}
	ref := w.ref
	types, bodies, sectors, tables := make([]string, n), make([]string, n), make([]int64, n), make([]int64, n)
	for i, e := range w.events {
		types[i], bodies[i], tables[i] = string(e.Type), string(e.Entity), ref.TableID
		if e.TableID != nil {
			tables[i] = *e.TableID
		}
		if e.SectorID != nil {
			sectors[i] = *e.SectorID
		}
	}
	w.batch.Queue(sqlEvents, ref.TenantID, ref.BranchID, ref.SessionID, n, body(w.decision.By), types, bodies, sectors, tables, w.requestID, w.traceID).
		Query(func(rows pgx.Rows) error {
			var id, seq int64
			var entity json.RawMessage
			var at time.Time
			_, err := pgx.ForEachRow(rows, []any{&id, &seq, &entity, &at}, func() error {
				e := &w.events[int(seq-w.events[0].Seq)]
				e.RequestID, e.TraceID = w.requestID, w.traceID
				e.ID, e.At, e.Entity = id, at, append(json.RawMessage(nil), entity...)
				e.TenantID, e.BranchID, e.SessionID, e.TableID = ref.TenantID, ref.BranchID, &ref.SessionID, &tables[seq-w.events[0].Seq]
				return nil
			})
			return err
		})
}

func null(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// body encodes plain values for a jsonb column; it cannot fail.
func body(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic("ledger value does not encode: " + err.Error())
	}
	return b
}
