package postgres

import (
	"context"
	"time"

	"integrador/internal/domain/access"
	"integrador/internal/domain/fault"
	"integrador/internal/platform/postgres/dbgen"
)

// Place is what must be known of a table before anybody sits down: where it
// is, whether it may be used, and the branch's policy that the session will keep.
type Place = dbgen.PlaceOfTableRow

// TableCard is one table as the floor's screens list it.
type TableCard struct {
	TableID    int64  `json:"table_id"`
	Code       string `json:"code"`
	Status     string `json:"status" enum:"FREE,ACTIVE,PAYING,OUT_OF_SERVICE"`
	SessionID  *int64 `json:"session_id"`
	OpenRounds int    `json:"open_rounds"` // neither served nor canceled
	// PendingCalls counts calls nobody took; ActiveServiceCallIDs also has those taken.
	PendingCalls         int     `json:"pending_calls"`
	CheckStatus          *string `json:"check_status"`
	ActiveServiceCallIDs []int64 `json:"active_service_call_ids"`
	SectorID             *int64  `json:"sector_id"`
	SectorName           *string `json:"sector_name"`
	ConfirmedByName      *string `json:"confirmed_by_name"` // who confirmed the latest round that was
}

var (
	errNoTable = fault.New(fault.NotFound, "table_not_found", "No encontramos esa mesa.")
	errNoSlug  = fault.New(fault.NotFound, "branch_required", "Ese código de mesa existe en más de una sucursal. Indicá cuál.")
)

// Place looks a table up by its id, for whoever scanned its code.
//
// Errors: fault.NotFound.
func (s *Store) Place(ctx context.Context, table int64) (Place, error) {
	o, err := s.PlaceOfTable(ctx, table)
	return o, missing(err, errNoTable)
}

// PlaceByCode looks a table up by the code on its sticker and the branch's
// slug. Without a slug the code must be the only one of its kind.
//
// Errors: fault.NotFound.
func (s *Store) PlaceByCode(ctx context.Context, code, branchSlug string) (Place, error) {
	rows, err := s.PlacesOfCode(ctx, code, branchSlug)
	switch {
	case err != nil:
		return Place{}, Fault(err)
	case len(rows) == 0:
		return Place{}, errNoTable
	case len(rows) > 1:
		return Place{}, errNoSlug
	}
	return Place(rows[0]), nil
}

// PlaceFor is Place for a member of staff.
//
// Errors: fault.NotFound for a table of another tenant, fault.Forbidden for one
// of a branch outside the token.
func (s *Store) PlaceFor(ctx context.Context, who access.Staff, table int64) (Place, error) {
	o, err := s.Place(ctx, table)
	if err != nil {
		return o, err
	}
	if o.TenantID != who.TenantID {
		return Place{}, errNoTable
	}
	return o, who.InBranch(o.BranchID)
}

// TableCards lists the tables that who oversees: for a waiter those of the
// sectors assigned on the branch's day at that moment, else all of the branches.
//
// Errors: fault.Forbidden for a branch outside the token.
func (s *Store) TableCards(ctx context.Context, who access.Staff, branch *int64, at time.Time) ([]TableCard, error) {
	reach, err := ScopeOf(who, branch)
	if err != nil {
		return nil, err
	}
	rows, err := s.Queries.TableCards(ctx, dbgen.TableCardsParams{
		TenantID: who.TenantID, EveryBranch: reach.EveryBranch, BranchIds: reach.Branches,
		EverySector: reach.EverySector, WaiterID: who.UserID, At: at,
	})
	if err != nil {
		return nil, Fault(err)
	}
	cards := make([]TableCard, len(rows))
	for i, r := range rows {
		cards[i] = cardOf(r)
	}
	return cards, nil
}

// TableCard gives one table, of whichever sector.
//
// Errors: fault.NotFound, fault.Forbidden.
func (s *Store) TableCard(ctx context.Context, who access.Staff, table int64) (TableCard, error) {
	rows, err := s.Queries.TableCards(ctx, dbgen.TableCardsParams{
		TenantID: who.TenantID, EveryBranch: true, EverySector: true, TableID: &table,
	})
	if err != nil {
		return TableCard{}, Fault(err)
	}
	if len(rows) == 0 {
		return TableCard{}, errNoTable
	}
	return cardOf(rows[0]), who.InBranch(rows[0].BranchID)
}

func cardOf(r dbgen.TableCardsRow) TableCard {
	return TableCard{
		TableID: r.TableID, Code: r.Code, Status: r.Status, SessionID: r.SessionID, OpenRounds: int(r.OpenRounds),
		PendingCalls: int(r.PendingCalls), CheckStatus: r.CheckStatus, ActiveServiceCallIDs: r.ActiveCallIds,
		SectorID: r.SectorID, SectorName: orNil(r.SectorName), ConfirmedByName: orNil(r.ConfirmedBy),
	}
}

// ServiceCallOutput is a table's call for somebody.
type ServiceCallOutput struct {
	ID            int64      `json:"id"`
	Type          string     `json:"type" enum:"WAITER_CALL,PAYMENT_HELP,OTHER"`
	Status        string     `json:"status" enum:"OPEN,ACKED,CLOSED"`
	CreatedAt     time.Time  `json:"created_at"`
	AckedAt       *time.Time `json:"acked_at"`
	AckedByUserID *int64     `json:"acked_by_user_id"`
	TableID       *int64     `json:"table_id"`
	TableCode     *string    `json:"table_code"`
	SessionID     *int64     `json:"session_id"`
}

// CallRef is a call with what routes a command about it.
type CallRef struct {
	ServiceCallOutput
	BranchID int64
}

// ServiceCalls lists the calls that are not closed, oldest first, within who's
// reach as TableCards has it. Calls that went to the whole branch are everybody's.
func (s *Store) ServiceCalls(ctx context.Context, who access.Staff, at time.Time) ([]ServiceCallOutput, error) {
	reach, err := ScopeOf(who, nil)
	if err != nil {
		return nil, err
	}
	rows, err := s.Queries.ServiceCalls(ctx, dbgen.ServiceCallsParams{
		TenantID: who.TenantID, EveryBranch: reach.EveryBranch, BranchIds: reach.Branches,
		EverySector: reach.EverySector, WaiterID: who.UserID, At: at,
	})
	if err != nil {
		return nil, Fault(err)
	}
	calls := make([]ServiceCallOutput, len(rows))
	for i, r := range rows {
		calls[i] = callOf(r)
	}
	return calls, nil
}

// ServiceCallFor gives one call of a branch of who's.
//
// Errors: fault.NotFound, fault.Forbidden.
func (s *Store) ServiceCallFor(ctx context.Context, who access.Staff, call int64) (CallRef, error) {
	r, err := s.ServiceCallByID(ctx, call, who.TenantID)
	if err != nil {
		return CallRef{}, missing(err, fault.New(fault.NotFound, "call_not_found", "No encontramos ese llamado."))
	}
	return CallRef{ServiceCallOutput: callOf(dbgen.ServiceCallsRow(r)), BranchID: r.BranchID}, who.InBranch(r.BranchID)
}

func callOf(r dbgen.ServiceCallsRow) ServiceCallOutput {
	return ServiceCallOutput{
		ID: r.ID, Type: r.Type, Status: r.Status, CreatedAt: r.CreatedAt, AckedAt: r.AckedAt, AckedByUserID: r.AckedByUserID,
		TableID: &r.TableID, TableCode: &r.TableCode, SessionID: &r.SessionID,
	}
}
