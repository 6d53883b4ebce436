package readmodel

import (
	"context"
	"fmt"
	"slices"
	"time"

	"integrador/internal/domain/access"
	"integrador/internal/domain/money"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

// CheckDetailOutput is the bill as the table sees it.
type CheckDetailOutput struct {
	ID             int64             `json:"id"`
	Status         string            `json:"status" enum:"OPEN,REQUESTED,IN_PAYMENT,PAID,FAILED"`
	TotalCents     money.Cents       `json:"total_cents"` // after discounts
	PaidCents      money.Cents       `json:"paid_cents"`
	RemainingCents money.Cents       `json:"remaining_cents"`
	Items          []CheckItemOutput `json:"items"`
	Payments       []PaymentOutput   `json:"payments"`
	CreatedAt      time.Time         `json:"created_at"`
	TableCode      *string           `json:"table_code"`
	AvailableCents money.Cents       `json:"available_cents" doc:"Lo que falta y nadie está pagando en este momento."`
	TipCents       money.Cents       `json:"tip_cents" doc:"Propinas recibidas; no son parte de la cuenta."`
	Intents        []IntentOutput    `json:"intents" doc:"Las partes que alguien está pagando en este momento."`
}

// CheckItemOutput is one line of the bill.
type CheckItemOutput struct {
	ProductName    string      `json:"product_name"`
	Qty            int         `json:"qty"`
	UnitPriceCents money.Cents `json:"unit_price_cents"`
	SubtotalCents  money.Cents `json:"subtotal_cents"`
	Notes          *string     `json:"notes"`
	RoundNumber    int         `json:"round_number"`
	ItemID         int64       `json:"item_id"`
	DinerID        *int64      `json:"diner_id"` // nil: shared
	RemainingCents money.Cents `json:"remaining_cents" doc:"Lo que falta pagar de este renglón, con los descuentos hechos."`
}

// PaymentOutput is a payment of the bill. Provider has two values, as clients expect;
// Method is more precise.
type PaymentOutput struct {
	ID          int64       `json:"id"`
	Provider    string      `json:"provider" enum:"CASH,MERCADO_PAGO"`
	Method      string      `json:"method"`
	Status      string      `json:"status" enum:"PENDING,APPROVED,REJECTED"`
	AmountCents money.Cents `json:"amount_cents"` // of the bill, without the tip
	CreatedAt   time.Time   `json:"created_at"`
	TipCents    money.Cents `json:"tip_cents"`
	DinerID     *int64      `json:"diner_id"`
	// RefundedCents is the refunded part of an approved payment, including its tip.
	RefundedCents money.Cents `json:"refunded_cents"`
	Disputed      bool        `json:"disputed"`
}

// IntentOutput is a part of the bill that a diner is paying, or tried to.
type IntentOutput struct {
	PaymentID   int64       `json:"payment_id"`
	DinerID     *int64      `json:"diner_id"`
	DinerName   *string     `json:"diner_name"`
	Split       string      `json:"split" enum:"REST,OWN,CONSUMPTION,EQUAL,ITEMS,AMOUNT"`
	People      int         `json:"people"` // into how many equal parts; 0 otherwise
	ItemIDs     []int64     `json:"item_ids"`
	AmountCents money.Cents `json:"amount_cents"`
	TipCents    money.Cents `json:"tip_cents"`
	Status      string      `json:"status" enum:"OPEN,PAID,EXPIRED,CANCELED,FAILED"`
	CreatedAt   time.Time   `json:"created_at"`
	ExpiresAt   time.Time   `json:"expires_at"`
}

// RefundOutput is a refund, done or in progress.
type RefundOutput struct {
	ID          int64       `json:"id"`
	PaymentID   int64       `json:"payment_id"`
	AmountCents money.Cents `json:"amount_cents"`
	Kind        string      `json:"kind" enum:"OVERPAY,DECISION"`
	Reason      *string     `json:"reason"`
	Status      string      `json:"status" enum:"REQUESTED,DONE,FAILED"`
	CreatedAt   time.Time   `json:"created_at"`
	EndedAt     *time.Time  `json:"ended_at"`
}

// StaffCheck is the bill as staff see it.
type StaffCheck struct {
	ID             int64           `json:"id"`
	SessionID      int64           `json:"session_id"`
	Status         string          `json:"status"`
	TotalCents     money.Cents     `json:"total_cents"`
	PaidCents      money.Cents     `json:"paid_cents"`
	RemainingCents money.Cents     `json:"remaining_cents"`
	CreatedAt      time.Time       `json:"created_at"`
	Payments       []PaymentOutput `json:"payments"`
	AvailableCents money.Cents     `json:"available_cents" doc:"Lo que falta y nadie está pagando en este momento."`
	TipCents       money.Cents     `json:"tip_cents"`
	// UnallocatedCents was paid and settles nothing; ReversedCents was taken back after
	// the table was closed.
	UnallocatedCents money.Cents    `json:"unallocated_cents"`
	ReversedCents    money.Cents    `json:"reversed_cents"`
	Disputed         bool           `json:"disputed"`
	Intents          []IntentOutput `json:"intents"`
	Refunds          []RefundOutput `json:"refunds"`
}

// DinerBalance is what one diner owes of a check.
type DinerBalance struct {
	DinerID        *int64      `json:"diner_id"`   // nil: what the table shares
	DinerName      string      `json:"diner_name"` // "Shared" then
	TotalCents     money.Cents `json:"total_cents"`
	PaidCents      money.Cents `json:"paid_cents"`
	RemainingCents money.Cents `json:"remaining_cents"`
}

// SessionTotal is the total of a session so far, with or without a check.
type SessionTotal struct {
	SessionID   int64       `json:"session_id"`
	TotalCents  money.Cents `json:"total_cents"`
	PaidCents   money.Cents `json:"paid_cents"`
	CheckID     *int64      `json:"check_id"`
	CheckStatus *string     `json:"check_status"`
}

// CheckDetail reads the bill of a session.
//
// Errors: fault.NotFound until a check was requested.
func CheckDetail(ctx context.Context, db *postgres.Store, tenant, session int64) (d CheckDetailOutput, err error) {
	err = db.InSnapshot(ctx, func(db *postgres.Store) error {
		d, err = checkDetail(ctx, db, tenant, session)
		return err
	})
	return d, postgres.Fault(err)
}

func checkDetail(ctx context.Context, db *postgres.Store, tenant, session int64) (CheckDetailOutput, error) {
	c, err := db.CheckOfSession(ctx, session, tenant)
	if err != nil {
		return CheckDetailOutput{}, postgres.NotFoundAs(err, postgres.ErrNoCheck)
	}
	d := CheckDetailOutput{
		ID:             c.ID,
		Status:         c.Status,
		TotalCents:     c.TotalCents,
		PaidCents:      c.PaidCents,
		RemainingCents: c.TotalCents - c.PaidCents,
		CreatedAt:      c.CreatedAt,
		TableCode:      &c.TableCode,
	}
	if d.Payments, err = paymentsOf(ctx, db, tenant, c.ID); err != nil {
		return CheckDetailOutput{}, err
	}
	intents, held, err := intentsOf(ctx, db, tenant, c.ID)
	if err != nil {
		return CheckDetailOutput{}, err
	}
	d.AvailableCents, d.TipCents = max(d.RemainingCents-held, 0), money.Cents(c.TipCents)
	d.Intents = slices.DeleteFunc(intents, func(in IntentOutput) bool { return in.Status != "OPEN" })
	d.Items, err = billedItems(ctx, db, tenant, session)
	return d, err
}

func billedItems(ctx context.Context, db *postgres.Store, tenant, session int64) ([]CheckItemOutput, error) {
	rows, err := db.BilledItems(ctx, session, tenant)
	return postgres.DecodeRows(rows, err, func(r dbgen.BilledItemsRow) (CheckItemOutput, error) {
		subtotal, err := r.UnitPriceCents.Times(int(r.Qty))
		if err != nil {
			return CheckItemOutput{}, fmt.Errorf("price a line of session %d: %w", session, err)
		}
		return CheckItemOutput{
			ProductName:    r.ProductName,
			Qty:            int(r.Qty),
			UnitPriceCents: r.UnitPriceCents,
			SubtotalCents:  subtotal,
			Notes:          r.Notes,
			RoundNumber:    int(r.RoundNumber),
			ItemID:         r.ID,
			DinerID:        r.DinerID,
			RemainingCents: money.Cents(r.RemainingCents),
		}, nil
	})
}

func paymentsOf(ctx context.Context, db *postgres.Store, tenant, check int64) ([]PaymentOutput, error) {
	rows, err := db.PaymentsOfCheck(ctx, check, tenant)
	return postgres.Rows(rows, err, func(r dbgen.PaymentsOfCheckRow) PaymentOutput {
		p := PaymentOutput{
			ID:            r.ID,
			Provider:      r.Provider,
			Method:        r.Method,
			Status:        r.Status,
			AmountCents:   r.AmountCents - r.TipCents,
			CreatedAt:     r.CreatedAt,
			TipCents:      r.TipCents,
			DinerID:       r.PayerDinerID,
			RefundedCents: money.Cents(r.RefundedCents),
			Disputed:      r.Disputed,
		}
		if r.Provider != "MERCADO_PAGO" {
			p.Provider = "CASH"
		}
		if r.Status == "FAILED" || r.Status == "EXPIRED" {
			p.Status = "REJECTED"
		}
		return p
	})
}

// intentsOf lists the payment intents of a check, and the sum that the open ones hold.
func intentsOf(ctx context.Context, db *postgres.Store, tenant, check int64) ([]IntentOutput, money.Cents, error) {
	rows, err := db.IntentsOfCheck(ctx, check, tenant)
	if err != nil {
		return nil, 0, postgres.Fault(err)
	}
	var held money.Cents
	out := make([]IntentOutput, len(rows))
	for i, r := range rows {
		held += money.Cents(r.HeldCents)
		out[i] = IntentOutput{
			PaymentID:   r.ID,
			DinerID:     r.DinerID,
			DinerName:   r.DinerName,
			Split:       r.Split,
			People:      int(r.People),
			ItemIDs:     r.ItemIds,
			AmountCents: r.AmountCents,
			TipCents:    r.TipCents,
			Status:      r.Status,
			CreatedAt:   r.CreatedAt,
			ExpiresAt:   r.ExpiresAt,
		}
		if out[i].ItemIDs == nil {
			out[i].ItemIDs = []int64{}
		}
	}
	return out, held, nil
}

func refundsOf(ctx context.Context, db *postgres.Store, tenant, check int64) ([]RefundOutput, error) {
	rows, err := db.RefundsOfCheck(ctx, check, tenant)
	return postgres.Rows(rows, err, func(r dbgen.RefundsOfCheckRow) RefundOutput { return RefundOutput(r) })
}

// CheckForStaff reads a check with its payments.
//
// Errors: fault.NotFound, fault.Forbidden.
func CheckForStaff(ctx context.Context, db *postgres.Store, who access.Staff, check int64) (out StaffCheck, err error) {
	err = db.InSnapshot(ctx, func(db *postgres.Store) error {
		out, err = checkForStaff(ctx, db, who, check)
		return err
	})
	return out, postgres.Fault(err)
}

func checkForStaff(ctx context.Context, db *postgres.Store, who access.Staff, check int64) (StaffCheck, error) {
	c, err := db.CheckFor(ctx, who, check)
	if err != nil {
		return StaffCheck{}, err
	}
	out := StaffCheck{
		ID:               c.ID,
		SessionID:        c.SessionID,
		Status:           c.Status,
		TotalCents:       c.TotalCents,
		PaidCents:        c.PaidCents,
		RemainingCents:   c.TotalCents - c.PaidCents,
		CreatedAt:        c.CreatedAt,
		TipCents:         money.Cents(c.TipCents),
		UnallocatedCents: money.Cents(c.UnallocatedCents),
		ReversedCents:    c.ReversedCents,
		Disputed:         c.Disputed,
	}
	if out.Payments, err = paymentsOf(ctx, db, who.TenantID, check); err != nil {
		return StaffCheck{}, err
	}
	var held money.Cents
	if out.Intents, held, err = intentsOf(ctx, db, who.TenantID, check); err != nil {
		return StaffCheck{}, err
	}
	out.AvailableCents = max(out.RemainingCents-held, 0)
	out.Refunds, err = refundsOf(ctx, db, who.TenantID, check)
	return out, err
}

// Balances reads what each diner owes of a check; the shared part comes last.
//
// Errors: fault.NotFound for a check of another session.
func Balances(ctx context.Context, db *postgres.Store, at access.Table, check int64) ([]DinerBalance, error) {
	if _, err := db.CheckAtTable(ctx, at, check); err != nil {
		return nil, err
	}
	rows, err := db.BalancesOfCheck(ctx, dbgen.BalancesOfCheckParams{
		CheckID:   check,
		TenantID:  at.TenantID,
		SessionID: at.SessionID,
	})
	return postgres.Rows(rows, err, func(r dbgen.BalancesOfCheckRow) DinerBalance {
		return DinerBalance{
			DinerID:        r.DinerID,
			DinerName:      r.DinerName,
			TotalCents:     money.Cents(r.TotalCents),
			PaidCents:      money.Cents(r.PaidCents),
			RemainingCents: money.Cents(r.TotalCents - r.PaidCents),
		}
	})
}

// TotalOfSession reads the total of a session so far.
//
// Errors: fault.NotFound.
func TotalOfSession(ctx context.Context, db *postgres.Store, tenant, session int64) (SessionTotal, error) {
	b, err := db.SessionBill(ctx, session, tenant)
	return SessionTotal{
		SessionID: b.SessionID, TotalCents: money.Cents(b.TotalCents), PaidCents: money.Cents(b.PaidCents),
		CheckID: b.CheckID, CheckStatus: b.CheckStatus,
	}, postgres.NotFoundAs(err, postgres.ErrNoSession)
}
