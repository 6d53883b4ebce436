package floor

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"integrador/api/dispatch"
	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/domain/fault"
	"integrador/internal/domain/money"
	"integrador/internal/domain/tablesession"
	"integrador/internal/readmodel"
)

func (h *Handlers) waiterOrderRoutes(api *httpx.API) {
	httpx.Route(api, "POST "+waiterPath+"/sessions/{session_id}/rounds", "submitRoundForSession",
		"Toma un pedido de la mesa.", httpx.FloorStaff, h.waiterSubmit, httpx.Fails{400, 404, 409})
	httpx.Route(api, "DELETE "+waiterPath+"/rounds/{round_id}/items/{item_id}", "deleteRoundItem",
		"Borra un ítem que la cocina todavía no vio.", httpx.FloorStaff, h.deleteItem, httpx.Succeeds(200),
		httpx.Fails{400, 404})
	httpx.Route(api, "PATCH "+waiterPath+"/rounds/items/{item_id}/void", "voidRoundItem",
		"Anula un ítem que la cocina ya tiene.", httpx.FloorStaff, h.voidItem, httpx.Fails{400, 404})
}

// WaiterSubmitRoundRequest is an order that a waiter took.
type WaiterSubmitRoundRequest struct {
	Items []WaiterRoundItemInput `json:"items" minItems:"1" maxItems:"100"`
	Notes *string                `json:"notes" required:"false" maxLength:"500"`
}

// WaiterRoundItemInput is one line of it. DinerIndex counts the diners of the
// session from 0, first come first; a line of nobody there is the table's.
type WaiterRoundItemInput struct {
	ProductID  int64   `json:"product_id" minimum:"1"`
	Qty        int     `json:"qty" minimum:"1" maximum:"99"`
	Notes      *string `json:"notes" required:"false" maxLength:"500"`
	DinerIndex *int    `json:"diner_index" required:"false" minimum:"0"`
}

type waiterSubmitInput struct {
	httpx.SessionPath
	dispatch.Keyed
	Body WaiterSubmitRoundRequest
}

// WaiterSubmitRoundResponse is the round that an order became.
type WaiterSubmitRoundResponse struct {
	SessionID           int64       `json:"session_id"`
	RoundID             int64       `json:"round_id"`
	RoundNumber         int         `json:"round_number"`
	Status              string      `json:"status"`
	SubmittedBy         string      `json:"submitted_by" enum:"DINER,WAITER"`
	SubmittedByWaiterID int64       `json:"submitted_by_waiter_id"`
	ItemsCount          int         `json:"items_count" doc:"Renglones de la ronda."`
	TotalCents          money.Cents `json:"total_cents"`
}

type waiterSubmitOutput struct {
	Body WaiterSubmitRoundResponse
}

// errCheckRequested is what a waiter's order meets where the bill was asked for. Its status is the one that clients know.
var errCheckRequested = fault.New(fault.NotFound, "check_requested", "La mesa pidió la cuenta. Para seguir pidiendo, primero retirala.")

// errNotOrdering is what a waiter's order meets where the table is free again.
var errNotOrdering = fault.New(fault.NotFound, "active_session_not_found", "No hay una sesión activa que reciba pedidos en esa mesa.")

func (h *Handlers) waiterSubmit(ctx context.Context, in *waiterSubmitInput) (*waiterSubmitOutput, error) {
	who := access.StaffFrom(ctx)
	head, err := h.Store.SessionFor(ctx, who, in.SessionID)
	if err != nil {
		return nil, err
	}
	order, err := h.orderOf(ctx, who.TenantID, in)
	if err != nil {
		return nil, err
	}
	answer, err := h.Dispatcher.Send(ctx, dispatch.FromStaff(ctx, dispatch.PlaceOf(head), httpx.FloorRoles, in.Keyed), order)
	switch {
	case fault.ReasonOf(err) == "session_not_open":
		return nil, errCheckRequested.Because(err)
	case errors.Is(err, dispatch.ErrSessionOver):
		return nil, errNotOrdering.Because(err)
	}
	if err != nil {
		return nil, err
	}
	round, err := readmodel.RoundFor(ctx, h.Store, who, answer.RoundID)
	if err != nil {
		return nil, err
	}
	total, err := totalOf(round.Items)
	return &waiterSubmitOutput{WaiterSubmitRoundResponse{
		SessionID: head.ID, RoundID: round.ID, RoundNumber: round.RoundNumber, Status: round.Status,
		SubmittedBy: "WAITER", SubmittedByWaiterID: who.UserID, ItemsCount: len(round.Items), TotalCents: total,
	}}, err
}

// orderOf leaves the session's state to the session: an order that comes again
// with its key after the bill was asked for is answered like the first time.
func (h *Handlers) orderOf(ctx context.Context, tenant int64, in *waiterSubmitInput) (tablesession.Submit, error) {
	order := tablesession.Submit{Notes: httpx.Deref(in.Body.Notes), Items: make([]tablesession.Item, len(in.Body.Items))}
	var diners []readmodel.DinerOutput
	for i, line := range in.Body.Items {
		item := tablesession.Item{ProductID: line.ProductID, Qty: line.Qty, Notes: httpx.Deref(line.Notes)}
		if line.DinerIndex != nil {
			if diners == nil {
				var err error
				if diners, err = readmodel.Diners(ctx, h.Store, tenant, in.SessionID, ""); err != nil {
					return order, err
				}
			}
			if n := *line.DinerIndex; n < len(diners) {
				item.DinerID = diners[n].ID
			}
		}
		order.Items[i] = item
	}
	return order, nil
}

func totalOf(items []readmodel.RoundItemOutput) (money.Cents, error) {
	var total money.Cents
	for _, item := range items {
		line, err := item.UnitPriceCents.Times(item.Qty)
		if err != nil {
			return 0, err
		}
		if total, err = total.Add(line); err != nil {
			return 0, err
		}
	}
	return total, nil
}

type deleteItemInput struct {
	httpx.RoundPath
	ItemID int64 `path:"item_id"`
	dispatch.Keyed
}

// DeleteRoundItemResponse says what is left of a round.
type DeleteRoundItemResponse struct {
	Success        bool   `json:"success"`
	RoundID        int64  `json:"round_id"`
	ItemID         int64  `json:"item_id"`
	RemainingItems int    `json:"remaining_items"`
	RoundDeleted   bool   `json:"round_deleted"`
	Message        string `json:"message"`
}

type deleteItemOutput struct {
	Body DeleteRoundItemResponse
}

func (h *Handlers) deleteItem(ctx context.Context, in *deleteItemInput) (*deleteItemOutput, error) {
	round, err := readmodel.RoundFor(ctx, h.Store, access.StaffFrom(ctx), in.RoundID)
	if err != nil {
		return nil, err
	}
	answer, err := h.Dispatcher.Send(ctx, dispatch.FromStaff(ctx, dispatch.PlaceOfRound(round), httpx.FloorRoles, in.Keyed), tablesession.DeleteItem{RoundID: round.ID, ItemID: in.ItemID})
	if err != nil {
		return nil, err
	}
	message := "Ítem eliminado."
	if answer.RoundGone {
		message = "Ítem eliminado. Era el último: la ronda también se eliminó."
	}
	return &deleteItemOutput{DeleteRoundItemResponse{
		Success: true, RoundID: answer.RoundID, ItemID: answer.ItemID,
		RemainingItems: answer.ItemsLeft, RoundDeleted: answer.RoundGone, Message: message,
	}}, nil
}

// VoidRoundItemRequest says why, and how many. A reason without letters is refused by the
// session, with 400, and so is more than the line has.
type VoidRoundItemRequest struct {
	Reason string `json:"reason" maxLength:"500"`
	Qty    *int   `json:"qty,omitempty" minimum:"1" maximum:"99" doc:"Cuántos se anulan; sin él, la línea entera."`
}

type voidItemInput struct {
	ItemID int64 `path:"item_id"`
	dispatch.Keyed
	Body VoidRoundItemRequest
}

// VoidRoundItemResponse says what became of the item and its round.
type VoidRoundItemResponse struct {
	Success       bool   `json:"success"`
	ItemID        int64  `json:"item_id"`
	RoundID       int64  `json:"round_id"`
	IsVoided      bool   `json:"is_voided" doc:"La línea entera quedó anulada."`
	VoidedQty     int    `json:"voided_qty"`
	RemainingQty  int    `json:"remaining_qty" doc:"Cuántos quedan en la línea."`
	VoidReason    string `json:"void_reason"`
	RoundCanceled bool   `json:"round_canceled"`
	Message       string `json:"message"`
}

type voidItemOutput struct {
	Body VoidRoundItemResponse
}

func (h *Handlers) voidItem(ctx context.Context, in *voidItemInput) (*voidItemOutput, error) {
	item, err := h.Store.ItemFor(ctx, access.StaffFrom(ctx), in.ItemID)
	if err != nil {
		return nil, err
	}
	at := dispatch.Place{Branch: item.BranchID, Table: item.TableID, Session: item.SessionID}
	reason := strings.TrimSpace(in.Body.Reason)
	answer, err := h.Dispatcher.Send(ctx, dispatch.FromStaff(ctx, at, httpx.FloorRoles, in.Keyed),
		tablesession.VoidItem{ItemID: item.ItemID, Reason: reason, Qty: httpx.Deref(in.Body.Qty)})
	if err != nil {
		return nil, err
	}
	message := "Ítem anulado."
	switch {
	case answer.RoundGone:
		message = "Ítem anulado. Era el último: la ronda quedó cancelada."
	case answer.QtyLeft > 0:
		message = fmt.Sprintf("Anulados: %d. En la línea quedan %d.", answer.VoidedQty, answer.QtyLeft)
	}
	return &voidItemOutput{VoidRoundItemResponse{
		Success: true, ItemID: answer.ItemID, RoundID: answer.RoundID, IsVoided: answer.QtyLeft == 0,
		VoidedQty: answer.VoidedQty, RemainingQty: answer.QtyLeft,
		VoidReason: reason, RoundCanceled: answer.RoundGone, Message: message,
	}}, nil
}
