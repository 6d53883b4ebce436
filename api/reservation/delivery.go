package reservation

import (
	"context"
	"slices"
	"time"

	"integrador/api/entity"
	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/domain/catalog"
	"integrador/internal/domain/fault"
	"integrador/internal/domain/money"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

const deliveriesPath = "/api/admin/delivery/orders"

func (h *Handlers) deliveryRoutes(api *httpx.API) {
	httpx.Route(api, "GET "+deliveriesPath, "listDeliveryOrders",
		"Lista los pedidos para llevar y para enviar, los últimos primero.", httpx.Staff().InBranch("branch_id"),
		h.deliveries)
	httpx.Route(api, "GET "+deliveriesPath+"/{id}", "getDeliveryOrder", "Muestra un pedido para llevar o para enviar.",
		httpx.Staff(), delivery.Show(h.Writer), httpx.Fails{404})
	httpx.Route(api, "POST "+deliveriesPath, "createDeliveryOrder", "Toma un pedido, a los precios de la sucursal.",
		httpx.Managers.InBranch("branch_id"), h.createDelivery, httpx.Created, httpx.Fails{400})
	httpx.Route(api, "PUT "+deliveriesPath+"/{id}", "updateDeliveryOrder", "Cambia los datos de un pedido.",
		httpx.Managers, h.updateDelivery, httpx.Fails{400, 404})
	httpx.Route(api, "PATCH "+deliveriesPath+"/{id}/status", "updateDeliveryOrderStatus",
		"Mueve un pedido a su próximo estado.", httpx.Managers, h.moveDelivery, httpx.Fails{400, 404})
	httpx.Route(api, "PATCH "+deliveriesPath+"/{id}/assign", "assignDeliveryOrder", "Dice adónde se lleva un pedido.",
		httpx.Managers, h.assignDelivery, httpx.Fails{400, 404})
	httpx.Route(api, "DELETE "+deliveriesPath+"/{id}", "deleteDeliveryOrder", "Borra un pedido; se puede restaurar.",
		httpx.Managers, delivery.Remove(h.Writer), httpx.Fails{404})
}

// DeliveryOrderOutput is an order to take away or to deliver.
type DeliveryOrderOutput struct {
	ID                   int64               `json:"id"`
	TenantID             int64               `json:"tenant_id"`
	BranchID             int64               `json:"branch_id"`
	OrderType            string              `json:"order_type" enum:"TAKEOUT,DELIVERY"`
	CustomerName         string              `json:"customer_name"`
	CustomerPhone        string              `json:"customer_phone"`
	CustomerEmail        *string             `json:"customer_email"`
	DeliveryAddress      *string             `json:"delivery_address"`
	DeliveryInstructions *string             `json:"delivery_instructions"`
	DeliveryLat          *float64            `json:"delivery_lat"`
	DeliveryLng          *float64            `json:"delivery_lng"`
	EstimatedReadyAt     *time.Time          `json:"estimated_ready_at"`
	EstimatedDeliveryAt  *time.Time          `json:"estimated_delivery_at"`
	Status               string              `json:"status" enum:"RECEIVED,PREPARING,READY,OUT_FOR_DELIVERY,DELIVERED,PICKED_UP,CANCELED"`
	TotalCents           money.Cents         `json:"total_cents"`
	PaymentMethod        *string             `json:"payment_method"`
	IsPaid               bool                `json:"is_paid"`
	Notes                *string             `json:"notes"`
	Items                []DeliveryOrderItem `json:"items"`
	IsActive             bool                `json:"is_active"`
	CreatedAt            time.Time           `json:"created_at"`
	UpdatedAt            time.Time           `json:"updated_at"`
}

// DeliveryOrderItem is a line of it, at the price of the moment.
type DeliveryOrderItem struct {
	ID             int64       `json:"id"`
	ProductID      int64       `json:"product_id"`
	ProductName    string      `json:"product_name"`
	Qty            int         `json:"qty"`
	UnitPriceCents money.Cents `json:"unit_price_cents"`
	Notes          *string     `json:"notes"`
}

// DeliveryOrderCreate is a new order.
type DeliveryOrderCreate struct {
	OrderType            string                   `json:"order_type" enum:"TAKEOUT,DELIVERY"`
	CustomerName         string                   `json:"customer_name" minLength:"1" maxLength:"120" example:"Lucía Funes"`
	CustomerPhone        string                   `json:"customer_phone" minLength:"1" maxLength:"50" example:"261 555-0101"`
	CustomerEmail        *string                  `json:"customer_email" required:"false" maxLength:"255"`
	DeliveryAddress      *string                  `json:"delivery_address" required:"false" maxLength:"300" example:"San Martín 1234, 2.º B"`
	DeliveryInstructions *string                  `json:"delivery_instructions" required:"false" maxLength:"500"`
	DeliveryLat          *float64                 `json:"delivery_lat" required:"false" minimum:"-90" maximum:"90"`
	DeliveryLng          *float64                 `json:"delivery_lng" required:"false" minimum:"-180" maximum:"180"`
	EstimatedReadyAt     *time.Time               `json:"estimated_ready_at" required:"false"`
	EstimatedDeliveryAt  *time.Time               `json:"estimated_delivery_at" required:"false"`
	PaymentMethod        *string                  `json:"payment_method" required:"false" enum:"CASH,CARD,MP,TRANSFER"`
	Notes                *string                  `json:"notes" required:"false" maxLength:"500"`
	Items                []DeliveryOrderItemInput `json:"items" minItems:"1" maxItems:"100"`
}

// DeliveryOrderItemInput is a line of a new order.
type DeliveryOrderItemInput struct {
	ProductID int64   `json:"product_id"`
	Qty       int32   `json:"qty" required:"false" minimum:"1" maximum:"999" default:"1"`
	Notes     *string `json:"notes" required:"false" maxLength:"500"`
}

// DeliveryOrderUpdate changes what it names.
type DeliveryOrderUpdate struct {
	CustomerName         httpx.Patch[string]    `json:"customer_name" required:"false" minLength:"1" maxLength:"120"`
	CustomerPhone        httpx.Patch[string]    `json:"customer_phone" required:"false" minLength:"1" maxLength:"50"`
	CustomerEmail        httpx.Patch[string]    `json:"customer_email" required:"false" maxLength:"255"`
	DeliveryAddress      httpx.Patch[string]    `json:"delivery_address" required:"false" maxLength:"300"`
	DeliveryInstructions httpx.Patch[string]    `json:"delivery_instructions" required:"false" maxLength:"500"`
	DeliveryLat          httpx.Patch[float64]   `json:"delivery_lat" required:"false" minimum:"-90" maximum:"90"`
	DeliveryLng          httpx.Patch[float64]   `json:"delivery_lng" required:"false" minimum:"-180" maximum:"180"`
	EstimatedReadyAt     httpx.Patch[time.Time] `json:"estimated_ready_at" required:"false"`
	EstimatedDeliveryAt  httpx.Patch[time.Time] `json:"estimated_delivery_at" required:"false"`
	PaymentMethod        httpx.Patch[string]    `json:"payment_method" required:"false" enum:"CASH,CARD,MP,TRANSFER"`
	IsPaid               httpx.Patch[bool]      `json:"is_paid" required:"false"`
	Notes                httpx.Patch[string]    `json:"notes" required:"false" maxLength:"500"`
}

// DeliveryAssignInfo is where an order goes.
type DeliveryAssignInfo struct {
	DeliveryAddress      httpx.Patch[string]  `json:"delivery_address" required:"false" maxLength:"300"`
	DeliveryInstructions httpx.Patch[string]  `json:"delivery_instructions" required:"false" maxLength:"500"`
	DeliveryLat          httpx.Patch[float64] `json:"delivery_lat" required:"false" minimum:"-90" maximum:"90"`
	DeliveryLng          httpx.Patch[float64] `json:"delivery_lng" required:"false" minimum:"-180" maximum:"180"`
	CustomerPhone        httpx.Patch[string]  `json:"customer_phone" required:"false" minLength:"1" maxLength:"50"`
}

// DeliveryOrderStatusUpdate moves an order.
type DeliveryOrderStatusUpdate struct {
	Status string `json:"status" enum:"RECEIVED,PREPARING,READY,OUT_FOR_DELIVERY,DELIVERED,PICKED_UP,CANCELED" example:"PREPARING"`
}

var delivery = entity.Resource[DeliveryOrderOutput]{
	Kind: catalog.DeliveryOrder,
	Read: func(ctx context.Context, q *dbgen.Queries, tenant, id int64) (DeliveryOrderOutput, error) {
		return httpx.Only(readDeliveries(ctx, q, dbgen.DeliveryOrdersParams{
			TenantID: tenant, ID: &id, EveryBranch: true, MaxRows: 1,
		}))
	},
}

func readDeliveries(
	ctx context.Context, q *dbgen.Queries, p dbgen.DeliveryOrdersParams,
) ([]DeliveryOrderOutput, error) {
	return httpx.Rows[DeliveryOrderOutput](q.DeliveryOrders(ctx, p))
}

type deliveriesInput struct {
	BranchID int64  `query:"branch_id" minimum:"1"`
	Status   string `query:"status" enum:"RECEIVED,PREPARING,READY,OUT_FOR_DELIVERY,DELIVERED,PICKED_UP,CANCELED"`
	Type     string `query:"type" enum:"TAKEOUT,DELIVERY"`
	httpx.Page
}

func (h *Handlers) deliveries(ctx context.Context, in *deliveriesInput) (*httpx.Body[[]DeliveryOrderOutput], error) {
	who := access.StaffFrom(ctx)
	reach, err := postgres.ScopeOf(who, httpx.Optional(in.BranchID))
	if err != nil {
		return nil, err
	}
	rows, err := readDeliveries(ctx, h.Store.Queries, dbgen.DeliveryOrdersParams{
		TenantID: who.TenantID, EveryBranch: reach.EveryBranch, BranchIds: reach.Branches, Status: httpx.Optional(in.Status),
		OrderType: httpx.Optional(in.Type), MaxRows: in.Limit, Skip: in.Offset,
	})
	return httpx.Answer(rows), postgres.Fault(err)
}

type createDeliveryInput struct {
	BranchID int64 `query:"branch_id" required:"true" minimum:"1"`
	Body     DeliveryOrderCreate
}

func (h *Handlers) createDelivery(
	ctx context.Context, in *createDeliveryInput,
) (*httpx.Body[DeliveryOrderOutput], error) {
	return delivery.Create(ctx, h.Writer, func(c *entity.Change) (int64, error) {
		b := in.Body
		if _, err := c.Reference(ctx, c.Who, catalog.Branch, in.BranchID); err != nil {
			return 0, err
		}
		lines, total, err := priceItems(ctx, c, in.BranchID, b.Items)
		if err != nil {
			return 0, err
		}
		lines.OrderID, err = entity.Insert(ctx, c, c.InsertDeliveryOrder, struct {
			DeliveryOrderCreate
			BranchID   int64
			TotalCents money.Cents
		}{b, in.BranchID, total})
		if err != nil {
			return 0, err
		}
		return lines.OrderID, c.InsertDeliveryItems(ctx, lines)
	})
}

// priceItems looks up what the branch asks for each item, and sums it up.
//
// Errors: fault.Refused with the ids of products that the branch does not sell now.
func priceItems(
	ctx context.Context, c *entity.Change, branch int64, items []DeliveryOrderItemInput,
) (lines dbgen.InsertDeliveryItemsParams, total money.Cents, err error) {
	lines.TenantID = c.Who.TenantID
	for _, it := range items {
		lines.ProductIds = append(lines.ProductIds, it.ProductID)
	}
	sold, err := c.PricesIn(ctx, dbgen.PricesInParams{
		TenantID: c.Who.TenantID, BranchID: branch, ProductIds: lines.ProductIds,
	})
	if err != nil {
		return lines, 0, err
	}
	var unsold []int64
	for _, it := range items {
		i := slices.IndexFunc(sold, func(p dbgen.PricesInRow) bool { return p.ProductID == it.ProductID })
		if i < 0 {
			unsold = append(unsold, it.ProductID)
			continue
		}
		worth, err := sold[i].PriceCents.Times(int(it.Qty))
		if err == nil {
			total, err = total.Add(worth)
		}
		if err != nil {
			return lines, 0, fault.New(fault.Refused, "amount_out_of_range", "El pedido supera el importe máximo.").Because(err)
		}
		notes := ""
		if it.Notes != nil {
			notes = *it.Notes
		}
		lines.Qtys, lines.Units = append(lines.Qtys, it.Qty), append(lines.Units, int64(sold[i].PriceCents))
		lines.Names, lines.Notes = append(lines.Names, sold[i].Name), append(lines.Notes, notes)
	}
	if len(unsold) > 0 {
		return lines, 0, fault.New(fault.Refused, "product_unavailable", "La sucursal no vende ahora todo lo que pediste.").With("product_ids", unsold)
	}
	return lines, total, nil
}

// alterDelivery changes what alter does of an order, and writes all of it.
func (h *Handlers) alterDelivery(
	ctx context.Context, id int64, alter func(*DeliveryOrderOutput) error,
) (*httpx.Body[DeliveryOrderOutput], error) {
	return delivery.Update(ctx, h.Writer, id, func(c *entity.Change, r DeliveryOrderOutput) error {
		if err := alter(&r); err != nil {
			return err
		}
		return entity.Save(ctx, c, c.UpdateDeliveryOrder, r)
	})
}

func (h *Handlers) updateDelivery(
	ctx context.Context, in *httpx.BodyByID[DeliveryOrderUpdate],
) (*httpx.Body[DeliveryOrderOutput], error) {
	return h.alterDelivery(ctx, in.ID, func(r *DeliveryOrderOutput) error {
		httpx.Apply(r, in.Body)
		return nil
	})
}

func (h *Handlers) assignDelivery(
	ctx context.Context, in *httpx.BodyByID[DeliveryAssignInfo],
) (*httpx.Body[DeliveryOrderOutput], error) {
	return h.alterDelivery(ctx, in.ID, func(r *DeliveryOrderOutput) error {
		if deliveryMoves.final(r.Status) {
			return fault.New(fault.Refused, "delivery_order_over", "El pedido ya terminó.")
		}
		httpx.Apply(r, in.Body)
		return nil
	})
}

func (h *Handlers) moveDelivery(
	ctx context.Context, in *httpx.BodyByID[DeliveryOrderStatusUpdate],
) (*httpx.Body[DeliveryOrderOutput], error) {
	return h.alterDelivery(ctx, in.ID, func(r *DeliveryOrderOutput) error {
		if in.Body.Status == "OUT_FOR_DELIVERY" && r.OrderType != "DELIVERY" {
			return fault.New(fault.Refused, "not_for_delivery", "El pedido es para llevar: no sale a reparto.")
		}
		err := deliveryMoves.check(r.Status, in.Body.Status)
		r.Status = in.Body.Status
		return err
	})
}
