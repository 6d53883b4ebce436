package catalogue

import (
	"context"

	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

const catalogsPath = "/api/admin/catalogs"

// The shelves are what the tenant's products and recipes are described with. They
// come with the tenant and are only read here.
func (h *Handlers) shelfRoutes(api *httpx.API) {
	shelf(h, api, "listCookingMethods", "cooking-methods", "Lista las formas de cocción.",
		(*dbgen.Queries).CookingMethods)
	shelf(h, api, "listFlavorProfiles", "flavor-profiles", "Lista los sabores.", (*dbgen.Queries).FlavorProfiles)
	shelf(h, api, "listTextureProfiles", "texture-profiles", "Lista las texturas.", (*dbgen.Queries).TextureProfiles)
	shelf(h, api, "listCuisineTypes", "cuisine-types", "Lista los tipos de cocina.", (*dbgen.Queries).CuisineTypes)
}

func shelf[Row, P any](
	h *Handlers, api *httpx.API, id, name, summary string,
	list func(*dbgen.Queries, context.Context, P) ([]Row, error),
) {
	httpx.Route(api, "GET "+catalogsPath+"/"+name, id, summary, httpx.Staff(),
		func(ctx context.Context, in *shelfInput) (*httpx.Body[[]ShelfOutput], error) {
			page := struct{ MaxRows, Skip int32 }{in.Limit, in.Offset}
			p := httpx.CopyWith[P](page, "TenantID", access.StaffFrom(ctx).TenantID)
			rows, err := httpx.Rows[ShelfOutput](list(h.Store.Queries, ctx, p))
			return httpx.Answer(rows), postgres.Fault(err)
		})
}

// ShelfPage is embedded in the input of a list that fills a form's choices.
type ShelfPage struct {
	Limit  int32 `query:"limit" minimum:"1" maximum:"200" default:"100" doc:"Cuántas filas, como mucho."`
	Offset int32 `query:"offset" minimum:"0" maximum:"1000000" default:"0" doc:"Cuántas filas saltear."`
}

type shelfInput struct{ ShelfPage }

// ShelfOutput is a way to cook, a flavor, a texture or where a recipe comes from.
type ShelfOutput struct {
	ID          int64   `json:"id"`
	Name        string  `json:"name"`
	Description *string `json:"description"`
	Icon        *string `json:"icon"`
	IsActive    bool    `json:"is_active"`
}
