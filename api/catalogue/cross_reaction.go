package catalogue

import (
	"context"

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
	httpx.Route(api, "GET "+crossReactionsPath, "listCrossReactions", "Lista las reacciones cruzadas entre alérgenos.",
		httpx.Staff(), h.crossReactions)
	httpx.Route(api, "POST "+crossReactionsPath, "createCrossReaction", "Anota una reacción cruzada.", httpx.Managers,
		entity.Create(crossReaction, h.Writer, insertCrossReaction), httpx.Created, httpx.Fails{400, 409})
	httpx.Route(api, "PATCH "+crossReactionsPath+"/{id}", "updateCrossReaction", "Cambia una reacción cruzada.",
		httpx.Managers, entity.Patch[CrossReactionUpdate](crossReaction, h.Writer, saveCrossReaction), httpx.Fails{404})
	httpx.Route(api, "DELETE "+crossReactionsPath+"/{id}", "deleteCrossReaction",
		"Borra una reacción cruzada; se puede restaurar.", httpx.Admins, crossReaction.Remove(h.Writer), httpx.Fails{404})
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
		return httpx.Only(readCrossReactions(ctx, q, dbgen.CrossReactionsParams{
			TenantID: tenant, ID: &id, IncludeDeleted: true,
		}))
	},
}

func readCrossReactions(
	ctx context.Context, q *dbgen.Queries, p dbgen.CrossReactionsParams,
) ([]CrossReactionOutput, error) {
	return httpx.Rows[CrossReactionOutput](q.CrossReactions(ctx, p))
}

type crossReactionsInput struct {
	AllergenID int64 `query:"allergen_id" minimum:"1"`
	entity.WithDeleted
}

func (h *Handlers) crossReactions(
	ctx context.Context, in *crossReactionsInput,
) (*httpx.Body[[]CrossReactionOutput], error) {
	rows, err := readCrossReactions(ctx, h.Store.Queries, dbgen.CrossReactionsParams{
		TenantID: access.StaffFrom(ctx).TenantID, AllergenID: httpx.Optional(in.AllergenID),
		IncludeDeleted: in.IncludeDeleted,
	})
	return httpx.Answer(rows), postgres.Fault(err)
}

var errReactsWithItself = fault.New(fault.Refused, "reacts_with_itself", "Un alérgeno no puede reaccionar consigo mismo.")

func insertCrossReaction(ctx context.Context, c *entity.Change, b CrossReactionCreate) (int64, error) {
	if b.AllergenID == b.CrossReactsWithID {
		return 0, errReactsWithItself
	}
	for _, id := range []int64{b.AllergenID, b.CrossReactsWithID} {
		if _, err := c.Reference(ctx, c.Who, catalog.Allergen, id); err != nil {
			return 0, err
		}
	}
	return entity.Insert(ctx, c, c.InsertCrossReaction, b)
}

func saveCrossReaction(ctx context.Context, c *entity.Change, row CrossReactionOutput) error {
	return entity.Save(ctx, c, c.UpdateCrossReaction, row)
}
