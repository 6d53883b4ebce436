package readmodel

import (
	"context"
	"time"

	"integrador/internal/domain/access"
	"integrador/internal/domain/fault"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

// KitchenTicketOutput is the part of a round that one station cooks.
type KitchenTicketOutput struct {
	ID          int64                     `json:"id"`
	RoundID     int64                     `json:"round_id"`
	RoundNumber int                       `json:"round_number"`
	Station     string                    `json:"station" enum:"BAR,HOT_KITCHEN,COLD_KITCHEN,GRILL,PASTRY,OTHER"`
	Status      string                    `json:"status" enum:"PENDING,IN_PROGRESS,READY,DELIVERED"`
	Priority    int                       `json:"priority"`
	Notes       *string                   `json:"notes"`
	TableID     *int64                    `json:"table_id"`
	TableCode   *string                   `json:"table_code"`
	Items       []KitchenTicketItemOutput `json:"items"`
	CreatedAt   time.Time                 `json:"created_at"`
	StartedAt   *time.Time                `json:"started_at"`
	CompletedAt *time.Time                `json:"completed_at"`
	DeliveredAt *time.Time                `json:"delivered_at"`
}

// KitchenTicketItemOutput is one line of a ticket.
type KitchenTicketItemOutput struct {
	ID          int64   `json:"id"`
	RoundItemID int64   `json:"round_item_id"`
	ProductID   int64   `json:"product_id"`
	ProductName string  `json:"product_name"`
	Qty         int     `json:"qty"`
	Status      string  `json:"status" enum:"PENDING,IN_PROGRESS,READY"`
	Notes       *string `json:"notes"`
}

// KitchenTicketsByStation groups a kitchen's tickets.
type KitchenTicketsByStation struct {
	Station string                `json:"station"`
	Tickets []KitchenTicketOutput `json:"tickets"`
}

// ListTicketsResponse is the stations with open tickets.
type ListTicketsResponse struct {
	Stations []KitchenTicketsByStation `json:"stations"`
}

// TicketRef is a ticket with what a command about it needs.
type TicketRef struct {
	KitchenTicketOutput
	BranchID  int64
	SessionID int64
	TableID   int64
}

// KitchenTickets lists the tickets that are not delivered, by station; of one
// station only if it is given.
func KitchenTickets(
	ctx context.Context, db *postgres.Store, who access.Staff, station *string,
) (ListTicketsResponse, error) {
	tickets, err := listTickets(ctx, db, who, dbgen.KitchenTicketsParams{Station: station})
	out := ListTicketsResponse{Stations: []KitchenTicketsByStation{}}
	for _, t := range tickets {
		last := len(out.Stations) - 1
		if last < 0 || out.Stations[last].Station != t.Station {
			out.Stations = append(out.Stations, KitchenTicketsByStation{Station: t.Station})
			last++
		}
		out.Stations[last].Tickets = append(out.Stations[last].Tickets, t.KitchenTicketOutput)
	}
	return out, err
}

// TicketFor reads one ticket for a member of staff.
//
// Errors: fault.NotFound, fault.Forbidden.
func TicketFor(ctx context.Context, db *postgres.Store, who access.Staff, ticket int64) (TicketRef, error) {
	found, err := db.Queries.KitchenTickets(ctx, dbgen.KitchenTicketsParams{
		TenantID:    who.TenantID,
		EveryBranch: true,
		TicketID:    &ticket,
	})
	if err != nil {
		return TicketRef{}, postgres.Fault(err)
	}
	if len(found) == 0 {
		return TicketRef{}, fault.New(fault.NotFound, "ticket_not_found", "No encontramos esa comanda.")
	}
	if err := who.InBranch(found[0].BranchID); err != nil {
		return TicketRef{}, err
	}
	return ticketOf(found[0])
}

// RoundTickets lists the tickets of one round, delivered or not.
func RoundTickets(
	ctx context.Context, db *postgres.Store, who access.Staff, round int64,
) ([]KitchenTicketOutput, error) {
	tickets, err := listTickets(ctx, db, who, dbgen.KitchenTicketsParams{RoundID: &round})
	out := make([]KitchenTicketOutput, len(tickets))
	for i, t := range tickets {
		out[i] = t.KitchenTicketOutput
	}
	return out, err
}

func listTickets(
	ctx context.Context, db *postgres.Store, who access.Staff, p dbgen.KitchenTicketsParams,
) ([]TicketRef, error) {
	scope, err := postgres.ScopeOf(who, nil)
	if err != nil {
		return nil, err
	}
	p.TenantID, p.EveryBranch, p.BranchIds = who.TenantID, scope.EveryBranch, scope.Branches
	rows, err := db.Queries.KitchenTickets(ctx, p)
	return postgres.DecodeRows(rows, err, ticketOf)
}

func ticketOf(r dbgen.KitchenTicketsRow) (TicketRef, error) {
	items, err := postgres.DecodeJSON[[]KitchenTicketItemOutput](r.Items, "items")
	return TicketRef{
		KitchenTicketOutput: KitchenTicketOutput{
			ID: r.ID, RoundID: r.RoundID, RoundNumber: int(r.RoundNumber), Station: r.Station, Status: r.Status,
			Priority: int(r.Priority), Notes: r.Notes, TableID: &r.TableID, TableCode: &r.TableCode, Items: items,
			CreatedAt: r.CreatedAt, StartedAt: r.StartedAt, CompletedAt: r.CompletedAt, DeliveredAt: r.DeliveredAt,
		},
		BranchID: r.BranchID, SessionID: r.SessionID, TableID: r.TableID,
	}, err
}
