package readmodel

import (
	"context"
	"time"

	"integrador/internal/domain/access"
	"integrador/internal/domain/money"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

// Tip is money for the staff. It is not part of a bill.
type Tip struct {
	ID             int64       `json:"id"`
	BranchID       int64       `json:"branch_id"`
	AmountCents    money.Cents `json:"amount_cents"`
	PaymentMethod  string      `json:"payment_method"`
	WaiterID       *int64      `json:"waiter_id"`
	TableSessionID *int64      `json:"table_session_id"`
	CheckID        *int64      `json:"check_id"`
	CreatedAt      time.Time   `json:"created_at"`
}

// TipFilter narrows a list of tips; zero fields do not narrow it.
type TipFilter struct {
	Branch, Waiter *int64
	From, To       string // days, "2006-01-02"; "" is no bound
	Limit, Skip    int32
}

// Tips lists the tips that a member of staff may see, newest first.
//
// Errors: fault.Forbidden for a branch of others.
func Tips(ctx context.Context, db *postgres.Store, who access.Staff, f TipFilter) ([]Tip, error) {
	scope, err := postgres.ScopeOf(who, f.Branch)
	if err != nil {
		return nil, err
	}
	rows, err := db.Tips(ctx, dbgen.TipsParams{
		TenantID: who.TenantID, EveryBranch: scope.EveryBranch, BranchIds: scope.Branches, WaiterID: f.Waiter,
		DateFrom: postgres.OrNil(f.From), DateTo: postgres.OrNil(f.To), MaxRows: f.Limit, Skip: f.Skip,
	})
	return postgres.Rows(rows, err, func(r dbgen.TipsRow) Tip { return Tip(r) })
}

// TipReport is the sums of a branch's tips.
type TipReport struct {
	BranchID   int64                  `json:"branch_id"`
	TotalCents money.Cents            `json:"total_cents"`
	TipCount   int                    `json:"tip_count"`
	ByMethod   map[string]money.Cents `json:"by_method"`
	ByWaiter   []WaiterTips           `json:"by_waiter"`
}

// WaiterTips is the sum of one waiter's tips; nil: tips for no waiter in particular.
type WaiterTips struct {
	WaiterID   *int64      `json:"waiter_id"`
	TotalCents money.Cents `json:"total_cents"`
	TipCount   int         `json:"tip_count"`
}

// SumTips sums up a branch's tips between two days, both included.
func SumTips(ctx context.Context, db *postgres.Store, tenant, branch int64, from, to string) (TipReport, error) {
	rows, err := db.TipTotals(ctx, dbgen.TipTotalsParams{
		TenantID: tenant,
		BranchID: branch,
		DateFrom: postgres.OrNil(from),
		DateTo:   postgres.OrNil(to),
	})
	out := TipReport{BranchID: branch, ByMethod: map[string]money.Cents{}, ByWaiter: []WaiterTips{}}
	at := map[int64]int{}
	for _, r := range rows {
		cents := money.Cents(r.TotalCents)
		out.TotalCents += cents
		out.TipCount += int(r.Tips)
		out.ByMethod[r.PaymentMethod] += cents
		waiter := int64(0)
		if r.WaiterID != nil {
			waiter = *r.WaiterID
		}
		i, known := at[waiter]
		if !known {
			i = len(out.ByWaiter)
			at[waiter] = i
			out.ByWaiter = append(out.ByWaiter, WaiterTips{WaiterID: r.WaiterID})
		}
		out.ByWaiter[i].TotalCents += cents
		out.ByWaiter[i].TipCount += int(r.Tips)
	}
	return out, postgres.Fault(err)
}

// TipShare is what one person got of a tip.
type TipShare struct {
	ID          int64       `json:"id"`
	Role        string      `json:"role" enum:"WAITER,KITCHEN,OTHER"`
	AmountCents money.Cents `json:"amount_cents"`
	UserID      int64       `json:"user_id"`
}

// TipShares lists what each person got of a tip.
func TipShares(ctx context.Context, db *postgres.Store, tenant, tip int64) ([]TipShare, error) {
	rows, err := db.TipShares(ctx, tip, tenant)
	return postgres.Rows(rows, err, func(r dbgen.TipSharesRow) TipShare { return TipShare(r) })
}
