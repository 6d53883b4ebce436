package report

import (
	"context"
	"time"

	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/domain/money"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

func (h *Handlers) feedbackRoutes(api *httpx.API) {
	httpx.Route(api, "GET /api/admin/feedback", "listFeedback",
		"Lista las opiniones de los clientes, las más nuevas primero, con los datos de la visita.",
		httpx.Managers.InBranch("branch_id"), h.feedback)
}

// FeedbackOutput is what guests said of a visit, and what is known of it.
type FeedbackOutput struct {
	ID         int64       `json:"id"`
	BranchID   int64       `json:"branch_id"`
	SessionID  int64       `json:"session_id"`
	Rating     int         `json:"rating" minimum:"1" maximum:"5"`
	Comment    *string     `json:"comment"`
	CreatedAt  time.Time   `json:"created_at"`
	TableCode  string      `json:"table_code"`
	OpenedAt   time.Time   `json:"opened_at"`
	ClosedAt   *time.Time  `json:"closed_at" doc:"null: siguen en la mesa."`
	WaiterName *string     `json:"waiter_name"`
	Diners     int         `json:"diners"`
	Rounds     int         `json:"rounds"`
	TotalCents money.Cents `json:"total_cents" doc:"Lo que dice la cuenta de la visita; 0 si no la pidieron."`
}

type feedbackInput struct {
	BranchID  int64 `query:"branch_id" minimum:"1" doc:"Una sucursal; sin ella, todas las tuyas."`
	MaxRating int32 `query:"max_rating" minimum:"1" maximum:"5" default:"5" doc:"Hasta qué puntaje; 2 muestra las malas."`
	BeforeID  int64 `query:"before_id" minimum:"1" doc:"Las anteriores a esta, para ver la página siguiente."`
	Limit     int32 `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

type feedbackOutput struct{ Body []FeedbackOutput }

func (h *Handlers) feedback(ctx context.Context, in *feedbackInput) (*feedbackOutput, error) {
	who := access.StaffFrom(ctx)
	reach, err := postgres.ScopeOf(who, httpx.Optional(in.BranchID))
	if err != nil {
		return nil, err
	}
	rows, err := h.Store.Feedback(ctx, dbgen.FeedbackParams{
		TenantID: who.TenantID, EveryBranch: reach.EveryBranch, BranchIds: reach.Branches,
		Most: &in.MaxRating, BeforeID: httpx.Optional(in.BeforeID), MaxRows: in.Limit,
	})
	if err != nil {
		return nil, postgres.Fault(err)
	}
	return &feedbackOutput{httpx.Map(rows, func(r dbgen.FeedbackRow) FeedbackOutput {
		return FeedbackOutput{
			ID: r.ID, BranchID: r.BranchID, SessionID: r.SessionID, Rating: int(r.Rating), Comment: r.Comment, CreatedAt: r.CreatedAt,
			TableCode: r.TableCode, OpenedAt: r.OpenedAt, ClosedAt: r.ClosedAt, WaiterName: httpx.Optional(r.WaiterName),
			Diners: int(r.Diners), Rounds: int(r.Rounds), TotalCents: money.Cents(r.SpentCents),
		}
	})}, nil
}
