package billing

import (
	"context"
	"fmt"
	"strings"

	"integrador/api/dispatch"
	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/domain/money"
	"integrador/internal/domain/tablesession"
	"integrador/internal/platform/postgres"
	"integrador/internal/readmodel"
)

func (h *Handlers) paymentRoutes(api *httpx.API) {
	httpx.Route(api, "POST "+billingPath+"/payments/{payment_id}/verify", "verifyPayment",
		"Pregunta a Mercado Pago por un pago ahora mismo y anota lo que haya.", httpx.FloorStaff, h.verifyPayment,
		httpx.Fails{400, 404, 502})
	httpx.Route(api, "POST "+billingPath+"/payments/{payment_id}/cancel", "cancelPayment",
		"Suelta la parte de la cuenta que alguien fue a pagar y no pagó.", httpx.FloorStaff, h.cancelPayment,
		httpx.Fails{400, 404})
	httpx.Route(api, "POST "+billingPath+"/payments/{payment_id}/refund", "refundPayment",
		"Devuelve un pago, entero o en parte, también después de cerrar la mesa.", httpx.Managers, h.refundPayment,
		httpx.Fails{400, 404})
	httpx.Route(api, "GET "+billingPath+"/unsettled", "listUnsettledMoney",
		"El dinero que alguien tiene que mirar: sin asignar, por devolver, en disputa, en cuarentena.",
		httpx.Managers.InBranch("branch_id"), h.unsettled)
}

type paymentInput struct {
	PaymentPath
	dispatch.Keyed
}

// verifyPayment is the operator's button. What it answers is what the ledger says
// after the provider was asked.
func (h *Handlers) verifyPayment(ctx context.Context, in *paymentInput) (*paymentOutput, error) {
	who := access.StaffFrom(ctx)
	p, err := h.Store.PaymentFor(ctx, who, in.PaymentID)
	if err != nil {
		return nil, err
	}
	if err := h.look(ctx, who.TenantID, p.ID); err != nil {
		return nil, err
	}
	return h.payment(ctx, who.TenantID, p.ID)
}

func (h *Handlers) payment(ctx context.Context, tenant, payment int64) (*paymentOutput, error) {
	row, err := h.Store.PaymentReceipt(ctx, payment, tenant)
	return &paymentOutput{paymentOf(row)}, postgres.Fault(err)
}

func (h *Handlers) cancelPayment(ctx context.Context, in *paymentInput) (*paymentOutput, error) {
	who := access.StaffFrom(ctx)
	p, err := h.Store.PaymentFor(ctx, who, in.PaymentID)
	if err != nil {
		return nil, err
	}
	at := dispatch.Place{Branch: p.BranchID, Table: p.TableID, Session: p.SessionID}
	if _, err := h.Dispatcher.Send(ctx, dispatch.FromStaff(ctx, at, httpx.FloorRoles, in.Keyed), tablesession.CancelIntent{IntentID: p.ID}); err != nil {
		return nil, err
	}
	return h.payment(ctx, who.TenantID, p.ID)
}

// RefundRequest asks for money of a payment to be given back. No amount is all
// that is left of it.
type RefundRequest struct {
	AmountCents *money.Cents `json:"amount_cents" required:"false" nullable:"false" minimum:"1" doc:"Sin este dato, todo lo que queda del pago."`
	Reason      string       `json:"reason" maxLength:"500"`
}

type refundInput struct {
	PaymentPath
	dispatch.Keyed
	Body RefundRequest
}

// RefundResponse says what was asked for, and what became of it so far.
type RefundResponse struct {
	PaymentResponse
	Refunds []readmodel.RefundOutput `json:"refunds" doc:"Todas las devoluciones de la cuenta; REQUESTED está en camino."`
}

type refundOutput struct {
	Body RefundResponse
}

func (h *Handlers) refundPayment(ctx context.Context, in *refundInput) (*refundOutput, error) {
	who := access.StaffFrom(ctx)
	p, err := h.Store.PaymentFor(ctx, who, in.PaymentID)
	if err != nil {
		return nil, err
	}
	command := tablesession.RequestRefund{PaymentID: p.ID, Cents: httpx.Deref(in.Body.AmountCents), Reason: strings.TrimSpace(in.Body.Reason)}
	if err := h.refund(ctx, p, in.Keyed, command); err != nil {
		return nil, err
	}
	row, err := h.Store.PaymentReceipt(ctx, p.ID, who.TenantID)
	if err != nil {
		return nil, postgres.Fault(err)
	}
	check, err := readmodel.CheckForStaff(ctx, h.Store, who, p.CheckID)
	return &refundOutput{RefundResponse{paymentOf(row), check.Refunds}}, err
}

// refund goes through the session while it lives, and straight to the ledger when
// the table has gone home.
func (h *Handlers) refund(ctx context.Context, p postgres.PaymentRef, key dispatch.Keyed, command tablesession.RequestRefund) error {
	e := dispatch.FromStaff(ctx, dispatch.Place{Branch: p.BranchID, Table: p.TableID, Session: p.SessionID}, httpx.ManagingRoles, key)
	if p.SessionStatus != string(tablesession.Closed) {
		_, err := h.Dispatcher.Send(ctx, e, command)
		return err
	}
	hash, err := e.Hash(command)
	if err != nil {
		return err
	}
	env := tablesession.Envelope{SessionID: p.SessionID, Key: key.Key, Hash: hash, By: e.By, Request: httpx.RequestFrom(ctx).ID}
	late, err := h.Store.RecordLate(ctx, postgres.RefOf(e.Tenant, p), env, command, fmt.Sprintf("refund:%s", httpx.RequestFrom(ctx).ID))
	if err != nil {
		return err
	}
	h.Publisher.Publish(ctx, late.Events...)
	for _, o := range late.Session.RefundOrders() {
		if err := h.Sessions.StartRefund(ctx, o); err != nil {
			h.Log.WarnContext(ctx, "refund waits for the sweep", "refund_id", o.RefundID, "error", err)
		}
	}
	return nil
}

type unsettledInput struct {
	BranchID int64 `query:"branch_id" minimum:"0"`
}

type unsettledOutput struct {
	Body readmodel.Unsettled
}

func (h *Handlers) unsettled(ctx context.Context, in *unsettledInput) (*unsettledOutput, error) {
	all, err := readmodel.UnsettledMoney(ctx, h.Store, access.StaffFrom(ctx), httpx.Optional(in.BranchID))
	return &unsettledOutput{all}, err
}
