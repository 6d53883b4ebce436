package billing

import (
	"context"
	"strings"

	"integrador/api/dispatch"
	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/domain/money"
	"integrador/internal/domain/tablesession"
	"integrador/internal/readmodel"
)

func (h *Handlers) waiterBillRoutes(api *httpx.API) {
	httpx.Route(api, "POST /api/waiter/sessions/{session_id}/check", "requestCheckForSession",
		"Pide la cuenta de la mesa; pedirla otra vez devuelve la misma.", httpx.FloorStaff, h.waiterRequestCheck,
		httpx.Fails{400, 404})
	httpx.Route(api, "POST /api/waiter/sessions/{session_id}/check/withdraw", "withdrawCheckForSession",
		"Retira la cuenta de la mesa para que siga pidiendo, mientras nadie esté pagando. Lo pagado queda pagado.", httpx.FloorStaff,
		h.waiterWithdrawCheck, httpx.Fails{400, 404, 409})
	httpx.Route(api, "POST /api/waiter/payments/manual", "recordManualPayment", "Anota un pago hecho en la mesa.",
		httpx.FloorStaff, h.manualPayment, httpx.Fails{400, 404, 409})
	httpx.Route(api, "POST /api/waiter/sessions/{session_id}/discount", "applyDiscount", "Descuenta parte de la cuenta.",
		httpx.Managers, h.discount, httpx.Fails{400, 404, 409})
}

type waiterCheckInput struct {
	httpx.SessionPath
	dispatch.Keyed
}

// WaiterRequestCheckResponse is the bill that a waiter asked for, or withdrew: then it is OPEN.
type WaiterRequestCheckResponse struct {
	CheckID    int64       `json:"check_id"`
	SessionID  int64       `json:"session_id"`
	TotalCents money.Cents `json:"total_cents"`
	PaidCents  money.Cents `json:"paid_cents"`
	Status     string      `json:"status" enum:"OPEN,REQUESTED,IN_PAYMENT,PAID,FAILED"`
	ItemsCount int         `json:"items_count" doc:"Renglones de la cuenta."`
}

type waiterCheckOutput struct {
	Body WaiterRequestCheckResponse
}

func (h *Handlers) waiterRequestCheck(ctx context.Context, in *waiterCheckInput) (*waiterCheckOutput, error) {
	return h.sendForWaiter(ctx, in, tablesession.RequestCheck{})
}

func (h *Handlers) waiterWithdrawCheck(ctx context.Context, in *waiterCheckInput) (*waiterCheckOutput, error) {
	return h.sendForWaiter(ctx, in, tablesession.WithdrawCheck{})
}

// sendForWaiter sends a command about a session's check and reads how the check stands.
func (h *Handlers) sendForWaiter(ctx context.Context, in *waiterCheckInput, c tablesession.Command) (*waiterCheckOutput, error) {
	head, err := h.Store.SessionFor(ctx, access.StaffFrom(ctx), in.SessionID)
	if err != nil {
		return nil, err
	}
	if _, err := h.Dispatcher.Send(ctx, dispatch.FromStaff(ctx, dispatch.PlaceOf(head), httpx.FloorRoles, in.Keyed), c); err != nil {
		return nil, err
	}
	bill, err := readmodel.CheckDetail(ctx, h.Store, head.TenantID, head.ID)
	return &waiterCheckOutput{WaiterRequestCheckResponse{
		CheckID: bill.ID, SessionID: head.ID, TotalCents: bill.TotalCents, PaidCents: bill.PaidCents,
		Status: bill.Status, ItemsCount: len(bill.Items),
	}}, err
}

// ManualPaymentRequest is money that a waiter took.
type ManualPaymentRequest struct {
	CheckID      int64       `json:"check_id" minimum:"1"`
	AmountCents  money.Cents `json:"amount_cents" minimum:"1"`
	ManualMethod string      `json:"manual_method" enum:"CASH,CARD_PHYSICAL,TRANSFER_EXTERNAL,OTHER_MANUAL"`
	DinerID      *int64      `json:"diner_id" required:"false" minimum:"1" doc:"De quién es el pago: salda primero lo suyo."`
	Notes        *string     `json:"notes" required:"false" maxLength:"500"`
	TipCents     money.Cents `json:"tip_cents" required:"false" minimum:"0" doc:"Propina, además de amount_cents."`
}

type manualPaymentInput struct {
	dispatch.Keyed
	Body ManualPaymentRequest
}

// ManualPaymentResponse is the payment, and what is left of the check.
type ManualPaymentResponse struct {
	PaymentID            int64       `json:"payment_id"`
	CheckID              int64       `json:"check_id"`
	AmountCents          money.Cents `json:"amount_cents"`
	ManualMethod         string      `json:"manual_method" enum:"CASH,CARD_PHYSICAL,TRANSFER_EXTERNAL,OTHER_MANUAL"`
	Status               string      `json:"status" enum:"PENDING,APPROVED,REJECTED"`
	PaymentCategory      string      `json:"payment_category" enum:"DIGITAL,MANUAL"`
	RegisteredBy         string      `json:"registered_by" enum:"SYSTEM,DINER,WAITER"`
	RegisteredByWaiterID int64       `json:"registered_by_waiter_id"`
	CheckStatus          string      `json:"check_status" enum:"OPEN,REQUESTED,IN_PAYMENT,PAID,FAILED"`
	CheckTotalCents      money.Cents `json:"check_total_cents"`
	CheckPaidCents       money.Cents `json:"check_paid_cents"`
	CheckRemainingCents  money.Cents `json:"check_remaining_cents"`
	TipCents             money.Cents `json:"tip_cents"`
}

type manualPaymentOutput struct {
	Body ManualPaymentResponse
}

func (h *Handlers) manualPayment(ctx context.Context, in *manualPaymentInput) (*manualPaymentOutput, error) {
	paid, err := h.takePayment(ctx, in.Keyed, tablesession.Pay{
		CheckID: in.Body.CheckID, Provider: in.Body.ManualMethod, Cents: in.Body.AmountCents, Tip: in.Body.TipCents,
		DinerID: httpx.Deref(in.Body.DinerID), Notes: strings.TrimSpace(httpx.Deref(in.Body.Notes)),
	})
	return &manualPaymentOutput{ManualPaymentResponse{
		PaymentID: paid.ID, CheckID: paid.CheckID, AmountCents: paid.AmountCents - paid.TipCents,
		ManualMethod: httpx.Deref(paid.ManualMethod), TipCents: paid.TipCents,
		Status: paid.Status, PaymentCategory: paid.PaymentCategory, RegisteredBy: paid.RegisteredBy,
		RegisteredByWaiterID: httpx.Deref(paid.RegisteredByWaiterID), CheckStatus: paid.CheckStatus,
		CheckTotalCents: paid.CheckTotalCents, CheckPaidCents: paid.CheckPaidCents,
		CheckRemainingCents: paid.CheckTotalCents - paid.CheckPaidCents,
	}}, err
}

// ApplyDiscountRequest takes part of a bill off. What kinds and values there are
// is the session's to say, with 400.
type ApplyDiscountRequest struct {
	DiscountType string `json:"discount_type" maxLength:"20" doc:"PERCENT (de 1 a 100) o AMOUNT (centavos, hasta el total)."`
	Value        int64  `json:"value"`
	Reason       string `json:"reason" maxLength:"500"`
}

type discountInput struct {
	httpx.SessionPath
	dispatch.Keyed
	Body ApplyDiscountRequest
}

// ApplyDiscountResponse says what the bill came to.
type ApplyDiscountResponse struct {
	Success             bool   `json:"success"`
	SessionID           int64  `json:"session_id"`
	CheckID             int64  `json:"check_id"`
	DiscountType        string `json:"discount_type"`
	DiscountValue       int64  `json:"discount_value"`
	DiscountAmountCents int64  `json:"discount_amount_cents"`
	OldTotalCents       int64  `json:"old_total_cents"`
	NewTotalCents       int64  `json:"new_total_cents"`
	Message             string `json:"message"`
}

type discountOutput struct {
	Body ApplyDiscountResponse
}

func (h *Handlers) discount(ctx context.Context, in *discountInput) (*discountOutput, error) {
	head, err := h.Store.SessionFor(ctx, access.StaffFrom(ctx), in.SessionID)
	if err != nil {
		return nil, err
	}
	grant := tablesession.GrantDiscount{Kind: in.Body.DiscountType, Value: in.Body.Value, Reason: strings.TrimSpace(in.Body.Reason)}
	answer, err := h.Dispatcher.Send(ctx, dispatch.FromStaff(ctx, dispatch.PlaceOf(head), httpx.ManagingRoles, in.Keyed), grant)
	if err != nil {
		return nil, err
	}
	return &discountOutput{ApplyDiscountResponse{
		Success: true, SessionID: head.ID, CheckID: answer.CheckID, DiscountType: grant.Kind, DiscountValue: grant.Value,
		DiscountAmountCents: answer.DiscountCents, OldTotalCents: answer.OldTotalCents, NewTotalCents: answer.NewTotalCents,
		Message: "Descuento aplicado: la cuenta queda en " + money.Cents(answer.NewTotalCents).String() + ".",
	}}, nil
}
