package floor

import (
	"context"
	"encoding/json"
	"net/http"

	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/domain/fault"
	"integrador/internal/readmodel"
	"integrador/internal/readmodel/menu"
)

const waiterPath = "/api/waiter"

func (h *Handlers) waiterRoutes(api *httpx.API) {
	h.waiterDayRoutes(api)
	h.waiterCallRoutes(api)
	h.waiterTableRoutes(api)
	h.waiterOrderRoutes(api)
}

// waiterDayRoutes are what a waiter's phone asks to know its day.
func (h *Handlers) waiterDayRoutes(api *httpx.API) {
	httpx.Handle(api, httpx.Operation{
		ID: "listMyAssignments", Method: http.MethodGet, Path: waiterPath + "/my-assignments", Access: httpx.Staff(httpx.FloorRoles...),
		Summary: "Lista los sectores que la persona atiende un día.",
	}, h.myAssignments)
	httpx.Handle(api, httpx.Operation{
		ID: "verifyBranchAssignment", Method: http.MethodGet, Path: waiterPath + "/verify-branch-assignment", Access: httpx.Staff(httpx.FloorRoles...),
		Summary: "Dice si la persona puede trabajar hoy en una sucursal.",
	}, h.verifyAssignment)
	httpx.Handle(api, httpx.Operation{
		ID: "listMyTables", Method: http.MethodGet, Path: waiterPath + "/my-tables", Access: httpx.Staff(httpx.FloorRoles...),
		Summary: "Lista las mesas de los sectores que la persona atiende un día; sin ninguno, todas las de sus sucursales.",
	}, h.myTables)
	httpx.Handle(api, httpx.Operation{
		ID: "getWaiterMenu", Method: http.MethodGet, Path: waiterPath + "/branches/{branch_id}/menu", Access: httpx.Staff(httpx.FloorRoles...),
		Summary: "Muestra el menú de una sucursal para tomar pedidos.", Errors: []int{http.StatusNotFound},
	}, h.waiterMenu)
	httpx.Handle(api, httpx.Operation{
		ID: "subscribeToNotifications", Method: http.MethodPost, Path: waiterPath + "/notifications/subscribe", Access: httpx.Staff(),
		Summary: "Guarda dónde recibe notificaciones el navegador de la persona.",
	}, h.subscribe)
	httpx.Handle(api, httpx.Operation{
		ID: "unsubscribeFromNotifications", Method: http.MethodDelete, Path: waiterPath + "/notifications/unsubscribe", Access: httpx.Staff(), Success: http.StatusOK,
		Summary: "Olvida dónde recibía notificaciones el navegador.",
	}, h.unsubscribe)
}

// dayQuery narrows a look at assignments.
type dayQuery struct {
	Date  string `query:"assignment_date" format:"date" doc:"Sin ella, hoy en cada sucursal."`
	Shift string `query:"shift" enum:"MORNING,AFTERNOON,NIGHT"`
}

func (q dayQuery) day() readmodel.AssignmentFilter {
	return readmodel.AssignmentFilter{Date: httpx.Optional(q.Date), Shift: httpx.Optional(q.Shift)}
}

type myAssignmentsOutput struct {
	Body readmodel.MyAssignmentsOutput
}

func (h *Handlers) myAssignments(ctx context.Context, in *dayQuery) (*myAssignmentsOutput, error) {
	mine, err := readmodel.Assignments(ctx, h.Store, access.StaffFrom(ctx), in.day(), h.Now())
	return &myAssignmentsOutput{mine}, err
}

type verifyAssignmentInput struct {
	BranchID int64 `query:"branch_id" required:"true" minimum:"1"`
}

type verifyAssignmentOutput struct {
	Body readmodel.BranchAssignmentVerifyOutput
}

func (h *Handlers) verifyAssignment(ctx context.Context, in *verifyAssignmentInput) (*verifyAssignmentOutput, error) {
	verdict, err := readmodel.VerifyAssignment(ctx, h.Store, access.StaffFrom(ctx), in.BranchID, h.Now())
	return &verifyAssignmentOutput{verdict}, err
}

type myTablesOutput struct {
	Body []readmodel.MyTable
}

func (h *Handlers) myTables(ctx context.Context, in *dayQuery) (*myTablesOutput, error) {
	tables, err := readmodel.MyTables(ctx, h.Store, access.StaffFrom(ctx), in.day(), h.Now())
	return &myTablesOutput{tables}, err
}

type waiterMenuInput struct {
	BranchID int64 `path:"branch_id"`
}

type waiterMenuOutput struct {
	Body menu.MenuCompactOutput
}

func (h *Handlers) waiterMenu(ctx context.Context, in *waiterMenuInput) (*waiterMenuOutput, error) {
	carte, err := h.Menu.Compact(ctx, access.StaffFrom(ctx), in.BranchID)
	return &waiterMenuOutput{carte}, err
}

// PushSubscription is the browser's own object.
type PushSubscription struct {
	Endpoint string            `json:"endpoint" minLength:"1" maxLength:"2048" pattern:"^https://" patternDescription:"una dirección https" example:"https://fcm.googleapis.com/fcm/send/abc123"`
	Keys     map[string]string `json:"keys" required:"false" maxProperties:"8"`
}

type pushInput struct {
	Body PushSubscription
}

type statusOutput struct {
	Body struct {
		Status string `json:"status"`
	}
}

// saying answers with one word, which programs read.
func saying(word string) *statusOutput {
	out := &statusOutput{}
	out.Body.Status = word
	return out
}

const keysMax = 4 << 10 // bytes; a browser's are some hundred

func (h *Handlers) subscribe(ctx context.Context, in *pushInput) (*statusOutput, error) {
	keys, err := json.Marshal(in.Body.Keys)
	if err != nil {
		return nil, err
	}
	if len(keys) > keysMax {
		return nil, fault.New(fault.Invalid, "keys_too_long", "Las claves de la suscripción son demasiado largas.")
	}
	return saying("subscribed"), h.Store.SavePush(ctx, access.StaffFrom(ctx), in.Body.Endpoint, keys)
}

func (h *Handlers) unsubscribe(ctx context.Context, in *pushInput) (*statusOutput, error) {
	return saying("unsubscribed"), h.Store.DropPush(ctx, access.StaffFrom(ctx), in.Body.Endpoint)
}
