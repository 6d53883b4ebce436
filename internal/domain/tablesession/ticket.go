package tablesession

import (
	"slices"
	"strings"

	"integrador/internal/domain/access"
	"integrador/internal/domain/fault"
)

// Station is where in the kitchen a dish is made.
type Station string

// The stations.
const (
	Bar         Station = "BAR"
	HotKitchen  Station = "HOT_KITCHEN"
	ColdKitchen Station = "COLD_KITCHEN"
	Grill       Station = "GRILL"
	Pastry      Station = "PASTRY"
	OtherPlace  Station = "OTHER"
)

// Stations lists every station, in the order in which a kitchen reads them.
var Stations = []Station{Bar, HotKitchen, ColdKitchen, Grill, Pastry, OtherPlace}

// keywords give the station for words of a category. The first that occurs wins.
var keywords = []struct {
	word    string
	station Station
}{
	{"bebida", Bar},
	{"gaseosa", Bar},
	{"jugo", Bar},
	{"cerveza", Bar},
	{"vino", Bar},
	{"trago", Bar},
	{"café", Bar},
	{"postre", Pastry},
	{"helado", Pastry},
	{"torta", Pastry},
	{"parrilla", Grill},
	{"carne", Grill},
	{"asado", Grill},
	{"ensalada", ColdKitchen},
	{"picada", ColdKitchen},
	{"fiambre", ColdKitchen},
}

// StationOf guesses the station of a category; what no keyword names is cooked
// in the hot kitchen.
func StationOf(category string) Station {
	category = strings.ToLower(category)
	for _, k := range keywords {
		if strings.Contains(category, k.word) {
			return k.station
		}
	}
	return HotKitchen
}

// TicketStatus is how far a kitchen ticket is.
type TicketStatus string

// The statuses of a ticket.
const (
	TicketPending    TicketStatus = "PENDING"
	TicketInProgress TicketStatus = "IN_PROGRESS"
	TicketReady      TicketStatus = "READY"
	TicketDelivered  TicketStatus = "DELIVERED"
)

// Ticket is a station's part of a round.
type Ticket struct {
	ID       int64        `json:"id"`
	RoundID  int64        `json:"round_id"`
	Number   int          `json:"number"` // of the round
	Station  Station      `json:"station"`
	Status   TicketStatus `json:"status"`
	Priority int          `json:"priority,omitempty"`
	Items    []TicketItem `json:"items"`
}

// TicketItem is a line of a ticket.
type TicketItem struct {
	ID     int64 `json:"id"`
	ItemID int64 `json:"item_id"` // of the round
	Qty    int   `json:"qty"`
}

// ticketMoves is the one place that says how a ticket may move. Any of the four
// roles may move it.
var ticketMoves = map[TicketStatus]TicketStatus{
	TicketPending:    TicketInProgress,
	TicketInProgress: TicketReady,
	TicketReady:      TicketDelivered,
}

// MakeTickets divides a round among the stations of the kitchen.
type MakeTickets struct {
	RoundID int64 `json:"round_id"`
	// Stations says where a product is made, by product; others go by category.
	Stations map[int64]Station `json:"stations,omitempty"`
	Priority int               `json:"priority,omitempty"`
}

// Name implements Command.
func (MakeTickets) Name() string { return "make_tickets" }

func (c MakeTickets) decide(s Session, d *Decision) error {
	if err := allow(d.By, access.Kitchen, access.Manager, access.Admin); err != nil {
		return err
	}
	r, err := s.round(c.RoundID)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(s.Tickets, func(t Ticket) bool { return t.RoundID == r.ID }) {
		return fault.New(fault.Refused, "tickets_exist", "La ronda ya tiene comandas.")
	}
	items := r.left(0)
	if len(items) == 0 || !r.canVoid() {
		return fault.New(fault.Refused, "round_empty", "La ronda no tiene ítems para cocinar.")
	}
	for _, station := range Stations {
		t := Ticket{RoundID: r.ID, Number: r.Number, Station: station, Status: TicketPending, Priority: c.Priority}
		for _, it := range items {
			at, mapped := c.Stations[it.ProductID]
			if !mapped {
				at = StationOf(it.Category)
			}
			if at == station {
				t.Items = append(t.Items, TicketItem{ItemID: it.ID, Qty: it.Qty})
			}
		}
		if len(t.Items) > 0 {
			d.add(TicketCreated{t})
		}
	}
	d.Result.RoundID = r.ID
	return nil
}

// MoveTicket takes a ticket to its next status.
type MoveTicket struct {
	TicketID int64        `json:"ticket_id"`
	To       TicketStatus `json:"to"`
}

// Name implements Command.
func (MoveTicket) Name() string { return "move_ticket" }

func (c MoveTicket) decide(s Session, d *Decision) error {
	if err := allow(d.By, anyStaff...); err != nil {
		return err
	}
	i := slices.IndexFunc(s.Tickets, func(t Ticket) bool { return t.ID == c.TicketID })
	if i < 0 {
		return fault.New(fault.NotFound, "ticket_not_found", "No encontramos la comanda.")
	}
	t := s.Tickets[i]
	if ticketMoves[t.Status] != c.To {
		return fault.Newf(fault.Refused, "wrong_transition", "Una comanda en estado %s no puede pasar a %s.", t.Status, c.To)
	}
	d.add(TicketMoved{TicketID: t.ID, To: c.To, RoundID: t.RoundID, Number: t.Number, Station: t.Station})
	d.Result.TicketIDs = []int64{t.ID}
	return nil
}
