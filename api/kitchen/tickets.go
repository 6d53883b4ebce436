package kitchen

import (
	"context"
	"slices"

	"integrador/api/dispatch"
	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/domain/fault"
	"integrador/internal/domain/tablesession"
	"integrador/internal/readmodel"
)

func (h *Handlers) ticketRoutes(api *httpx.API) {
	httpx.Route(api, "GET "+kitchenPath+"/tickets", "listKitchenTickets", "Lista las comandas sin entregar, por estación.",
		httpx.KitchenStaff, h.kitchenTickets)
	httpx.Route(api, "GET "+kitchenPath+"/tickets/{ticket_id}", "getKitchenTicket", "Muestra una comanda.",
		httpx.Staff(httpx.EveryRole...), h.kitchenTicket, httpx.Fails{404})
	httpx.Route(api, "PATCH "+kitchenPath+"/tickets/{ticket_id}/status", "updateKitchenTicketStatus",
		"Pasa una comanda al estado que sigue.", httpx.Staff(httpx.EveryRole...), h.moveTicket, httpx.Fails{400, 404})
	httpx.Route(api, "POST "+kitchenPath+"/rounds/{round_id}/tickets", "createKitchenTickets",
		"Reparte una ronda en comandas por estación.", httpx.KitchenStaff, h.makeTickets, httpx.Fails{400, 404})
}

type kitchenTicketsInput struct {
	Station string `query:"station" enum:"BAR,HOT_KITCHEN,COLD_KITCHEN,GRILL,PASTRY,OTHER"`
}

type kitchenTicketsOutput struct {
	Body readmodel.ListTicketsResponse
}

func (h *Handlers) kitchenTickets(ctx context.Context, in *kitchenTicketsInput) (*kitchenTicketsOutput, error) {
	tickets, err := readmodel.KitchenTickets(ctx, h.Store, access.StaffFrom(ctx), httpx.Optional(in.Station))
	return &kitchenTicketsOutput{tickets}, err
}

// TicketPath names a ticket.
type TicketPath struct {
	TicketID int64 `path:"ticket_id"`
}

type ticketOutput struct {
	Body readmodel.KitchenTicketOutput
}

func (h *Handlers) kitchenTicket(ctx context.Context, in *TicketPath) (*ticketOutput, error) {
	ticket, err := readmodel.TicketFor(ctx, h.Store, access.StaffFrom(ctx), in.TicketID)
	return &ticketOutput{ticket.KitchenTicketOutput}, err
}

// UpdateTicketStatusRequest asks for a ticket's next status.
type UpdateTicketStatusRequest struct {
	Status tablesession.TicketStatus `json:"status" enum:"IN_PROGRESS,READY,DELIVERED"`
}

type moveTicketInput struct {
	TicketPath
	dispatch.Keyed
	Body UpdateTicketStatusRequest
}

func (h *Handlers) moveTicket(ctx context.Context, in *moveTicketInput) (*ticketOutput, error) {
	who := access.StaffFrom(ctx)
	ticket, err := readmodel.TicketFor(ctx, h.Store, who, in.TicketID)
	if err != nil {
		return nil, err
	}
	at := dispatch.Place{Branch: ticket.BranchID, Table: ticket.TableID, Session: ticket.SessionID}
	move := tablesession.MoveTicket{TicketID: ticket.ID, To: in.Body.Status}
	if _, err := h.Dispatcher.Send(ctx, dispatch.FromStaff(ctx, at, httpx.EveryRole, in.Keyed), move); err != nil {
		return nil, err
	}
	return h.kitchenTicket(ctx, &in.TicketPath)
}

// GenerateTicketsRequest may say where products are made that their category
// does not say.
type GenerateTicketsRequest struct {
	StationMapping map[int64]tablesession.Station `json:"station_mapping" required:"false" maxProperties:"100"`
	Priority       int                            `json:"priority" required:"false" minimum:"0" maximum:"100"`
}

type makeTicketsInput struct {
	httpx.RoundPath
	dispatch.Keyed
	Body *GenerateTicketsRequest
}

// GenerateTicketsResponse lists a round's new tickets.
type GenerateTicketsResponse struct {
	RoundID        int64                           `json:"round_id"`
	TicketsCreated int                             `json:"tickets_created"`
	Tickets        []readmodel.KitchenTicketOutput `json:"tickets"`
}

type makeTicketsOutput struct {
	Body GenerateTicketsResponse
}

var errStation = fault.New(fault.Invalid, "station_unknown", "No conocemos esa estación de la cocina.")

func (h *Handlers) makeTickets(ctx context.Context, in *makeTicketsInput) (*makeTicketsOutput, error) {
	who := access.StaffFrom(ctx)
	round, err := readmodel.RoundFor(ctx, h.Store, who, in.RoundID)
	if err != nil {
		return nil, err
	}
	command := tablesession.MakeTickets{RoundID: round.ID}
	if in.Body != nil {
		command.Stations, command.Priority = in.Body.StationMapping, in.Body.Priority
	}
	for _, station := range command.Stations {
		if !slices.Contains(tablesession.Stations, station) {
			return nil, errStation
		}
	}
	if _, err := h.Dispatcher.Send(ctx, dispatch.FromStaff(ctx, dispatch.PlaceOfRound(round), httpx.KitchenRoles, in.Keyed), command); err != nil {
		return nil, err
	}
	tickets, err := readmodel.RoundTickets(ctx, h.Store, who, round.ID)
	return &makeTicketsOutput{GenerateTicketsResponse{RoundID: round.ID, TicketsCreated: len(tickets), Tickets: tickets}}, err
}
