package postgres

import (
	"encoding/json"
	"time"

	"github.com/jackc/pgx/v5"

	"integrador/internal/domain/billing"
	"integrador/internal/domain/event"
	"integrador/internal/domain/tablesession"
)

// recorder queues the statements of one bound entry. Each part of the entry has
// its method; what the database answers goes into receipt and events.
type recorder struct {
	entry   tablesession.Decision
	receipt *tablesession.Receipt
	events  []event.Event
	batch   pgx.Batch

	requestID, traceID string // what the events came of
}

func (w *recorder) write() {
	w.command()
	w.lock()
	w.order()
	w.kitchen()
	w.calls()
	w.bill()
	w.table()
	w.override()
	w.tell()
}

func (w *recorder) do(sql string, args ...any) { w.batch.Queue(sql, args...) }

// command comes first: it fails when the entry was recorded before.
func (w *recorder) command() {
	e := w.entry
	w.do(`INSERT INTO session_command (session_id, key, tenant_id, name, request_hash, receipt) VALUES ($1, $2, $3, $4, $5, $6)`,
		e.Ref.SessionID, e.Key, e.Ref.TenantID, e.Name, e.Hash, body(stored{Receipt: *w.receipt, ByKey: e.CallerKey != "", Answer: e.Answer, Version: e.Version}))
}

// stored is what a row of session_command remembers of its entry.
type stored struct {
	tablesession.Receipt
	ByKey  bool                `json:"by_key,omitempty"`
	Answer tablesession.Result `json:"answer"`
	// Version is of the session that the entry was decided on.
	Version int64 `json:"version"`
}

func (w *recorder) lock() {
	e := w.entry
	w.batch.Queue(`SELECT last_seq, cart FROM lock_session($1, $2, $3, $4, $5, $6)`,
		e.Ref.SessionID, e.Ref.TenantID, len(w.events), clearsCart(e), e.Late, e.Version).
		QueryRow(func(row pgx.Row) error {
			var last int64
			var cart int
			if err := row.Scan(&last, &cart); err != nil {
				return err
			}
			for i := range w.events {
				w.events[i].Seq = last - int64(len(w.events)-1-i)
			}
			return nil
		})
}

func (w *recorder) order() {
	e, ref := w.entry, w.entry.Ref
	if d := e.Diner; d != nil {
		w.do(`INSERT INTO diner (id, tenant_id, branch_id, session_id, name, color, local_id, device_id, device_fingerprint)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
			d.ID, ref.TenantID, ref.BranchID, ref.SessionID, d.Name, d.Color, null(d.LocalID), null(d.DeviceID), null(d.Fingerprint))
	}
	if e.Round != nil {
		w.round(*e.Round)
	}
	for _, m := range e.Moves {
		w.do(`UPDATE round SET status = $3, updated_at = now(),
  ready_at = CASE WHEN $3 = 'READY' THEN greatest(now(), submitted_at) ELSE ready_at END,
  confirmed_by_user_id = CASE WHEN $3 = 'CONFIRMED' THEN $4 ELSE confirmed_by_user_id END,
  served_at = CASE WHEN $3 = 'SERVED' THEN greatest(now(), submitted_at, ready_at) ELSE served_at END,
  served_by_user_id = CASE WHEN $3 = 'SERVED' THEN $4 ELSE served_by_user_id END
WHERE id = $1 AND tenant_id = $2`, m.RoundID, ref.TenantID, string(m.To), e.By.UserID)
	}
	if d := e.Deleted; d != nil {
		w.do(`DELETE FROM round_item WHERE id = $1 AND tenant_id = $2`, d.ItemID, ref.TenantID)
		if d.RoundToo {
			w.do(`DELETE FROM kitchen_ticket WHERE round_id = $1 AND tenant_id = $2`, d.RoundID, ref.TenantID)
			w.do(`DELETE FROM round WHERE id = $1 AND tenant_id = $2`, d.RoundID, ref.TenantID)
		}
	}
	if v := e.Voided; v != nil {
		w.do(`UPDATE round_item SET is_voided = true, void_reason = $3, voided_by_user_id = $4, voided_at = now()
WHERE id = $1 AND tenant_id = $2`, v.ItemID, ref.TenantID, v.Reason, e.By.UserID)
		w.do(`DELETE FROM kitchen_ticket_item WHERE round_item_id = $1 AND tenant_id = $2`, v.ItemID, ref.TenantID)
	}
}

const sqlItems = `
INSERT INTO round_item (id, tenant_id, branch_id, round_id, product_id, diner_id, qty, unit_price_cents, product_name, category_name, notes)
SELECT u.id, $1, $2, $3, u.product_id, nullif(u.diner_id, 0), u.qty, sp.price_cents, sp.name, sp.category_name, nullif(u.notes, '')
FROM unnest($4::bigint[], $5::bigint[], $6::bigint[], $7::int[], $8::text[]) u(id, product_id, diner_id, qty, notes)
LEFT JOIN sold_product sp ON sp.product_id = u.product_id AND sp.branch_id = $2 AND sp.tenant_id = $1
RETURNING id, product_name, (SELECT category_path FROM sold_product sp WHERE sp.product_id = round_item.product_id AND sp.branch_id = $2), unit_price_cents`

// round captures each product's name and price as they are now. A product that
// the branch does not sell has none, which the column refuses.
func (w *recorder) round(r tablesession.Round) {
	e, ref := w.entry, w.entry.Ref
	by := "DINER"
	if r.ByWaiter != 0 {
		by = "WAITER"
	}
	w.do(`INSERT INTO round (id, tenant_id, branch_id, table_session_id, round_number, status, submitted_at, idempotency_key,
  submitted_by, submitted_by_waiter_id, notes) VALUES ($1, $2, $3, $4, $5, $6, now(), $7, $8, nullif($9, 0), nullif($10, ''))`,
		r.ID, ref.TenantID, ref.BranchID, ref.SessionID, r.Number, string(r.Status), null(e.CallerKey), by, r.ByWaiter, r.Notes)

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
	if e.Room != nil {
		w.do(`SELECT round_costs_at_most($1, $2, $3)`, ref.TenantID, r.ID, *e.Room)
	}
	if clearsCart(e) {
		w.do(`DELETE FROM cart_item WHERE session_id = $1 AND tenant_id = $2`, ref.SessionID, ref.TenantID)
	}
}

// clearsCart reports whether the diners' cart became an order. A waiter's order
// leaves it alone.
func clearsCart(e tablesession.Decision) bool { return e.Round != nil && e.Round.ByWaiter == 0 }

func (w *recorder) kitchen() {
	ref := w.entry.Ref
	for _, t := range w.entry.Tickets {
		w.do(`INSERT INTO kitchen_ticket (id, tenant_id, branch_id, round_id, station, priority) VALUES ($1, $2, $3, $4, $5, $6)`,
			t.ID, ref.TenantID, ref.BranchID, t.RoundID, string(t.Station), t.Priority)
		for _, it := range t.Items {
			w.do(`INSERT INTO kitchen_ticket_item (id, tenant_id, ticket_id, round_item_id, qty) VALUES ($1, $2, $3, $4, $5)`,
				it.ID, ref.TenantID, t.ID, it.ItemID, it.Qty)
		}
	}
	if m := w.entry.TicketMove; m != nil {
		w.do(`UPDATE kitchen_ticket SET status = $3,
  started_at = CASE WHEN $3 = 'IN_PROGRESS' THEN now() ELSE started_at END,
  completed_at = CASE WHEN $3 = 'READY' THEN now() ELSE completed_at END,
  delivered_at = CASE WHEN $3 = 'DELIVERED' THEN now() ELSE delivered_at END
WHERE id = $1 AND tenant_id = $2`, m.TicketID, ref.TenantID, string(m.To))
		if m.To != tablesession.TicketDelivered {
			w.do(`UPDATE kitchen_ticket_item SET status = $3 WHERE ticket_id = $1 AND tenant_id = $2`, m.TicketID, ref.TenantID, string(m.To))
		}
	}
}

func (w *recorder) calls() {
	e, ref := w.entry, w.entry.Ref
	if c := e.Call; c != nil {
		w.do(`INSERT INTO service_call (id, tenant_id, branch_id, table_session_id, type, created_at) VALUES ($1, $2, $3, $4, $5, now())`,
			c.ID, ref.TenantID, ref.BranchID, ref.SessionID, c.Type)
	}
	for _, m := range e.CallMoves {
		w.do(`UPDATE service_call SET status = $3,
  acked_at = CASE WHEN $3 = 'ACKED' THEN greatest(now(), created_at) ELSE acked_at END,
  acked_by_user_id = CASE WHEN $3 = 'ACKED' THEN $4 ELSE acked_by_user_id END,
  closed_at = CASE WHEN $3 = 'CLOSED' THEN greatest(now(), created_at, acked_at) ELSE closed_at END
WHERE id = $1 AND tenant_id = $2`, m.CallID, ref.TenantID, string(m.To), e.By.UserID)
	}
	for _, r := range e.Reminders {
		if r.CallID != 0 {
			w.do(`UPDATE service_call SET reminders = $3, escalated = $4 WHERE id = $1 AND tenant_id = $2`,
				r.CallID, ref.TenantID, r.Count, r.Escalated)
		}
	}
}

func (w *recorder) table() {
	e, ref := w.entry, w.entry.Ref
	if e.WaiterID != 0 {
		w.do(`UPDATE table_session SET assigned_waiter_id = $3 WHERE id = $1 AND tenant_id = $2`, ref.SessionID, ref.TenantID, e.WaiterID)
	}
	place := ref.TableID
	if to := e.MovedTo; to != nil {
		place = to.TableID
		w.do(`UPDATE table_session SET table_id = $3 WHERE id = $1 AND tenant_id = $2`, ref.SessionID, ref.TenantID, to.TableID)
		w.tableIs(ref.TableID, tablesession.TableFree)
		w.tableIs(to.TableID, e.TableAfter)
	}
	if e.Status == "" {
		return
	}
	w.do(`UPDATE table_session SET status = $3, closed_at = CASE WHEN $3 = 'CLOSED' THEN greatest(now(), opened_at) END WHERE id = $1 AND tenant_id = $2`,
		ref.SessionID, ref.TenantID, string(e.Status))
	w.tableIs(place, e.TableAfter)
}

// tableIs leaves a table that an administrator took out of service as it is.
func (w *recorder) tableIs(table int64, status tablesession.TableStatus) {
	w.do(`UPDATE restaurant_table SET status = $3, updated_at = now() WHERE id = $1 AND tenant_id = $2 AND status <> 'OUT_OF_SERVICE'`,
		table, w.entry.Ref.TenantID, string(status))
}

func (w *recorder) override() {
	e, ref := w.entry, w.entry.Ref
	if o := e.Override; o != nil {
		w.do(`INSERT INTO manager_override (id, tenant_id, branch_id, override_type, reason, approved_by, requested_by, entity_type, entity_id,
  old_values, new_values, amount_cents) VALUES ($1, $2, $3, $4, $5, $6, $6, $7, $8, $9, $10, $11)`,
			o.ID, ref.TenantID, ref.BranchID, o.Kind, o.Reason, e.By.UserID, o.Entity, o.EntityID,
			body(map[string]any{"total_cents": o.OldTotal}), body(map[string]any{"total_cents": o.NewTotal}), o.Cents)
		w.audit(o.Kind, o.Entity, o.EntityID, map[string]any{"total_cents": o.OldTotal},
			map[string]any{"total_cents": o.NewTotal, "amount_cents": o.Cents, "reason": o.Reason})
	}
	w.auditMoney()
	if e.WaiterID != 0 {
		w.audit("SESSION_HANDED_OVER", "table_session", ref.SessionID, map[string]any{"waiter_id": e.Answer.OldWaiterID},
			map[string]any{"waiter_id": e.WaiterID})
	}
	if e.Status == tablesession.Closed {
		w.audit("SESSION_CLOSED", "table_session", ref.SessionID, nil,
			map[string]any{"role": e.By.Role, "owed_cents": e.Owed, "unallocated_cents": e.Unallocated})
	}
}

// auditMoney tells of every payment that gained or lost worth, and of a bill that
// changed without a manager's word.
func (w *recorder) auditMoney() {
	ch := w.entry.Bill
	if ch == nil {
		return
	}
	for _, i := range ch.News {
		p := ch.Payments[i]
		w.audit("PAYMENT_"+string(p.Status), "payment", p.ID, nil, paymentValues(p))
	}
	for _, i := range ch.Refunds {
		p := ch.Payments[i]
		w.audit("PAYMENT_REFUNDED", "payment", p.ID, nil, paymentValues(p))
	}
	if ch.Total != ch.OldTotal && w.entry.Override == nil {
		w.audit("CHECK_CHANGED", "app_check", ch.CheckID, map[string]any{"total_cents": ch.OldTotal}, map[string]any{"total_cents": ch.Total})
	}
}

func paymentValues(p billing.Payment) map[string]any {
	return map[string]any{"amount_cents": p.Amount, "effect_cents": p.Effect, "provider": p.Provider}
}

func (w *recorder) audit(action, entity string, id int64, was, is map[string]any) {
	w.do(`INSERT INTO audit_log (tenant_id, user_id, user_email, branch_id, entity_type, entity_id, action, old_values, new_values, request_id)
VALUES ($1, $2, (SELECT email FROM app_user WHERE id = $2 AND tenant_id = $1), $9, $3, $4, $5, $6, $7, nullif($8, ''))`,
		w.entry.Ref.TenantID, w.entry.By.UserID, entity, id, action, body(was), body(is), w.entry.Request, w.entry.Ref.BranchID)
}

const sqlTell = `
INSERT INTO event (tenant_id, branch_id, session_id, seq, table_id, sector_id, type, entity, actor, request_id, trace_id)
SELECT $1, $2, $3, ts.last_event_seq - $4 + u.n, u.at_table, nullif(u.sector, 0), u.type,
       CASE WHEN u.type = 'CART_CLEARED' THEN u.entity || jsonb_build_object('version', ts.cart_version) ELSE u.entity END, $5, nullif($10, ''), nullif($11, '')
FROM table_session ts, unnest($6::text[], $7::jsonb[], $8::bigint[], $9::bigint[]) WITH ORDINALITY u(type, entity, sector, at_table, n)
WHERE ts.id = $3
RETURNING id, seq, entity, at`

// tell writes the events, as many as the session gave numbers for.
func (w *recorder) tell() {
	n := len(w.events)
	if n == 0 {
		return
	}
	ref := w.entry.Ref
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
	w.batch.Queue(sqlTell, ref.TenantID, ref.BranchID, ref.SessionID, n, body(w.entry.By), types, bodies, sectors, tables, w.requestID, w.traceID).
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
