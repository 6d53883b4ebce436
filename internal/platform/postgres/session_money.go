package postgres

import (
	"integrador/internal/domain/billing"
	"integrador/internal/domain/tablesession"
)

// sqlIntents upserts payment intents from their JSON form, all in one statement: one payment may end dozens of them.
const sqlIntents = `
INSERT INTO payment_intent (id, tenant_id, branch_id, check_id, diner_id, device_id, split, people, amount_cents, tip_cents, claims, status,
  expires_at, created_at)
SELECT i.id, $1, $2, $3, i.diner, nullif(i.device, ''), i.split, coalesce(i.people, 0), i.cents, coalesce(i.tip, 0), coalesce(i.claims, '[]'), i.status,
  i.expires_at, i.asked_at
FROM jsonb_to_recordset($4) AS i (id bigint, diner bigint, device text, split text, people integer, cents bigint, tip bigint, claims jsonb, status text,
  expires_at timestamptz, asked_at timestamptz)
ON CONFLICT (id) DO UPDATE SET status = excluded.status,
  ended_at = CASE WHEN excluded.status <> 'OPEN' THEN coalesce(payment_intent.ended_at, now()) END`

func (w *recorder) intents(ch tablesession.BillChanged) {
	if len(ch.Intents) > 0 {
		w.do(sqlIntents, w.ref.TenantID, w.ref.BranchID, ch.CheckID, body(ch.Intents))
	}
}

func (w *recorder) refunds(ch tablesession.BillChanged) {
	ref := w.ref
	for _, r := range ch.Returns {
		w.do(`INSERT INTO payment_refund (id, tenant_id, branch_id, check_id, payment_id, amount_cents, kind, reason, status, external_id,
  requested_by, created_at, ended_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, CASE WHEN $9 <> 'REQUESTED' THEN now() END)
ON CONFLICT (id) DO UPDATE SET status = excluded.status, external_id = excluded.external_id, ended_at = excluded.ended_at`,
			r.ID, ref.TenantID, ref.BranchID, ch.CheckID, r.PaymentID, r.Cents, r.Kind, null(r.Reason), string(r.Status), null(r.ExternalID),
			w.decision.By.UserID, r.AskedAt)
		w.audit("REFUND_"+string(r.Status), "payment_refund", r.ID, nil,
			map[string]any{"payment_id": r.PaymentID, "amount_cents": r.Cents, "kind": r.Kind})
		if r.Status == billing.RefundDone {
			w.cashOut(ch, r)
		}
	}
}

// tip keeps the ledger of tips: one row for each payment that brought one, as much as was not given back. It is the
// session's waiter's; of a table that guests opened, that of the waiter of its sector that day: who took the payment,
// if that is one of them.
func (w *recorder) tip(check int64, p billing.Payment) {
	ref := w.ref
	if p.Tip == 0 {
		return
	}
	kept := p.KeptTip()
	if kept == 0 {
		w.do(`UPDATE tip SET is_active = false, updated_at = now() WHERE payment_id = $1 AND tenant_id = $2`, p.ID, ref.TenantID)
		return
	}
	w.do(`INSERT INTO tip (tenant_id, branch_id, table_session_id, check_id, payment_id, amount_cents, payment_method, waiter_id, created_by_id)
SELECT $1, $2, $3, $4, $5, $6, $7, coalesce(ts.assigned_waiter_id, (
    SELECT a.waiter_id FROM restaurant_table t JOIN branch b ON b.id = t.branch_id
    JOIN waiter_sector_assignment a ON a.tenant_id = t.tenant_id AND a.branch_id = t.branch_id AND a.sector_id = t.sector_id
    WHERE t.id = ts.table_id AND t.tenant_id = ts.tenant_id AND a.is_active
      AND a.assignment_date = timezone(b.timezone, ts.opened_at)::date
    ORDER BY a.waiter_id <> coalesce($8, 0), a.id LIMIT 1)), $8
FROM table_session ts WHERE ts.id = $3 AND ts.tenant_id = $1
ON CONFLICT ON CONSTRAINT tip_payment_key DO UPDATE SET amount_cents = excluded.amount_cents, is_active = true, updated_at = now()`,
		ref.TenantID, ref.BranchID, ref.SessionID, check, p.ID, kept, methodOf(p.Provider), w.decision.By.UserID)
}

// sqlCash puts a movement into the branch's cash drawer that was opened last. The lock
// makes a close that is under way come first, which then leaves no open drawer.
const sqlCash = `
WITH drawer AS (
  SELECT id FROM cash_session WHERE tenant_id = $1 AND branch_id = $2 AND status = 'OPEN'
  ORDER BY opened_at DESC, id DESC LIMIT 1 FOR SHARE)
INSERT INTO cash_movement (tenant_id, cash_session_id, movement_type, amount_cents, payment_method, reference_type, reference_id, performed_by_id)
SELECT $1, drawer.id, $3, $4, $5, $6, $7, $8 FROM drawer`

// cashIn notes money that was taken in hand. Without an open cash drawer there is nothing
// to note: the payment is the record.
func (w *recorder) cashIn(p billing.Payment) {
	if p.Provider == tablesession.MercadoPago || p.Status != billing.Approved {
		return
	}
	w.cash("SALE", p.Credit(), p.Provider, "payment", p.ID)
	if tip := p.KeptTip(); tip > 0 {
		w.cash("TIP", tip, p.Provider, "payment", p.ID)
	}
}

// cashOut notes money that was given back in hand.
func (w *recorder) cashOut(ch tablesession.BillChanged, r billing.Refund) {
	for _, p := range ch.Payments {
		if p.ID == r.PaymentID && p.Provider != tablesession.MercadoPago {
			w.cash("REFUND", r.Cents, p.Provider, "payment_refund", r.ID)
		}
	}
}

func (w *recorder) cash(kind string, cents any, method, reference string, id int64) {
	ref := w.ref
	w.do(sqlCash, ref.TenantID, ref.BranchID, kind, cents, method, reference, id, w.decision.By.UserID)
}
