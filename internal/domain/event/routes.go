package event

import "encoding/json"

// Audience is a set of receivers.
type Audience uint8

// The audiences. An event for Sector is also published on Waiters' channel, where the gateway delivers it only to
// waiters who serve that sector today; managers and admins on that channel receive every sector.
const (
	Waiters Audience = 1 << iota
	Sector
	Kitchens
	Admins
	Diners
	// EveryDiner is every live session of the branch.
	EveryDiner
)

// The event types.
const (
	RoundPending     Type = "ROUND_PENDING"
	RoundConfirmed   Type = "ROUND_CONFIRMED"
	RoundSubmitted   Type = "ROUND_SUBMITTED"
	RoundInKitchen   Type = "ROUND_IN_KITCHEN"
	RoundReady       Type = "ROUND_READY"
	RoundServed      Type = "ROUND_SERVED"
	RoundCanceled    Type = "ROUND_CANCELED"
	RoundItemDeleted Type = "ROUND_ITEM_DELETED"
	RoundItemVoided  Type = "ROUND_ITEM_VOIDED"

	ServiceCallCreated Type = "SERVICE_CALL_CREATED"
	ServiceCallAcked   Type = "SERVICE_CALL_ACKED"
	ServiceCallClosed  Type = "SERVICE_CALL_CLOSED"

	CheckRequested  Type = "CHECK_REQUESTED"
	CheckUpdated    Type = "CHECK_UPDATED"
	CheckWithdrawn  Type = "CHECK_WITHDRAWN"
	CheckPaid       Type = "CHECK_PAID"
	PaymentApproved Type = "PAYMENT_APPROVED"
	PaymentRejected Type = "PAYMENT_REJECTED"
	PaymentFailed   Type = "PAYMENT_FAILED"
	PaymentStarted  Type = "PAYMENT_STARTED"
	PaymentReleased Type = "PAYMENT_RELEASED"
	PaymentDisputed Type = "PAYMENT_DISPUTED"
	PaymentRefunded Type = "PAYMENT_REFUNDED"
	RefundRequested Type = "REFUND_REQUESTED"
	RefundFailed    Type = "REFUND_FAILED"

	TableSessionStarted Type = "TABLE_SESSION_STARTED"
	TableStatusChanged  Type = "TABLE_STATUS_CHANGED"
	TableCleared        Type = "TABLE_CLEARED"
	TableTransferred    Type = "TABLE_TRANSFERRED"
	DinerJoined         Type = "DINER_JOINED"

	TicketInProgress Type = "TICKET_IN_PROGRESS"
	TicketReady      Type = "TICKET_READY"
	TicketDelivered  Type = "TICKET_DELIVERED"

	CartItemAdded   Type = "CART_ITEM_ADDED"
	CartItemUpdated Type = "CART_ITEM_UPDATED"
	CartItemRemoved Type = "CART_ITEM_REMOVED"
	CartCleared     Type = "CART_CLEARED"

	ProductAvailabilityChanged Type = "PRODUCT_AVAILABILITY_CHANGED"
	EntityCreated              Type = "ENTITY_CREATED"
	EntityUpdated              Type = "ENTITY_UPDATED"
	EntityDeleted              Type = "ENTITY_DELETED"
	CascadeDelete              Type = "CASCADE_DELETE"
)

const (
	floor    = Waiters | Sector | Admins | Diners // the table, who serves it, who oversees it
	everyone = floor | Kitchens
	station  = Waiters | Sector | Kitchens | Admins
)

// routes says which channels an event of each type goes to; a type that is not here cannot be published.
// Event.Audience narrows or widens that for a single event, as for an escalated call.
var routes = map[Type]Audience{
	RoundPending:     floor,
	RoundConfirmed:   floor,
	RoundSubmitted:   everyone,
	RoundInKitchen:   everyone,
	RoundReady:       everyone,
	RoundServed:      everyone,
	RoundCanceled:    everyone,
	RoundItemDeleted: everyone,
	RoundItemVoided:  everyone,

	ServiceCallCreated: floor,
	ServiceCallAcked:   floor,
	ServiceCallClosed:  floor,

	CheckRequested:  floor,
	CheckUpdated:    floor,
	CheckWithdrawn:  floor,
	CheckPaid:       floor,
	PaymentApproved: floor,
	PaymentRejected: floor,
	PaymentFailed:   floor,
	PaymentStarted:  floor,
	PaymentReleased: floor,
	PaymentDisputed: Admins,
	PaymentRefunded: floor,
	RefundRequested: floor,
	RefundFailed:    Waiters | Sector | Admins,

	TableSessionStarted: floor,
	TableStatusChanged:  floor,
	TableCleared:        floor,
	TableTransferred:    everyone, // the kitchen's tickets name the table
	DinerJoined:         Diners,

	TicketInProgress: station,
	TicketReady:      station,
	TicketDelivered:  station,

	CartItemAdded:   Diners,
	CartItemUpdated: Diners,
	CartItemRemoved: Diners,
	CartCleared:     Diners,

	ProductAvailabilityChanged: Waiters | Kitchens | Admins | EveryDiner,
	EntityCreated:              Admins,
	EntityUpdated:              Admins,
	EntityDeleted:              Admins,
	CascadeDelete:              Admins,
}

// branchWide are the events of a session that every waiter of the branch receives, whatever the sector: any waiter may
// take a new table or confirm an order.
var branchWide = map[Type]bool{RoundPending: true, TableSessionStarted: true}

// reminderAudience receives the reminder that a dish is still waiting: who can take it to the table, and who oversees
// them. The guests and the kitchen have nothing left to do.
const reminderAudience = Waiters | Sector | Admins

// Known reports whether t has a route.
func Known(t Type) bool { return routes[t] != 0 }

// AudienceOf returns who receives events of type t, unless they are reminders.
func AudienceOf(t Type) Audience { return routes[t] }

// Audience returns who receives e.
func (e Event) Audience() Audience {
	if e.Type == RoundReady && e.isReminder() {
		return reminderAudience
	}
	return routes[e.Type]
}

// isReminder reports whether the payload counts an announcement after the first.
func (e Event) isReminder() bool {
	var payload struct {
		Reminder int `json:"reminder"`
	}
	return json.Unmarshal(e.Entity, &payload) == nil && payload.Reminder > 0
}

// SectorBound reports whether, among the branch's waiters, only those of e's sector receive e. An escalated call goes
// to the whole branch: it carries no sector.
func (e Event) SectorBound() bool { return e.SectorID != nil && !branchWide[e.Type] }
