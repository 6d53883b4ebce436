package inventory

import (
	"context"
	"net/http"
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
		httpx.Handle(api, httpx.Operation{
			ID: idAt(path, "listStockItems"), Method: http.MethodGet, Path: path, Access: httpx.Staff(httpx.ManagingRoles...).InBranch("branch_id"),
			Summary: "Lista lo que hay en el depósito.",
		}, h.stock)
		httpx.Handle(api, httpx.Operation{
			ID: idAt(path, "getStockItem"), Method: http.MethodGet, Path: path + "/{id}", Access: httpx.Staff(httpx.ManagingRoles...),
			Summary: "Muestra un insumo del depósito.", Errors: []int{http.StatusNotFound},
		}, stockItem.Show(h.Writer))
		httpx.Handle(api, httpx.Operation{
			ID: idAt(path, "createStockItem"), Method: http.MethodPost, Path: path, Access: httpx.Staff(httpx.ManagingRoles...), Success: http.StatusCreated,
			Summary: "Agrega un insumo al depósito.", Errors: []int{http.StatusBadRequest, http.StatusConflict},
		}, h.createStockItem)
		httpx.Handle(api, httpx.Operation{
			ID: idAt(path, "updateStockItem"), Method: http.MethodPatch, Path: path + "/{id}", Access: httpx.Staff(httpx.ManagingRoles...),
			Summary: "Cambia los datos de un insumo; la cantidad cambia con movimientos.", Errors: []int{http.StatusBadRequest, http.StatusNotFound},
		}, h.updateStockItem)
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
			ID: r.ID, TenantID: r.TenantID, BranchID: r.BranchID, IngredientID: r.IngredientID, CurrentQty: r.CurrentQty, Unit: r.Unit,
			MinLevel: r.MinLevel, CostPerUnitCents: r.CostPerUnitCents, Location: r.Location, LastRestockAt: r.LastRestockAt,
			IsActive: r.IsActive, CreatedAt: r.CreatedAt,
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

type stockOutput struct{ Body []StockItemOutput }

func (h *Handlers) stock(ctx context.Context, in *inventoryInput) (*stockOutput, error) {
	who := access.StaffFrom(ctx)
	reach, err := postgres.ScopeOf(who, httpx.Optional(in.BranchID))
	if err != nil {
		return nil, err
	}
	rows, err := readStock(ctx, h.Store.Queries, dbgen.StockItemsParams{
		TenantID: who.TenantID, EveryBranch: reach.EveryBranch, BranchIds: reach.Branches, MaxRows: in.Limit, Skip: in.Offset,
	})
	return &stockOutput{rows}, postgres.Fault(err)
}

type createStockItemInput struct{ Body StockItemCreate }

var errNoSuchIngredient = fault.New(fault.Refused, "ingredient_not_found", "No encontramos ese ingrediente.")

func (h *Handlers) createStockItem(ctx context.Context, in *createStockItemInput) (*entity.Response[StockItemOutput], error) {
	return stockItem.Create(ctx, h.Writer, func(c *entity.Change) (int64, error) {
		b := in.Body
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
		id, err := c.InsertStockItem(ctx, dbgen.InsertStockItemParams{
			TenantID: c.Who.TenantID, BranchID: b.BranchID, IngredientID: b.IngredientID, Unit: b.Unit, MinLevel: b.MinLevel,
			MaxLevel: b.MaxLevel, CostPerUnitCents: b.CostPerUnitCents, Location: b.Location,
		})
		if err != nil || thousandths(b.CurrentQty) == 0 {
			return id, err
		}
		_, err = c.MoveStock(ctx, dbgen.MoveStockParams{
			TenantID: c.Who.TenantID, StockItemID: id, MovementType: "INITIAL", Qty: b.CurrentQty, UserID: &c.Who.UserID,
		})
		return id, err
	})
}

type updateStockItemInput struct {
	httpx.ByID
	Body StockItemUpdate
}

func (h *Handlers) updateStockItem(ctx context.Context, in *updateStockItemInput) (*entity.Response[StockItemOutput], error) {
	return stockItem.Update(ctx, h.Writer, in.ID, func(c *entity.Change, row StockItemOutput) error {
		in.Body.MinLevel.To(&row.MinLevel)
		in.Body.MaxLevel.ToNull(&row.MaxLevel)
		in.Body.CostPerUnitCents.To(&row.CostPerUnitCents)
		in.Body.Location.ToNull(&row.Location)
		in.Body.Unit.To(&row.Unit)
		return c.UpdateStockItem(ctx, dbgen.UpdateStockItemParams{
			TenantID: row.TenantID, ID: row.ID, Unit: row.Unit, MinLevel: row.MinLevel, MaxLevel: row.MaxLevel,
			CostPerUnitCents: row.CostPerUnitCents, Location: row.Location,
		})
	})
}
