package inventory

import (
	"context"
	"time"

	"integrador/api/entity"
	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/domain/catalog"
	"integrador/internal/domain/foodcost"
	"integrador/internal/domain/money"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

func (h *Handlers) foodCostRoutes(api *httpx.API, path string) {
	httpx.Route(api, "GET "+path+"/food-cost", idAt(path, "listFoodCosts"),
		"Muestra qué parte del precio se va en ingredientes, según el último cálculo.", httpx.Managers.InBranch("branch_id"),
		h.foodCosts)
	httpx.Route(api, "POST "+path+"/food-cost/calculate", idAt(path, "calculateFoodCosts"),
		"Calcula lo que cuestan las recetas con los costos del depósito.", httpx.Managers.InBranch("branch_id"),
		h.calculateFoodCosts)
}

// FoodCostReportItem is what a recipe costs beside what its dish is sold for.
type FoodCostReportItem struct {
	ProductID         *int64       `json:"product_id"`
	ProductName       *string      `json:"product_name"`
	RecipeID          int64        `json:"recipe_id"`
	RecipeName        string       `json:"recipe_name"`
	TotalCostCents    int64        `json:"total_cost_cents"`
	SellingPriceCents *money.Cents `json:"selling_price_cents" doc:"El de hoy en la sucursal de la receta; null si no se vende."`
	FoodCostPercent   float64      `json:"food_cost_percent" doc:"0 si no hay precio."`
	Unpriced          []string     `json:"unpriced_ingredients" doc:"Ingredientes sin costo conocido: el total no los cuenta."`
}

// RecipeCostOutput is what a recipe costs, as it was worked out.
type RecipeCostOutput struct {
	ID              int64     `json:"id"`
	TenantID        int64     `json:"tenant_id"`
	RecipeID        int64     `json:"recipe_id"`
	ProductID       *int64    `json:"product_id"`
	TotalCostCents  int64     `json:"total_cost_cents"`
	FoodCostPercent float64   `json:"food_cost_percent"`
	CalculatedAt    time.Time `json:"calculated_at"`
	Unpriced        []string  `json:"unpriced_ingredients"`
}

func (h *Handlers) foodCosts(ctx context.Context, in *inventoryInput) (*httpx.Body[[]FoodCostReportItem], error) {
	who := access.StaffFrom(ctx)
	reach, err := postgres.ScopeOf(who, httpx.Optional(in.BranchID))
	if err != nil {
		return nil, err
	}
	rows, err := h.Store.FoodCosts(ctx, dbgen.FoodCostsParams{
		TenantID: who.TenantID, EveryBranch: reach.EveryBranch, BranchIds: reach.Branches, MaxRows: in.Limit, Skip: in.Offset,
	})
	return httpx.Answer(httpx.Map(rows, func(r dbgen.FoodCostsRow) FoodCostReportItem {
		price := priceOf(r.SoldFor)
		return FoodCostReportItem{
			ProductID: r.ProductID, ProductName: r.ProductName, RecipeID: r.RecipeID, RecipeName: r.RecipeName,
			TotalCostCents: r.TotalCostCents, SellingPriceCents: price,
			FoodCostPercent: foodcost.Percent(money.Cents(r.TotalCostCents), price), Unpriced: r.Unpriced,
		}
	})), postgres.Fault(err)
}

// priceOf reads a price of the queries, which say -1 for none.
func priceOf(soldFor int64) *money.Cents {
	if soldFor < 0 {
		return nil
	}
	price := money.Cents(soldFor)
	return &price
}

type calculateInput struct {
	BranchID int64 `query:"branch_id" minimum:"1"`
}

// recipeCostKind names the costs in the audit log; they are no entity of the
// catalogue.
var recipeCostKind = &catalog.Kind{Name: "recipe_cost"}

func (h *Handlers) calculateFoodCosts(
	ctx context.Context, in *calculateInput,
) (*httpx.Body[[]RecipeCostOutput], error) {
	reach, err := postgres.ScopeOf(access.StaffFrom(ctx), httpx.Optional(in.BranchID))
	if err != nil {
		return nil, err
	}
	out := &httpx.Body[[]RecipeCostOutput]{}
	err = h.Writer.Write(ctx, func(c *entity.Change) error {
		rows, err := c.RecipesToCost(ctx, dbgen.RecipesToCostParams{
			TenantID: c.Who.TenantID, EveryBranch: reach.EveryBranch, BranchIds: reach.Branches,
		})
		if err != nil {
			return err
		}
		if out.Body, err = httpx.MapOrError(rows, func(r dbgen.RecipesToCostRow) (RecipeCostOutput, error) { return keepCost(ctx, c, r) }); err != nil {
			return err
		}
		worked := postgres.Entity{Kind: recipeCostKind, BranchID: httpx.Optional(in.BranchID)}
		return c.Audit(ctx, c.Who, postgres.Change{
			Entity: worked, Action: "CALCULATE", After: map[string]int{"recipes": len(rows)},
		})
	})
	return out, err
}

// keepCost works a recipe's cost out and keeps it.
func keepCost(ctx context.Context, c *entity.Change, r dbgen.RecipesToCostRow) (RecipeCostOutput, error) {
	lines, err := linesOf(r)
	if err != nil {
		return RecipeCostOutput{}, err
	}
	cost := foodcost.Of(lines)
	out := RecipeCostOutput{
		TenantID: c.Who.TenantID, RecipeID: r.ID, ProductID: r.ProductID, TotalCostCents: int64(cost.Total),
		FoodCostPercent: foodcost.Percent(cost.Total, priceOf(r.SoldFor)), Unpriced: cost.Unpriced,
	}
	kept, err := c.KeepRecipeCost(ctx, dbgen.KeepRecipeCostParams{
		TenantID: out.TenantID, RecipeID: out.RecipeID, ProductID: out.ProductID, Total: out.TotalCostCents,
		FoodCostPercent: out.FoodCostPercent, Unpriced: out.Unpriced,
	})
	out.ID, out.CalculatedAt = kept.ID, kept.CalculatedAt
	return out, err
}

// linesOf are a recipe's ingredients, each with its price in the stock.
func linesOf(r dbgen.RecipesToCostRow) ([]foodcost.Line, error) {
	items, err := postgres.DecodeJSON[[]ingredientLine](r.Ingredients, "ingredients of a recipe")
	if err != nil {
		return nil, err
	}
	costs, err := postgres.DecodeJSON[map[int64]foodcost.Price](r.Costs, "costs of a recipe")
	if err != nil {
		return nil, err
	}
	return httpx.Map(items, func(i ingredientLine) foodcost.Line {
		l := foodcost.Line{Name: i.Name, Quantity: i.Quantity, Unit: i.Unit}
		if i.IngredientID != nil {
			if price, kept := costs[*i.IngredientID]; kept {
				l.Stock = &price
			}
		}
		return l
	}), nil
}

// ingredientLine is what a cost needs of a line of a recipe's list.
type ingredientLine struct {
	IngredientID *int64 `json:"ingredient_id"`
	Name         string `json:"name"`
	Quantity     string `json:"quantity"`
	Unit         string `json:"unit"`
}
