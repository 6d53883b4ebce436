package floor

import (
	"context"

	"integrador/api/dispatch"
	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/domain/fault"
	"integrador/internal/domain/tablesession"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

// TransferWaiterRequest names who goes on with the table.
type TransferWaiterRequest struct {
	TargetWaiterID int64 `json:"target_waiter_id" minimum:"1"`
}

type transferTableInput struct {
	dispatch.TablePath
	dispatch.Keyed
	Body TransferWaiterRequest
}

// TransferWaiterResponse says whose table it was and whose it is.
type TransferWaiterResponse struct {
	Success          bool   `json:"success"`
	TableID          int64  `json:"table_id"`
	TableCode        string `json:"table_code"`
	SessionID        int64  `json:"session_id"`
	PreviousWaiterID *int64 `json:"previous_waiter_id"`
	NewWaiterID      int64  `json:"new_waiter_id"`
	Message          string `json:"message"`
}

type transferTableOutput struct {
	Body TransferWaiterResponse
}

func (h *Handlers) transferTable(ctx context.Context, in *transferTableInput) (*transferTableOutput, error) {
	who := access.StaffFrom(ctx)
	head, err := h.occupied(ctx, who, in.TablePath)
	if err != nil {
		return nil, err
	}
	if err := h.mayServe(ctx, head, in.Body.TargetWaiterID); err != nil {
		return nil, err
	}
	command := tablesession.HandOver{WaiterID: in.Body.TargetWaiterID}
	answer, err := h.Dispatcher.Send(ctx, dispatch.FromStaff(ctx, dispatch.PlaceOf(head), httpx.ManagingRoles, in.Keyed), command)
	if err != nil {
		return nil, err
	}
	return &transferTableOutput{TransferWaiterResponse{
		Success: true, TableID: head.TableID, TableCode: head.TableCode, SessionID: head.ID,
		PreviousWaiterID: httpx.Optional(answer.OldWaiterID), NewWaiterID: command.WaiterID,
		Message: "La mesa " + head.TableCode + " cambió de mozo.",
	}}, nil
}

// mayServe refuses a person who does not work on the session's floor.
func (h *Handlers) mayServe(ctx context.Context, head postgres.SessionRef, person int64) error {
	serves, err := h.Store.ServesIn(ctx, dbgen.ServesInParams{BranchID: head.BranchID, UserID: person, TenantID: head.TenantID})
	switch {
	case fault.CodeOf(postgres.Fault(err)) == fault.NotFound:
		return fault.New(fault.NotFound, "waiter_not_found", "No encontramos a esa persona.")
	case err != nil:
		return err
	case !serves:
		return fault.New(fault.Refused, "waiter_elsewhere", "Esa persona no atiende mesas en esta sucursal.")
	}
	return nil
}

type moveTableInput struct {
	dispatch.TablePath
	TargetTableID int64 `path:"target_table_id"`
	dispatch.Keyed
}

// MoveTableResponse says where a session was and where it is.
type MoveTableResponse struct {
	Success         bool   `json:"success"`
	SourceTableID   int64  `json:"source_table_id"`
	SourceTableCode string `json:"source_table_code"`
	TargetTableID   int64  `json:"target_table_id"`
	TargetTableCode string `json:"target_table_code"`
	SessionID       int64  `json:"session_id"`
	Message         string `json:"message"`
}

type moveTableOutput struct {
	Body MoveTableResponse
}

func (h *Handlers) moveTable(ctx context.Context, in *moveTableInput) (*moveTableOutput, error) {
	who := access.StaffFrom(ctx)
	head, err := h.occupied(ctx, who, in.TablePath)
	if err != nil {
		return nil, err
	}
	target, err := h.Store.PlaceFor(ctx, who, in.TargetTableID)
	if err != nil {
		return nil, err
	}
	if err := mayMove(head, target); err != nil {
		return nil, err
	}
	command := tablesession.MoveTable{To: tablesession.Place{TableID: target.TableID, TableCode: target.Code, SectorID: target.SectorID}}
	if _, err := h.Dispatcher.Send(ctx, dispatch.FromStaff(ctx, dispatch.PlaceOf(head), httpx.FloorRoles, in.Keyed), command); err != nil {
		return nil, taken(err)
	}
	return &moveTableOutput{MoveTableResponse{
		Success: true, SourceTableID: head.TableID, SourceTableCode: head.TableCode,
		TargetTableID: target.TableID, TargetTableCode: target.Code, SessionID: head.ID,
		Message: "La mesa " + head.TableCode + " se mudó a " + target.Code + ".",
	}}, nil
}

// mayMove looks before the session leaps. That it is where it was asked to go is
// for the session to say; that nobody took the table meanwhile is seen when the
// move is recorded.
func mayMove(head postgres.SessionRef, target postgres.Place) error {
	switch {
	case target.BranchID != head.BranchID:
		return fault.New(fault.Refused, "other_branch", "La mesa de destino es de otra sucursal.")
	case target.TableID != head.TableID && target.Status != string(tablesession.TableFree):
		return fault.New(fault.Refused, "table_not_free", "La mesa de destino no está libre.")
	}
	return nil
}
