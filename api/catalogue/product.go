package catalogue

import (
	"context"
	"net/http"
	"time"

	"integrador/api/entity"
	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/domain/catalog"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

const productsPath = "/api/admin/products"

func (h *Handlers) productRoutes(api *httpx.API) {
	httpx.Handle(api, httpx.Operation{
		ID: "listProducts", Method: http.MethodGet, Path: productsPath, Access: httpx.Staff().InBranch("branch_id").OrKey(access.ReadMenu),
		Summary: "Lista los productos con su precio en cada sucursal y sus alérgenos.",
	}, h.products)
	httpx.Handle(api, httpx.Operation{
		ID: "getProduct", Method: http.MethodGet, Path: productsPath + "/{id}", Access: httpx.Staff().OrKey(access.ReadMenu),
		Summary: "Muestra un producto con todo lo que se sabe de él.", Errors: []int{http.StatusNotFound},
	}, product.Show(h.Writer))
	httpx.Handle(api, httpx.Operation{
		ID: "createProduct", Method: http.MethodPost, Path: productsPath, Access: httpx.Staff(httpx.ManagingRoles...), Success: http.StatusCreated,
		Summary: "Crea un producto con sus precios, alérgenos y perfiles.", Errors: []int{http.StatusBadRequest},
	}, h.createProduct)
	httpx.Handle(api, httpx.Operation{
		ID: "updateProduct", Method: http.MethodPatch, Path: productsPath + "/{id}", Access: httpx.Staff(httpx.ManagingRoles...),
		Summary: "Cambia un producto. Cada lista que se manda reemplaza a la que había.",
		Errors:  []int{http.StatusBadRequest, http.StatusNotFound},
	}, h.updateProduct)
	httpx.Handle(api, httpx.Operation{
		ID: "deleteProduct", Method: http.MethodDelete, Path: productsPath + "/{id}", Access: httpx.Staff(httpx.ManagingRoles...),
		Summary: "Borra un producto; se puede restaurar.", Errors: []int{http.StatusNotFound},
	}, h.deleteProduct)
}

// ProductOutput is a product as lists tell it.
type ProductOutput struct {
	ID                 int64                    `json:"id"`
	TenantID           int64                    `json:"tenant_id"`
	Name               string                   `json:"name"`
	Description        *string                  `json:"description"`
	Image              *string                  `json:"image"`
	CategoryID         int64                    `json:"category_id"`
	SubcategoryID      *int64                   `json:"subcategory_id"`
	Featured           bool                     `json:"featured"`
	Popular            bool                     `json:"popular"`
	Badge              *string                  `json:"badge"`
	Seal               *string                  `json:"seal"`
	AllergenIDs        []int64                  `json:"allergen_ids" doc:"Los que contiene."`
	Allergens          []AllergenPresenceOutput `json:"allergens"`
	RecipeID           *int64                   `json:"recipe_id"`
	InheritsFromRecipe bool                     `json:"inherits_from_recipe"`
	RecipeName         *string                  `json:"recipe_name"`
	IsActive           bool                     `json:"is_active"`
	CreatedAt          time.Time                `json:"created_at"`
	BranchPrices       []BranchPriceOutput      `json:"branch_prices"`
}

// AllergenPresenceOutput is what is known of an allergen in a product.
type AllergenPresenceOutput struct {
	AllergenID   int64   `json:"allergen_id"`
	AllergenName string  `json:"allergen_name"`
	AllergenIcon *string `json:"allergen_icon"`
	PresenceType string  `json:"presence_type" enum:"contains,may_contain,free_from"`
	RiskLevel    string  `json:"risk_level"`
}

// BranchPriceOutput is a product's price in a branch that sells it.
type BranchPriceOutput struct {
	BranchID    int64 `json:"branch_id"`
	PriceCents  int64 `json:"price_cents"`
	IsAvailable bool  `json:"is_available"`
}

func readProducts(ctx context.Context, q *dbgen.Queries, p dbgen.ProductsParams) ([]ProductOutput, error) {
	rows, err := q.Products(ctx, p)
	if err != nil {
		return nil, err
	}
	return httpx.MapOrError(rows, productOf)
}

func productOf(r dbgen.ProductsRow) (ProductOutput, error) {
	p := ProductOutput{
		ID: r.ID, TenantID: r.TenantID, Name: r.Name, Description: r.Description, Image: r.Image, CategoryID: r.CategoryID,
		SubcategoryID: r.SubcategoryID, Featured: r.Featured, Popular: r.Popular, Badge: r.Badge, Seal: r.Seal, AllergenIDs: []int64{},
		RecipeID: r.RecipeID, InheritsFromRecipe: r.InheritsFromRecipe, RecipeName: r.RecipeName, IsActive: r.IsActive, CreatedAt: r.CreatedAt,
	}
	var err error
	if p.BranchPrices, err = postgres.DecodeJSON[[]BranchPriceOutput](r.BranchPrices, "prices"); err != nil {
		return p, err
	}
	p.Allergens, err = postgres.DecodeJSON[[]AllergenPresenceOutput](r.Allergens, "allergens")
	for _, a := range p.Allergens {
		if a.PresenceType == "contains" {
			p.AllergenIDs = append(p.AllergenIDs, a.AllergenID)
		}
	}
	return p, err
}

// ProductsPage bounds a list of products. A Dashboard shows a whole carta at once.
type ProductsPage struct {
	Limit  int32 `query:"limit" minimum:"1" maximum:"500" default:"100" doc:"Cuántas filas, como mucho."`
	Offset int32 `query:"offset" minimum:"0" maximum:"1000000" default:"0" doc:"Cuántas filas saltear."`
}

type productsInput struct {
	CategoryID int64 `query:"category_id" minimum:"1"`
	BranchID   int64 `query:"branch_id" minimum:"1" doc:"Sólo los que se venden en esa sucursal."`
	entity.WithDeleted
	ProductsPage
}

type productsOutput struct{ Body []ProductOutput }

func (h *Handlers) products(ctx context.Context, in *productsInput) (*productsOutput, error) {
	rows, err := readProducts(ctx, h.Store.Queries, dbgen.ProductsParams{
		TenantID: access.StaffFrom(ctx).TenantID, CategoryID: httpx.Optional(in.CategoryID), BranchID: httpx.Optional(in.BranchID),
		IncludeDeleted: in.IncludeDeleted, MaxRows: in.Limit, Skip: in.Offset,
	})
	return &productsOutput{rows}, postgres.Fault(err)
}

type createProductInput struct{ Body ProductCreate }

func (h *Handlers) createProduct(ctx context.Context, in *createProductInput) (*entity.Response[ProductDetail], error) {
	return product.Create(ctx, h.Writer, func(c *entity.Change) (int64, error) {
		b := in.Body
		if err := placeProduct(ctx, c, b.CategoryID, b.SubcategoryID); err != nil {
			return 0, err
		}
		if err := c.ReferenceIfAny(ctx, catalog.Recipe, b.RecipeID); err != nil {
			return 0, err
		}
		id, err := c.InsertProduct(ctx, dbgen.InsertProductParams{
			TenantID: c.Who.TenantID, Name: b.Name, Description: b.Description, Image: b.Image.OrNull(), CategoryID: b.CategoryID,
			SubcategoryID: b.SubcategoryID, Featured: b.Featured, Popular: b.Popular, Badge: b.Badge, Seal: b.Seal,
			RecipeID: b.RecipeID, InheritsFromRecipe: b.InheritsFromRecipe, IsActive: *b.IsActive,
		})
		if err != nil {
			return 0, err
		}
		return id, b.parts().save(ctx, c, id)
	})
}

type updateProductInput struct {
	httpx.ByID
	Body ProductUpdate
}

func (h *Handlers) updateProduct(ctx context.Context, in *updateProductInput) (*entity.Response[ProductDetail], error) {
	return product.Update(ctx, h.Writer, in.ID, func(c *entity.Change, row ProductDetail) error {
		before, err := c.OffersOf(ctx, row.TenantID, row.ID)
		if err != nil {
			return err
		}
		if in.Body.onlyPrices() {
			err = in.Body.parts().save(ctx, c, row.ID)
		} else {
			err = alterProduct(ctx, c, row.ProductOutput, in.Body)
		}
		if err != nil {
			return err
		}
		return publishOffers(ctx, c, row.ID, before)
	})
}

// deleteProduct is a manager's where all of it is: in branches of the token.
func (h *Handlers) deleteProduct(ctx context.Context, in *httpx.ByID) (*struct{}, error) {
	return nil, product.Retire(ctx, h.Writer, in.ID, func(c *entity.Change, e postgres.Entity) error {
		row, err := product.Read(ctx, c.Queries, c.Who.TenantID, e.ID)
		if err != nil {
			return err
		}
		if _, err := c.Reference(ctx, c.Who, catalog.Category, row.CategoryID); err != nil {
			return err
		}
		for _, p := range row.BranchPrices {
			if err := c.Who.InBranch(p.BranchID); err != nil {
				return err
			}
		}
		before, err := c.OffersOf(ctx, row.TenantID, row.ID)
		if err != nil {
			return err
		}
		return emitAll(ctx, c, before.Changes(postgres.Offers{}, row.ID))
	})
}
