package postgres

import (
	"context"

	"integrador/internal/domain/access"
	"integrador/internal/domain/billing"
	"integrador/internal/domain/catalog"
	"integrador/internal/domain/fault"
	"integrador/internal/domain/money"
	"integrador/internal/platform/postgres/dbgen"
)

// Payout asks for a tip to be divided as a pool says.
type Payout struct {
	TipID  int64
	PoolID int64
	Key    string // of the request; "" if it has none
}

// TipShare is what one person got of a tip.
type TipShare struct {
	ID          int64       `json:"id"`
	Role        string      `json:"role" enum:"WAITER,KITCHEN,OTHER"`
	AmountCents money.Cents `json:"amount_cents"`
	UserID      int64       `json:"user_id"`
}

var (
	errNoTip          = fault.New(fault.NotFound, "tip_not_found", "No encontramos esa propina.")
	errTipReturned    = fault.New(fault.Refused, "tip_returned", "Esa propina se devolvió: no hay qué repartir.")
	errTipDistributed = fault.New(fault.Refused, "tip_distributed", "Esa propina ya se repartió.")
	errPoolElsewhere  = fault.New(fault.Refused, "tip_pool_elsewhere", "Ese reparto es de otra sucursal.")
)

// Distribute divides a tip among who works in its branch, once. The same request
// again, by its key, gets the first one's answer.
//
// Errors: fault.NotFound, fault.Forbidden; fault.Refused if the tip was given back
// or divided before, or the pool does not fit it.
func (s *Store) Distribute(ctx context.Context, who access.Staff, p Payout) (shares []TipShare, err error) {
	err = s.InTx(ctx, func(tx *Tx) error {
		tip, err := tx.LockTip(ctx, p.TipID, who.TenantID)
		if err != nil {
			return missing(err, errNoTip)
		}
		if err := who.InBranch(tip.BranchID); err != nil {
			return err
		}
		again, err := tx.paidOut(ctx, who.TenantID, p)
		if err != nil {
			return err
		}
		if !again {
			if err := tx.payOut(ctx, who, p, tip); err != nil {
				return err
			}
		}
		rows, err := tx.TipShares(ctx, p.TipID, who.TenantID)
		shares = each(rows, func(r dbgen.TipSharesRow) TipShare { return TipShare(r) })
		if err != nil || again {
			return err
		}
		return tx.Audit(ctx, who, Change{
			Entity: Entity{Kind: tips, ID: p.TipID, BranchID: &tip.BranchID}, Action: "DISTRIBUTE",
			After: map[string]any{"tip_pool_id": p.PoolID, "amount_cents": tip.AmountCents, "shares": shares},
		})
	})
	return shares, Fault(err)
}

// paidOut reports whether this very request has divided its tip.
func (tx *Tx) paidOut(ctx context.Context, tenant int64, p Payout) (bool, error) {
	before, err := tx.TipPayout(ctx, p.TipID, tenant)
	switch {
	case isMissing(err):
		return false, nil
	case err != nil:
		return false, err
	case p.Key == "" || before.IdempotencyKey != p.Key || before.TipPoolID != p.PoolID:
		return false, errTipDistributed
	}
	return true, nil
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
		TipID: p.TipID, TenantID: who.TenantID, TipPoolID: p.PoolID, AmountCents: tip.AmountCents, IdempotencyKey: orNil(p.Key), CreatedByID: who.UserID,
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

// divide applies the pool to those who work in the tip's branch. A tip that was
// for somebody is that person's where it would be the waiters'.
func (tx *Tx) divide(ctx context.Context, tenant int64, p Payout, tip dbgen.LockTipRow) ([]billing.TipShare, error) {
	pools, err := tx.TipPools(ctx, dbgen.TipPoolsParams{TenantID: tenant, ID: &p.PoolID, EveryBranch: true})
	if err != nil {
		return nil, err
	}
	people, err := tx.TipCrew(ctx, tip.BranchID, tenant)
	if err != nil {
		return nil, err
	}
	crew := map[billing.TipRole][]int64{}
	for _, one := range people {
		role := billing.TipRole(one.Role)
		crew[role] = append(crew[role], one.UserID)
	}
	if tip.WaiterID != nil {
		crew[billing.TipWaiter] = []int64{*tip.WaiterID}
	}
	pool := pools[0] // it is held
	rule := billing.TipPool{Waiter: int(pool.WaiterPercent), Kitchen: int(pool.KitchenPercent), Other: int(pool.OtherPercent)}
	return rule.Divide(tip.AmountCents, crew, p.TipID)
}
