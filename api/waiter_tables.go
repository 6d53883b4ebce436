package api

import (
	"context"
	"net/http"
	"time"

	"integrador/internal/domain/access"
	"integrador/internal/domain/fault"
	"integrador/internal/domain/money"
	"integrador/internal/domain/tablesession"
	"integrador/internal/platform/postgres"
	"integrador/internal/readmodel"
)

func (s *Server) waiterTableRoutes(r router) {
	handle(r, operation{
		ID: "listFloorTables", Method: http.MethodGet, Path: waiterPath + "/tables", Access: staff(floorRoles...).inBranch("branch_id"),
		Summary: "Lista las mesas que la persona atiende hoy; un encargado las ve todas.",
	}, s.waiterTables)
	handle(r, operation{
		ID: "getTableSession", Method: http.MethodGet, Path: waiterPath + "/tables/{table_id}/session", Access: staff(floorRoles...),
		Summary: "Muestra la sesión abierta de una mesa.", Errors: []int{http.StatusNotFound},
	}, s.waiterTableSession)
	handle(r, operation{
		ID: "getSessionSummary", Method: http.MethodGet, Path: waiterPath + "/sessions/{session_id}/summary", Access: staff(floorRoles...),
		Summary: "Resume una sesión en números.", Errors: []int{http.StatusNotFound},
	}, s.sessionSummary)
	handle(r, operation{
		ID: "activateTable", Method: http.MethodPost, Path: waiterPath + "/tables/{table_id}/activate", Access: staff(floorRoles...),
		Summary: "Abre una mesa libre.", Errors: []int{http.StatusBadRequest, http.StatusNotFound},
	}, s.activateTable)
	handle(r, operation{
		ID: "closeTable", Method: http.MethodPost, Path: waiterPath + "/tables/{table_id}/close", Access: staff(floorRoles...),
		Summary: "Cierra una mesa que pagó y la deja libre.", Errors: []int{http.StatusBadRequest, http.StatusNotFound},
	}, s.closeTable)
	handle(r, operation{
		ID: "transferTable", Method: http.MethodPost, Path: waiterPath + "/tables/{table_id}/transfer", Access: staff(managingRoles...),
		Summary: "Pasa una mesa a otra persona.", Errors: []int{http.StatusBadRequest, http.StatusNotFound},
	}, s.transferTable)
	handle(r, operation{
		ID: "moveTableSession", Method: http.MethodPost, Path: waiterPath + "/tables/{table_id}/move-to/{target_table_id}", Access: staff(floorRoles...),
		Summary: "Muda una sesión a otra mesa libre de la sucursal.", Errors: []int{http.StatusBadRequest, http.StatusNotFound},
	}, s.moveTable)
}

type waiterTablesInput struct {
	BranchID int64 `query:"branch_id" minimum:"1"`
}

type waiterTablesOutput struct {
	Body []readmodel.TableCard
}

func (s *Server) waiterTables(ctx context.Context, in *waiterTablesInput) (*waiterTablesOutput, error) {
	cards, err := readmodel.TableCards(ctx, s.store, access.StaffFrom(ctx), optional(in.BranchID), s.now())
	return &waiterTablesOutput{cards}, err
}

// TablePath names a table.
type TablePath struct {
	TableID int64 `path:"table_id"`
}

type waiterTableSessionOutput struct {
	Body readmodel.TableSessionDetail
}

func (s *Server) waiterTableSession(ctx context.Context, in *TablePath) (*waiterTableSessionOutput, error) {
	detail, err := readmodel.SessionDetail(ctx, s.store, access.StaffFrom(ctx), in.TableID)
	return &waiterTableSessionOutput{detail}, err
}

type sessionSummaryOutput struct {
	Body readmodel.WaiterSessionSummaryOutput
}

func (s *Server) sessionSummary(ctx context.Context, in *SessionPath) (*sessionSummaryOutput, error) {
	summary, err := readmodel.SessionSummary(ctx, s.store, access.StaffFrom(ctx), in.SessionID)
	return &sessionSummaryOutput{summary}, err
}

// WaiterActivateTableRequest opens a table. Neither the count nor the notes are
// kept: diners exist once they join.
type WaiterActivateTableRequest struct {
	DinerCount int     `json:"diner_count" minimum:"1" maximum:"20"`
	Notes      *string `json:"notes" required:"false" maxLength:"200"`
}

type activateTableInput struct {
	TablePath
	Body WaiterActivateTableRequest
}

// WaiterActivateTableResponse is the new session.
type WaiterActivateTableResponse struct {
	SessionID        int64     `json:"session_id"`
	TableID          int64     `json:"table_id"`
	TableCode        string    `json:"table_code"`
	Status           string    `json:"status" enum:"OPEN,PAYING,CLOSED"`
	OpenedAt         time.Time `json:"opened_at"`
	OpenedBy         string    `json:"opened_by" enum:"DINER,WAITER"`
	OpenedByWaiterID int64     `json:"opened_by_waiter_id"`
	DinerCount       int       `json:"diner_count"`
}

type activateTableOutput struct {
	Body WaiterActivateTableResponse
}

func (s *Server) activateTable(ctx context.Context, in *activateTableInput) (*activateTableOutput, error) {
	who := access.StaffFrom(ctx)
	table, err := s.store.PlaceFor(ctx, who, in.TableID)
	if err != nil {
		return nil, err
	}
	opened, err := s.sessions.Open(ctx, tablesession.Seating{
		TenantID: who.TenantID, TableID: table.TableID, TableCode: table.Code, By: who.ActingAs(floorRoles), MustBeFree: true,
		TableIsFree: tablesession.TableStatus(table.Status) == tablesession.TableFree,
	})
	if err != nil {
		return nil, taken(err)
	}
	head, err := s.store.SessionFor(ctx, who, opened.SessionID)
	return &activateTableOutput{WaiterActivateTableResponse{
		SessionID: head.ID, TableID: head.TableID, TableCode: head.TableCode, Status: head.Status, OpenedAt: head.OpenedAt,
		OpenedBy: head.OpenedBy, OpenedByWaiterID: deref(head.OpenedByWaiterID), DinerCount: in.Body.DinerCount,
	}}, err
}

// taken tells who lost the race for a table the same as who came late.
func taken(err error) error {
	if fault.CodeOf(err) == fault.Conflict {
		return fault.New(fault.Refused, "table_taken", "La mesa ya tiene una sesión abierta.").Because(err)
	}
	return err
}

var errNobodyThere = fault.New(fault.Refused, "table_without_session", "La mesa no tiene una sesión abierta.")

// occupied gives the live session of a table of the person's branches.
//
// Errors: fault.NotFound, fault.Forbidden, fault.Refused if nobody sits there.
func (s *Server) occupied(ctx context.Context, who access.Staff, table int64) (postgres.SessionRef, error) {
	at, err := s.store.PlaceFor(ctx, who, table)
	if err != nil {
		return postgres.SessionRef{}, err
	}
	head, err := s.store.LiveSession(ctx, who.TenantID, at.TableID)
	if fault.CodeOf(err) == fault.NotFound {
		err = errNobodyThere
	}
	return head, err
}

// WaiterCloseTableRequest may force a table shut that owes money.
type WaiterCloseTableRequest struct {
	Force bool `json:"force" required:"false"`
}

type closeTableInput struct {
	TablePath
	Keyed
	Body *WaiterCloseTableRequest
}

// WaiterCloseTableResponse is a session that is over.
type WaiterCloseTableResponse struct {
	TableID       int64       `json:"table_id"`
	TableCode     string      `json:"table_code"`
	TableStatus   string      `json:"table_status" enum:"FREE,ACTIVE,PAYING,OUT_OF_SERVICE"`
	SessionID     int64       `json:"session_id"`
	SessionStatus string      `json:"session_status" enum:"OPEN,PAYING,CLOSED"`
	TotalCents    money.Cents `json:"total_cents"`
	PaidCents     money.Cents `json:"paid_cents"`
	ClosedAt      time.Time   `json:"closed_at"`
}

type closeTableOutput struct {
	Body WaiterCloseTableResponse
}

func (s *Server) closeTable(ctx context.Context, in *closeTableInput) (*closeTableOutput, error) {
	who := access.StaffFrom(ctx)
	head, err := s.occupied(ctx, who, in.TableID)
	if err != nil {
		return nil, err
	}
	order := tablesession.Close{Force: in.Body != nil && in.Body.Force}
	if _, err := s.send(ctx, fromStaff(ctx, placeOf(head), floorRoles, in.Keyed), order); err != nil {
		return nil, err
	}
	if head, err = s.store.SessionFor(ctx, who, head.ID); err != nil {
		return nil, err
	}
	total, err := readmodel.TotalOfSession(ctx, s.store, who.TenantID, head.ID)
	if err != nil {
		return nil, err
	}
	table, err := s.store.PlaceFor(ctx, who, head.TableID)
	return &closeTableOutput{WaiterCloseTableResponse{
		TableID: head.TableID, TableCode: head.TableCode, TableStatus: table.Status, SessionID: head.ID,
		SessionStatus: head.Status, TotalCents: total.TotalCents, PaidCents: total.PaidCents, ClosedAt: deref(head.ClosedAt),
	}}, err
}
