package postgres

import (
	"slices"

	"integrador/internal/domain/billing"
	"integrador/internal/domain/tablesession"
)

func (w *recorder) checkout(c tablesession.Checkout) {
	w.do(`UPDATE payment SET preference_id = $3, init_point = $4, expires_at = $5, updated_at = now() WHERE id = $1 AND tenant_id = $2`,
		c.PaymentID, w.ref.TenantID, c.PreferenceID, c.InitPoint, c.ExpiresAt)
}

func (w *recorder) checkOpened(c tablesession.CheckOpened) {
	ref := w.ref
	w.do(`INSERT INTO app_check (id, tenant_id, branch_id, table_session_id, status, total_cents) VALUES ($1, $2, $3, $4, $5, $6)`,
		c.ID, ref.TenantID, ref.BranchID, ref.SessionID, string(c.Status()), c.Total())
	w.charges(c.ID, c.Charges)
}

func (w *recorder) charges(check int64, charges []billing.Charge) {
	n := len(charges)
	ids, items, diners, cents, paid, labels := make([]int64, n), make([]int64, n), make([]int64, n), make([]int64, n), make([]int64, n), make([]string, n)
	for i, ch := range charges {
		ids[i], items[i], diners[i], cents[i], paid[i], labels[i] = ch.ID, ch.ItemID, ch.DinerID, int64(ch.Amount), int64(ch.Paid), ch.Label
	}
	w.do(`INSERT INTO charge (id, tenant_id, branch_id, check_id, round_item_id, diner_id, amount_cents, original_cents, paid_cents, description)
SELECT u.id, $1, $2, $3, nullif(u.item, 0), nullif(u.diner, 0), u.cents, u.cents, u.paid, u.label
FROM unnest($4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[], $9::text[]) u(id, item, diner, cents, paid, label)`,
		w.ref.TenantID, w.ref.BranchID, check, ids, items, diners, cents, paid, labels)
}

func (w *recorder) billChanged(ch tablesession.BillChanged) {
	ref := w.ref
	w.do(`UPDATE app_check SET status = $3, total_cents = $4, paid_cents = $5, discount_cents = $6, reversed_cents = $7, updated_at = now()
WHERE id = $1 AND tenant_id = $2`, ch.CheckID, ref.TenantID, string(ch.Status), ch.Total, ch.Paid, ch.Discount, ch.Reversed)
	if n := len(ch.Charges); n > 0 {
		ids, original, cents, paid := make([]int64, n), make([]int64, n), make([]int64, n), make([]int64, n)
		for i, c := range ch.Charges {
			ids[i], original[i], cents[i], paid[i] = c.ID, int64(c.Original), int64(c.Amount), int64(c.Paid)
		}
		w.do(`UPDATE charge SET original_cents = u.original, amount_cents = u.cents, paid_cents = u.paid
FROM unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[]) u(id, original, cents, paid)
WHERE charge.id = u.id AND charge.tenant_id = $1`, ref.TenantID, ids, original, cents, paid)
	}
	if len(ch.Added) > 0 {
		w.charges(ch.CheckID, ch.Added)
	}
	for i, p := range ch.Payments {
		w.payment(ch.CheckID, p)
		w.tip(ch.CheckID, p)
		if slices.Contains(ch.News, i) {
			w.cashIn(p)
		}
	}
	w.intents(ch)
	w.refunds(ch)
	w.auditMoney(ch)
}

// auditMoney writes an audit entry for every payment that gained or lost worth, and for a bill that
// changed without a manager's decision.
func (w *recorder) auditMoney(ch tablesession.BillChanged) {
	for _, i := range ch.News {
		p := ch.Payments[i]
		w.audit("PAYMENT_"+string(p.Status), "payment", p.ID, nil, paymentValues(p))
	}
	for _, i := range ch.Refunds {
		p := ch.Payments[i]
		w.audit("PAYMENT_REFUNDED", "payment", p.ID, nil, paymentValues(p))
	}
	if ch.JustWithdrawn() {
		w.audit("CHECK_WITHDRAWN", "app_check", ch.CheckID, map[string]any{"status": ch.Was}, map[string]any{"status": ch.Status})
	}
	if _, overridden := tablesession.Find[tablesession.Override](w.decision); ch.Total != ch.OldTotal && !overridden {
		w.audit("CHECK_CHANGED", "app_check", ch.CheckID, map[string]any{"total_cents": ch.OldTotal}, map[string]any{"total_cents": ch.Total})
	}
}

func paymentValues(p billing.Payment) map[string]any {
	return map[string]any{"amount_cents": p.Amount, "effect_cents": p.Effect, "provider": p.Provider}
}

// methodOf is the specification's own name of a provider in payment.method.
func methodOf(provider string) string {
	if provider == tablesession.MercadoPago {
		return "MERCADOPAGO"
	}
	return provider
}

// payment writes the whole row and all that it settles: an upsert by its ID.
func (w *recorder) payment(check int64, p billing.Payment) {
	ref := w.ref
	category, registered, manual := "MANUAL", "WAITER", &p.Provider
	if p.Provider == tablesession.MercadoPago {
		category, registered, manual = "DIGITAL", "SYSTEM", nil
	}
	updated := &p.UpdatedAt
	if p.UpdatedAt.IsZero() {
		updated = nil
	}
	w.do(`INSERT INTO payment (id, tenant_id, branch_id, check_id, payer_diner_id, provider, method, status, amount_cents, effect_cents,
  unallocated_cents, external_id, reference, provider_status_detail, provider_updated_at, payment_category, registered_by,
  registered_by_waiter_id, manual_method, manual_notes, tip_cents, intent_id, surplus, disputed, amount_mismatch)
VALUES ($1, $2, $3, $4, nullif($5, 0), $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, nullif($22, 0), $23, $24, $25)
ON CONFLICT (id) DO UPDATE SET status = excluded.status, amount_cents = excluded.amount_cents, effect_cents = excluded.effect_cents,
  tip_cents = excluded.tip_cents, surplus = excluded.surplus, disputed = excluded.disputed, amount_mismatch = excluded.amount_mismatch,
  unallocated_cents = excluded.unallocated_cents, external_id = excluded.external_id, reference = excluded.reference,
  provider_status_detail = excluded.provider_status_detail, provider_updated_at = excluded.provider_updated_at, updated_at = now()`,
		p.ID, ref.TenantID, ref.BranchID, check, p.DinerID, p.Provider, methodOf(p.Provider), string(p.Status), p.Amount, p.Effect,
		p.Unallocated, null(p.ExternalID), null(p.Reference), null(p.StatusDetail), updated, category, registered,
		w.decision.By.UserID, manual, null(p.Notes), p.Tip, p.IntentID, p.Surplus, p.Disputed, p.Mismatch)
	w.do(`DELETE FROM allocation WHERE payment_id = $1 AND tenant_id = $2`, p.ID, ref.TenantID)
	n := len(p.Parts)
	charges, cents := make([]int64, n), make([]int64, n)
	for i, part := range p.Parts {
		charges[i], cents[i] = part.ChargeID, int64(part.Cents)
	}
	w.do(`INSERT INTO allocation (tenant_id, payment_id, charge_id, amount_cents)
SELECT $1, $2, u.charge, u.cents FROM unnest($3::bigint[], $4::bigint[]) u(charge, cents)`, ref.TenantID, p.ID, charges, cents)
}
