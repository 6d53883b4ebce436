package inventory

import (
	"context"
	"net/http"
	"time"

	"integrador/api/entity"
	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/domain/fault"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

func (h *Handlers) stockAlertRoutes(api *httpx.API, path string) {
	httpx.Handle(api, httpx.Operation{
		ID: idAt(path, "listStockAlerts"), Method: http.MethodGet, Path: path + "/alerts", Access: httpx.Staff(httpx.ManagingRoles...).InBranch("branch_id"),
		Summary: "Lista los avisos del depósito, los últimos primero.",
	}, h.stockAlerts)
	httpx.Handle(api, httpx.Operation{
		ID: idAt(path, "checkStock"), Method: http.MethodPost, Path: path + "/alerts/check", Access: httpx.Staff(httpx.ManagingRoles...).InBranch("branch_id"),
		Summary: "Mira el depósito y lista los avisos que siguen en pie.",
	}, h.checkStock)
	httpx.Handle(api, httpx.Operation{
		ID: idAt(path, "acknowledgeStockAlert"), Method: http.MethodPatch, Path: path + "/alerts/{alert_id}/acknowledge", Access: httpx.Staff(httpx.ManagingRoles...),
		Summary: "Toma nota de un aviso.", Errors: []int{http.StatusBadRequest, http.StatusNotFound},
	}, h.acknowledgeAlert)
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

type stockAlertsOutput struct{ Body []StockAlertOutput }

func (h *Handlers) stockAlerts(ctx context.Context, in *stockAlertsInput) (*stockAlertsOutput, error) {
	who := access.StaffFrom(ctx)
	reach, err := postgres.ScopeOf(who, httpx.Optional(in.BranchID))
	if err != nil {
		return nil, err
	}
	rows, err := h.Store.StockAlerts(ctx, dbgen.StockAlertsParams{
		TenantID: who.TenantID, EveryBranch: reach.EveryBranch, BranchIds: reach.Branches, Status: &in.Status,
	})
	return &stockAlertsOutput{httpx.Map(rows, alertOf)}, postgres.Fault(err)
}

func alertOf(r dbgen.StockAlertsRow) StockAlertOutput { return StockAlertOutput(r) }

type checkStockInput struct {
	BranchID int64 `query:"branch_id" minimum:"1"`
}

func (h *Handlers) checkStock(ctx context.Context, in *checkStockInput) (*stockAlertsOutput, error) {
	who := access.StaffFrom(ctx)
	reach, err := postgres.ScopeOf(who, httpx.Optional(in.BranchID))
	if err != nil {
		return nil, err
	}
	err = h.Writer.Write(ctx, func(c *entity.Change) error {
		if err := c.SettleStockAlerts(ctx, who.TenantID, nil); err != nil {
			return err
		}
		return c.RaiseStockAlerts(ctx, dbgen.RaiseStockAlertsParams{TenantID: who.TenantID, EveryBranch: reach.EveryBranch, BranchIds: reach.Branches})
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

type stockAlertOutput struct{ Body StockAlertOutput }

var (
	errNoSuchAlert = fault.New(fault.NotFound, "stock_alert_not_found", "No encontramos ese aviso.")
	errAlertNoted  = fault.New(fault.Refused, "stock_alert_noted", "De ese aviso ya se tomó nota.")
)

func (h *Handlers) acknowledgeAlert(ctx context.Context, in *AlertPath) (*stockAlertOutput, error) {
	out := &stockAlertOutput{}
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
		n, err := c.AcknowledgeStockAlert(ctx, dbgen.AcknowledgeStockAlertParams{ID: in.AlertID, TenantID: c.Who.TenantID, UserID: &c.Who.UserID})
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
