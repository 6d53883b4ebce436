package api

import (
	"context"
	"net/http"
	"slices"
	"time"

	"integrador/internal/domain/access"
	"integrador/internal/domain/catalog"
	"integrador/internal/domain/fault"
	"integrador/internal/domain/lifecycle"
	"integrador/internal/domain/money"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

const deliveriesPath = "/api/admin/delivery/orders"

func (s *Server) deliveryRoutes(r router) {
	handle(r, operation{
		ID: "listDeliveryOrders", Method: http.MethodGet, Path: deliveriesPath, Access: staff().inBranch("branch_id"),
		Summary: "Lista los pedidos para llevar y para enviar, los últimos primero.",
	}, s.deliveries)
	handle(r, operation{
		ID: "getDeliveryOrder", Method: http.MethodGet, Path: deliveriesPath + "/{id}", Access: staff(),
		Summary: "Muestra un pedido para llevar o para enviar.", Errors: []int{http.StatusNotFound},
	}, delivery.show(s))
	handle(r, operation{
		ID: "createDeliveryOrder", Method: http.MethodPost, Path: deliveriesPath, Access: staff(managingRoles...).inBranch("branch_id"), Success: http.StatusCreated,
		Summary: "Toma un pedido, a los precios de la sucursal.", Errors: []int{http.StatusBadRequest},
	}, s.createDelivery)
	handle(r, operation{
		ID: "updateDeliveryOrder", Method: http.MethodPut, Path: deliveriesPath + "/{id}", Access: staff(managingRoles...),
		Summary: "Cambia los datos de un pedido.", Errors: []int{http.StatusBadRequest, http.StatusNotFound},
	}, s.updateDelivery)
	handle(r, operation{
		ID: "updateDeliveryOrderStatus", Method: http.MethodPatch, Path: deliveriesPath + "/{id}/status", Access: staff(managingRoles...),
		Summary: "Mueve un pedido a su próximo estado.", Errors: []int{http.StatusBadRequest, http.StatusNotFound},
	}, s.moveDelivery)
	handle(r, operation{
		ID: "assignDeliveryOrder", Method: http.MethodPatch, Path: deliveriesPath + "/{id}/assign", Access: staff(managingRoles...),
		Summary: "Dice adónde se lleva un pedido.", Errors: []int{http.StatusBadRequest, http.StatusNotFound},
	}, s.assignDelivery)
	handle(r, operation{
		ID: "deleteDeliveryOrder", Method: http.MethodDelete, Path: deliveriesPath + "/{id}", Access: staff(managingRoles...),
		Summary: "Borra un pedido; se puede restaurar.", Errors: []int{http.StatusNotFound},
	}, delivery.remove(s))
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
	CustomerName         Patch[string]    `json:"customer_name" required:"false" minLength:"1" maxLength:"120"`
	CustomerPhone        Patch[string]    `json:"customer_phone" required:"false" minLength:"1" maxLength:"50"`
	CustomerEmail        Patch[string]    `json:"customer_email" required:"false" maxLength:"255"`
	DeliveryAddress      Patch[string]    `json:"delivery_address" required:"false" maxLength:"300"`
	DeliveryInstructions Patch[string]    `json:"delivery_instructions" required:"false" maxLength:"500"`
	DeliveryLat          Patch[float64]   `json:"delivery_lat" required:"false" minimum:"-90" maximum:"90"`
	DeliveryLng          Patch[float64]   `json:"delivery_lng" required:"false" minimum:"-180" maximum:"180"`
	EstimatedReadyAt     Patch[time.Time] `json:"estimated_ready_at" required:"false"`
	EstimatedDeliveryAt  Patch[time.Time] `json:"estimated_delivery_at" required:"false"`
	PaymentMethod        Patch[string]    `json:"payment_method" required:"false" enum:"CASH,CARD,MP,TRANSFER"`
	IsPaid               Patch[bool]      `json:"is_paid" required:"false"`
	Notes                Patch[string]    `json:"notes" required:"false" maxLength:"500"`
}

// DeliveryAssignInfo is where an order goes.
type DeliveryAssignInfo struct {
	DeliveryAddress      Patch[string]  `json:"delivery_address" required:"false" maxLength:"300"`
	DeliveryInstructions Patch[string]  `json:"delivery_instructions" required:"false" maxLength:"500"`
	DeliveryLat          Patch[float64] `json:"delivery_lat" required:"false" minimum:"-90" maximum:"90"`
	DeliveryLng          Patch[float64] `json:"delivery_lng" required:"false" minimum:"-180" maximum:"180"`
	CustomerPhone        Patch[string]  `json:"customer_phone" required:"false" minLength:"1" maxLength:"50"`
}

// DeliveryOrderStatusUpdate moves an order.
type DeliveryOrderStatusUpdate struct {
	Status string `json:"status" enum:"RECEIVED,PREPARING,READY,OUT_FOR_DELIVERY,DELIVERED,PICKED_UP,CANCELED" example:"PREPARING"`
}

var delivery = entity[DeliveryOrderOutput]{
	kind: catalog.DeliveryOrder,
	read: func(ctx context.Context, q *dbgen.Queries, tenant, id int64) (DeliveryOrderOutput, error) {
		return only(readDeliveries(ctx, q, dbgen.DeliveryOrdersParams{TenantID: tenant, ID: &id, EveryBranch: true, MaxRows: 1}))
	},
}

func readDeliveries(ctx context.Context, q *dbgen.Queries, p dbgen.DeliveryOrdersParams) ([]DeliveryOrderOutput, error) {
	rows, err := q.DeliveryOrders(ctx, p)
	if err != nil {
		return nil, err
	}
	return eachOr(rows, func(r dbgen.DeliveryOrdersRow) (DeliveryOrderOutput, error) {
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
	Page
}

type deliveriesOutput struct{ Body []DeliveryOrderOutput }

func (s *Server) deliveries(ctx context.Context, in *deliveriesInput) (*deliveriesOutput, error) {
	who := access.StaffFrom(ctx)
	reach, err := postgres.ScopeOf(who, optional(in.BranchID))
	if err != nil {
		return nil, err
	}
	rows, err := readDeliveries(ctx, s.store.Queries, dbgen.DeliveryOrdersParams{
		TenantID: who.TenantID, EveryBranch: reach.EveryBranch, BranchIds: reach.Branches, Status: optional(in.Status),
		OrderType: optional(in.Type), MaxRows: in.Limit, Skip: in.Offset,
	})
	return &deliveriesOutput{rows}, postgres.Fault(err)
}

type createDeliveryInput struct {
	BranchID int64 `query:"branch_id" required:"true" minimum:"1"`
	Body     DeliveryOrderCreate
}

func (s *Server) createDelivery(ctx context.Context, in *createDeliveryInput) (*shown[DeliveryOrderOutput], error) {
	return delivery.create(ctx, s, func(c *change) (int64, error) {
		b := in.Body
		if _, err := c.Reference(ctx, c.who, catalog.Branch, in.BranchID); err != nil {
			return 0, err
		}
		lines, total, err := c.priced(ctx, in.BranchID, b.Items)
		if err != nil {
			return 0, err
		}
		lines.OrderID, err = c.InsertDeliveryOrder(ctx, dbgen.InsertDeliveryOrderParams{
			TenantID: c.who.TenantID, BranchID: in.BranchID, OrderType: b.OrderType, CustomerName: b.CustomerName, CustomerPhone: b.CustomerPhone,
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

// priced looks up what the branch asks for each item, and sums it up.
//
// Errors: fault.Refused with the ids of products that the branch does not sell now.
func (c *change) priced(ctx context.Context, branch int64, items []DeliveryOrderItemInput) (lines dbgen.InsertDeliveryItemsParams, total money.Cents, err error) {
	lines.TenantID = c.who.TenantID
	for _, it := range items {
		lines.ProductIds = append(lines.ProductIds, it.ProductID)
	}
	sold, err := c.PricesIn(ctx, dbgen.PricesInParams{TenantID: c.who.TenantID, BranchID: branch, ProductIds: lines.ProductIds})
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
func (s *Server) alterDelivery(ctx context.Context, id int64, alter func(*DeliveryOrderOutput) error) (*shown[DeliveryOrderOutput], error) {
	return delivery.update(ctx, s, id, func(c *change, r DeliveryOrderOutput) error {
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
	ByID
	Body DeliveryOrderUpdate
}

func (s *Server) updateDelivery(ctx context.Context, in *updateDeliveryInput) (*shown[DeliveryOrderOutput], error) {
	return s.alterDelivery(ctx, in.ID, func(r *DeliveryOrderOutput) error {
		b := in.Body
		b.CustomerName.to(&r.CustomerName)
		b.CustomerPhone.to(&r.CustomerPhone)
		b.CustomerEmail.toNull(&r.CustomerEmail)
		b.DeliveryAddress.toNull(&r.DeliveryAddress)
		b.DeliveryInstructions.toNull(&r.DeliveryInstructions)
		b.DeliveryLat.toNull(&r.DeliveryLat)
		b.DeliveryLng.toNull(&r.DeliveryLng)
		b.EstimatedReadyAt.toNull(&r.EstimatedReadyAt)
		b.EstimatedDeliveryAt.toNull(&r.EstimatedDeliveryAt)
		b.PaymentMethod.toNull(&r.PaymentMethod)
		b.IsPaid.to(&r.IsPaid)
		b.Notes.toNull(&r.Notes)
		return nil
	})
}

type assignDeliveryInput struct {
	ByID
	Body DeliveryAssignInfo
}

func (s *Server) assignDelivery(ctx context.Context, in *assignDeliveryInput) (*shown[DeliveryOrderOutput], error) {
	return s.alterDelivery(ctx, in.ID, func(r *DeliveryOrderOutput) error {
		if lifecycle.Delivery.Final(r.Status) {
			return fault.New(fault.Refused, "delivery_order_over", "El pedido ya terminó.")
		}
		in.Body.DeliveryAddress.toNull(&r.DeliveryAddress)
		in.Body.DeliveryInstructions.toNull(&r.DeliveryInstructions)
		in.Body.DeliveryLat.toNull(&r.DeliveryLat)
		in.Body.DeliveryLng.toNull(&r.DeliveryLng)
		in.Body.CustomerPhone.to(&r.CustomerPhone)
		return nil
	})
}

type moveDeliveryInput struct {
	ByID
	Body DeliveryOrderStatusUpdate
}

func (s *Server) moveDelivery(ctx context.Context, in *moveDeliveryInput) (*shown[DeliveryOrderOutput], error) {
	return s.alterDelivery(ctx, in.ID, func(r *DeliveryOrderOutput) error {
		if in.Body.Status == "OUT_FOR_DELIVERY" && r.OrderType != "DELIVERY" {
			return fault.New(fault.Refused, "not_for_delivery", "El pedido es para llevar: no sale a reparto.")
		}
		err := lifecycle.Delivery.Check(r.Status, in.Body.Status)
		r.Status = in.Body.Status
		return err
	})
}
