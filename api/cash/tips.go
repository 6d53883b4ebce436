package cash

import (
	"context"
	"time"

	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/domain/fault"
	"integrador/internal/domain/money"
	"integrador/internal/platform/postgres"
	"integrador/internal/readmodel"
)

const tipsPath = "/api/admin/tips"

func (h *Handlers) tipRoutes(api *httpx.API) {
	httpx.Route(api, "POST "+tipsPath, "recordTip", "Anota una propina que no vino con un pago.", httpx.Managers,
		h.recordTip, httpx.Created, httpx.Fails{400})
	httpx.Route(api, "GET "+tipsPath, "listTips", "Las propinas, de la última a la primera.",
		httpx.Managers.InBranch("branch_id"), h.tips, httpx.Fails{400})
	httpx.Route(api, "GET "+tipsPath+"/report", "getTipReport",
		"Cuánto entró en propinas, por medio de pago y por persona.", httpx.Managers.InBranch("branch_id"), h.tipReport,
		httpx.Fails{400})
}

// RecordTipRequest is a tip that came with no payment.
type RecordTipRequest struct {
	BranchID       int64         `json:"branch_id" minimum:"1"`
	AmountCents    money.Cents   `json:"amount_cents" minimum:"1"`
	PaymentMethod  PaymentMethod `json:"payment_method"`
	WaiterID       *int64        `json:"waiter_id" required:"false" minimum:"1"`
	TableSessionID *int64        `json:"table_session_id" required:"false" minimum:"1"`
	CheckID        *int64        `json:"check_id" required:"false" minimum:"1"`
}

type recordTipInput struct {
	Body RecordTipRequest
}

// RecordTipResponse is the tip as it was noted.
type RecordTipResponse struct {
	ID            int64       `json:"id"`
	AmountCents   money.Cents `json:"amount_cents"`
	PaymentMethod string      `json:"payment_method"`
	WaiterID      *int64      `json:"waiter_id"`
	CreatedAt     time.Time   `json:"created_at"`
}

type recordTipOutput struct {
	Body RecordTipResponse
}

func (h *Handlers) recordTip(ctx context.Context, in *recordTipInput) (*recordTipOutput, error) {
	who := access.StaffFrom(ctx)
	if err := h.ownBranch(ctx, who, in.Body.BranchID); err != nil {
		return nil, err
	}
	tip, err := h.Store.RecordTip(ctx, who, postgres.NewTip{
		BranchID: in.Body.BranchID, Cents: in.Body.AmountCents, Method: in.Body.PaymentMethod.name(),
		WaiterID: in.Body.WaiterID, Session: in.Body.TableSessionID, CheckID: in.Body.CheckID,
	})
	return &recordTipOutput{RecordTipResponse(tip)}, err
}

// Days bound a list by calendar days of the branch, both included.
type Days struct {
	From string `query:"date_from" format:"date" doc:"AAAA-MM-DD"`
	To   string `query:"date_to" format:"date" doc:"AAAA-MM-DD"`
}

func (d Days) check() error {
	for _, day := range []string{d.From, d.To} {
		if _, err := time.Parse(time.DateOnly, day); day != "" && err != nil {
			return fault.New(fault.Invalid, "validation_error", "La fecha se escribe AAAA-MM-DD.").Because(err)
		}
	}
	return nil
}

type tipsInput struct {
	Days
	httpx.Page
	BranchID int64 `query:"branch_id" minimum:"0"`
	WaiterID int64 `query:"waiter_id" minimum:"0"`
}

type tipsOutput struct {
	Body []readmodel.Tip
}

func (h *Handlers) tips(ctx context.Context, in *tipsInput) (*tipsOutput, error) {
	if err := in.check(); err != nil {
		return nil, err
	}
	tips, err := readmodel.Tips(ctx, h.Store, access.StaffFrom(ctx), readmodel.TipFilter{
		Branch: httpx.Optional(in.BranchID), Waiter: httpx.Optional(in.WaiterID), From: in.From, To: in.To, Limit: in.Limit, Skip: in.Offset,
	})
	return &tipsOutput{tips}, err
}

type tipReportInput struct {
	Days
	OfBranch
}

type tipReportOutput struct {
	Body readmodel.TipReport
}

func (h *Handlers) tipReport(ctx context.Context, in *tipReportInput) (*tipReportOutput, error) {
	who := access.StaffFrom(ctx)
	if err := in.check(); err != nil {
		return nil, err
	}
	if err := h.ownBranch(ctx, who, in.BranchID); err != nil {
		return nil, err
	}
	report, err := readmodel.SumTips(ctx, h.Store, who.TenantID, in.BranchID, in.From, in.To)
	return &tipReportOutput{report}, err
}
