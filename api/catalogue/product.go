package catalogue

import (
	"context"
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
	httpx.Route(api, "GET "+productsPath, "listProducts",
		"Lista los productos con su precio en cada sucursal y sus alérgenos.",
		httpx.Staff().InBranch("branch_id").OrKey(access.ReadMenu), h.products)
	httpx.Route(api, "GET "+productsPath+"/{id}", "getProduct", "Muestra un producto con todo lo que se sabe de él.",
		httpx.Staff().OrKey(access.ReadMenu), product.Show(h.Writer), httpx.Fails{404})
	httpx.Route(api, "POST "+productsPath, "createProduct", "Crea un producto con sus precios, alérgenos y perfiles.",
		httpx.Managers, entity.Create(product, h.Writer, insertProduct), httpx.Created, httpx.Fails{400})
	httpx.Route(api, "PATCH "+productsPath+"/{id}", "updateProduct",
		"Cambia un producto. Cada lista que se manda reemplaza a la que había.", httpx.Managers, h.updateProduct,
		httpx.Fails{400, 404})
	httpx.Route(api, "DELETE "+productsPath+"/{id}", "deleteProduct", "Borra un producto; se puede restaurar.",
		httpx.Managers, h.deleteProduct, httpx.Fails{404})
}

// ProductOutput is a product as lists show it.
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
	AllergenIDs        []int64                  `copy:"-" json:"allergen_ids" doc:"Los que contiene."`
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
	products, err := httpx.Rows[ProductOutput](q.Products(ctx, p))
	for i := range products {
		products[i].AllergenIDs = []int64{}
		for _, a := range products[i].Allergens {
			if a.PresenceType == "contains" {
				products[i].AllergenIDs = append(products[i].AllergenIDs, a.AllergenID)
			}
		}
	}
	return products, err
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

func (h *Handlers) products(ctx context.Context, in *productsInput) (*httpx.Body[[]ProductOutput], error) {
	rows, err := readProducts(ctx, h.Store.Queries, dbgen.ProductsParams{
		TenantID: access.StaffFrom(ctx).TenantID, CategoryID: httpx.Optional(in.CategoryID),
		BranchID: httpx.Optional(in.BranchID), IncludeDeleted: in.IncludeDeleted, MaxRows: in.Limit, Skip: in.Offset,
	})
	return httpx.Answer(rows), postgres.Fault(err)
}

func insertProduct(ctx context.Context, c *entity.Change, b ProductCreate) (int64, error) {
	if err := placeProduct(ctx, c, b.CategoryID, b.SubcategoryID); err != nil {
		return 0, err
	}
	if err := c.ReferenceIfAny(ctx, catalog.Recipe, b.RecipeID); err != nil {
		return 0, err
	}
	id, err := entity.Insert(ctx, c, c.InsertProduct, b)
	if err != nil {
		return 0, err
	}
	return id, b.parts().save(ctx, c, id)
}

func (h *Handlers) updateProduct(
	ctx context.Context, in *httpx.BodyByID[ProductUpdate],
) (*httpx.Body[ProductDetail], error) {
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
	}, func(c *entity.Change) error { return c.ReferenceIfAny(ctx, catalog.Recipe, in.Body.RecipeID.Value) })
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
