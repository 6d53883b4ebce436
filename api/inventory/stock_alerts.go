package inventory

import (
	"context"
	"time"

	"integrador/api/entity"
	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/domain/fault"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

func (h *Handlers) stockAlertRoutes(api *httpx.API, path string) {
	httpx.Route(api, "GET "+path+"/alerts", idAt(path, "listStockAlerts"),
		"Lista los avisos del depósito, los últimos primero.", httpx.Managers.InBranch("branch_id"), h.stockAlerts)
	httpx.Route(api, "POST "+path+"/alerts/check", idAt(path, "checkStock"),
		"Mira el depósito y lista los avisos que siguen en pie.", httpx.Managers.InBranch("branch_id"), h.checkStock)
	httpx.Route(api, "PATCH "+path+"/alerts/{alert_id}/acknowledge", idAt(path, "acknowledgeStockAlert"),
		"Toma nota de un aviso.", httpx.Managers, h.acknowledgeAlert, httpx.Fails{400, 404})
}

// StockAlertOutput says that a quantity is out of its bounds.
type StockAlertOutput struct {
	ID               int64      `json:"id"`
	TenantID         int64      `json:"tenant_id"`
	BranchID         int64      `json:"branch_id"`
	StockItemID      int64      `json:"stock_item_id"`
	AlertType        string     `json:"alert_type" enum:"LOW_STOCK,OUT_OF_STOCK,OVERSTOCK"`
	CurrentQty       float64    `json:"current_qty" doc:"La cantidad al avisar."`
	ThresholdQty     float64    `json:"threshold_qty"`
	Status           string     `json:"status" enum:"ACTIVE,ACKNOWLEDGED,RESOLVED"`
	AcknowledgedByID *int64     `json:"acknowledged_by_id"`
	AcknowledgedAt   *time.Time `json:"acknowledged_at"`
	CreatedAt        time.Time  `json:"created_at"`
}

type stockAlertsInput struct {
	BranchID int64  `query:"branch_id" minimum:"1"`
	Status   string `query:"status_filter" enum:"ACTIVE,ACKNOWLEDGED,RESOLVED" default:"ACTIVE"`
}

func (h *Handlers) stockAlerts(ctx context.Context, in *stockAlertsInput) (*httpx.Body[[]StockAlertOutput], error) {
	who := access.StaffFrom(ctx)
	reach, err := postgres.ScopeOf(who, httpx.Optional(in.BranchID))
	if err != nil {
		return nil, err
	}
	rows, err := h.Store.StockAlerts(ctx, dbgen.StockAlertsParams{
		TenantID: who.TenantID, EveryBranch: reach.EveryBranch, BranchIds: reach.Branches, Status: &in.Status,
	})
	return httpx.Answer(httpx.Map(rows, alertOf)), postgres.Fault(err)
}

func alertOf(r dbgen.StockAlertsRow) StockAlertOutput { return StockAlertOutput(r) }

type checkStockInput struct {
	BranchID int64 `query:"branch_id" minimum:"1"`
}

func (h *Handlers) checkStock(ctx context.Context, in *checkStockInput) (*httpx.Body[[]StockAlertOutput], error) {
	who := access.StaffFrom(ctx)
	reach, err := postgres.ScopeOf(who, httpx.Optional(in.BranchID))
	if err != nil {
		return nil, err
	}
	err = h.Writer.Write(ctx, func(c *entity.Change) error {
		if err := c.SettleStockAlerts(ctx, who.TenantID, nil); err != nil {
			return err
		}
		return c.RaiseStockAlerts(ctx, dbgen.RaiseStockAlertsParams{
			TenantID: who.TenantID, EveryBranch: reach.EveryBranch, BranchIds: reach.Branches,
		})
	})
	if err != nil {
		return nil, err
	}
	return h.stockAlerts(ctx, &stockAlertsInput{BranchID: in.BranchID, Status: "ACTIVE"})
}

// AlertPath names the alert of a path.
type AlertPath struct {
	AlertID int64 `path:"alert_id"`
}

var (
	errNoSuchAlert = fault.New(fault.NotFound, "stock_alert_not_found", "No encontramos ese aviso.")
	errAlertNoted  = fault.New(fault.Refused, "stock_alert_noted", "De ese aviso ya se tomó nota.")
)

func (h *Handlers) acknowledgeAlert(ctx context.Context, in *AlertPath) (*httpx.Body[StockAlertOutput], error) {
	out := &httpx.Body[StockAlertOutput]{}
	err := h.Writer.Write(ctx, func(c *entity.Change) error {
		find := dbgen.StockAlertsParams{TenantID: c.Who.TenantID, ID: &in.AlertID, EveryBranch: true}
		rows, err := c.StockAlerts(ctx, find)
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			return errNoSuchAlert
		}
		if err := c.Who.InBranch(rows[0].BranchID); err != nil {
			return err
		}
		n, err := c.AcknowledgeStockAlert(ctx, dbgen.AcknowledgeStockAlertParams{
			ID: in.AlertID, TenantID: c.Who.TenantID, UserID: &c.Who.UserID,
		})
		if err != nil {
			return err
		}
		if n == 0 {
			return errAlertNoted
		}
		row, err := httpx.Only(c.StockAlerts(ctx, find))
		out.Body = alertOf(row)
		return err
	})
	return out, err
}
