package postgres

import (
	"context"
	"encoding/json"
	"time"

	"integrador/internal/domain/billing"
	"integrador/internal/domain/money"
	"integrador/internal/domain/tablesession"
)

func (l *loader) payments(ctx context.Context, check *billing.Check) error {
	type row struct {
		ID                            int64
		Status                        billing.PaymentStatus
		Provider, Notes               string
		DinerID                       int64
		Amount, Effect, Unallocated   money.Cents
		Reference, ExternalID, Detail string
		UpdatedAt                     *time.Time
		CreatedAt                     time.Time
		Tip                           money.Cents
		IntentID                      int64
		Surplus, Disputed, Mismatch   bool
	}
	rows, err := collect[row](ctx, l.tx, `
SELECT id, status, provider, coalesce(manual_notes, ''), coalesce(payer_diner_id, 0), amount_cents, effect_cents, unallocated_cents,
       coalesce(reference, ''), coalesce(external_id, ''), coalesce(provider_status_detail, ''), provider_updated_at, created_at,
       tip_cents, coalesce(intent_id, 0), surplus, disputed, amount_mismatch
FROM payment WHERE check_id = $1 AND tenant_id = $2 ORDER BY created_at, id`, check.ID, l.tenant)
	if err != nil {
		return err
	}
	parts, err := collect[struct {
		PaymentID, ChargeID int64
		Cents               money.Cents
	}](ctx, l.tx, `
SELECT a.payment_id, a.charge_id, a.amount_cents FROM allocation a JOIN payment p ON p.id = a.payment_id
WHERE p.check_id = $1 AND a.tenant_id = $2 ORDER BY a.payment_id, a.charge_id`, check.ID, l.tenant)
	if err != nil {
		return err
	}
	of := map[int64][]billing.Part{}
	for _, p := range parts {
		of[p.PaymentID] = append(of[p.PaymentID], billing.Part{ChargeID: p.ChargeID, Cents: p.Cents})
	}
	for _, r := range rows {
		p := billing.Payment{
			ID: r.ID, Status: r.Status, Provider: r.Provider, Notes: r.Notes, DinerID: r.DinerID, Amount: r.Amount, Effect: r.Effect,
			Unallocated: r.Unallocated, Parts: of[r.ID], Reference: r.Reference, ExternalID: r.ExternalID, StatusDetail: r.Detail,
			Tip: r.Tip, IntentID: r.IntentID, Surplus: r.Surplus, Disputed: r.Disputed, Mismatch: r.Mismatch,
		}
		if r.UpdatedAt != nil {
			p.UpdatedAt = r.UpdatedAt.UTC()
		}
		if r.Provider == tablesession.MercadoPago {
			p.AskedAt = r.CreatedAt.UTC()
		}
		check.Payments = append(check.Payments, p)
	}
	return nil
}

func (l *loader) intents(ctx context.Context, check *billing.Check) error {
	type row struct {
		ID, DinerID        int64
		DeviceID           string
		Split              billing.Split
		People             int
		Cents, Tip         money.Cents
		Claims             json.RawMessage
		Status             billing.IntentStatus
		AskedAt, ExpiresAt time.Time
	}
	rows, err := collect[row](ctx, l.tx, `
SELECT id, coalesce(diner_id, 0), coalesce(device_id, ''), split, people, amount_cents, tip_cents, claims, status, created_at, expires_at
FROM payment_intent WHERE check_id = $1 AND tenant_id = $2 ORDER BY created_at, id`, check.ID, l.tenant)
	if err != nil {
		return err
	}
	for _, r := range rows {
		claims, err := DecodeJSON[[]billing.Part](r.Claims, "the claims")
		if err != nil {
			return err
		}
		if len(claims) == 0 {
			claims = nil
		}
		check.Intents = append(check.Intents, billing.Intent{
			ID: r.ID, DinerID: r.DinerID, DeviceID: r.DeviceID, Split: r.Split, People: r.People, Cents: r.Cents, Tip: r.Tip,
			Claims: claims, Status: r.Status, AskedAt: r.AskedAt.UTC(), ExpiresAt: r.ExpiresAt.UTC(),
		})
	}
	return nil
}

func (l *loader) refunds(ctx context.Context, check *billing.Check) error {
	rows, err := collect[billing.Refund](ctx, l.tx, `
SELECT id, payment_id, amount_cents, kind, coalesce(reason, ''), status, coalesce(external_id, ''), created_at
FROM payment_refund WHERE check_id = $1 AND tenant_id = $2 ORDER BY created_at, id`, check.ID, l.tenant)
	for i := range rows {
		rows[i].AskedAt = rows[i].AskedAt.UTC()
	}
	check.Refunds = rows
	return err
}
