package reservation

import (
	"context"
	"net/http"
	"slices"
	"time"

	"integrador/api/entity"
	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/domain/catalog"
	"integrador/internal/domain/fault"
	"integrador/internal/domain/lifecycle"
	"integrador/internal/domain/money"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

const deliveriesPath = "/api/admin/delivery/orders"

func (h *Handlers) deliveryRoutes(api *httpx.API) {
	httpx.Handle(api, httpx.Operation{
		ID: "listDeliveryOrders", Method: http.MethodGet, Path: deliveriesPath, Access: httpx.Staff().InBranch("branch_id"),
		Summary: "Lista los pedidos para llevar y para enviar, los últimos primero.",
	}, h.deliveries)
	httpx.Handle(api, httpx.Operation{
		ID: "getDeliveryOrder", Method: http.MethodGet, Path: deliveriesPath + "/{id}", Access: httpx.Staff(),
		Summary: "Muestra un pedido para llevar o para enviar.", Errors: []int{http.StatusNotFound},
	}, delivery.Show(h.Writer))
	httpx.Handle(api, httpx.Operation{
		ID: "createDeliveryOrder", Method: http.MethodPost, Path: deliveriesPath, Access: httpx.Staff(httpx.ManagingRoles...).InBranch("branch_id"), Success: http.StatusCreated,
		Summary: "Toma un pedido, a los precios de la sucursal.", Errors: []int{http.StatusBadRequest},
	}, h.createDelivery)
	httpx.Handle(api, httpx.Operation{
		ID: "updateDeliveryOrder", Method: http.MethodPut, Path: deliveriesPath + "/{id}", Access: httpx.Staff(httpx.ManagingRoles...),
		Summary: "Cambia los datos de un pedido.", Errors: []int{http.StatusBadRequest, http.StatusNotFound},
	}, h.updateDelivery)
	httpx.Handle(api, httpx.Operation{
		ID: "updateDeliveryOrderStatus", Method: http.MethodPatch, Path: deliveriesPath + "/{id}/status", Access: httpx.Staff(httpx.ManagingRoles...),
		Summary: "Mueve un pedido a su próximo estado.", Errors: []int{http.StatusBadRequest, http.StatusNotFound},
	}, h.moveDelivery)
	httpx.Handle(api, httpx.Operation{
		ID: "assignDeliveryOrder", Method: http.MethodPatch, Path: deliveriesPath + "/{id}/assign", Access: httpx.Staff(httpx.ManagingRoles...),
		Summary: "Dice adónde se lleva un pedido.", Errors: []int{http.StatusBadRequest, http.StatusNotFound},
	}, h.assignDelivery)
	httpx.Handle(api, httpx.Operation{
		ID: "deleteDeliveryOrder", Method: http.MethodDelete, Path: deliveriesPath + "/{id}", Access: httpx.Staff(httpx.ManagingRoles...),
		Summary: "Borra un pedido; se puede restaurar.", Errors: []int{http.StatusNotFound},
	}, delivery.Remove(h.Writer))
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
	Notes     *string `json:"notes" required:"false" maxLength:"200"`
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
		return httpx.Only(readDeliveries(ctx, q, dbgen.DeliveryOrdersParams{TenantID: tenant, ID: &id, EveryBranch: true, MaxRows: 1}))
	},
}

func readDeliveries(ctx context.Context, q *dbgen.Queries, p dbgen.DeliveryOrdersParams) ([]DeliveryOrderOutput, error) {
	rows, err := q.DeliveryOrders(ctx, p)
	if err != nil {
		return nil, err
	}
	return httpx.MapOrError(rows, func(r dbgen.DeliveryOrdersRow) (DeliveryOrderOutput, error) {
		items, err := postgres.DecodeJSON[[]DeliveryOrderItem](r.Items, "delivery items")
		return DeliveryOrderOutput{
			ID: r.ID, TenantID: r.TenantID, BranchID: r.BranchID, OrderType: r.OrderType, CustomerName: r.CustomerName,
			CustomerPhone: r.CustomerPhone, CustomerEmail: r.CustomerEmail, DeliveryAddress: r.DeliveryAddress,
			DeliveryInstructions: r.DeliveryInstructions, DeliveryLat: r.DeliveryLat, DeliveryLng: r.DeliveryLng,
			EstimatedReadyAt: r.EstimatedReadyAt, EstimatedDeliveryAt: r.EstimatedDeliveryAt, Status: r.Status, TotalCents: r.TotalCents,
			PaymentMethod: r.PaymentMethod, IsPaid: r.IsPaid, Notes: r.Notes, Items: items, IsActive: r.IsActive,
			CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt,
		}, err
	})
}

type deliveriesInput struct {
	BranchID int64  `query:"branch_id" minimum:"1"`
	Status   string `query:"status" enum:"RECEIVED,PREPARING,READY,OUT_FOR_DELIVERY,DELIVERED,PICKED_UP,CANCELED"`
	Type     string `query:"type" enum:"TAKEOUT,DELIVERY"`
	httpx.Page
}

type deliveriesOutput struct{ Body []DeliveryOrderOutput }

func (h *Handlers) deliveries(ctx context.Context, in *deliveriesInput) (*deliveriesOutput, error) {
	who := access.StaffFrom(ctx)
	reach, err := postgres.ScopeOf(who, httpx.Optional(in.BranchID))
	if err != nil {
		return nil, err
	}
	rows, err := readDeliveries(ctx, h.Store.Queries, dbgen.DeliveryOrdersParams{
		TenantID: who.TenantID, EveryBranch: reach.EveryBranch, BranchIds: reach.Branches, Status: httpx.Optional(in.Status),
		OrderType: httpx.Optional(in.Type), MaxRows: in.Limit, Skip: in.Offset,
	})
	return &deliveriesOutput{rows}, postgres.Fault(err)
}

type createDeliveryInput struct {
	BranchID int64 `query:"branch_id" required:"true" minimum:"1"`
	Body     DeliveryOrderCreate
}

func (h *Handlers) createDelivery(ctx context.Context, in *createDeliveryInput) (*entity.Response[DeliveryOrderOutput], error) {
	return delivery.Create(ctx, h.Writer, func(c *entity.Change) (int64, error) {
		b := in.Body
		if _, err := c.Reference(ctx, c.Who, catalog.Branch, in.BranchID); err != nil {
			return 0, err
		}
		lines, total, err := priceItems(ctx, c, in.BranchID, b.Items)
		if err != nil {
			return 0, err
		}
		lines.OrderID, err = c.InsertDeliveryOrder(ctx, dbgen.InsertDeliveryOrderParams{
			TenantID: c.Who.TenantID, BranchID: in.BranchID, OrderType: b.OrderType, CustomerName: b.CustomerName, CustomerPhone: b.CustomerPhone,
			CustomerEmail: b.CustomerEmail, DeliveryAddress: b.DeliveryAddress, DeliveryInstructions: b.DeliveryInstructions,
			DeliveryLat: b.DeliveryLat, DeliveryLng: b.DeliveryLng, EstimatedReadyAt: b.EstimatedReadyAt,
			EstimatedDeliveryAt: b.EstimatedDeliveryAt, TotalCents: total, PaymentMethod: b.PaymentMethod, Notes: b.Notes,
		})
		if err != nil {
			return 0, err
		}
		return lines.OrderID, c.InsertDeliveryItems(ctx, lines)
	})
}

// priceItems looks up what the branch asks for each item, and sums it up.
//
// Errors: fault.Refused with the ids of products that the branch does not sell now.
func priceItems(ctx context.Context, c *entity.Change, branch int64, items []DeliveryOrderItemInput) (lines dbgen.InsertDeliveryItemsParams, total money.Cents, err error) {
	lines.TenantID = c.Who.TenantID
	for _, it := range items {
		lines.ProductIds = append(lines.ProductIds, it.ProductID)
	}
	sold, err := c.PricesIn(ctx, dbgen.PricesInParams{TenantID: c.Who.TenantID, BranchID: branch, ProductIds: lines.ProductIds})
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
func (h *Handlers) alterDelivery(ctx context.Context, id int64, alter func(*DeliveryOrderOutput) error) (*entity.Response[DeliveryOrderOutput], error) {
	return delivery.Update(ctx, h.Writer, id, func(c *entity.Change, r DeliveryOrderOutput) error {
		if err := alter(&r); err != nil {
			return err
		}
		return c.UpdateDeliveryOrder(ctx, dbgen.UpdateDeliveryOrderParams{
			ID: r.ID, TenantID: r.TenantID, CustomerName: r.CustomerName, CustomerPhone: r.CustomerPhone, CustomerEmail: r.CustomerEmail,
			DeliveryAddress: r.DeliveryAddress, DeliveryInstructions: r.DeliveryInstructions, DeliveryLat: r.DeliveryLat,
			DeliveryLng: r.DeliveryLng, EstimatedReadyAt: r.EstimatedReadyAt, EstimatedDeliveryAt: r.EstimatedDeliveryAt,
			PaymentMethod: r.PaymentMethod, IsPaid: r.IsPaid, Notes: r.Notes, Status: r.Status,
		})
	})
}

type updateDeliveryInput struct {
	httpx.ByID
	Body DeliveryOrderUpdate
}

func (h *Handlers) updateDelivery(ctx context.Context, in *updateDeliveryInput) (*entity.Response[DeliveryOrderOutput], error) {
	return h.alterDelivery(ctx, in.ID, func(r *DeliveryOrderOutput) error {
		b := in.Body
		b.CustomerName.To(&r.CustomerName)
		b.CustomerPhone.To(&r.CustomerPhone)
		b.CustomerEmail.ToNull(&r.CustomerEmail)
		b.DeliveryAddress.ToNull(&r.DeliveryAddress)
		b.DeliveryInstructions.ToNull(&r.DeliveryInstructions)
		b.DeliveryLat.ToNull(&r.DeliveryLat)
		b.DeliveryLng.ToNull(&r.DeliveryLng)
		b.EstimatedReadyAt.ToNull(&r.EstimatedReadyAt)
		b.EstimatedDeliveryAt.ToNull(&r.EstimatedDeliveryAt)
		b.PaymentMethod.ToNull(&r.PaymentMethod)
		b.IsPaid.To(&r.IsPaid)
		b.Notes.ToNull(&r.Notes)
		return nil
	})
}

type assignDeliveryInput struct {
	httpx.ByID
	Body DeliveryAssignInfo
}

func (h *Handlers) assignDelivery(ctx context.Context, in *assignDeliveryInput) (*entity.Response[DeliveryOrderOutput], error) {
	return h.alterDelivery(ctx, in.ID, func(r *DeliveryOrderOutput) error {
		if lifecycle.Delivery.Final(r.Status) {
			return fault.New(fault.Refused, "delivery_order_over", "El pedido ya terminó.")
		}
		in.Body.DeliveryAddress.ToNull(&r.DeliveryAddress)
		in.Body.DeliveryInstructions.ToNull(&r.DeliveryInstructions)
		in.Body.DeliveryLat.ToNull(&r.DeliveryLat)
		in.Body.DeliveryLng.ToNull(&r.DeliveryLng)
		in.Body.CustomerPhone.To(&r.CustomerPhone)
		return nil
	})
}

type moveDeliveryInput struct {
	httpx.ByID
	Body DeliveryOrderStatusUpdate
}

func (h *Handlers) moveDelivery(ctx context.Context, in *moveDeliveryInput) (*entity.Response[DeliveryOrderOutput], error) {
	return h.alterDelivery(ctx, in.ID, func(r *DeliveryOrderOutput) error {
		if in.Body.Status == "OUT_FOR_DELIVERY" && r.OrderType != "DELIVERY" {
			return fault.New(fault.Refused, "not_for_delivery", "El pedido es para llevar: no sale a reparto.")
		}
		err := lifecycle.Delivery.Check(r.Status, in.Body.Status)
		r.Status = in.Body.Status
		return err
	})
}
