package api

import (
	"context"
	"net/http"

	"integrador/internal/domain/access"
	"integrador/internal/domain/catalog"
	"integrador/internal/domain/fault"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

const crossReactionsPath = allergensPath + "/cross-reactions"

func (s *Server) crossReactionRoutes(r router) {
	handle(r, operation{
		ID: "listCrossReactions", Method: http.MethodGet, Path: crossReactionsPath, Access: staff(),
		Summary: "Lista las reacciones cruzadas entre alérgenos.",
	}, s.crossReactions)
	handle(r, operation{
		ID: "createCrossReaction", Method: http.MethodPost, Path: crossReactionsPath, Access: staff(managingRoles...), Success: http.StatusCreated,
		Summary: "Anota una reacción cruzada.", Errors: []int{http.StatusBadRequest, http.StatusConflict},
	}, s.createCrossReaction)
	handle(r, operation{
		ID: "updateCrossReaction", Method: http.MethodPatch, Path: crossReactionsPath + "/{id}", Access: staff(managingRoles...),
		Summary: "Cambia una reacción cruzada.", Errors: []int{http.StatusNotFound},
	}, s.updateCrossReaction)
	handle(r, operation{
		ID: "deleteCrossReaction", Method: http.MethodDelete, Path: crossReactionsPath + "/{id}", Access: staff(access.Admin),
		Summary: "Borra una reacción cruzada; se puede restaurar.", Errors: []int{http.StatusNotFound},
	}, crossReaction.remove(s))
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
	Probability Patch[string] `json:"probability" required:"false" enum:"low,medium,high"`
	Notes       Patch[string] `json:"notes" required:"false" maxLength:"1000"`
}

var crossReaction = entity[CrossReactionOutput]{
	kind: catalog.CrossReaction,
	read: func(ctx context.Context, q *dbgen.Queries, tenant, id int64) (CrossReactionOutput, error) {
		return only(readCrossReactions(ctx, q, dbgen.CrossReactionsParams{TenantID: tenant, ID: &id, IncludeDeleted: true}))
	},
}

func readCrossReactions(ctx context.Context, q *dbgen.Queries, p dbgen.CrossReactionsParams) ([]CrossReactionOutput, error) {
	rows, err := q.CrossReactions(ctx, p)
	return each(rows, func(r dbgen.CrossReactionsRow) CrossReactionOutput { return CrossReactionOutput(r) }), err
}

type crossReactionsInput struct {
	AllergenID int64 `query:"allergen_id" minimum:"1"`
	WithDeleted
}

type crossReactionsOutput struct{ Body []CrossReactionOutput }

func (s *Server) crossReactions(ctx context.Context, in *crossReactionsInput) (*crossReactionsOutput, error) {
	rows, err := readCrossReactions(ctx, s.store.Queries, dbgen.CrossReactionsParams{
		TenantID: access.StaffFrom(ctx).TenantID, AllergenID: optional(in.AllergenID), IncludeDeleted: in.IncludeDeleted,
	})
	return &crossReactionsOutput{rows}, postgres.Fault(err)
}

type createCrossReactionInput struct{ Body CrossReactionCreate }

var errReactsWithItself = fault.New(fault.Refused, "reacts_with_itself", "Un alérgeno no puede reaccionar consigo mismo.")

func (s *Server) createCrossReaction(ctx context.Context, in *createCrossReactionInput) (*shown[CrossReactionOutput], error) {
	return crossReaction.create(ctx, s, func(c *change) (int64, error) {
		b := in.Body
		if b.AllergenID == b.CrossReactsWithID {
			return 0, errReactsWithItself
		}
		for _, id := range []int64{b.AllergenID, b.CrossReactsWithID} {
			if _, err := c.Reference(ctx, c.who, catalog.Allergen, id); err != nil {
				return 0, err
			}
		}
		return c.InsertCrossReaction(ctx, dbgen.InsertCrossReactionParams{
			TenantID: c.who.TenantID, AllergenID: b.AllergenID, CrossReactsWithID: b.CrossReactsWithID, Probability: b.Probability, Notes: b.Notes,
		})
	})
}

type updateCrossReactionInput struct {
	ByID
	Body CrossReactionUpdate
}

func (s *Server) updateCrossReaction(ctx context.Context, in *updateCrossReactionInput) (*shown[CrossReactionOutput], error) {
	return crossReaction.update(ctx, s, in.ID, func(c *change, row CrossReactionOutput) error {
		in.Body.Probability.to(&row.Probability)
		in.Body.Notes.toNull(&row.Notes)
		return c.UpdateCrossReaction(ctx, dbgen.UpdateCrossReactionParams{TenantID: row.TenantID, ID: row.ID, Probability: row.Probability, Notes: row.Notes})
	})
}
