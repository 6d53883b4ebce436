package inventory

import (
	"context"
	"math"
	"time"

	"integrador/api/entity"
	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/domain/catalog"
	"integrador/internal/domain/fault"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

func (h *Handlers) movementRoutes(api *httpx.API, path string) {
	httpx.Route(api, "GET "+path+"/stock/{id}/movements", idAt(path, "listStockMovements"),
		"Muestra cómo cambió la cantidad de un insumo.", httpx.Managers, h.movements, httpx.Fails{404})
	httpx.Route(api, "POST "+path+"/movements", idAt(path, "createStockMovement"), "Suma o resta de un insumo.",
		httpx.Managers, h.createMovement, httpx.Created, httpx.Fails{400})
	httpx.Route(api, "POST "+path+"/waste", idAt(path, "createWaste"), "Anota lo que se tiró, y lo resta.", httpx.Managers,
		h.createWaste, httpx.Created, httpx.Fails{400})
	httpx.Route(api, "GET "+path+"/waste", idAt(path, "listWaste"), "Lista lo que se tiró, lo último primero.",
		httpx.Managers.InBranch("branch_id"), h.waste)
}

// StockMovementOutput is one change of a quantity.
type StockMovementOutput struct {
	ID               int64     `json:"id"`
	TenantID         int64     `json:"tenant_id"`
	BranchID         int64     `json:"branch_id"`
	StockItemID      int64     `json:"stock_item_id"`
	MovementType     string    `json:"movement_type"`
	QtyChange        float64   `json:"qty_change"`
	QtyBefore        float64   `json:"qty_before"`
	QtyAfter         float64   `json:"qty_after"`
	Reason           *string   `json:"reason"`
	ReferenceType    *string   `json:"reference_type"`
	ReferenceID      *int64    `json:"reference_id"`
	CostPerUnitCents *int64    `json:"cost_per_unit_cents"`
	PerformedByID    *int64    `json:"performed_by_id"`
	CreatedAt        time.Time `json:"created_at"`
}

// StockMovementCreate changes a quantity; less than nothing is refused.
type StockMovementCreate struct {
	StockItemID  int64   `json:"stock_item_id"`
	QtyChange    float64 `json:"qty_change" minimum:"-1000000000" maximum:"1000000000" example:"-2.5"`
	MovementType string  `json:"movement_type" required:"false" enum:"ADJUSTMENT,PURCHASE,SALE,WASTE,TRANSFER,RETURN" default:"ADJUSTMENT"`
	Reason       *string `json:"reason" required:"false" maxLength:"500"`
}

// WasteLogCreate is what was thrown away.
type WasteLogCreate struct {
	StockItemID int64   `json:"stock_item_id"`
	Qty         float64 `json:"qty" minimum:"0.001" maximum:"1000000000" example:"0.5"`
	Reason      string  `json:"reason" minLength:"1" maxLength:"500" example:"Se venció"`
}

// WasteLogOutput is what was thrown away, and what it had cost.
type WasteLogOutput struct {
	ID          int64     `json:"id"`
	TenantID    int64     `json:"tenant_id"`
	BranchID    int64     `json:"branch_id"`
	StockItemID int64     `json:"stock_item_id"`
	Qty         float64   `json:"qty"`
	Reason      string    `json:"reason"`
	CostCents   int64     `json:"cost_cents"`
	LoggedByID  *int64    `json:"logged_by_id"`
	LoggedAt    time.Time `json:"logged_at"`
	CreatedAt   time.Time `json:"created_at"`
}

type movementsInput struct {
	httpx.ByID
	httpx.Page
}

func (h *Handlers) movements(ctx context.Context, in *movementsInput) (*httpx.Body[[]StockMovementOutput], error) {
	who := access.StaffFrom(ctx)
	if _, err := h.Store.Find(ctx, who, catalog.StockItem, in.ID); err != nil {
		return nil, err
	}
	rows, err := httpx.Rows[StockMovementOutput](h.Store.StockMovements(ctx, dbgen.StockMovementsParams{
		TenantID: who.TenantID, StockItemID: in.ID, MaxRows: in.Limit, Skip: in.Offset,
	}))
	return httpx.Answer(rows), postgres.Fault(err)
}

// thousandths is how exactly quantities are kept.
func thousandths(qty float64) int64 { return int64(math.Round(qty * 1000)) }

var errNoChange = fault.New(fault.Refused, "no_change", "La cantidad tiene que ser de al menos una milésima.")

// moveStock changes an item's quantity, and with it the alerts about it.
func moveStock(ctx context.Context, c *entity.Change, p dbgen.MoveStockParams) (int64, error) {
	if thousandths(p.Qty) == 0 {
		return 0, errNoChange
	}
	p.TenantID, p.UserID = c.Who.TenantID, &c.Who.UserID
	id, err := c.MoveStock(ctx, p)
	if err != nil {
		return 0, err
	}
	err = c.SettleStockAlerts(ctx, p.TenantID, &p.StockItemID)
	if err == nil {
		err = c.RaiseStockAlerts(ctx, dbgen.RaiseStockAlertsParams{
			TenantID: p.TenantID, StockItemID: &p.StockItemID, EveryBranch: true,
		})
	}
	return id, err
}

func (h *Handlers) createMovement(
	ctx context.Context, in *httpx.Body[StockMovementCreate],
) (*httpx.Body[StockMovementOutput], error) {
	out := &httpx.Body[StockMovementOutput]{}
	_, err := stockItem.Update(ctx, h.Writer, in.Body.StockItemID, func(c *entity.Change, _ StockItemOutput) error {
		id, err := moveStock(ctx, c, dbgen.MoveStockParams{
			StockItemID: in.Body.StockItemID, MovementType: in.Body.MovementType, Qty: in.Body.QtyChange, Reason: in.Body.Reason,
		})
		if err != nil {
			return err
		}
		row, err := httpx.Only(c.StockMovements(ctx, dbgen.StockMovementsParams{
			TenantID: c.Who.TenantID, StockItemID: in.Body.StockItemID, ID: &id, MaxRows: 1,
		}))
		out.Body = StockMovementOutput(row)
		return err
	})
	return out, err
}

func (h *Handlers) createWaste(
	ctx context.Context, in *httpx.Body[WasteLogCreate],
) (*httpx.Body[WasteLogOutput], error) {
	out := &httpx.Body[WasteLogOutput]{}
	_, err := stockItem.Update(ctx, h.Writer, in.Body.StockItemID, func(c *entity.Change, _ StockItemOutput) error {
		b := in.Body
		id, err := c.LogWaste(ctx, dbgen.LogWasteParams{
			TenantID: c.Who.TenantID, StockItemID: b.StockItemID, Qty: b.Qty, Reason: b.Reason, UserID: &c.Who.UserID,
		})
		if err != nil {
			return err
		}
		reference := "waste_log"
		_, err = moveStock(ctx, c, dbgen.MoveStockParams{
			StockItemID: b.StockItemID, MovementType: "WASTE", Qty: -b.Qty, Reason: &b.Reason, ReferenceType: &reference,
			ReferenceID: &id,
		})
		if err != nil {
			return err
		}
		row, err := httpx.Only(c.WasteLogs(ctx, dbgen.WasteLogsParams{
			TenantID: c.Who.TenantID, ID: &id, EveryBranch: true, MaxRows: 1,
		}))
		out.Body = wasteOf(row)
		return err
	})
	return out, err
}

func wasteOf(r dbgen.WasteLogsRow) WasteLogOutput {
	return WasteLogOutput{
		r.ID, r.TenantID, r.BranchID, r.StockItemID, r.Qty, r.Reason, r.CostCents, r.LoggedByID, r.LoggedAt, r.LoggedAt,
	}
}

func (h *Handlers) waste(ctx context.Context, in *inventoryInput) (*httpx.Body[[]WasteLogOutput], error) {
	who := access.StaffFrom(ctx)
	reach, err := postgres.ScopeOf(who, httpx.Optional(in.BranchID))
	if err != nil {
		return nil, err
	}
	rows, err := h.Store.WasteLogs(ctx, dbgen.WasteLogsParams{
		TenantID: who.TenantID, EveryBranch: reach.EveryBranch, BranchIds: reach.Branches, MaxRows: in.Limit, Skip: in.Offset,
	})
	return httpx.Answer(httpx.Map(rows, wasteOf)), postgres.Fault(err)
}
