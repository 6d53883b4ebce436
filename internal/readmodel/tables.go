package readmodel

import (
	"context"
	"time"

	"integrador/internal/domain/access"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

// TableCard is one table in the lists of the floor.
type TableCard struct {
	TableID    int64  `json:"table_id"`
	Code       string `json:"code"`
	Status     string `json:"status" enum:"FREE,ACTIVE,PAYING,OUT_OF_SERVICE"`
	SessionID  *int64 `json:"session_id"`
	OpenRounds int    `json:"open_rounds"` // neither served nor canceled
	// PendingCalls counts open calls; ActiveServiceCallIDs has the acknowledged ones too.
	PendingCalls         int     `json:"pending_calls"`
	CheckStatus          *string `json:"check_status"`
	ActiveServiceCallIDs []int64 `json:"active_service_call_ids"`
	SectorID             *int64  `json:"sector_id"`
	SectorName           *string `json:"sector_name"`
	ConfirmedByName      *string `json:"confirmed_by_name"` // who confirmed the latest round that was
}

// TableCards lists the tables of a member of staff: for a waiter those of the sectors
// assigned on the branch's day, for others all of their branches.
//
// Errors: fault.Forbidden for a branch outside the token.
func TableCards(
	ctx context.Context, db *postgres.Store, who access.Staff, branch *int64, at time.Time,
) ([]TableCard, error) {
	scope, err := postgres.ScopeOf(who, branch)
	if err != nil {
		return nil, err
	}
	rows, err := db.Queries.TableCards(ctx, dbgen.TableCardsParams{
		TenantID: who.TenantID, EveryBranch: scope.EveryBranch, BranchIds: scope.Branches,
		EverySector: scope.EverySector, WaiterID: who.UserID, At: at,
	})
	return postgres.Rows(rows, err, cardOf)
}

// TableCardByID reads one table of any sector.
//
// Errors: fault.NotFound, fault.Forbidden.
func TableCardByID(ctx context.Context, db *postgres.Store, who access.Staff, table int64) (TableCard, error) {
	rows, err := db.Queries.TableCards(ctx, dbgen.TableCardsParams{
		TenantID: who.TenantID, EveryBranch: true, EverySector: true, TableID: &table,
	})
	if err != nil {
		return TableCard{}, postgres.Fault(err)
	}
	if len(rows) == 0 {
		return TableCard{}, postgres.ErrNoTable
	}
	return cardOf(rows[0]), who.InBranch(rows[0].BranchID)
}

func cardOf(r dbgen.TableCardsRow) TableCard {
	return TableCard{
		TableID: r.TableID, Code: r.Code, Status: r.Status, SessionID: r.SessionID, OpenRounds: int(r.OpenRounds),
		PendingCalls: int(r.PendingCalls), CheckStatus: r.CheckStatus, ActiveServiceCallIDs: r.ActiveCallIds,
		SectorID: r.SectorID, SectorName: postgres.OrNil(r.SectorName), ConfirmedByName: postgres.OrNil(r.ConfirmedBy),
	}
}
