package readmodel

import (
	"context"
	"time"

	"integrador/internal/domain/access"
	"integrador/internal/domain/money"
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

	BranchID   int64       `json:"branch_id"`
	Capacity   int         `json:"capacity" doc:"Para cuántas personas es."`
	OpenedAt   *time.Time  `json:"opened_at" doc:"Desde cuándo está ocupada."`
	DinerCount int         `json:"diner_count" doc:"Comensales que se anotaron."`
	TotalCents money.Cents `json:"total_cents" doc:"Lo pedido hasta ahora o, desde que se pidió, la cuenta."`
	PaidCents  money.Cents `json:"paid_cents"`
	Rounds     []OpenRound `json:"rounds" doc:"Las rondas que no se sirvieron ni se cancelaron."`
	Guests     *int        `json:"guests" doc:"Para cuántos abrió la mesa el mozo; null si no lo dijo."`
	Notes      *string     `json:"notes" doc:"Lo que anotó al abrirla."`
}

// OpenRound is a round that somebody still has to do something about.
type OpenRound struct {
	RoundID     int64     `json:"round_id"`
	RoundNumber int       `json:"round_number"`
	Status      string    `json:"status" enum:"PENDING,CONFIRMED,SUBMITTED,IN_KITCHEN,READY"`
	Since       time.Time `json:"since" doc:"Desde cuándo espera: al mozo, a la cocina o en el mostrador."`
}

// TableFilter narrows a list of tables, or widens it.
type TableFilter struct {
	Branch *int64
	// EverySector lists the tables of other waiters as well.
	EverySector bool
}

// TableCards lists the tables of a member of staff: for a waiter those of the sectors
// assigned on the branch's day, for others all of their branches.
//
// Errors: fault.Forbidden for a branch outside the token.
func TableCards(
	ctx context.Context, db *postgres.Store, who access.Staff, only TableFilter, at time.Time,
) ([]TableCard, error) {
	scope, err := postgres.ScopeOf(who, only.Branch)
	if err != nil {
		return nil, err
	}
	rows, err := db.Queries.TableCards(ctx, dbgen.TableCardsParams{
		TenantID: who.TenantID, EveryBranch: scope.EveryBranch, BranchIds: scope.Branches,
		EverySector: scope.EverySector || only.EverySector, WaiterID: who.UserID, At: at,
	})
	return postgres.DecodeRows(rows, err, cardOf)
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
	if err := who.InBranch(rows[0].BranchID); err != nil {
		return TableCard{}, err
	}
	return cardOf(rows[0])
}

func whole(n *int32) *int {
	if n == nil {
		return nil
	}
	return new(int(*n))
}

func cardOf(r dbgen.TableCardsRow) (TableCard, error) {
	rounds, err := postgres.DecodeJSON[[]OpenRound](r.Rounds, "rounds")
	return TableCard{
		TableID: r.TableID, Code: r.Code, Status: r.Status, SessionID: r.SessionID, OpenRounds: int(r.OpenRounds),
		PendingCalls: int(r.PendingCalls), CheckStatus: r.CheckStatus, ActiveServiceCallIDs: r.ActiveCallIds,
		SectorID: r.SectorID, SectorName: postgres.OrNil(r.SectorName), ConfirmedByName: postgres.OrNil(r.ConfirmedBy),
		BranchID: r.BranchID, Capacity: int(r.Capacity), OpenedAt: r.OpenedAt, DinerCount: int(r.Diners), TotalCents: money.Cents(r.TotalCents),
		PaidCents: money.Cents(r.PaidCents), Rounds: rounds, Guests: whole(r.Guests), Notes: r.Notes,
	}, err
}
