package event

import (
	"encoding/json"
	"time"

	"integrador/internal/domain/money"
)

// Round is the payload of every ROUND_* event about a whole round.
type Round struct {
	RoundID     int64 `json:"round_id"`
	RoundNumber int   `json:"round_number" doc:"Cuenta desde 1 dentro de la sesión de la mesa."`
	Reminder    int   `json:"reminder,omitempty" doc:"Cuántas veces se repitió el aviso; falta en el primero."`
}

// DeletedItem is the payload of ROUND_ITEM_DELETED.
type DeletedItem struct {
	RoundID      int64 `json:"round_id"`
	ItemID       int64 `json:"item_id"`
	ProductID    int64 `json:"product_id"`
	RoundDeleted bool  `json:"round_deleted" doc:"true: era el último ítem y la ronda se borró con él."`
}

// VoidedItem is the payload of ROUND_ITEM_VOIDED.
type VoidedItem struct {
	RoundID       int64  `json:"round_id"`
	ItemID        int64  `json:"item_id"`
	ProductID     int64  `json:"product_id"`
	ProductName   string `json:"product_name"`
	VoidReason    string `json:"void_reason"`
	RoundCanceled bool   `json:"round_canceled" doc:"true: no quedó nada en la ronda y se canceló."`
	RoundStatus   string `json:"round_status"`
	Qty           int    `json:"qty,omitempty" doc:"Cuántos se anularon."`
	OfItemID      int64  `json:"of_item_id,omitempty" doc:"Falta si se anuló la línea entera. Si no, la línea de la que salieron: sigue, con qty_left."`
	QtyLeft       int    `json:"qty_left,omitempty" doc:"Cuántos quedan en of_item_id."`
}

// Call is the payload of SERVICE_CALL_* events.
type Call struct {
	CallID    int64  `json:"call_id"`
	CallType  string `json:"call_type"`
	Reminder  int    `json:"reminder,omitempty" doc:"Cuántas veces se repitió el llamado; falta en el primero."`
	Escalated bool   `json:"escalated,omitempty" doc:"true: ahora lo reciben todos los mozos de la sucursal."`
}

// Check is the payload of CHECK_* events.
type Check struct {
	CheckID    int64       `json:"check_id"`
	TotalCents money.Cents `json:"total_cents"`
	PaidCents  money.Cents `json:"paid_cents"`
}

// Payment is the payload of PAYMENT_APPROVED, PAYMENT_REJECTED and PAYMENT_FAILED.
type Payment struct {
	CheckID     int64       `json:"check_id"`
	TotalCents  money.Cents `json:"total_cents"`
	PaidCents   money.Cents `json:"paid_cents"`
	PaymentID   int64       `json:"payment_id"`
	AmountCents money.Cents `json:"amount_cents" doc:"Lo que salda de la cuenta, sin la propina."`
	TipCents    money.Cents `json:"tip_cents,omitempty"`
	Provider    string      `json:"provider"`
}

// Intent is the payload of PAYMENT_STARTED and PAYMENT_RELEASED: which part of the bill somebody is paying, or is not
// paying any more.
type Intent struct {
	CheckID     int64       `json:"check_id"`
	PaymentID   int64       `json:"payment_id"`
	DinerID     int64       `json:"diner_id,omitempty" doc:"Falta si no es de ningún comensal en particular."`
	AmountCents money.Cents `json:"amount_cents"`
	TipCents    money.Cents `json:"tip_cents,omitempty"`
	Split       string      `json:"split"`
	Status      string      `json:"status"`
	ExpiresAt   time.Time   `json:"expires_at" doc:"Hasta cuándo esa parte de la cuenta queda reservada."`
}

// Refund is the payload of REFUND_REQUESTED, PAYMENT_REFUNDED and REFUND_FAILED.
type Refund struct {
	CheckID     int64       `json:"check_id"`
	PaymentID   int64       `json:"payment_id"`
	RefundID    int64       `json:"refund_id"`
	AmountCents money.Cents `json:"amount_cents"`
	Reason      string      `json:"reason" doc:"OVERPAY: se pagó de más. DECISION: lo decidió el encargado."`
}

// Dispute is the payload of PAYMENT_DISPUTED, when a dispute begins and when it ends.
type Dispute struct {
	CheckID       int64       `json:"check_id"`
	PaymentID     int64       `json:"payment_id"`
	AmountCents   money.Cents `json:"amount_cents"`
	Disputed      bool        `json:"disputed" doc:"false: la disputa terminó."`
	ReversedCents money.Cents `json:"reversed_cents" doc:"Lo que perdió hasta ahora la cuenta de una mesa cerrada."`
}

// Table is the payload of TABLE_* events.
type Table struct {
	TableCode   string `json:"table_code"`
	TableStatus string `json:"table_status"`
}

// Diner is the payload of DINER_JOINED.
type Diner struct {
	DinerID    int64  `json:"diner_id"`
	DinerName  string `json:"diner_name"`
	DinerColor string `json:"diner_color"`
}

// Ticket is the payload of TICKET_* events.
type Ticket struct {
	TicketID    int64  `json:"ticket_id"`
	RoundID     int64  `json:"round_id"`
	RoundNumber int    `json:"round_number"`
	Station     string `json:"station"`
	Status      string `json:"status"`
}

// CartItem is the payload of CART_ITEM_ADDED and CART_ITEM_UPDATED.
type CartItem struct {
	ItemID       int64       `json:"item_id"`
	ProductID    int64       `json:"product_id"`
	ProductName  string      `json:"product_name"`
	ProductImage *string     `json:"product_image"`
	PriceCents   money.Cents `json:"price_cents"`
	Quantity     int         `json:"quantity"`
	Notes        *string     `json:"notes"`
	DinerID      int64       `json:"diner_id"`
	DinerName    string      `json:"diner_name"`
	DinerColor   string      `json:"diner_color"`
	Version      int         `json:"version" doc:"La del carrito después de este cambio."`
}

// RemovedCartItem is the payload of CART_ITEM_REMOVED.
type RemovedCartItem struct {
	ItemID    int64 `json:"item_id"`
	ProductID int64 `json:"product_id"`
	DinerID   int64 `json:"diner_id"`
	Version   int   `json:"version" doc:"La del carrito después de este cambio."`
}

// ClearedCart is the payload of CART_CLEARED.
type ClearedCart struct {
	Cleared bool `json:"cleared" doc:"false: quedó algo que no se pidió; hay que volver a leer el carrito."`
	Version int  `json:"version" doc:"La del carrito después de este cambio; 0 si lo vació una ronda."`
}

// Availability is the payload of PRODUCT_AVAILABILITY_CHANGED.
type Availability struct {
	ProductID   int64 `json:"product_id"`
	IsAvailable bool  `json:"is_available"`
	// PriceCents is the price after a change of prices.
	PriceCents *money.Cents `json:"price_cents,omitempty" doc:"El precio en la sucursal; falta si lo que cambió no fue el precio."`
}

// Entity is the payload of ENTITY_CREATED and ENTITY_UPDATED.
type Entity struct {
	EntityType string `json:"entity_type" doc:"branch, category, product, staff, table, allergen, promotion…"`
	EntityID   int64  `json:"entity_id"`
	EntityName string `json:"entity_name"`
}

// RestoredEntity is the payload of ENTITY_CREATED where a restoration brought back several entities of one type: the
// first of them is Entity.
type RestoredEntity struct {
	Entity
	AffectedEntities []Affected `json:"affected_entities" doc:"Las demás que volvieron con ella."`
}

// DeletedEntity is the payload of ENTITY_DELETED.
type DeletedEntity struct {
	Entity
	AffectedEntities []Affected `json:"affected_entities" doc:"Lo que se borró con ella; si es mucho, lo primero."`
}

// CascadeDeletion is the payload of CASCADE_DELETE. Affected and AffectedEntities are the same list, because some
// clients read the one and some the other.
type CascadeDeletion struct {
	DeletedEntity
	Affected      []Affected `json:"affected" doc:"La misma lista que affected_entities."`
	AffectedCount int        `json:"affected_count" doc:"Cuánto se borró con ella; la lista puede ser más corta."`
}

// Affected is an entity that was deleted or restored with another.
type Affected struct {
	Type string `json:"type"`
	ID   int64  `json:"id"`
	Name string `json:"name"`
}

// Body encodes a payload. Payloads are plain structs, so it cannot fail.
func Body(payload any) json.RawMessage {
	b, err := json.Marshal(payload)
	if err != nil {
		panic("event payload does not encode: " + err.Error())
	}
	return b
}
