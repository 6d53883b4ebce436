package billing

import (
	"context"

	"integrador/api/dispatch"
	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/domain/event"
	"integrador/internal/domain/fault"
	"integrador/internal/domain/money"
	"integrador/internal/domain/tablesession"
	"integrador/internal/platform/postgres/dbgen"
	"integrador/internal/readmodel"
)

const billingPath = "/api/billing"

func (h *Handlers) billingRoutes(api *httpx.API) {
	httpx.Route(api, "POST "+billingPath+"/check/request", "requestCheck",
		"Pide la cuenta de la mesa; pedirla otra vez devuelve la misma.", httpx.Table, h.requestCheck,
		httpx.LimitCheckRequest, httpx.Fails{400})
	httpx.Route(api, "POST "+billingPath+"/check/withdraw", "withdrawCheck",
		"Retira la cuenta para seguir pidiendo: lo puede hacer quien la pidió, mientras nadie esté pagando.", httpx.Table, h.withdrawCheck,
		httpx.LimitCheckRequest, httpx.Fails{403, 404, 409})
	httpx.Route(api, "GET "+billingPath+"/check/{check_id}", "getCheck", "Muestra una cuenta con sus pagos.",
		httpx.FloorStaff, h.staffCheck, httpx.Fails{404})
	httpx.Route(api, "GET "+billingPath+"/check/{check_id}/balances", "listCheckBalances",
		"Dice qué debe cada comensal de la cuenta.", httpx.TableEvenClosed, h.balances, httpx.Fails{404})
	httpx.Route(api, "POST "+billingPath+"/cash/pay", "recordCashPayment", "Anota un pago en efectivo.", httpx.FloorStaff,
		h.cashPayment, httpx.LimitCash, httpx.Fails{400, 404, 409})
	httpx.Route(api, "POST "+billingPath+"/tables/{table_id}/clear", "clearTable",
		"Libera una mesa cuya cuenta está paga, o en la que no hay nadie.", httpx.FloorStaff, h.clearTable,
		httpx.Fails{400, 404})
	h.checkoutRoutes(api.Tagged(httpx.TagMercadoPago))
	h.paymentRoutes(api)
}

// RequestCheckResponse is the bill that was asked for, or withdrawn: then it is OPEN.
type RequestCheckResponse struct {
	CheckID    int64       `json:"check_id"`
	TotalCents money.Cents `json:"total_cents"`
	PaidCents  money.Cents `json:"paid_cents"`
	Status     string      `json:"status" enum:"OPEN,REQUESTED,IN_PAYMENT,PAID,FAILED"`
}

type requestCheckOutput struct {
	Body RequestCheckResponse
}

func (h *Handlers) requestCheck(ctx context.Context, in *dispatch.Keyed) (*requestCheckOutput, error) {
	return h.sendForCheck(ctx, *in, tablesession.RequestCheck{Device: access.TableFrom(ctx).DeviceID})
}

func (h *Handlers) withdrawCheck(ctx context.Context, in *dispatch.Keyed) (*requestCheckOutput, error) {
	return h.sendForCheck(ctx, *in, tablesession.WithdrawCheck{Device: access.TableFrom(ctx).DeviceID})
}

// sendForCheck sends a guest's command and reads how the check stands.
func (h *Handlers) sendForCheck(ctx context.Context, key dispatch.Keyed, c tablesession.Command) (*requestCheckOutput, error) {
	answer, err := h.Dispatcher.Send(ctx, dispatch.FromTable(ctx, key), c)
	if err != nil {
		return nil, err
	}
	check, err := h.Store.CheckAtTable(ctx, access.TableFrom(ctx), answer.CheckID)
	return &requestCheckOutput{RequestCheckResponse{
		CheckID: check.ID, TotalCents: check.TotalCents, PaidCents: check.PaidCents, Status: check.Status,
	}}, err
}

// CheckPath names a check.
type CheckPath struct {
	CheckID int64 `path:"check_id"`
}

type staffCheckOutput struct {
	Body readmodel.StaffCheck
}

func (h *Handlers) staffCheck(ctx context.Context, in *CheckPath) (*staffCheckOutput, error) {
	check, err := readmodel.CheckForStaff(ctx, h.Store, access.StaffFrom(ctx), in.CheckID)
	return &staffCheckOutput{check}, err
}

type balancesOutput struct {
	Body []readmodel.DinerBalance
}

func (h *Handlers) balances(ctx context.Context, in *CheckPath) (*balancesOutput, error) {
	rows, err := readmodel.Balances(ctx, h.Store, access.TableFrom(ctx), in.CheckID)
	return &balancesOutput{rows}, err
}

// CashPaymentRequest is cash that was taken, of one diner or of nobody in
// particular.
type CashPaymentRequest struct {
	CheckID     int64       `json:"check_id" minimum:"1"`
	AmountCents money.Cents `json:"amount_cents" minimum:"1"`
	DinerID     *int64      `json:"diner_id" required:"false" minimum:"1"`
	TipCents    money.Cents `json:"tip_cents" required:"false" minimum:"0" doc:"Propina, además de amount_cents."`
}

type cashPaymentInput struct {
	dispatch.Keyed
	Body CashPaymentRequest
}

// PaymentResponse is the payment, and how the check stands.
type PaymentResponse struct {
	PaymentID       int64       `json:"payment_id"`
	CheckID         int64       `json:"check_id"`
	AmountCents     money.Cents `json:"amount_cents"`
	Provider        string      `json:"provider" enum:"CASH,MERCADO_PAGO"`
	Status          string      `json:"status" enum:"PENDING,APPROVED,REJECTED"`
	CheckStatus     string      `json:"check_status" enum:"OPEN,REQUESTED,IN_PAYMENT,PAID,FAILED"`
	CheckPaidCents  money.Cents `json:"check_paid_cents"`
	CheckTotalCents money.Cents `json:"check_total_cents"`
	TipCents        money.Cents `json:"tip_cents"`
}

type paymentOutput struct {
	Body PaymentResponse
}

func (h *Handlers) cashPayment(ctx context.Context, in *cashPaymentInput) (*paymentOutput, error) {
	paid, err := h.takePayment(ctx, in.Keyed, tablesession.Pay{
		CheckID: in.Body.CheckID, Provider: tablesession.Cash, Cents: in.Body.AmountCents, Tip: in.Body.TipCents,
		DinerID: httpx.Deref(in.Body.DinerID),
	})
	return &paymentOutput{paymentOf(paid)}, err
}

// paymentOf shows a payment in the words that clients know.
func paymentOf(p dbgen.PaymentReceiptRow) PaymentResponse {
	provider, status := p.Provider, p.Status
	if provider != tablesession.MercadoPago {
		provider = tablesession.Cash
	}
	if status == "FAILED" || status == "EXPIRED" {
		status = "REJECTED"
	}
	return PaymentResponse{
		PaymentID: p.ID, CheckID: p.CheckID, AmountCents: p.AmountCents - p.TipCents, TipCents: p.TipCents, Provider: provider, Status: status,
		CheckStatus: p.CheckStatus, CheckPaidCents: p.CheckPaidCents, CheckTotalCents: p.CheckTotalCents,
	}
}

// takePayment has the check's session take money in hand, and reads what was
// recorded.
func (h *Handlers) takePayment(ctx context.Context, key dispatch.Keyed, pay tablesession.Pay) (dbgen.PaymentReceiptRow, error) {
	check, err := h.Store.CheckFor(ctx, access.StaffFrom(ctx), pay.CheckID)
	if err != nil {
		return dbgen.PaymentReceiptRow{}, err
	}
	at := dispatch.Place{Branch: check.BranchID, Table: check.TableID, Session: check.SessionID}
	answer, err := h.Dispatcher.Send(ctx, dispatch.FromStaff(ctx, at, httpx.FloorRoles, key), pay)
	if err != nil {
		return dbgen.PaymentReceiptRow{}, err
	}
	return h.Store.PaymentReceipt(ctx, answer.PaymentID, check.TenantID)
}

type clearTableInput struct {
	dispatch.TablePath
	dispatch.Keyed
}

// ClearTableResponse says what the table is doing now.
type ClearTableResponse struct {
	TableID int64  `json:"table_id"`
	Status  string `json:"status" enum:"FREE,ACTIVE,PAYING,OUT_OF_SERVICE"`
}

type clearTableOutput struct {
	Body ClearTableResponse
}

func (h *Handlers) clearTable(ctx context.Context, in *clearTableInput) (*clearTableOutput, error) {
	who := access.StaffFrom(ctx)
	at, err := h.Store.PlaceFor(ctx, who, in.TableID)
	if err != nil {
		return nil, err
	}
	head, err := h.Dispatcher.Occupied(ctx, who.TenantID, in.TablePath)
	switch {
	case fault.CodeOf(err) == fault.NotFound:
		var told []event.Event
		told, err = h.Store.Free(ctx, who.TenantID, at.TableID, who.ActingAs(httpx.FloorRoles))
		h.Publisher.Publish(ctx, told...)
	case err == nil:
		_, err = h.Dispatcher.Send(ctx, dispatch.FromStaff(ctx, dispatch.PlaceOf(head), httpx.FloorRoles, in.Keyed), tablesession.Close{Cleared: true})
	}
	if err != nil {
		return nil, err
	}
	at, err = h.Store.PlaceFor(ctx, who, in.TableID)
	return &clearTableOutput{ClearTableResponse{TableID: at.TableID, Status: at.Status}}, err
}
