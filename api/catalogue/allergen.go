package catalogue

import (
	"context"

	"integrador/api/entity"
	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/domain/catalog"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

const allergensPath = "/api/admin/allergens"

func (h *Handlers) allergenRoutes(api *httpx.API) {
	httpx.Route(api, "GET "+allergensPath, "listAllergens",
		"Lista los alérgenos del restaurante con sus reacciones cruzadas.", httpx.Staff().OrKey(access.ReadMenu), h.allergens)
	httpx.Route(api, "GET "+allergensPath+"/{id}", "getAllergen", "Muestra un alérgeno.", httpx.Staff(),
		allergen.Show(h.Writer), httpx.Fails{404})
	httpx.Route(api, "POST "+allergensPath, "createAllergen", "Crea un alérgeno.", httpx.Managers,
		entity.Create(allergen, h.Writer, insertAllergen), httpx.Created, httpx.Fails{409})
	httpx.Route(api, "PATCH "+allergensPath+"/{id}", "updateAllergen", "Cambia un alérgeno.", httpx.Managers,
		entity.Patch[AllergenUpdate](allergen, h.Writer, saveAllergen), httpx.Fails{404, 409})
	httpx.Route(api, "DELETE "+allergensPath+"/{id}", "deleteAllergen",
		"Borra un alérgeno de la carta; se puede restaurar.", httpx.Admins, allergen.Remove(h.Writer), httpx.Fails{404})
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
	Name        httpx.Patch[string] `json:"name" required:"false" minLength:"1" maxLength:"100"`
	Icon        httpx.Patch[string] `json:"icon" required:"false" maxLength:"50"`
	Description httpx.Patch[string] `json:"description" required:"false" maxLength:"1000"`
	IsMandatory httpx.Patch[bool]   `json:"is_mandatory" required:"false"`
	Severity    httpx.Patch[string] `json:"severity" required:"false" enum:"mild,moderate,severe,critical"`
	IsActive    httpx.Patch[bool]   `json:"is_active" required:"false"`
}

var allergen = entity.Resource[AllergenOutput]{
	Kind: catalog.Allergen,
	Read: func(ctx context.Context, q *dbgen.Queries, tenant, id int64) (AllergenOutput, error) {
		return httpx.Only(readAllergens(ctx, q, dbgen.AllergensParams{TenantID: tenant, ID: &id, IncludeDeleted: true}))
	},
}

func readAllergens(ctx context.Context, q *dbgen.Queries, p dbgen.AllergensParams) ([]AllergenOutput, error) {
	return httpx.Rows[AllergenOutput](q.Allergens(ctx, p))
}

type allergensInput struct {
	MandatoryOnly bool `query:"mandatory_only"`
	entity.WithDeleted
}

func (h *Handlers) allergens(ctx context.Context, in *allergensInput) (*httpx.Body[[]AllergenOutput], error) {
	rows, err := readAllergens(ctx, h.Store.Queries, dbgen.AllergensParams{
		TenantID: access.StaffFrom(ctx).TenantID, IncludeDeleted: in.IncludeDeleted, MandatoryOnly: in.MandatoryOnly,
	})
	return httpx.Answer(rows), postgres.Fault(err)
}

func insertAllergen(ctx context.Context, c *entity.Change, b AllergenCreate) (int64, error) {
	return entity.Insert(ctx, c, c.InsertAllergen, b)
}

func saveAllergen(ctx context.Context, c *entity.Change, row AllergenOutput) error {
	return entity.Save(ctx, c, c.UpdateAllergen, row)
}
