package cash

import (
	"context"
	"strings"
	"time"

	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/domain/fault"
	"integrador/internal/domain/money"
	"integrador/internal/platform/postgres"
	"integrador/internal/readmodel"
)

const cashPath = "/api/admin/cash"

func (h *Handlers) cashRoutes(api *httpx.API) {
	httpx.Route(api, "POST "+cashPath+"/open", "openCashDrawer", "Abre una caja con el efectivo que tiene.",
		httpx.Managers, h.openCash, httpx.Created, httpx.Fails{400, 404})
	httpx.Route(api, "POST "+cashPath+"/movement", "recordCashMovement",
		"Anota dinero que entra a una caja o sale de ella.", httpx.Managers, h.cashMovement, httpx.Created,
		httpx.Fails{400, 404})
	httpx.Route(api, "POST "+cashPath+"/close", "closeCashDrawer",
		"Cierra una caja con lo que se contó; dice cuánto falta o sobra.", httpx.Managers, h.closeCash, httpx.Fails{400, 404})
	httpx.Route(api, "GET "+cashPath+"/current", "getCurrentCashDrawer", "La caja abierta de la sucursal.",
		httpx.Managers.InBranch("branch_id"), h.currentCash)
	httpx.Route(api, "GET "+cashPath+"/sessions", "listCashDrawers",
		"Las cajas de la sucursal, de la última a la primera.", httpx.Managers.InBranch("branch_id"), h.cashSessions)
	httpx.Route(api, "GET "+cashPath+"/sessions/{session_id}/summary", "getCashDrawerSummary",
		"Una caja con todos sus movimientos.", httpx.Managers, h.cashSummary, httpx.Fails{404})
}

// OpenSessionRequest opens a drawer.
type OpenSessionRequest struct {
	BranchID           int64       `json:"branch_id" minimum:"1"`
	OpeningAmountCents money.Cents `json:"opening_amount_cents" minimum:"0"`
	RegisterName       string      `json:"register_name" required:"false" default:"Caja Principal" maxLength:"80"`
}

type openCashInput struct {
	Body OpenSessionRequest
}

// OpenSessionResponse is a drawer that was opened.
type OpenSessionResponse struct {
	ID                 int64       `json:"id"`
	CashRegisterID     int64       `json:"cash_register_id"`
	Status             string      `json:"status" enum:"OPEN,CLOSED"`
	OpenedAt           time.Time   `json:"opened_at"`
	OpeningAmountCents money.Cents `json:"opening_amount_cents"`
}

type openCashOutput struct {
	Body OpenSessionResponse
}

func (h *Handlers) openCash(ctx context.Context, in *openCashInput) (*openCashOutput, error) {
	who := access.StaffFrom(ctx)
	if err := h.ownBranch(ctx, who, in.Body.BranchID); err != nil {
		return nil, err
	}
	name := strings.TrimSpace(in.Body.RegisterName)
	if name == "" {
		name = "Caja Principal"
	}
	opened, err := h.Store.OpenCashDrawer(ctx, who, in.Body.BranchID, name, in.Body.OpeningAmountCents)
	return &openCashOutput{OpenSessionResponse(opened)}, err
}

// ownBranch refuses a branch that a body names and that is not the person's, or
// not there.
func (h *Handlers) ownBranch(ctx context.Context, who access.Staff, branch int64) error {
	there, err := h.Store.BranchIsThere(ctx, branch, who.TenantID)
	switch {
	case err != nil:
		return postgres.Fault(err)
	case !there:
		return fault.New(fault.NotFound, "branch_not_found", "No encontramos esa sucursal.")
	}
	return who.InBranch(branch)
}

// RecordMovementRequest is money that enters a drawer or leaves it.
type RecordMovementRequest struct {
	SessionID     int64         `json:"session_id" minimum:"1"`
	MovementType  string        `json:"movement_type" enum:"SALE,TIP,DEPOSIT,REFUND,WITHDRAWAL,EXPENSE,TIP_OUT" doc:"Entran SALE, TIP y DEPOSIT; salen las demás."`
	AmountCents   money.Cents   `json:"amount_cents" minimum:"1"`
	PaymentMethod PaymentMethod `json:"payment_method"`
	Description   *string       `json:"description" required:"false" maxLength:"500"`
	ReferenceType *string       `json:"reference_type" required:"false" maxLength:"40"`
	ReferenceID   *int64        `json:"reference_id" required:"false"`
}

type cashMovementInput struct {
	Body RecordMovementRequest
}

// RecordMovementResponse is the movement as it was noted.
type RecordMovementResponse struct {
	ID            int64       `json:"id"`
	MovementType  string      `json:"movement_type"`
	AmountCents   money.Cents `json:"amount_cents"`
	PaymentMethod string      `json:"payment_method"`
	Description   *string     `json:"description"`
	CreatedAt     time.Time   `json:"created_at"`
}

type cashMovementOutput struct {
	Body RecordMovementResponse
}

func (h *Handlers) cashMovement(ctx context.Context, in *cashMovementInput) (*cashMovementOutput, error) {
	m, err := h.Store.RecordCashMovement(ctx, access.StaffFrom(ctx), postgres.CashEntry{
		SessionID: in.Body.SessionID, Type: in.Body.MovementType, Method: in.Body.PaymentMethod.name(),
		Description: strings.TrimSpace(httpx.Deref(in.Body.Description)), RefType: httpx.Deref(in.Body.ReferenceType), RefID: in.Body.ReferenceID, Cents: in.Body.AmountCents,
	})
	return &cashMovementOutput{RecordMovementResponse(m)}, err
}

// CloseSessionRequest is what was counted in a drawer.
type CloseSessionRequest struct {
	SessionID         int64       `json:"session_id" minimum:"1"`
	ActualAmountCents money.Cents `json:"actual_amount_cents" minimum:"0"`
	Notes             *string     `json:"notes" required:"false" maxLength:"1000"`
}

type closeCashInput struct {
	Body CloseSessionRequest
}

type cashSessionOutput struct {
	Body readmodel.CashSession
}

func (h *Handlers) closeCash(ctx context.Context, in *closeCashInput) (*cashSessionOutput, error) {
	who := access.StaffFrom(ctx)
	if err := h.Store.CloseCashDrawer(ctx, who, in.Body.SessionID, in.Body.ActualAmountCents, strings.TrimSpace(httpx.Deref(in.Body.Notes))); err != nil {
		return nil, err
	}
	drawer, err := readmodel.CashDrawer(ctx, h.Store, who, in.Body.SessionID)
	return &cashSessionOutput{drawer}, err
}

// OfBranch names a branch in the query.
type OfBranch struct {
	BranchID int64 `query:"branch_id" required:"true" minimum:"1"`
}

// CurrentCashResponse is the open drawer, or null.
type CurrentCashResponse struct {
	Session any `json:"session" doc:"La caja abierta, o null."`
}

type currentCashOutput struct {
	Body CurrentCashResponse
}

func (h *Handlers) currentCash(ctx context.Context, in *OfBranch) (*currentCashOutput, error) {
	who := access.StaffFrom(ctx)
	if err := h.ownBranch(ctx, who, in.BranchID); err != nil {
		return nil, err
	}
	till, err := readmodel.CurrentCashDrawer(ctx, h.Store, who.TenantID, in.BranchID)
	out := &currentCashOutput{}
	if till != nil {
		out.Body.Session = till
	}
	return out, err
}

type cashSessionsInput struct {
	OfBranch
	httpx.Page
}

type cashSessionsOutput struct {
	Body []readmodel.CashSession
}

func (h *Handlers) cashSessions(ctx context.Context, in *cashSessionsInput) (*cashSessionsOutput, error) {
	who := access.StaffFrom(ctx)
	if err := h.ownBranch(ctx, who, in.BranchID); err != nil {
		return nil, err
	}
	tills, err := readmodel.CashDrawers(ctx, h.Store, who.TenantID, in.BranchID, in.Limit, in.Offset)
	return &cashSessionsOutput{tills}, err
}

type cashSummaryOutput struct {
	Body readmodel.CashSummary
}

func (h *Handlers) cashSummary(ctx context.Context, in *httpx.SessionPath) (*cashSummaryOutput, error) {
	sum, err := readmodel.CashDrawerSummary(ctx, h.Store, access.StaffFrom(ctx), in.SessionID)
	return &cashSummaryOutput{sum}, err
}
