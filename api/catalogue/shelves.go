package catalogue

import (
	"context"
	"net/http"

	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

const catalogsPath = "/api/admin/catalogs"

// The shelves are what the tenant's products and recipes are described with. They
// come with the tenant and are only read here.
func (h *Handlers) shelfRoutes(api *httpx.API) {
	shelf(api, "listCookingMethods", "cooking-methods", "Lista las formas de cocción.", h.cookingMethods)
	shelf(api, "listFlavorProfiles", "flavor-profiles", "Lista los sabores.", h.flavorProfiles)
	shelf(api, "listTextureProfiles", "texture-profiles", "Lista las texturas.", h.textureProfiles)
	shelf(api, "listCuisineTypes", "cuisine-types", "Lista los tipos de cocina.", h.cuisineTypes)
}

func shelf[Out any](api *httpx.API, id, name, summary string, h func(context.Context, *shelfInput) (*Out, error)) {
	httpx.Handle(api, httpx.Operation{ID: id, Method: http.MethodGet, Path: catalogsPath + "/" + name, Access: httpx.Staff(), Summary: summary}, h)
}

// ShelfPage is embedded in the input of a list that fills a form's choices.
type ShelfPage struct {
	Limit  int32 `query:"limit" minimum:"1" maximum:"200" default:"100" doc:"Cuántas filas, como mucho."`
	Offset int32 `query:"offset" minimum:"0" maximum:"1000000" default:"0" doc:"Cuántas filas saltear."`
}

type shelfInput struct{ ShelfPage }

// CookingMethodOutput is a way to cook.
type CookingMethodOutput struct {
	ID          int64   `json:"id"`
	Name        string  `json:"name"`
	Description *string `json:"description"`
	Icon        *string `json:"icon"`
	IsActive    bool    `json:"is_active"`
}

type cookingMethodsOutput struct{ Body []CookingMethodOutput }

func (h *Handlers) cookingMethods(ctx context.Context, in *shelfInput) (*cookingMethodsOutput, error) {
	rows, err := h.Store.CookingMethods(ctx, dbgen.CookingMethodsParams{
		TenantID: access.StaffFrom(ctx).TenantID, MaxRows: in.Limit, Skip: in.Offset,
	})
	return &cookingMethodsOutput{httpx.Map(rows, func(r dbgen.CookingMethodsRow) CookingMethodOutput { return CookingMethodOutput(r) })}, postgres.Fault(err)
}

// FlavorProfileOutput is how a dish can taste.
type FlavorProfileOutput struct {
	ID          int64   `json:"id"`
	Name        string  `json:"name"`
	Description *string `json:"description"`
	Icon        *string `json:"icon"`
	IsActive    bool    `json:"is_active"`
}

type flavorProfilesOutput struct{ Body []FlavorProfileOutput }

func (h *Handlers) flavorProfiles(ctx context.Context, in *shelfInput) (*flavorProfilesOutput, error) {
	rows, err := h.Store.FlavorProfiles(ctx, dbgen.FlavorProfilesParams{
		TenantID: access.StaffFrom(ctx).TenantID, MaxRows: in.Limit, Skip: in.Offset,
	})
	return &flavorProfilesOutput{httpx.Map(rows, func(r dbgen.FlavorProfilesRow) FlavorProfileOutput { return FlavorProfileOutput(r) })}, postgres.Fault(err)
}

// TextureProfileOutput is how a dish can feel.
type TextureProfileOutput struct {
	ID          int64   `json:"id"`
	Name        string  `json:"name"`
	Description *string `json:"description"`
	Icon        *string `json:"icon"`
	IsActive    bool    `json:"is_active"`
}

type textureProfilesOutput struct{ Body []TextureProfileOutput }

func (h *Handlers) textureProfiles(ctx context.Context, in *shelfInput) (*textureProfilesOutput, error) {
	rows, err := h.Store.TextureProfiles(ctx, dbgen.TextureProfilesParams{
		TenantID: access.StaffFrom(ctx).TenantID, MaxRows: in.Limit, Skip: in.Offset,
	})
	return &textureProfilesOutput{httpx.Map(rows, func(r dbgen.TextureProfilesRow) TextureProfileOutput { return TextureProfileOutput(r) })}, postgres.Fault(err)
}

// CuisineTypeOutput is where a recipe comes from.
type CuisineTypeOutput struct {
	ID          int64   `json:"id"`
	Name        string  `json:"name"`
	Description *string `json:"description"`
	Icon        *string `json:"icon"`
	IsActive    bool    `json:"is_active"`
}

type cuisineTypesOutput struct{ Body []CuisineTypeOutput }

func (h *Handlers) cuisineTypes(ctx context.Context, in *shelfInput) (*cuisineTypesOutput, error) {
	rows, err := h.Store.CuisineTypes(ctx, dbgen.CuisineTypesParams{
		TenantID: access.StaffFrom(ctx).TenantID, MaxRows: in.Limit, Skip: in.Offset,
	})
	return &cuisineTypesOutput{httpx.Map(rows, func(r dbgen.CuisineTypesRow) CuisineTypeOutput { return CuisineTypeOutput(r) })}, postgres.Fault(err)
}
