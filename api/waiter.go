package api

import (
	"context"
	"encoding/json"
	"net/http"

	"integrador/internal/domain/access"
	"integrador/internal/domain/fault"
	"integrador/internal/readmodel"
	"integrador/internal/readmodel/menu"
)

const waiterPath = "/api/waiter"

func (s *Server) waiterRoutes(r router) {
	s.waiterDayRoutes(r)
	s.waiterCallRoutes(r)
	s.waiterTableRoutes(r)
	s.waiterOrderRoutes(r)
	s.waiterBillRoutes(r)
}

// waiterDayRoutes are what a waiter's phone asks to know its day.
func (s *Server) waiterDayRoutes(r router) {
	handle(r, operation{
		ID: "listMyAssignments", Method: http.MethodGet, Path: waiterPath + "/my-assignments", Access: staff(floorRoles...),
		Summary: "Lista los sectores que la persona atiende un día.",
	}, s.myAssignments)
	handle(r, operation{
		ID: "verifyBranchAssignment", Method: http.MethodGet, Path: waiterPath + "/verify-branch-assignment", Access: staff(floorRoles...),
		Summary: "Dice si la persona puede trabajar hoy en una sucursal.",
	}, s.verifyAssignment)
	handle(r, operation{
		ID: "listMyTables", Method: http.MethodGet, Path: waiterPath + "/my-tables", Access: staff(floorRoles...),
		Summary: "Lista las mesas de los sectores que la persona atiende un día; sin ninguno, todas las de sus sucursales.",
	}, s.myTables)
	handle(r, operation{
		ID: "getWaiterMenu", Method: http.MethodGet, Path: waiterPath + "/branches/{branch_id}/menu", Access: staff(floorRoles...),
		Summary: "Muestra el menú de una sucursal para tomar pedidos.", Errors: []int{http.StatusNotFound},
	}, s.waiterMenu)
	handle(r, operation{
		ID: "subscribeToNotifications", Method: http.MethodPost, Path: waiterPath + "/notifications/subscribe", Access: staff(),
		Summary: "Guarda dónde recibe notificaciones el navegador de la persona.",
	}, s.subscribe)
	handle(r, operation{
		ID: "unsubscribeFromNotifications", Method: http.MethodDelete, Path: waiterPath + "/notifications/unsubscribe", Access: staff(), Success: http.StatusOK,
		Summary: "Olvida dónde recibía notificaciones el navegador.",
	}, s.unsubscribe)
}

// dayQuery narrows a look at assignments.
type dayQuery struct {
	Date  string `query:"assignment_date" format:"date" doc:"Sin ella, hoy en cada sucursal."`
	Shift string `query:"shift" enum:"MORNING,AFTERNOON,NIGHT"`
}

func (q dayQuery) day() readmodel.AssignmentFilter {
	return readmodel.AssignmentFilter{Date: optional(q.Date), Shift: optional(q.Shift)}
}

type myAssignmentsOutput struct {
	Body readmodel.MyAssignmentsOutput
}

func (s *Server) myAssignments(ctx context.Context, in *dayQuery) (*myAssignmentsOutput, error) {
	mine, err := readmodel.Assignments(ctx, s.store, access.StaffFrom(ctx), in.day(), s.now())
	return &myAssignmentsOutput{mine}, err
}

type verifyAssignmentInput struct {
	BranchID int64 `query:"branch_id" required:"true" minimum:"1"`
}

type verifyAssignmentOutput struct {
	Body readmodel.BranchAssignmentVerifyOutput
}

func (s *Server) verifyAssignment(ctx context.Context, in *verifyAssignmentInput) (*verifyAssignmentOutput, error) {
	verdict, err := readmodel.VerifyAssignment(ctx, s.store, access.StaffFrom(ctx), in.BranchID, s.now())
	return &verifyAssignmentOutput{verdict}, err
}

type myTablesOutput struct {
	Body []readmodel.MyTable
}

func (s *Server) myTables(ctx context.Context, in *dayQuery) (*myTablesOutput, error) {
	tables, err := readmodel.MyTables(ctx, s.store, access.StaffFrom(ctx), in.day(), s.now())
	return &myTablesOutput{tables}, err
}

type waiterMenuInput struct {
	BranchID int64 `path:"branch_id"`
}

type waiterMenuOutput struct {
	Body menu.MenuCompactOutput
}

func (s *Server) waiterMenu(ctx context.Context, in *waiterMenuInput) (*waiterMenuOutput, error) {
	carte, err := s.carte.Compact(ctx, access.StaffFrom(ctx), in.BranchID)
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

func (s *Server) subscribe(ctx context.Context, in *pushInput) (*statusOutput, error) {
	keys, err := json.Marshal(in.Body.Keys)
	if err != nil {
		return nil, err
	}
	if len(keys) > keysMax {
		return nil, fault.New(fault.Invalid, "keys_too_long", "Las claves de la suscripción son demasiado largas.")
	}
	return saying("subscribed"), s.store.SavePush(ctx, access.StaffFrom(ctx), in.Body.Endpoint, keys)
}

func (s *Server) unsubscribe(ctx context.Context, in *pushInput) (*statusOutput, error) {
	return saying("unsubscribed"), s.store.DropPush(ctx, access.StaffFrom(ctx), in.Body.Endpoint)
}
