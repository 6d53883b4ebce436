package api

import (
	"context"
	"net/http"
	"time"

	"integrador/internal/domain/access"
	"integrador/internal/domain/catalog"
	"integrador/internal/domain/fault"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

func (s *Server) stockRoutes(r router) {
	for _, prefix := range withoutAPI {
		path := prefix + "/inventory/stock"
		handle(r, operation{
			ID: idAt(path, "listStockItems"), Method: http.MethodGet, Path: path, Access: staff(managingRoles...).inBranch("branch_id"),
			Summary: "Lista lo que hay en el depósito.",
		}, s.stock)
		handle(r, operation{
			ID: idAt(path, "getStockItem"), Method: http.MethodGet, Path: path + "/{id}", Access: staff(managingRoles...),
			Summary: "Muestra un insumo del depósito.", Errors: []int{http.StatusNotFound},
		}, stockItem.show(s))
		handle(r, operation{
			ID: idAt(path, "createStockItem"), Method: http.MethodPost, Path: path, Access: staff(managingRoles...), Success: http.StatusCreated,
			Summary: "Agrega un insumo al depósito.", Errors: []int{http.StatusBadRequest, http.StatusConflict},
		}, s.createStockItem)
		handle(r, operation{
			ID: idAt(path, "updateStockItem"), Method: http.MethodPatch, Path: path + "/{id}", Access: staff(managingRoles...),
			Summary: "Cambia los datos de un insumo; la cantidad cambia con movimientos.", Errors: []int{http.StatusBadRequest, http.StatusNotFound},
		}, s.updateStockItem)
		s.movementRoutes(r, prefix+"/inventory")
		s.stockAlertRoutes(r, prefix+"/inventory")
		s.foodCostRoutes(r, prefix+"/inventory")
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
	MinLevel         Patch[float64] `json:"min_level" required:"false" minimum:"0" maximum:"1000000000"`
	MaxLevel         Patch[float64] `json:"max_level" required:"false" minimum:"0" maximum:"1000000000"`
	CostPerUnitCents Patch[int64]   `json:"cost_per_unit_cents" required:"false" minimum:"0" maximum:"100000000000"`
	Location         Patch[string]  `json:"location" required:"false" maxLength:"100"`
	Unit             Patch[string]  `json:"unit" required:"false" minLength:"1" maxLength:"20"`
}

var stockItem = entity[StockItemOutput]{
	kind: catalog.StockItem,
	read: func(ctx context.Context, q *dbgen.Queries, tenant, id int64) (StockItemOutput, error) {
		return only(readStock(ctx, q, dbgen.StockItemsParams{TenantID: tenant, ID: &id, EveryBranch: true, MaxRows: 1}))
	},
}

func readStock(ctx context.Context, q *dbgen.Queries, p dbgen.StockItemsParams) ([]StockItemOutput, error) {
	rows, err := q.StockItems(ctx, p)
	return each(rows, func(r dbgen.StockItemsRow) StockItemOutput {
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

func (s *Server) stock(ctx context.Context, in *inventoryInput) (*stockOutput, error) {
	who := access.StaffFrom(ctx)
	reach, err := postgres.ScopeOf(who, optional(in.BranchID))
	if err != nil {
		return nil, err
	}
	rows, err := readStock(ctx, s.store.Queries, dbgen.StockItemsParams{
		TenantID: who.TenantID, EveryBranch: reach.EveryBranch, BranchIds: reach.Branches, MaxRows: in.Limit, Skip: in.Offset,
	})
	return &stockOutput{rows}, postgres.Fault(err)
}

type createStockItemInput struct{ Body StockItemCreate }

var errNoSuchIngredient = fault.New(fault.Refused, "ingredient_not_found", "No encontramos ese ingrediente.")

func (s *Server) createStockItem(ctx context.Context, in *createStockItemInput) (*shown[StockItemOutput], error) {
	return stockItem.create(ctx, s, func(c *change) (int64, error) {
		b := in.Body
		if _, err := c.Reference(ctx, c.who, catalog.Branch, b.BranchID); err != nil {
			return 0, err
		}
		if err := c.who.InBranch(b.BranchID); err != nil {
			return 0, err
		}
		known, err := c.IngredientExists(ctx, b.IngredientID, c.who.TenantID)
		if err != nil {
			return 0, err
		}
		if !known {
			return 0, errNoSuchIngredient
		}
		id, err := c.InsertStockItem(ctx, dbgen.InsertStockItemParams{
			TenantID: c.who.TenantID, BranchID: b.BranchID, IngredientID: b.IngredientID, Unit: b.Unit, MinLevel: b.MinLevel,
			MaxLevel: b.MaxLevel, CostPerUnitCents: b.CostPerUnitCents, Location: b.Location,
		})
		if err != nil || thousandths(b.CurrentQty) == 0 {
			return id, err
		}
		_, err = c.MoveStock(ctx, dbgen.MoveStockParams{
			TenantID: c.who.TenantID, StockItemID: id, MovementType: "INITIAL", Qty: b.CurrentQty, UserID: &c.who.UserID,
		})
		return id, err
	})
}

type updateStockItemInput struct {
	ByID
	Body StockItemUpdate
}

func (s *Server) updateStockItem(ctx context.Context, in *updateStockItemInput) (*shown[StockItemOutput], error) {
	return stockItem.update(ctx, s, in.ID, func(c *change, row StockItemOutput) error {
		in.Body.MinLevel.to(&row.MinLevel)
		in.Body.MaxLevel.toNull(&row.MaxLevel)
		in.Body.CostPerUnitCents.to(&row.CostPerUnitCents)
		in.Body.Location.toNull(&row.Location)
		in.Body.Unit.to(&row.Unit)
		return c.UpdateStockItem(ctx, dbgen.UpdateStockItemParams{
			TenantID: row.TenantID, ID: row.ID, Unit: row.Unit, MinLevel: row.MinLevel, MaxLevel: row.MaxLevel,
			CostPerUnitCents: row.CostPerUnitCents, Location: row.Location,
		})
	})
}
