package floor

import (
	"context"
	"net/http"

	"integrador/api/dispatch"
	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/domain/tablesession"
	"integrador/internal/readmodel"
)

func (h *Handlers) waiterCallRoutes(api *httpx.API) {
	httpx.Handle(api, httpx.Operation{
		ID: "listServiceCalls", Method: http.MethodGet, Path: waiterPath + "/service-calls", Access: httpx.Staff(httpx.FloorRoles...),
		Summary: "Lista los llamados que nadie resolvió; primero el que más espera.",
	}, h.serviceCalls)
	httpx.Handle(api, httpx.Operation{
		ID: "acknowledgeServiceCall", Method: http.MethodPost, Path: waiterPath + "/service-calls/{call_id}/acknowledge", Access: httpx.Staff(httpx.FloorRoles...),
		Summary: "Avisa que la persona va a la mesa.", Errors: []int{http.StatusBadRequest, http.StatusNotFound},
	}, h.ackCall)
	httpx.Handle(api, httpx.Operation{
		ID: "resolveServiceCall", Method: http.MethodPost, Path: waiterPath + "/service-calls/{call_id}/resolve", Access: httpx.Staff(httpx.FloorRoles...),
		Summary: "Da el llamado por resuelto.", Errors: []int{http.StatusBadRequest, http.StatusNotFound},
	}, h.resolveCall)
}

type serviceCallsOutput struct {
	Body []readmodel.ServiceCallOutput
}

func (h *Handlers) serviceCalls(ctx context.Context, _ *struct{}) (*serviceCallsOutput, error) {
	calls, err := readmodel.ServiceCalls(ctx, h.Store, access.StaffFrom(ctx), h.Now())
	return &serviceCallsOutput{calls}, err
}

type callInput struct {
	CallID int64 `path:"call_id"`
	dispatch.Keyed
}

type callOutput struct {
	Body readmodel.ServiceCallOutput
}

func (h *Handlers) ackCall(ctx context.Context, in *callInput) (*callOutput, error) {
	return h.moveCall(ctx, in, tablesession.AckCall{CallID: in.CallID})
}

func (h *Handlers) resolveCall(ctx context.Context, in *callInput) (*callOutput, error) {
	return h.moveCall(ctx, in, tablesession.ResolveCall{CallID: in.CallID})
}

func (h *Handlers) moveCall(ctx context.Context, in *callInput, move tablesession.Command) (*callOutput, error) {
	who := access.StaffFrom(ctx)
	call, err := readmodel.ServiceCallFor(ctx, h.Store, who, in.CallID)
	if err != nil {
		return nil, err
	}
	at := dispatch.Place{Branch: call.BranchID, Table: *call.TableID, Session: *call.SessionID}
	if _, err := h.Dispatcher.Send(ctx, dispatch.FromStaff(ctx, at, httpx.FloorRoles, in.Keyed), move); err != nil {
		return nil, err
	}
	call, err = readmodel.ServiceCallFor(ctx, h.Store, who, in.CallID)
	return &callOutput{call.ServiceCallOutput}, err
}
