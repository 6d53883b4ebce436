package inventory

import (
	"context"
	"time"

	"integrador/api/entity"
	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/domain/catalog"
	"integrador/internal/domain/fault"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

func (h *Handlers) stockRoutes(api *httpx.API) {
	for _, prefix := range withoutAPI {
		path := prefix + "/inventory/stock"
		httpx.Route(api, "GET "+path, idAt(path, "listStockItems"), "Lista lo que hay en el depósito.",
			httpx.Managers.InBranch("branch_id"), h.stock)
		httpx.Route(api, "GET "+path+"/{id}", idAt(path, "getStockItem"), "Muestra un insumo del depósito.", httpx.Managers,
			stockItem.Show(h.Writer), httpx.Fails{404})
		httpx.Route(api, "POST "+path, idAt(path, "createStockItem"), "Agrega un insumo al depósito.", httpx.Managers,
			entity.Create(stockItem, h.Writer, insertStockItem), httpx.Created, httpx.Fails{400, 409})
		httpx.Route(api, "PATCH "+path+"/{id}", idAt(path, "updateStockItem"),
			"Cambia los datos de un insumo; la cantidad cambia con movimientos.", httpx.Managers,
			entity.Patch[StockItemUpdate](stockItem, h.Writer, saveStockItem), httpx.Fails{400, 404})
		h.movementRoutes(api, prefix+"/inventory")
		h.stockAlertRoutes(api, prefix+"/inventory")
		h.foodCostRoutes(api, prefix+"/inventory")
	}
}

// StockItemOutput is how much of an ingredient a branch has. Quantities are in
// the item's unit.
type StockItemOutput struct {
	ID               int64      `json:"id"`
	TenantID         int64      `json:"tenant_id"`
	BranchID         int64      `json:"branch_id"`
	IngredientID     int64      `json:"ingredient_id"`
	CurrentQty       float64    `json:"current_qty"`
	Unit             string     `json:"unit"`
	MinLevel         float64    `json:"min_level"`
	MaxLevel         *float64   `json:"max_level"`
	CostPerUnitCents int64      `json:"cost_per_unit_cents"`
	Location         *string    `json:"location"`
	LastRestockAt    *time.Time `json:"last_restock_at"`
	IsActive         bool       `json:"is_active"`
	CreatedAt        time.Time  `json:"created_at"`
}

// StockItemCreate is a new item.
type StockItemCreate struct {
	BranchID         int64    `json:"branch_id"`
	IngredientID     int64    `json:"ingredient_id"`
	CurrentQty       float64  `json:"current_qty" required:"false" minimum:"0" maximum:"1000000000" default:"0"`
	Unit             string   `json:"unit" minLength:"1" maxLength:"20" example:"kg"`
	MinLevel         float64  `json:"min_level" required:"false" minimum:"0" maximum:"1000000000" default:"0"`
	MaxLevel         *float64 `json:"max_level" required:"false" minimum:"0" maximum:"1000000000"`
	CostPerUnitCents int64    `json:"cost_per_unit_cents" required:"false" minimum:"0" maximum:"100000000000" default:"0"`
	Location         *string  `json:"location" required:"false" maxLength:"100"`
}

// StockItemUpdate changes what it names.
type StockItemUpdate struct {
	MinLevel         httpx.Patch[float64] `json:"min_level" required:"false" minimum:"0" maximum:"1000000000"`
	MaxLevel         httpx.Patch[float64] `json:"max_level" required:"false" minimum:"0" maximum:"1000000000"`
	CostPerUnitCents httpx.Patch[int64]   `json:"cost_per_unit_cents" required:"false" minimum:"0" maximum:"100000000000"`
	Location         httpx.Patch[string]  `json:"location" required:"false" maxLength:"100"`
	Unit             httpx.Patch[string]  `json:"unit" required:"false" minLength:"1" maxLength:"20"`
}

var stockItem = entity.Resource[StockItemOutput]{
	Kind: catalog.StockItem,
	Read: func(ctx context.Context, q *dbgen.Queries, tenant, id int64) (StockItemOutput, error) {
		return httpx.Only(readStock(ctx, q, dbgen.StockItemsParams{TenantID: tenant, ID: &id, EveryBranch: true, MaxRows: 1}))
	},
}

func readStock(ctx context.Context, q *dbgen.Queries, p dbgen.StockItemsParams) ([]StockItemOutput, error) {
	rows, err := q.StockItems(ctx, p)
	return httpx.Map(rows, func(r dbgen.StockItemsRow) StockItemOutput {
		out := StockItemOutput{
			ID: r.ID, TenantID: r.TenantID, BranchID: r.BranchID, IngredientID: r.IngredientID, CurrentQty: r.CurrentQty,
			Unit: r.Unit, MinLevel: r.MinLevel, CostPerUnitCents: r.CostPerUnitCents, Location: r.Location,
			LastRestockAt: r.LastRestockAt, IsActive: r.IsActive, CreatedAt: r.CreatedAt,
		}
		if r.MaxLevel >= 0 { // the query says -1 for none
			out.MaxLevel = &r.MaxLevel
		}
		return out
	}), err
}

type inventoryInput struct {
	BranchID int64 `query:"branch_id" minimum:"1"`
	Limit    int32 `query:"limit" minimum:"1" maximum:"200" default:"200"`
	Offset   int32 `query:"offset" minimum:"0" maximum:"1000000" default:"0"`
}

func (h *Handlers) stock(ctx context.Context, in *inventoryInput) (*httpx.Body[[]StockItemOutput], error) {
	who := access.StaffFrom(ctx)
	reach, err := postgres.ScopeOf(who, httpx.Optional(in.BranchID))
	if err != nil {
		return nil, err
	}
	rows, err := readStock(ctx, h.Store.Queries, dbgen.StockItemsParams{
		TenantID: who.TenantID, EveryBranch: reach.EveryBranch, BranchIds: reach.Branches, MaxRows: in.Limit, Skip: in.Offset,
	})
	return httpx.Answer(rows), postgres.Fault(err)
}

var errNoSuchIngredient = fault.New(fault.Refused, "ingredient_not_found", "No encontramos ese ingrediente.")

func insertStockItem(ctx context.Context, c *entity.Change, b StockItemCreate) (int64, error) {
	if _, err := c.Reference(ctx, c.Who, catalog.Branch, b.BranchID); err != nil {
		return 0, err
	}
	if err := c.Who.InBranch(b.BranchID); err != nil {
		return 0, err
	}
	known, err := c.IngredientExists(ctx, b.IngredientID, c.Who.TenantID)
	if err != nil {
		return 0, err
	}
	if !known {
		return 0, errNoSuchIngredient
	}
	id, err := entity.Insert(ctx, c, c.InsertStockItem, b)
	if err != nil || thousandths(b.CurrentQty) == 0 {
		return id, err
	}
	_, err = c.MoveStock(ctx, dbgen.MoveStockParams{
		TenantID: c.Who.TenantID, StockItemID: id, MovementType: "INITIAL", Qty: b.CurrentQty, UserID: &c.Who.UserID,
	})
	return id, err
}

func saveStockItem(ctx context.Context, c *entity.Change, row StockItemOutput) error {
	return entity.Save(ctx, c, c.UpdateStockItem, row)
}
