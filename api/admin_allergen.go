package api

import (
	"context"
	"net/http"

	"integrador/internal/domain/access"
	"integrador/internal/domain/catalog"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

const allergensPath = "/api/admin/allergens"

func (s *Server) allergenRoutes(r router) {
	handle(r, operation{
		ID: "listAllergens", Method: http.MethodGet, Path: allergensPath, Access: staff().orKey(access.ReadMenu),
		Summary: "Lista los alérgenos del restaurante con sus reacciones cruzadas.",
	}, s.allergens)
	handle(r, operation{
		ID: "getAllergen", Method: http.MethodGet, Path: allergensPath + "/{id}", Access: staff(),
		Summary: "Muestra un alérgeno.", Errors: []int{http.StatusNotFound},
	}, allergen.show(s))
	handle(r, operation{
		ID: "createAllergen", Method: http.MethodPost, Path: allergensPath, Access: staff(managingRoles...), Success: http.StatusCreated,
		Summary: "Crea un alérgeno.", Errors: []int{http.StatusConflict},
	}, s.createAllergen)
	handle(r, operation{
		ID: "updateAllergen", Method: http.MethodPatch, Path: allergensPath + "/{id}", Access: staff(managingRoles...),
		Summary: "Cambia un alérgeno.", Errors: []int{http.StatusNotFound, http.StatusConflict},
	}, s.updateAllergen)
	handle(r, operation{
		ID: "deleteAllergen", Method: http.MethodDelete, Path: allergensPath + "/{id}", Access: staff(access.Admin),
		Summary: "Borra un alérgeno de la carta; se puede restaurar.", Errors: []int{http.StatusNotFound},
	}, allergen.remove(s))
}

// AllergenOutput is an allergen as the Dashboard edits it.
type AllergenOutput struct {
	ID             int64               `json:"id"`
	TenantID       int64               `json:"tenant_id"`
	Name           string              `json:"name"`
	Icon           *string             `json:"icon"`
	Description    *string             `json:"description"`
	IsMandatory    bool                `json:"is_mandatory" doc:"La ley manda declararlo."`
	Severity       string              `json:"severity"`
	IsActive       bool                `json:"is_active"`
	CrossReactions []CrossReactionInfo `json:"cross_reactions"`
}

// CrossReactionInfo is what else somebody with this allergy may react to.
type CrossReactionInfo struct {
	ID                  int64   `json:"id"`
	CrossReactsWithID   int64   `json:"cross_reacts_with_id"`
	CrossReactsWithName string  `json:"cross_reacts_with_name"`
	Probability         string  `json:"probability"`
	Notes               *string `json:"notes"`
}

// AllergenCreate is a new allergen.
type AllergenCreate struct {
	Name        string  `json:"name" minLength:"1" maxLength:"100" example:"Gluten"`
	Icon        *string `json:"icon" required:"false" maxLength:"50" example:"🌾"`
	Description *string `json:"description" required:"false" maxLength:"1000"`
	IsMandatory bool    `json:"is_mandatory" required:"false" default:"false"`
	Severity    string  `json:"severity" required:"false" default:"moderate" enum:"mild,moderate,severe,critical"`
	IsActive    *bool   `json:"is_active" required:"false" default:"true"`
}

// AllergenUpdate changes what it names.
type AllergenUpdate struct {
	Name        Patch[string] `json:"name" required:"false" minLength:"1" maxLength:"100"`
	Icon        Patch[string] `json:"icon" required:"false" maxLength:"50"`
	Description Patch[string] `json:"description" required:"false" maxLength:"1000"`
	IsMandatory Patch[bool]   `json:"is_mandatory" required:"false"`
	Severity    Patch[string] `json:"severity" required:"false" enum:"mild,moderate,severe,critical"`
	IsActive    Patch[bool]   `json:"is_active" required:"false"`
}

var allergen = entity[AllergenOutput]{
	kind: catalog.Allergen,
	read: func(ctx context.Context, q *dbgen.Queries, tenant, id int64) (AllergenOutput, error) {
		return only(readAllergens(ctx, q, dbgen.AllergensParams{TenantID: tenant, ID: &id, IncludeDeleted: true}))
	},
}

func readAllergens(ctx context.Context, q *dbgen.Queries, p dbgen.AllergensParams) ([]AllergenOutput, error) {
	rows, err := q.Allergens(ctx, p)
	if err != nil {
		return nil, err
	}
	return eachOr(rows, func(r dbgen.AllergensRow) (AllergenOutput, error) {
		reactions, err := postgres.DecodeJSON[[]CrossReactionInfo](r.CrossReactions, "cross reactions")
		return AllergenOutput{
			ID: r.ID, TenantID: r.TenantID, Name: r.Name, Icon: r.Icon, Description: r.Description,
			IsMandatory: r.IsMandatory, Severity: r.Severity, IsActive: r.IsActive, CrossReactions: reactions,
		}, err
	})
}

type allergensInput struct {
	MandatoryOnly bool `query:"mandatory_only"`
	WithDeleted
}

type allergensOutput struct{ Body []AllergenOutput }

func (s *Server) allergens(ctx context.Context, in *allergensInput) (*allergensOutput, error) {
	rows, err := readAllergens(ctx, s.store.Queries, dbgen.AllergensParams{
		TenantID: access.StaffFrom(ctx).TenantID, IncludeDeleted: in.IncludeDeleted, MandatoryOnly: in.MandatoryOnly,
	})
	return &allergensOutput{rows}, postgres.Fault(err)
}

type createAllergenInput struct{ Body AllergenCreate }

func (s *Server) createAllergen(ctx context.Context, in *createAllergenInput) (*shown[AllergenOutput], error) {
	return allergen.create(ctx, s, func(c *change) (int64, error) {
		b := in.Body
		return c.InsertAllergen(ctx, dbgen.InsertAllergenParams{
			TenantID: c.who.TenantID, Name: b.Name, Icon: b.Icon, Description: b.Description,
			IsMandatory: b.IsMandatory, Severity: b.Severity, IsActive: *b.IsActive,
		})
	})
}

type updateAllergenInput struct {
	ByID
	Body AllergenUpdate
}

func (s *Server) updateAllergen(ctx context.Context, in *updateAllergenInput) (*shown[AllergenOutput], error) {
	return allergen.update(ctx, s, in.ID, func(c *change, row AllergenOutput) error {
		in.Body.Name.to(&row.Name)
		in.Body.Icon.toNull(&row.Icon)
		in.Body.Description.toNull(&row.Description)
		in.Body.IsMandatory.to(&row.IsMandatory)
		in.Body.Severity.to(&row.Severity)
		in.Body.IsActive.to(&row.IsActive)
		return c.UpdateAllergen(ctx, dbgen.UpdateAllergenParams{
			TenantID: row.TenantID, ID: row.ID, Name: row.Name, Icon: row.Icon, Description: row.Description,
			IsMandatory: row.IsMandatory, Severity: row.Severity, IsActive: row.IsActive,
		})
	})
}
