package floor

import (
	"context"
	"strings"
	"time"

	"integrador/api/dispatch"
	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/domain/fault"
	"integrador/internal/domain/money"
	"integrador/internal/domain/tablesession"
	"integrador/internal/platform/postgres"
	"integrador/internal/readmodel"
)

func (h *Handlers) waiterTableRoutes(api *httpx.API) {
	httpx.Route(api, "GET "+waiterPath+"/tables", "listFloorTables",
		"Lista las mesas que la persona atiende hoy; un encargado las ve todas.", httpx.FloorStaff.InBranch("branch_id"),
		h.waiterTables)
	httpx.Route(api, "GET "+waiterPath+"/tables/{table_id}/session", "getTableSession",
		"Muestra la sesión abierta de una mesa.", httpx.FloorStaff, h.waiterTableSession, httpx.Fails{404})
	httpx.Route(api, "GET "+waiterPath+"/sessions/{session_id}/summary", "getSessionSummary",
		"Resume una sesión en números.", httpx.FloorStaff, h.sessionSummary, httpx.Fails{404})
	httpx.Route(api, "POST "+waiterPath+"/tables/{table_id}/activate", "activateTable", "Abre una mesa libre.",
		httpx.FloorStaff, h.activateTable, httpx.Fails{400, 404})
	httpx.Route(api, "POST "+waiterPath+"/tables/{table_id}/close", "closeTable",
		"Cierra una mesa que pagó y la deja libre.", httpx.FloorStaff, h.closeTable, httpx.Fails{400, 404, 409})
	httpx.Route(api, "POST "+waiterPath+"/tables/{table_id}/transfer", "transferTable", "Pasa una mesa a otra persona.",
		httpx.Managers, h.transferTable, httpx.Fails{400, 404, 409})
	httpx.Route(api, "POST "+waiterPath+"/tables/{table_id}/move-to/{target_table_id}", "moveTableSession",
		"Muda una sesión a otra mesa libre de la sucursal.", httpx.FloorStaff, h.moveTable, httpx.Fails{400, 404, 409})
}

type waiterTablesInput struct {
	BranchID int64  `query:"branch_id" minimum:"1"`
	Scope    string `query:"scope" enum:"mine,branch" default:"mine" doc:"branch: también las mesas que atienden otras personas."`
}

type waiterTablesOutput struct {
	Body []readmodel.TableCard
}

func (h *Handlers) waiterTables(ctx context.Context, in *waiterTablesInput) (*waiterTablesOutput, error) {
	only := readmodel.TableFilter{Branch: httpx.Optional(in.BranchID), EverySector: in.Scope == "branch"}
	cards, err := readmodel.TableCards(ctx, h.Store, access.StaffFrom(ctx), only, h.Now())
	return &waiterTablesOutput{cards}, err
}

type waiterTableSessionOutput struct {
	Body readmodel.TableSessionDetail
}

func (h *Handlers) waiterTableSession(ctx context.Context, in *httpx.TablePath) (*waiterTableSessionOutput, error) {
	detail, err := readmodel.SessionDetail(ctx, h.Store, access.StaffFrom(ctx), in.TableID)
	return &waiterTableSessionOutput{detail}, err
}

type sessionSummaryOutput struct {
	Body readmodel.WaiterSessionSummaryOutput
}

func (h *Handlers) sessionSummary(ctx context.Context, in *httpx.SessionPath) (*sessionSummaryOutput, error) {
	summary, err := readmodel.SessionSummary(ctx, h.Store, access.StaffFrom(ctx), in.SessionID)
	return &sessionSummaryOutput{summary}, err
}

// WaiterActivateTableRequest opens a table, for so many guests.
type WaiterActivateTableRequest struct {
	DinerCount int     `json:"diner_count" minimum:"1" maximum:"20"`
	Notes      *string `json:"notes" required:"false" maxLength:"200"`
}

type activateTableInput struct {
	httpx.TablePath
	dispatch.Keyed
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

func (h *Handlers) activateTable(ctx context.Context, in *activateTableInput) (*activateTableOutput, error) {
	who := access.StaffFrom(ctx)
	table, err := h.Store.PlaceFor(ctx, who, in.TableID)
	if err != nil {
		return nil, err
	}
	opened, err := h.Sessions.Open(ctx, tablesession.Seating{
		TenantID: who.TenantID, TableID: table.TableID, TableCode: table.Code, By: who.ActingAs(httpx.FloorRoles), MustBeFree: true,
		TableIsFree: tablesession.TableStatus(table.Status) == tablesession.TableFree,
		Guests:      in.Body.DinerCount, Notes: strings.TrimSpace(httpx.Deref(in.Body.Notes)),
	})
	if err != nil {
		return nil, taken(err)
	}
	head, err := h.Store.SessionFor(ctx, who, opened.SessionID)
	return &activateTableOutput{WaiterActivateTableResponse{
		SessionID: head.ID, TableID: head.TableID, TableCode: head.TableCode, Status: head.Status, OpenedAt: head.OpenedAt,
		OpenedBy: head.OpenedBy, OpenedByWaiterID: httpx.Deref(head.OpenedByWaiterID), DinerCount: in.Body.DinerCount,
	}}, err
}

// taken answers who lost the race for a table the same as who came late.
func taken(err error) error {
	if fault.CodeOf(err) == fault.Conflict {
		return fault.New(fault.Refused, "table_taken", "La mesa ya tiene una sesión abierta.").Because(err)
	}
	return err
}

var errNobodyThere = fault.New(fault.Refused, "table_without_session", "La mesa no tiene una sesión abierta.")

// occupied gives the session that a command for a table of the person's branches is meant for.
//
// Errors: fault.NotFound, fault.Forbidden, fault.Refused if nobody sits there, fault.Conflict if others do.
func (h *Handlers) occupied(ctx context.Context, who access.Staff, at dispatch.TablePath) (postgres.SessionRef, error) {
	if _, err := h.Store.PlaceFor(ctx, who, at.TableID); err != nil {
		return postgres.SessionRef{}, err
	}
	head, err := h.Dispatcher.Occupied(ctx, who.TenantID, at)
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
	dispatch.TablePath
	dispatch.Keyed
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

func (h *Handlers) closeTable(ctx context.Context, in *closeTableInput) (*closeTableOutput, error) {
	who := access.StaffFrom(ctx)
	head, err := h.occupied(ctx, who, in.TablePath)
	if err != nil {
		return nil, err
	}
	order := tablesession.Close{Force: in.Body != nil && in.Body.Force}
	if _, err := h.Dispatcher.Send(ctx, dispatch.FromStaff(ctx, dispatch.PlaceOf(head), httpx.FloorRoles, in.Keyed), order); err != nil {
		return nil, err
	}
	if head, err = h.Store.SessionFor(ctx, who, head.ID); err != nil {
		return nil, err
	}
	total, err := readmodel.TotalOfSession(ctx, h.Store, who.TenantID, head.ID)
	if err != nil {
		return nil, err
	}
	table, err := h.Store.PlaceFor(ctx, who, head.TableID)
	return &closeTableOutput{WaiterCloseTableResponse{
		TableID: head.TableID, TableCode: head.TableCode, TableStatus: table.Status, SessionID: head.ID,
		SessionStatus: head.Status, TotalCents: total.TotalCents, PaidCents: total.PaidCents, ClosedAt: httpx.Deref(head.ClosedAt),
	}}, err
}
