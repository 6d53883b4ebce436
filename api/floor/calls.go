package floor

import (
	"context"

	"integrador/api/dispatch"
	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/domain/tablesession"
	"integrador/internal/readmodel"
)

func (h *Handlers) waiterCallRoutes(api *httpx.API) {
	httpx.Route(api, "GET "+waiterPath+"/service-calls", "listServiceCalls",
		"Lista los llamados que nadie resolvió; primero el que más espera.", httpx.FloorStaff, h.serviceCalls)
	httpx.Route(api, "POST "+waiterPath+"/service-calls/{call_id}/acknowledge", "acknowledgeServiceCall",
		"Avisa que la persona va a la mesa.", httpx.FloorStaff, h.ackCall, httpx.Fails{400, 404})
	httpx.Route(api, "POST "+waiterPath+"/service-calls/{call_id}/resolve", "resolveServiceCall",
		"Da el llamado por resuelto.", httpx.FloorStaff, h.resolveCall, httpx.Fails{400, 404})
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
