package postgres

import (
	"context"
	"time"

	"integrador/internal/domain/access"
	"integrador/internal/domain/catalog"
	"integrador/internal/domain/fault"
	"integrador/internal/domain/money"
	"integrador/internal/platform/postgres/dbgen"
)

// Tip is money for the staff. It is no part of any bill.
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

// NewTip is a tip that somebody notes by hand.
type NewTip struct {
	BranchID                   int64
	Cents                      money.Cents
	Method                     string
	WaiterID, Session, CheckID *int64
}

// tips name a tip in the audit log. They are not the catalogue's.
var tips = &catalog.Kind{Name: "tip"}

var errTipElsewhere = fault.New(fault.Refused, "tip_elsewhere", "La mesa, la cuenta o la persona no son de esa sucursal.")

// RecordTip notes a tip that came with no payment.
//
// Errors: fault.Refused if it names a session, a check or a person of elsewhere.
func (s *Store) RecordTip(ctx context.Context, who access.Staff, n NewTip) (Tip, error) {
	belongs, err := s.TipBelongs(ctx, dbgen.TipBelongsParams{
		SessionID: n.Session, CheckID: n.CheckID, WaiterID: n.WaiterID, BranchID: n.BranchID, TenantID: who.TenantID,
	})
	if err != nil {
		return Tip{}, missing(err, errTipElsewhere)
	}
	if !belongs {
		return Tip{}, errTipElsewhere
	}
	var noted Tip
	err = s.InTx(ctx, func(tx *Tx) error {
		row, err := tx.InsertTip(ctx, dbgen.InsertTipParams{
			TenantID: who.TenantID, BranchID: n.BranchID, TableSessionID: n.Session, CheckID: n.CheckID, AmountCents: n.Cents,
			PaymentMethod: n.Method, WaiterID: n.WaiterID, CreatedByID: &who.UserID,
		})
		if err != nil {
			return err
		}
		noted = Tip{row.ID, n.BranchID, row.AmountCents, row.PaymentMethod, row.WaiterID, n.Session, n.CheckID, row.CreatedAt}
		return tx.Audit(ctx, who, Change{Entity: Entity{Kind: tips, ID: noted.ID, BranchID: &n.BranchID}, Action: Created, After: noted})
	})
	return noted, Fault(err)
}

// TipFilter narrows a list of tips; the zero filter lets all in.
type TipFilter struct {
	Branch, Waiter *int64
	From, To       string // days, "2006-01-02"; "" is no bound
	Limit, Skip    int32
}

// ListTips lists tips that who may see, newest first.
//
// Errors: fault.Forbidden for a branch of others.
func (s *Store) ListTips(ctx context.Context, who access.Staff, f TipFilter) ([]Tip, error) {
	sc, err := ScopeOf(who, f.Branch)
	if err != nil {
		return nil, err
	}
	rows, err := s.Tips(ctx, dbgen.TipsParams{
		TenantID: who.TenantID, EveryBranch: sc.EveryBranch, BranchIds: sc.Branches, WaiterID: f.Waiter, DateFrom: orNil(f.From), DateTo: orNil(f.To),
		MaxRows: f.Limit, Skip: f.Skip,
	})
	return each(rows, func(r dbgen.TipsRow) Tip { return Tip(r) }), Fault(err)
}

// TipReport is what came in tips.
type TipReport struct {
	BranchID   int64                  `json:"branch_id"`
	TotalCents money.Cents            `json:"total_cents"`
	TipCount   int                    `json:"tip_count"`
	ByMethod   map[string]money.Cents `json:"by_method"`
	ByWaiter   []WaiterTips           `json:"by_waiter"`
}

// WaiterTips is what came for one person; nil is what came for nobody in particular.
type WaiterTips struct {
	WaiterID   *int64      `json:"waiter_id"`
	TotalCents money.Cents `json:"total_cents"`
	TipCount   int         `json:"tip_count"`
}

// ReportTips sums up a branch's tips between two days, both included.
func (s *Store) ReportTips(ctx context.Context, tenant, branch int64, from, to string) (TipReport, error) {
	rows, err := s.TipTotals(ctx, dbgen.TipTotalsParams{TenantID: tenant, BranchID: branch, DateFrom: orNil(from), DateTo: orNil(to)})
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
	return out, Fault(err)
}
