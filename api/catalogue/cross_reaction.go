package catalogue

import (
	"context"
	"net/http"

	"integrador/api/entity"
	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/domain/catalog"
	"integrador/internal/domain/fault"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

const crossReactionsPath = allergensPath + "/cross-reactions"

func (h *Handlers) crossReactionRoutes(api *httpx.API) {
	httpx.Handle(api, httpx.Operation{
		ID: "listCrossReactions", Method: http.MethodGet, Path: crossReactionsPath, Access: httpx.Staff(),
		Summary: "Lista las reacciones cruzadas entre alérgenos.",
	}, h.crossReactions)
	httpx.Handle(api, httpx.Operation{
		ID: "createCrossReaction", Method: http.MethodPost, Path: crossReactionsPath, Access: httpx.Staff(httpx.ManagingRoles...), Success: http.StatusCreated,
		Summary: "Anota una reacción cruzada.", Errors: []int{http.StatusBadRequest, http.StatusConflict},
	}, h.createCrossReaction)
	httpx.Handle(api, httpx.Operation{
		ID: "updateCrossReaction", Method: http.MethodPatch, Path: crossReactionsPath + "/{id}", Access: httpx.Staff(httpx.ManagingRoles...),
		Summary: "Cambia una reacción cruzada.", Errors: []int{http.StatusNotFound},
	}, h.updateCrossReaction)
	httpx.Handle(api, httpx.Operation{
		ID: "deleteCrossReaction", Method: http.MethodDelete, Path: crossReactionsPath + "/{id}", Access: httpx.Staff(access.Admin),
		Summary: "Borra una reacción cruzada; se puede restaurar.", Errors: []int{http.StatusNotFound},
	}, crossReaction.Remove(h.Writer))
}

// CrossReactionOutput is one cross reaction.
type CrossReactionOutput struct {
	ID                  int64   `json:"id"`
	TenantID            int64   `json:"tenant_id"`
	AllergenID          int64   `json:"allergen_id"`
	AllergenName        string  `json:"allergen_name"`
	CrossReactsWithID   int64   `json:"cross_reacts_with_id"`
	CrossReactsWithName string  `json:"cross_reacts_with_name"`
	Probability         string  `json:"probability"`
	Notes               *string `json:"notes"`
	IsActive            bool    `json:"is_active"`
}

// CrossReactionCreate says that who reacts to one allergen may react to another.
type CrossReactionCreate struct {
	AllergenID        int64   `json:"allergen_id"`
	CrossReactsWithID int64   `json:"cross_reacts_with_id"`
	Probability       string  `json:"probability" required:"false" default:"medium" enum:"low,medium,high"`
	Notes             *string `json:"notes" required:"false" maxLength:"1000"`
}

// CrossReactionUpdate changes what it names.
type CrossReactionUpdate struct {
	Probability httpx.Patch[string] `json:"probability" required:"false" enum:"low,medium,high"`
	Notes       httpx.Patch[string] `json:"notes" required:"false" maxLength:"1000"`
}

var crossReaction = entity.Resource[CrossReactionOutput]{
	Kind: catalog.CrossReaction,
	Read: func(ctx context.Context, q *dbgen.Queries, tenant, id int64) (CrossReactionOutput, error) {
		return httpx.Only(readCrossReactions(ctx, q, dbgen.CrossReactionsParams{TenantID: tenant, ID: &id, IncludeDeleted: true}))
	},
}

func readCrossReactions(ctx context.Context, q *dbgen.Queries, p dbgen.CrossReactionsParams) ([]CrossReactionOutput, error) {
	rows, err := q.CrossReactions(ctx, p)
	return httpx.Map(rows, func(r dbgen.CrossReactionsRow) CrossReactionOutput { return CrossReactionOutput(r) }), err
}

type crossReactionsInput struct {
	AllergenID int64 `query:"allergen_id" minimum:"1"`
	entity.WithDeleted
}

type crossReactionsOutput struct{ Body []CrossReactionOutput }

func (h *Handlers) crossReactions(ctx context.Context, in *crossReactionsInput) (*crossReactionsOutput, error) {
	rows, err := readCrossReactions(ctx, h.Store.Queries, dbgen.CrossReactionsParams{
		TenantID: access.StaffFrom(ctx).TenantID, AllergenID: httpx.Optional(in.AllergenID), IncludeDeleted: in.IncludeDeleted,
	})
	return &crossReactionsOutput{rows}, postgres.Fault(err)
}

type createCrossReactionInput struct{ Body CrossReactionCreate }

var errReactsWithItself = fault.New(fault.Refused, "reacts_with_itself", "Un alérgeno no puede reaccionar consigo mismo.")

func (h *Handlers) createCrossReaction(ctx context.Context, in *createCrossReactionInput) (*entity.Response[CrossReactionOutput], error) {
	return crossReaction.Create(ctx, h.Writer, func(c *entity.Change) (int64, error) {
		b := in.Body
		if b.AllergenID == b.CrossReactsWithID {
			return 0, errReactsWithItself
		}
		for _, id := range []int64{b.AllergenID, b.CrossReactsWithID} {
			if _, err := c.Reference(ctx, c.Who, catalog.Allergen, id); err != nil {
				return 0, err
			}
		}
		return c.InsertCrossReaction(ctx, dbgen.InsertCrossReactionParams{
			TenantID: c.Who.TenantID, AllergenID: b.AllergenID, CrossReactsWithID: b.CrossReactsWithID, Probability: b.Probability, Notes: b.Notes,
		})
	})
}

type updateCrossReactionInput struct {
	httpx.ByID
	Body CrossReactionUpdate
}

func (h *Handlers) updateCrossReaction(ctx context.Context, in *updateCrossReactionInput) (*entity.Response[CrossReactionOutput], error) {
	return crossReaction.Update(ctx, h.Writer, in.ID, func(c *entity.Change, row CrossReactionOutput) error {
		in.Body.Probability.To(&row.Probability)
		in.Body.Notes.ToNull(&row.Notes)
		return c.UpdateCrossReaction(ctx, dbgen.UpdateCrossReactionParams{TenantID: row.TenantID, ID: row.ID, Probability: row.Probability, Notes: row.Notes})
	})
}
