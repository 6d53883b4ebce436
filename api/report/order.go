package report

import (
	"context"
	"strings"
	"time"

	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/domain/money"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

const ordersPath = "/api/admin/orders"

func (h *Handlers) orderRoutes(api *httpx.API) {
	httpx.Route(api, "GET "+ordersPath, "listOrders", "Lista las rondas en curso, las más viejas primero.",
		httpx.Staff().InBranch("branch_id").OrKey(access.ReadOrders), h.orders)
	httpx.Route(api, "GET "+ordersPath+"/stats", "getOrderStats", "Cuenta las rondas en curso por estado.",
		httpx.Staff().InBranch("branch_id").OrKey(access.ReadOrders), h.orderStats)
}

// ActiveOrderOutput is a round as the Dashboard's board shows it.
type ActiveOrderOutput struct {
	ID          int64             `json:"id"`
	RoundNumber int               `json:"round_number"`
	Status      string            `json:"status" enum:"PENDING,CONFIRMED,SUBMITTED,IN_KITCHEN,READY,SERVED,CANCELED"`
	TableID     *int64            `json:"table_id"`
	TableCode   *string           `json:"table_code"`
	BranchID    int64             `json:"branch_id"`
	BranchName  string            `json:"branch_name"`
	SessionID   int64             `json:"session_id"`
	Items       []OrderItemOutput `json:"items"`
	SubmittedAt *time.Time        `json:"submitted_at"`
	TotalCents  money.Cents       `json:"total_cents"`
}

// OrderItemOutput is a line of it.
type OrderItemOutput struct {
	ID             int64       `json:"id"`
	ProductID      int64       `json:"product_id"`
	ProductName    string      `json:"product_name"`
	Qty            int         `json:"qty"`
	UnitPriceCents money.Cents `json:"unit_price_cents"`
	Notes          *string     `json:"notes"`
	DinerName      *string     `json:"diner_name"`
}

// OrderStatsOutput counts rounds. Those that wait to be confirmed or to be cooked
// are pending.
type OrderStatsOutput struct {
	TotalActive int `json:"total_active"`
	Pending     int `json:"pending"`
	InKitchen   int `json:"in_kitchen"`
	Ready       int `json:"ready"`
}

type ordersInput struct {
	BranchID int64  `query:"branch_id" minimum:"1"`
	Status   string `query:"status_filter" maxLength:"20" doc:"Un estado de ronda, en mayúsculas o minúsculas."`
	Limit    int32  `query:"limit" minimum:"1" maximum:"200" default:"200"`
	Offset   int32  `query:"offset" minimum:"0" maximum:"1000000" default:"0"`
}

type ordersOutput struct{ Body []ActiveOrderOutput }

func (h *Handlers) orders(ctx context.Context, in *ordersInput) (*ordersOutput, error) {
	who := access.StaffFrom(ctx)
	reach, err := postgres.ScopeOf(who, httpx.Optional(in.BranchID))
	if err != nil {
		return nil, err
	}
	rows, err := h.Store.LiveOrders(ctx, dbgen.LiveOrdersParams{
		TenantID: who.TenantID, EveryBranch: reach.EveryBranch, BranchIds: reach.Branches,
		Status: httpx.Optional(strings.ToUpper(in.Status)), MaxRows: in.Limit, Skip: in.Offset,
	})
	if err != nil {
		return nil, postgres.Fault(err)
	}
	orders, err := httpx.MapOrError(rows, func(r dbgen.LiveOrdersRow) (ActiveOrderOutput, error) {
		items, err := postgres.DecodeJSON[[]OrderItemOutput](r.Items, "order items")
		return ActiveOrderOutput{
			ID: r.ID, RoundNumber: int(r.RoundNumber), Status: r.Status, TableID: &r.TableID, TableCode: &r.TableCode,
			BranchID: r.BranchID, BranchName: r.BranchName, SessionID: r.SessionID, Items: items,
			SubmittedAt: r.SubmittedAt, TotalCents: money.Cents(r.TotalCents),
		}, err
	})
	return &ordersOutput{orders}, err
}

type orderStatsInput struct {
	BranchID int64 `query:"branch_id" minimum:"1"`
}

type orderStatsOutput struct{ Body OrderStatsOutput }

func (h *Handlers) orderStats(ctx context.Context, in *orderStatsInput) (*orderStatsOutput, error) {
	who := access.StaffFrom(ctx)
	reach, err := postgres.ScopeOf(who, httpx.Optional(in.BranchID))
	if err != nil {
		return nil, err
	}
	n, err := h.Store.CountLiveOrders(ctx, dbgen.CountLiveOrdersParams{
		TenantID: who.TenantID, EveryBranch: reach.EveryBranch, BranchIds: reach.Branches,
	})
	return &orderStatsOutput{OrderStatsOutput{
		TotalActive: int(n.Pending + n.InKitchen + n.Ready), Pending: int(n.Pending), InKitchen: int(n.InKitchen),
		Ready: int(n.Ready),
	}}, postgres.Fault(err)
}
