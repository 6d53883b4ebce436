package event

import (
	"slices"
	"time"

	"integrador/internal/domain/money"
)

// Description describes an event type for the AsyncAPI document.
type Description struct {
	Type    Type
	Summary string // in Spanish, as the document is
	// Payloads are examples of the entity, one for each Go type that it can have. The document takes the entity's schema
	// from their types.
	Payloads []any
}

// Catalogue describes all event types, in the order of the constants.
func Catalogue() []Description { return slices.Clone(catalogue) }

func describe(t Type, summary string, payloads ...any) Description {
	return Description{Type: t, Summary: summary, Payloads: payloads}
}

// Values that the examples share.
var (
	exampleRound  = Round{RoundID: 4102, RoundNumber: 2}
	exampleCall   = Call{CallID: 77, CallType: "WAITER_CALL"}
	exampleCheck  = Check{CheckID: 310, TotalCents: 2_450_000, PaidCents: 1_200_000}
	examplePaid   = Check{CheckID: 310, TotalCents: 2_450_000, PaidCents: 2_450_000}
	exampleTicket = Ticket{TicketID: 9001, RoundID: 4102, RoundNumber: 2, Station: "GRILL", Status: "IN_PROGRESS"}
	exampleIntent = Intent{
		CheckID:     310,
		PaymentID:   512,
		DinerID:     88,
		AmountCents: 1_250_000,
		TipCents:    125_000,
		Split:       "REST",
		Status:      "OPEN",
		ExpiresAt:   time.Date(2026, 3, 14, 21, 45, 0, 0, time.UTC),
	}
	examplePayment = Payment{
		CheckID:     310,
		TotalCents:  2_450_000,
		PaidCents:   2_450_000,
		PaymentID:   512,
		AmountCents: 1_250_000,
		TipCents:    125_000,
		Provider:    "MERCADO_PAGO",
	}
	exampleRefund = Refund{CheckID: 310, PaymentID: 512, RefundID: 41, AmountCents: 250_000, Reason: "OVERPAY"}
	exampleItem   = CartItem{
		ItemID:      15,
		ProductID:   204,
		ProductName: "Ñoquis con tuco",
		PriceCents:  850_000,
		Quantity:    2,
		DinerID:     88,
		DinerName:   "Ana",
		DinerColor:  "#e76f51",
		Version:     6,
	}
	exampleProduct  = Entity{EntityType: "product", EntityID: 204, EntityName: "Ñoquis con tuco"}
	exampleCategory = Entity{EntityType: "category", EntityID: 12, EntityName: "Pastas"}
	exampleAffected = []Affected{{Type: "product", ID: 204, Name: "Ñoquis con tuco"}}
)

var catalogue = []Description{
	describe(RoundPending, "Una ronda espera que un mozo la confirme.", exampleRound),
	describe(RoundConfirmed, "Un mozo confirmó la ronda.", exampleRound),
	describe(RoundSubmitted, "La ronda entró a la cocina como pedido.", exampleRound),
	describe(RoundInKitchen, "La cocina empezó la ronda.", exampleRound),
	describe(
		RoundReady, "La ronda está lista para llevar. Si nadie la lleva, el aviso se repite con reminder.", exampleRound,
	),
	describe(RoundServed, "La ronda llegó a la mesa.", exampleRound),
	describe(RoundCanceled, "La ronda se canceló.", exampleRound),
	describe(
		RoundItemDeleted, "Se borró un ítem de una ronda que la cocina no empezó.",
		DeletedItem{RoundID: 4102, ItemID: 15, ProductID: 204},
	),
	describe(RoundItemVoided, "Se anuló un ítem; deja de cobrarse.", VoidedItem{
		RoundID:     4102,
		ItemID:      15,
		ProductID:   204,
		ProductName: "Ñoquis con tuco",
		VoidReason:  "Se cayó el plato",
		RoundStatus: "IN_KITCHEN",
	}),

	describe(
		ServiceCallCreated, "La mesa llama al mozo. Si nadie responde, el llamado se repite y se extiende.", exampleCall,
	),
	describe(ServiceCallAcked, "Un mozo respondió el llamado.", exampleCall),
	describe(ServiceCallClosed, "El llamado se cerró.", exampleCall),

	describe(CheckRequested, "La mesa pidió la cuenta.", Check{CheckID: 310, TotalCents: 2_450_000}),
	describe(CheckUpdated, "Cambió lo que se debe: un descuento, una anulación o una devolución.", exampleCheck),
	describe(
		CheckWithdrawn, "La mesa sigue pidiendo: la cuenta se retiró. Lo pagado queda pagado, y al pedirla otra vez suma lo nuevo.",
		Check{CheckID: 310, TotalCents: 2_450_000},
	),
	describe(CheckPaid, "La cuenta está pagada.", examplePaid),
	describe(PaymentApproved, "Un pago se acreditó.", examplePayment),
	describe(PaymentRejected, "Un pago se rechazó.", examplePayment),
	describe(PaymentFailed, "Un pago no se pudo hacer.", examplePayment),
	describe(PaymentStarted, "Alguien está pagando una parte de la cuenta, que queda reservada.", exampleIntent),
	describe(PaymentReleased, "La parte reservada de la cuenta volvió a estar libre.", exampleIntent),
	describe(PaymentDisputed, "El banco abrió o cerró un contracargo.", Dispute{
		CheckID: 310, PaymentID: 512, AmountCents: 1_250_000, Disputed: true,
	}),
	describe(PaymentRefunded, "Se devolvió dinero.", exampleRefund),
	describe(RefundRequested, "Hay dinero que devolver.", exampleRefund),
	describe(RefundFailed, "Una devolución no se pudo hacer.", exampleRefund),

	describe(TableSessionStarted, "Empezó la sesión de una mesa.", Table{TableCode: "INT-01", TableStatus: "ACTIVE"}),
	describe(TableStatusChanged, "Cambió el estado de la mesa.", Table{TableCode: "INT-01", TableStatus: "PAYING"}),
	describe(TableCleared, "La mesa quedó libre.", Table{TableCode: "INT-01", TableStatus: "FREE"}),
	describe(
		TableTransferred, "La sesión pasó a otra mesa o a otro mozo.", Table{TableCode: "INT-02", TableStatus: "ACTIVE"},
	),
	describe(DinerJoined, "Un comensal se sumó a la mesa.", Diner{DinerID: 88, DinerName: "Ana", DinerColor: "#e76f51"}),

	describe(TicketInProgress, "Una estación empezó su parte de una ronda.", exampleTicket),
	describe(TicketReady, "Una estación terminó su parte de una ronda.", exampleTicket),
	describe(TicketDelivered, "Salió la parte de una estación.", exampleTicket),

	describe(CartItemAdded, "Un comensal agregó algo al carrito de la mesa.", exampleItem),
	describe(CartItemUpdated, "Un comensal cambió algo del carrito.", exampleItem),
	describe(
		CartItemRemoved, "Un comensal sacó algo del carrito.",
		RemovedCartItem{ItemID: 15, ProductID: 204, DinerID: 88, Version: 7},
	),
	describe(CartCleared, "El carrito quedó vacío.", ClearedCart{Cleared: true, Version: 8}),

	describe(
		ProductAvailabilityChanged, "Un producto se agotó, volvió o cambió de precio.",
		Availability{ProductID: 204}, Availability{ProductID: 204, IsAvailable: true, PriceCents: new(money.Cents(920_000))},
	),
	describe(
		EntityCreated, "Se creó o se restauró algo en la administración.", exampleProduct,
		RestoredEntity{Entity: exampleProduct, AffectedEntities: []Affected{{Type: "product", ID: 205, Name: "Ravioles"}}},
	),
	describe(EntityUpdated, "Cambió algo en la administración.", exampleProduct),
	describe(
		EntityDeleted, "Se borró algo en la administración.",
		DeletedEntity{Entity: exampleCategory, AffectedEntities: exampleAffected},
	),
	describe(CascadeDelete, "Lo que se borró arrastró otras cosas.", CascadeDeletion{
		DeletedEntity: DeletedEntity{Entity: exampleCategory, AffectedEntities: exampleAffected},
		Affected:      exampleAffected,
		AffectedCount: 1,
	}),
}
