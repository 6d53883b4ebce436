package catalogue

import (
	"context"
	"net/http"

	"integrador/api/entity"
	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/domain/catalog"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

const allergensPath = "/api/admin/allergens"

func (h *Handlers) allergenRoutes(api *httpx.API) {
	httpx.Handle(api, httpx.Operation{
		ID: "listAllergens", Method: http.MethodGet, Path: allergensPath, Access: httpx.Staff().OrKey(access.ReadMenu),
		Summary: "Lista los alérgenos del restaurante con sus reacciones cruzadas.",
	}, h.allergens)
	httpx.Handle(api, httpx.Operation{
		ID: "getAllergen", Method: http.MethodGet, Path: allergensPath + "/{id}", Access: httpx.Staff(),
		Summary: "Muestra un alérgeno.", Errors: []int{http.StatusNotFound},
	}, allergen.Show(h.Writer))
	httpx.Handle(api, httpx.Operation{
		ID: "createAllergen", Method: http.MethodPost, Path: allergensPath, Access: httpx.Staff(httpx.ManagingRoles...), Success: http.StatusCreated,
		Summary: "Crea un alérgeno.", Errors: []int{http.StatusConflict},
	}, h.createAllergen)
	httpx.Handle(api, httpx.Operation{
		ID: "updateAllergen", Method: http.MethodPatch, Path: allergensPath + "/{id}", Access: httpx.Staff(httpx.ManagingRoles...),
		Summary: "Cambia un alérgeno.", Errors: []int{http.StatusNotFound, http.StatusConflict},
	}, h.updateAllergen)
	httpx.Handle(api, httpx.Operation{
		ID: "deleteAllergen", Method: http.MethodDelete, Path: allergensPath + "/{id}", Access: httpx.Staff(access.Admin),
		Summary: "Borra un alérgeno de la carta; se puede restaurar.", Errors: []int{http.StatusNotFound},
	}, allergen.Remove(h.Writer))
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
	rows, err := q.Allergens(ctx, p)
	if err != nil {
		return nil, err
	}
	return httpx.MapOrError(rows, func(r dbgen.AllergensRow) (AllergenOutput, error) {
		reactions, err := postgres.DecodeJSON[[]CrossReactionInfo](r.CrossReactions, "cross reactions")
		return AllergenOutput{
			ID: r.ID, TenantID: r.TenantID, Name: r.Name, Icon: r.Icon, Description: r.Description,
			IsMandatory: r.IsMandatory, Severity: r.Severity, IsActive: r.IsActive, CrossReactions: reactions,
		}, err
	})
}

type allergensInput struct {
	MandatoryOnly bool `query:"mandatory_only"`
	entity.WithDeleted
}

type allergensOutput struct{ Body []AllergenOutput }

func (h *Handlers) allergens(ctx context.Context, in *allergensInput) (*allergensOutput, error) {
	rows, err := readAllergens(ctx, h.Store.Queries, dbgen.AllergensParams{
		TenantID: access.StaffFrom(ctx).TenantID, IncludeDeleted: in.IncludeDeleted, MandatoryOnly: in.MandatoryOnly,
	})
	return &allergensOutput{rows}, postgres.Fault(err)
}

type createAllergenInput struct{ Body AllergenCreate }

func (h *Handlers) createAllergen(ctx context.Context, in *createAllergenInput) (*entity.Response[AllergenOutput], error) {
	return allergen.Create(ctx, h.Writer, func(c *entity.Change) (int64, error) {
		b := in.Body
		return c.InsertAllergen(ctx, dbgen.InsertAllergenParams{
			TenantID: c.Who.TenantID, Name: b.Name, Icon: b.Icon, Description: b.Description,
			IsMandatory: b.IsMandatory, Severity: b.Severity, IsActive: *b.IsActive,
		})
	})
}

type updateAllergenInput struct {
	httpx.ByID
	Body AllergenUpdate
}

func (h *Handlers) updateAllergen(ctx context.Context, in *updateAllergenInput) (*entity.Response[AllergenOutput], error) {
	return allergen.Update(ctx, h.Writer, in.ID, func(c *entity.Change, row AllergenOutput) error {
		in.Body.Name.To(&row.Name)
		in.Body.Icon.ToNull(&row.Icon)
		in.Body.Description.ToNull(&row.Description)
		in.Body.IsMandatory.To(&row.IsMandatory)
		in.Body.Severity.To(&row.Severity)
		in.Body.IsActive.To(&row.IsActive)
		return c.UpdateAllergen(ctx, dbgen.UpdateAllergenParams{
			TenantID: row.TenantID, ID: row.ID, Name: row.Name, Icon: row.Icon, Description: row.Description,
			IsMandatory: row.IsMandatory, Severity: row.Severity, IsActive: row.IsActive,
		})
	})
}
