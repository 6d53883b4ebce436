package api

import (
	"context"
	"net/http"
	"slices"

	"integrador/internal/domain/access"
	"integrador/internal/domain/fault"
	"integrador/internal/domain/tablesession"
	"integrador/internal/readmodel"
)

func (s *Server) ticketRoutes(r router) {
	handle(r, operation{
		ID: "listKitchenTickets", Method: http.MethodGet, Path: kitchenPath + "/tickets", Access: staff(kitchenRoles...),
		Summary: "Lista las comandas sin entregar, por estación.",
	}, s.kitchenTickets)
	handle(r, operation{
		ID: "getKitchenTicket", Method: http.MethodGet, Path: kitchenPath + "/tickets/{ticket_id}", Access: staff(everyRole...),
		Summary: "Muestra una comanda.", Errors: []int{http.StatusNotFound},
	}, s.kitchenTicket)
	handle(r, operation{
		ID: "updateKitchenTicketStatus", Method: http.MethodPatch, Path: kitchenPath + "/tickets/{ticket_id}/status", Access: staff(everyRole...),
		Summary: "Pasa una comanda al estado que sigue.", Errors: []int{http.StatusBadRequest, http.StatusNotFound},
	}, s.moveTicket)
	handle(r, operation{
		ID: "createKitchenTickets", Method: http.MethodPost, Path: kitchenPath + "/rounds/{round_id}/tickets", Access: staff(kitchenRoles...),
		Summary: "Reparte una ronda en comandas por estación.", Errors: []int{http.StatusBadRequest, http.StatusNotFound},
	}, s.makeTickets)
}

type kitchenTicketsInput struct {
	Station string `query:"station" enum:"BAR,HOT_KITCHEN,COLD_KITCHEN,GRILL,PASTRY,OTHER"`
}

type kitchenTicketsOutput struct {
	Body readmodel.ListTicketsResponse
}

func (s *Server) kitchenTickets(ctx context.Context, in *kitchenTicketsInput) (*kitchenTicketsOutput, error) {
	tickets, err := readmodel.KitchenTickets(ctx, s.store, access.StaffFrom(ctx), optional(in.Station))
	return &kitchenTicketsOutput{tickets}, err
}

// TicketPath names a ticket.
type TicketPath struct {
	TicketID int64 `path:"ticket_id"`
}

type ticketOutput struct {
	Body readmodel.KitchenTicketOutput
}

func (s *Server) kitchenTicket(ctx context.Context, in *TicketPath) (*ticketOutput, error) {
	ticket, err := readmodel.TicketFor(ctx, s.store, access.StaffFrom(ctx), in.TicketID)
	return &ticketOutput{ticket.KitchenTicketOutput}, err
}

// UpdateTicketStatusRequest asks for a ticket's next status.
type UpdateTicketStatusRequest struct {
	Status tablesession.TicketStatus `json:"status" enum:"IN_PROGRESS,READY,DELIVERED"`
}

type moveTicketInput struct {
	TicketPath
	Keyed
	Body UpdateTicketStatusRequest
}

func (s *Server) moveTicket(ctx context.Context, in *moveTicketInput) (*ticketOutput, error) {
	who := access.StaffFrom(ctx)
	ticket, err := readmodel.TicketFor(ctx, s.store, who, in.TicketID)
	if err != nil {
		return nil, err
	}
	at := place{branch: ticket.BranchID, table: ticket.TableID, session: ticket.SessionID}
	move := tablesession.MoveTicket{TicketID: ticket.ID, To: in.Body.Status}
	if _, err := s.send(ctx, fromStaff(ctx, at, everyRole, in.Keyed), move); err != nil {
		return nil, err
	}
	return s.kitchenTicket(ctx, &in.TicketPath)
}

// GenerateTicketsRequest may say where products are made that their category
// does not tell.
type GenerateTicketsRequest struct {
	StationMapping map[int64]tablesession.Station `json:"station_mapping" required:"false" maxProperties:"100"`
	Priority       int                            `json:"priority" required:"false" minimum:"0" maximum:"100"`
}

type makeTicketsInput struct {
	RoundPath
	Keyed
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

func (s *Server) makeTickets(ctx context.Context, in *makeTicketsInput) (*makeTicketsOutput, error) {
	who := access.StaffFrom(ctx)
	round, err := readmodel.RoundFor(ctx, s.store, who, in.RoundID)
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
	if _, err := s.send(ctx, fromStaff(ctx, placeOfRound(round), kitchenRoles, in.Keyed), command); err != nil {
		return nil, err
	}
	tickets, err := readmodel.RoundTickets(ctx, s.store, who, round.ID)
	return &makeTicketsOutput{GenerateTicketsResponse{RoundID: round.ID, TicketsCreated: len(tickets), Tickets: tickets}}, err
}
