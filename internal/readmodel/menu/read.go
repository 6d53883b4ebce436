package menu

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"integrador/internal/domain/access"
	"integrador/internal/domain/fault"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

var (
	errNoBranch  = fault.New(fault.NotFound, "branch_not_found", "No encontramos esa sucursal.")
	errNoProduct = fault.New(fault.NotFound, "product_not_sold", "Ese producto no se vende en esta sucursal.")
)

// Reader reads menus from the database.
type Reader struct{ db *postgres.Store }

// NewReader reads from db.
func NewReader(db *postgres.Store) *Reader { return &Reader{db: db} }

// Branches lists the active branches of all active tenants.
func (r *Reader) Branches(ctx context.Context) ([]BranchPublicOutput, error) {
	rows, err := r.db.PublicBranches(ctx)
	return postgres.Rows(rows, err, func(b dbgen.PublicBranchesRow) BranchPublicOutput { return BranchPublicOutput(b) })
}

// Menu reads the menu of the branch with that slug, in one query unless it is empty.
//
// Errors: fault.NotFound.
func (r *Reader) Menu(ctx context.Context, slug string) (MenuOutput, error) {
	rows, err := r.db.PublicMenu(ctx, slug)
	if err != nil {
		return MenuOutput{}, postgres.Fault(err)
	}
	if len(rows) == 0 {
		b, err := r.branch(ctx, slug)
		return MenuOutput{BranchID: b.ID, BranchName: b.Name, BranchSlug: b.Slug, Categories: []CategoryOutput{}}, err
	}
	out := MenuOutput{
		BranchID:   rows[0].MenuProduct.BranchID,
		BranchName: rows[0].BranchName,
		BranchSlug: slug,
		Categories: []CategoryOutput{},
	}
	for _, r := range rows {
		row := r.MenuProduct
		p, err := productOf(row)
		if err != nil {
			return MenuOutput{}, err
		}
		c := out.category(row)
		c.Products = append(c.Products, p)
	}
	return out, nil
}

// category returns the category of a row, and adds it or its subcategory if it is new.
// Rows are in the order of the menu.
func (m *MenuOutput) category(row dbgen.MenuProduct) *CategoryOutput {
	if n := len(m.Categories); n == 0 || m.Categories[n-1].ID != row.CategoryID {
		m.Categories = append(m.Categories, CategoryOutput{
			ID: row.CategoryID, Name: row.CategoryName, Icon: row.CategoryIcon, Image: row.CategoryImage,
			Order: int(row.CategoryOrder), Subcategories: []SubcategoryOutput{},
		})
	}
	c := &m.Categories[len(m.Categories)-1]
	if row.SubcategoryID == nil {
		return c
	}
	if n := len(c.Subcategories); n == 0 || c.Subcategories[n-1].ID != *row.SubcategoryID {
		c.Subcategories = append(c.Subcategories, SubcategoryOutput{
			ID:    *row.SubcategoryID,
			Name:  deref(row.SubcategoryName),
			Image: row.SubcategoryImage,
			Order: int(deref(row.SubcategoryOrder)),
		})
	}
	return c
}

// Product reads one product of the branch's menu.
//
// Errors: fault.NotFound.
func (r *Reader) Product(ctx context.Context, slug string, product int64) (ProductOutput, error) {
	_, p, err := r.product(ctx, slug, product)
	return p, err
}

// Complete reads all details of one product of the branch's menu.
//
// Errors: fault.NotFound.
func (r *Reader) Complete(ctx context.Context, slug string, product int64) (ProductCompleteOutput, error) {
	b, p, err := r.product(ctx, slug, product)
	if err != nil {
		return ProductCompleteOutput{}, err
	}
	x, err := r.db.ProductExtras(ctx, product, b.TenantID)
	if err != nil {
		return ProductCompleteOutput{}, postgres.Fault(err)
	}
	out := ProductCompleteOutput{
		ID:            p.ID,
		Name:          p.Name,
		Description:   p.Description,
		PriceCents:    p.PriceCents,
		Image:         p.Image,
		CategoryID:    p.CategoryID,
		SubcategoryID: p.SubcategoryID,
		Featured:      p.Featured,
		Popular:       p.Popular,
		Badge:         p.Badge,
		IsAvailable:   p.IsAvailable,
		Allergens:     p.Allergens,
		Cooking:       ProductCookingOutput{Methods: []string{}},
		Sensory:       SensoryOutput{Flavors: x.Flavors, Textures: x.Textures},
	}
	if p.Dietary != nil {
		out.Dietary = *p.Dietary
	}
	if p.Cooking != nil {
		out.Cooking = *p.Cooking
	}
	err = errors.Join(
		json.Unmarshal(x.Ingredients, &out.Ingredients),
		json.Unmarshal(x.Modifications, &out.Modifications),
		json.Unmarshal(x.Warnings, &out.Warnings),
	)
	if err != nil {
		return ProductCompleteOutput{}, fmt.Errorf("read extras of product %d: %w", product, err)
	}
	return out, nil
}

// Allergens lists the allergens of the branch's tenant.
//
// Errors: fault.NotFound.
func (r *Reader) Allergens(ctx context.Context, slug string) ([]AllergenPublicOutput, error) {
	b, err := r.branch(ctx, slug)
	if err != nil {
		return nil, err
	}
	rows, err := r.db.AllergensWithReactions(ctx, b.TenantID)
	return postgres.DecodeRows(rows, err, func(a dbgen.AllergensWithReactionsRow) (AllergenPublicOutput, error) {
		reactions, err := postgres.DecodeJSON[[]CrossReactionPublicOutput](a.CrossReactions, "cross-reactions")
		return AllergenPublicOutput{
			ID: a.ID, Name: a.Name, Icon: a.Icon, Description: a.Description, IsMandatory: a.IsMandatory, Severity: a.Severity,
			CrossReactions: reactions,
		}, err
	})
}

// Compact reads a branch's menu for waiters.
//
// Errors: fault.NotFound, fault.Forbidden.
func (r *Reader) Compact(ctx context.Context, who access.Staff, branch int64) (MenuCompactOutput, error) {
	b, err := r.db.BranchOfTenant(ctx, branch, who.TenantID)
	if err != nil {
		return MenuCompactOutput{}, postgres.NotFoundAs(err, errNoBranch)
	}
	if err := who.InBranch(branch); err != nil {
		return MenuCompactOutput{}, err
	}
	rows, err := r.db.SoldProducts(ctx, dbgen.SoldProductsParams{TenantID: who.TenantID, BranchID: branch})
	if err != nil {
		return MenuCompactOutput{}, postgres.Fault(err)
	}
	out := MenuCompactOutput{
		BranchID:      b.ID,
		BranchName:    b.Name,
		Categories:    []CategoryCompactOutput{},
		TotalProducts: len(rows),
	}
	for _, row := range rows {
		if n := len(out.Categories); n == 0 || out.Categories[n-1].ID != row.CategoryID {
			out.Categories = append(out.Categories, CategoryCompactOutput{ID: row.CategoryID, Name: row.CategoryName})
		}
		p, err := compactOf(row)
		if err != nil {
			return MenuCompactOutput{}, err
		}
		c := &out.Categories[len(out.Categories)-1]
		c.Products = append(c.Products, p)
	}
	return out, nil
}

func (r *Reader) branch(ctx context.Context, slug string) (dbgen.PublicBranchRow, error) {
	b, err := r.db.PublicBranch(ctx, slug)
	return b, postgres.NotFoundAs(err, errNoBranch)
}

func (r *Reader) product(
	ctx context.Context, slug string, product int64,
) (dbgen.PublicBranchRow, ProductOutput, error) {
	b, err := r.branch(ctx, slug)
	if err != nil {
		return b, ProductOutput{}, err
	}
	rows, err := r.db.SoldProducts(ctx, dbgen.SoldProductsParams{
		TenantID:  b.TenantID,
		BranchID:  b.ID,
		ProductID: &product,
	})
	if err != nil {
		return b, ProductOutput{}, postgres.Fault(err)
	}
	if len(rows) == 0 {
		return b, ProductOutput{}, errNoProduct
	}
	p, err := productOf(rows[0])
	return b, p, err
}
