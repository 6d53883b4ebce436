package api

import (
	"context"
	"net/http"

	"integrador/internal/domain/access"
	"integrador/internal/domain/tablesession"
	"integrador/internal/readmodel"
)

func (s *Server) waiterCallRoutes(r router) {
	handle(r, operation{
		ID: "listServiceCalls", Method: http.MethodGet, Path: waiterPath + "/service-calls", Access: staff(floorRoles...),
		Summary: "Lista los llamados que nadie resolvió; primero el que más espera.",
	}, s.serviceCalls)
	handle(r, operation{
		ID: "acknowledgeServiceCall", Method: http.MethodPost, Path: waiterPath + "/service-calls/{call_id}/acknowledge", Access: staff(floorRoles...),
		Summary: "Avisa que la persona va a la mesa.", Errors: []int{http.StatusBadRequest, http.StatusNotFound},
	}, s.ackCall)
	handle(r, operation{
		ID: "resolveServiceCall", Method: http.MethodPost, Path: waiterPath + "/service-calls/{call_id}/resolve", Access: staff(floorRoles...),
		Summary: "Da el llamado por resuelto.", Errors: []int{http.StatusBadRequest, http.StatusNotFound},
	}, s.resolveCall)
}

type serviceCallsOutput struct {
	Body []readmodel.ServiceCallOutput
}

func (s *Server) serviceCalls(ctx context.Context, _ *struct{}) (*serviceCallsOutput, error) {
	calls, err := readmodel.ServiceCalls(ctx, s.store, access.StaffFrom(ctx), s.now())
	return &serviceCallsOutput{calls}, err
}

type callInput struct {
	CallID int64 `path:"call_id"`
	Keyed
}

type callOutput struct {
	Body readmodel.ServiceCallOutput
}

func (s *Server) ackCall(ctx context.Context, in *callInput) (*callOutput, error) {
	return s.moveCall(ctx, in, tablesession.AckCall{CallID: in.CallID})
}

func (s *Server) resolveCall(ctx context.Context, in *callInput) (*callOutput, error) {
	return s.moveCall(ctx, in, tablesession.ResolveCall{CallID: in.CallID})
}

func (s *Server) moveCall(ctx context.Context, in *callInput, move tablesession.Command) (*callOutput, error) {
	who := access.StaffFrom(ctx)
	call, err := readmodel.ServiceCallFor(ctx, s.store, who, in.CallID)
	if err != nil {
		return nil, err
	}
	at := place{branch: call.BranchID, table: *call.TableID, session: *call.SessionID}
	if _, err := s.send(ctx, fromStaff(ctx, at, floorRoles, in.Keyed), move); err != nil {
		return nil, err
	}
	call, err = readmodel.ServiceCallFor(ctx, s.store, who, in.CallID)
	return &callOutput{call.ServiceCallOutput}, err
}
