package postgres

import (
	"cmp"
	"context"

	"integrador/internal/domain/access"
	"integrador/internal/domain/billing"
	"integrador/internal/domain/catalog"
	"integrador/internal/domain/fault"
	"integrador/internal/domain/money"
	"integrador/internal/platform/postgres/dbgen"
)

// NewTip is a tip that a person records by hand.
type NewTip struct {
	BranchID                   int64
	Cents                      money.Cents
	Method                     string
	WaiterID, Session, CheckID *int64
}

// tips is the kind of a tip in the audit log. It is not in the catalogue.
var tips = &catalog.Kind{Name: "tip"}

var errTipElsewhere = fault.New(fault.Refused, "tip_elsewhere",
	"La mesa, la cuenta o la persona no son de esa sucursal.")

// RecordTip records a tip that came without a payment.
//
// Errors: fault.Refused if its session, check or person is not of that branch.
func (s *Store) RecordTip(ctx context.Context, who access.Staff, n NewTip) (row dbgen.InsertTipRow, err error) {
	belongs, err := s.TipBelongs(ctx, dbgen.TipBelongsParams{
		SessionID: n.Session, CheckID: n.CheckID, WaiterID: n.WaiterID, BranchID: n.BranchID, TenantID: who.TenantID,
	})
	if err != nil {
		return row, NotFoundAs(err, errTipElsewhere)
	}
	if !belongs {
		return row, errTipElsewhere
	}
	err = s.InTx(ctx, func(tx *Tx) error {
		row, err = tx.InsertTip(ctx, dbgen.InsertTipParams{
			TenantID: who.TenantID, BranchID: n.BranchID, TableSessionID: n.Session, CheckID: n.CheckID, AmountCents: n.Cents,
			PaymentMethod: n.Method, WaiterID: n.WaiterID, CreatedByID: &who.UserID,
		})
		if err != nil {
			return err
		}
		return tx.Audit(ctx, who, Change{
			Entity: Entity{Kind: tips, ID: row.ID, BranchID: &n.BranchID}, Action: Created,
			After: map[string]any{
				"id": row.ID, "branch_id": n.BranchID, "amount_cents": row.AmountCents, "payment_method": row.PaymentMethod,
				"waiter_id": row.WaiterID, "table_session_id": n.Session, "check_id": n.CheckID, "created_at": row.CreatedAt,
			},
		})
	})
	return row, Fault(err)
}

// Payout asks for a tip to be divided as a pool says.
type Payout struct {
	TipID  int64
	PoolID int64
}

var (
	errNoTip          = fault.New(fault.NotFound, "tip_not_found", "No encontramos esa propina.")
	errTipReturned    = fault.New(fault.Refused, "tip_returned", "Esa propina se devolvió: no hay qué repartir.")
	errTipDistributed = fault.New(fault.Refused, "tip_distributed", "Esa propina ya se repartió.")
	errPoolElsewhere  = fault.New(fault.Refused, "tip_pool_elsewhere", "Ese reparto es de otra sucursal.")
)

// Distribute divides a tip among the staff of its branch, once.
//
// Errors: fault.NotFound, fault.Forbidden; fault.Refused if the tip was given back
// or divided before, or the pool does not fit it.
func (s *Store) Distribute(ctx context.Context, who access.Staff, p Payout) error {
	return Fault(s.InTx(ctx, func(tx *Tx) error {
		tip, err := tx.LockTip(ctx, p.TipID, who.TenantID)
		if err != nil {
			return NotFoundAs(err, errNoTip)
		}
		if err := who.InBranch(tip.BranchID); err != nil {
			return err
		}
		if paid, err := tx.TipIsPaidOut(ctx, p.TipID, who.TenantID); err != nil || paid {
			return cmp.Or(err, error(errTipDistributed))
		}
		if err := tx.payOut(ctx, who, p, tip); err != nil {
			return err
		}
		rows, err := tx.TipShares(ctx, p.TipID, who.TenantID)
		if err != nil {
			return err
		}
		shares := make([]map[string]any, len(rows))
		for i, r := range rows {
			shares[i] = map[string]any{"id": r.ID, "role": r.Role, "amount_cents": r.AmountCents, "user_id": r.UserID}
		}
		return tx.Audit(ctx, who, Change{
			Entity: Entity{Kind: tips, ID: p.TipID, BranchID: &tip.BranchID}, Action: "DISTRIBUTE",
			After: map[string]any{"tip_pool_id": p.PoolID, "amount_cents": tip.AmountCents, "shares": shares},
		})
	}))
}

func (tx *Tx) payOut(ctx context.Context, who access.Staff, p Payout, tip dbgen.LockTipRow) error {
	if !tip.IsActive {
		return errTipReturned
	}
	held, err := tx.Lock(ctx, who, catalog.TipPool, p.PoolID)
	if err != nil {
		return err
	}
	if *held.BranchID != tip.BranchID {
		return errPoolElsewhere
	}
	divided, err := tx.divide(ctx, who.TenantID, p, tip)
	if err != nil {
		return err
	}
	err = tx.InsertTipPayout(ctx, dbgen.InsertTipPayoutParams{
		TipID:       p.TipID,
		TenantID:    who.TenantID,
		TipPoolID:   p.PoolID,
		AmountCents: tip.AmountCents,
		CreatedByID: who.UserID,
	})
	if err != nil {
		return err
	}
	rows := dbgen.InsertTipSharesParams{TenantID: who.TenantID, TipID: p.TipID}
	for _, share := range divided {
		rows.UserIds, rows.Roles = append(rows.UserIds, share.UserID), append(rows.Roles, string(share.Role))
		rows.Amounts = append(rows.Amounts, int64(share.Cents))
	}
	return tx.InsertTipShares(ctx, rows)
}

// divide applies the pool to the staff of the tip's branch. The waiters' part of a tip
// for one waiter goes to that waiter.
func (tx *Tx) divide(ctx context.Context, tenant int64, p Payout, tip dbgen.LockTipRow) ([]billing.TipShare, error) {
	pools, err := tx.TipPools(ctx, dbgen.TipPoolsParams{TenantID: tenant, ID: &p.PoolID, EveryBranch: true})
	if err != nil {
		return nil, err
	}
	people, err := tx.TipStaff(ctx, tip.BranchID, tenant)
	if err != nil {
		return nil, err
	}
	staff := map[billing.TipRole][]int64{}
	for _, one := range people {
		role := billing.TipRole(one.Role)
		staff[role] = append(staff[role], one.UserID)
	}
	if tip.WaiterID != nil {
		staff[billing.TipWaiter] = []int64{*tip.WaiterID}
	}
	pool := pools[0] // it is held
	rule := billing.TipPool{
		Waiter:  int(pool.WaiterPercent),
		Kitchen: int(pool.KitchenPercent),
		Other:   int(pool.OtherPercent),
	}
	return rule.Divide(tip.AmountCents, staff, p.TipID)
}
