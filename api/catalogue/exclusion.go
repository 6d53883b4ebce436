package catalogue

import (
	"context"
	"slices"

	"integrador/api/entity"
	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/domain/catalog"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

const exclusionsPath = "/api/admin/exclusions"

func (h *Handlers) exclusionRoutes(api *httpx.API) {
	httpx.Route(api, "GET "+exclusionsPath, "listExclusions",
		"Muestra qué categorías y subcategorías no se ofrecen en qué sucursales.", httpx.Admins, h.exclusions)
	httpx.Route(api, "GET "+exclusionsPath+"/categories/{id}", "getCategoryExclusion",
		"Muestra en qué sucursales no se ofrece una categoría.", httpx.Admins, categoryExclusion.Show(h.Writer),
		httpx.Fails{404})
	httpx.Route(api, "PUT "+exclusionsPath+"/categories/{id}", "setCategoryExclusion",
		"Dice en qué sucursales no se ofrece una categoría; en las demás se ofrece.", httpx.Admins, h.excludeCategory,
		httpx.Fails{400, 404})
	httpx.Route(api, "GET "+exclusionsPath+"/subcategories/{id}", "getSubcategoryExclusion",
		"Muestra en qué sucursales no se ofrece una subcategoría.", httpx.Admins, subcategoryExclusion.Show(h.Writer),
		httpx.Fails{404})
	httpx.Route(api, "PUT "+exclusionsPath+"/subcategories/{id}", "setSubcategoryExclusion",
		"Dice en qué sucursales no se ofrece una subcategoría; en las demás se ofrece.", httpx.Admins, h.excludeSubcategory,
		httpx.Fails{400, 404})
}

// ExclusionOverview lists categories and subcategories, each with the branches that leave it out of their menus.
type ExclusionOverview struct {
	CategoryExclusions    []CategoryExclusionSummary    `json:"category_exclusions"`
	SubcategoryExclusions []SubcategoryExclusionSummary `json:"subcategory_exclusions"`
}

// CategoryExclusionSummary says which branches leave a category out.
type CategoryExclusionSummary struct {
	CategoryID        int64   `json:"category_id"`
	CategoryName      string  `json:"category_name"`
	ExcludedBranchIDs []int64 `json:"excluded_branch_ids"`
}

// SubcategoryExclusionSummary says which branches leave a subcategory out.
type SubcategoryExclusionSummary struct {
	SubcategoryID     int64   `json:"subcategory_id"`
	SubcategoryName   string  `json:"subcategory_name"`
	CategoryID        int64   `json:"category_id"`
	CategoryName      string  `json:"category_name"`
	ExcludedBranchIDs []int64 `json:"excluded_branch_ids"`
}

// ExclusionBulkUpdate is all branches that leave something out, from now on.
type ExclusionBulkUpdate struct {
	ExcludedBranchIDs []int64 `json:"excluded_branch_ids" maxItems:"1000" example:"[2]"`
}

// An exclusion has no row of its own to people: it is a part of what is said of a
// category, so it is read, changed and noted like one.
var (
	categoryExclusion = entity.Resource[CategoryExclusionSummary]{
		Kind: catalog.Category,
		Read: func(ctx context.Context, q *dbgen.Queries, tenant, id int64) (CategoryExclusionSummary, error) {
			return httpx.Only(readCategoryExclusions(ctx, q, tenant, &id))
		},
	}
	subcategoryExclusion = entity.Resource[SubcategoryExclusionSummary]{
		Kind: catalog.Subcategory,
		Read: func(ctx context.Context, q *dbgen.Queries, tenant, id int64) (SubcategoryExclusionSummary, error) {
			return httpx.Only(readSubcategoryExclusions(ctx, q, tenant, &id))
		},
	}
)

func readCategoryExclusions(
	ctx context.Context, q *dbgen.Queries, tenant int64, id *int64,
) ([]CategoryExclusionSummary, error) {
	return httpx.Rows[CategoryExclusionSummary](q.CategoryExclusions(ctx, tenant, id))
}

func readSubcategoryExclusions(
	ctx context.Context, q *dbgen.Queries, tenant int64, id *int64,
) ([]SubcategoryExclusionSummary, error) {
	return httpx.Rows[SubcategoryExclusionSummary](q.SubcategoryExclusions(ctx, tenant, id))
}

func (h *Handlers) exclusions(ctx context.Context, _ *struct{}) (*httpx.Body[ExclusionOverview], error) {
	tenant := access.StaffFrom(ctx).TenantID
	categories, err := readCategoryExclusions(ctx, h.Store.Queries, tenant, nil)
	if err != nil {
		return nil, postgres.Fault(err)
	}
	subcategories, err := readSubcategoryExclusions(ctx, h.Store.Queries, tenant, nil)
	return httpx.Answer(ExclusionOverview{categories, subcategories}), postgres.Fault(err)
}

func (h *Handlers) excludeCategory(
	ctx context.Context, in *httpx.BodyByID[ExclusionBulkUpdate],
) (*httpx.Body[CategoryExclusionSummary], error) {
	return categoryExclusion.Update(ctx, h.Writer, in.ID, func(c *entity.Change, _ CategoryExclusionSummary) error {
		branches, err := checkBranches(ctx, c, in.Body.ExcludedBranchIDs)
		if err != nil {
			return err
		}
		err = c.ClearCategoryExclusions(ctx, dbgen.ClearCategoryExclusionsParams{
			TenantID: c.Who.TenantID, CategoryID: in.ID, BranchIds: branches,
		})
		if err != nil {
			return err
		}
		return c.AddCategoryExclusions(ctx, dbgen.AddCategoryExclusionsParams{
			TenantID: c.Who.TenantID, CategoryID: in.ID, BranchIds: branches, CreatedByID: &c.Who.UserID,
		})
	})
}

// checkBranches looks at the branches that a body names, in an order that no other
// change can lock the other way round.
func checkBranches(ctx context.Context, c *entity.Change, ids []int64) ([]int64, error) {
	sorted := slices.Compact(slices.Sorted(slices.Values(ids)))
	for _, id := range sorted {
		if _, err := c.Reference(ctx, c.Who, catalog.Branch, id); err != nil {
			return nil, err
		}
	}
	return append([]int64{}, sorted...), nil // never nil: that would be NULL, and unequal to nothing
}

func (h *Handlers) excludeSubcategory(
	ctx context.Context, in *httpx.BodyByID[ExclusionBulkUpdate],
) (*httpx.Body[SubcategoryExclusionSummary], error) {
	return subcategoryExclusion.Update(ctx, h.Writer, in.ID, func(c *entity.Change, _ SubcategoryExclusionSummary) error {
		branches, err := checkBranches(ctx, c, in.Body.ExcludedBranchIDs)
		if err != nil {
			return err
		}
		err = c.ClearSubcategoryExclusions(ctx, dbgen.ClearSubcategoryExclusionsParams{
			TenantID: c.Who.TenantID, SubcategoryID: in.ID, BranchIds: branches,
		})
		if err != nil {
			return err
		}
		return c.AddSubcategoryExclusions(ctx, dbgen.AddSubcategoryExclusionsParams{
			TenantID: c.Who.TenantID, SubcategoryID: in.ID, BranchIds: branches, CreatedByID: &c.Who.UserID,
		})
	})
}
