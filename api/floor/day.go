package floor

import (
	"context"
	"encoding/json"

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
	httpx.Route(api, "GET "+waiterPath+"/my-assignments", "listMyAssignments",
		"Lista los sectores que la persona atiende un día.", httpx.FloorStaff, h.myAssignments)
	httpx.Route(api, "GET "+waiterPath+"/verify-branch-assignment", "verifyBranchAssignment",
		"Dice si la persona puede trabajar hoy en una sucursal.", httpx.FloorStaff, h.verifyAssignment)
	httpx.Route(api, "GET "+waiterPath+"/my-tables", "listMyTables",
		"Lista las mesas de los sectores que la persona atiende un día; sin ninguno, todas las de sus sucursales.",
		httpx.FloorStaff, h.myTables)
	httpx.Route(api, "GET "+waiterPath+"/branches/{branch_id}/menu", "getWaiterMenu",
		"Muestra el menú de una sucursal para tomar pedidos.", httpx.FloorStaff, h.waiterMenu, httpx.Fails{404})
	httpx.Route(api, "POST "+waiterPath+"/notifications/subscribe", "subscribeToNotifications",
		"Guarda dónde recibe notificaciones el navegador de la persona.", httpx.Staff(), h.subscribe)
	httpx.Route(api, "DELETE "+waiterPath+"/notifications/unsubscribe", "unsubscribeFromNotifications",
		"Olvida dónde recibía notificaciones el navegador.", httpx.Staff(), h.unsubscribe, httpx.Succeeds(200))
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
