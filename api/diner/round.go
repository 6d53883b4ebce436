package diner

import (
	"context"

	"integrador/api/dispatch"
	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/domain/money"
	"integrador/internal/domain/tablesession"
	"integrador/internal/readmodel"
)

const submitPath = "/api/diner/rounds/submit"

func (h *Handlers) dinerRoundRoutes(api *httpx.API) {
	httpx.Route(api, "POST "+submitPath, "submitRound", "Manda una ronda a la cocina.", httpx.Table, h.submitRound,
		httpx.LimitRoundSubmit, httpx.Fails{400, 409})
	httpx.Route(api, "GET /api/diner/session/{session_id}/rounds", "listSessionRounds", "Lo que la mesa pidió.",
		httpx.Table, h.sessionRounds, httpx.Fails{403})
}

// SubmitRoundRequest orders a round.
type SubmitRoundRequest struct {
	Items []RoundItemInput `json:"items" minItems:"1"`
}

// RoundItemInput is a line of an order. Without diner_id it is of the diner who
// sat down with the request's device, if there is one.
type RoundItemInput struct {
	ProductID int64   `json:"product_id"`
	Qty       int     `json:"qty" minimum:"1" maximum:"99"`
	Notes     *string `json:"notes,omitempty" maxLength:"500"`
	DinerID   *int64  `json:"diner_id,omitempty" minimum:"1"`
	// ExpectedUnitPriceCents refuses the order if the dish costs something else by now.
	ExpectedUnitPriceCents *money.Cents `json:"expected_unit_price_cents" required:"false" minimum:"0" doc:"El precio que se mostró: si ya es otro, el pedido se rechaza con el nuevo."`
}

// SubmitRoundResponse says of a round what the table needs to follow it.
type SubmitRoundResponse struct {
	SessionID   int64  `json:"session_id"`
	RoundID     int64  `json:"round_id"`
	RoundNumber int    `json:"round_number"`
	Status      string `json:"status" enum:"PENDING,CONFIRMED,DRAFT,SUBMITTED,IN_KITCHEN,READY,SERVED,CANCELED"`
}

type submitRoundInput struct {
	dispatch.Keyed
	Body SubmitRoundRequest
}

type submitRoundOutput struct{ Body SubmitRoundResponse }

func (h *Handlers) submitRound(ctx context.Context, in *submitRoundInput) (*submitRoundOutput, error) {
	to := dispatch.FromTable(ctx, in.Keyed)
	order := tablesession.Submit{Items: ordered(in.Body.Items), Device: to.Device}
	if !to.HasKey() {
		var err error
		if order.Cart, err = h.Store.CartWith(ctx, access.TableFrom(ctx), order.Items); err != nil {
			return nil, err
		}
	}
	answer, err := h.Dispatcher.Send(ctx, to, order)
	return &submitRoundOutput{SubmitRoundResponse{
		SessionID: answer.SessionID, RoundID: answer.RoundID, RoundNumber: answer.RoundNumber, Status: answer.RoundStatus,
	}}, err
}

func ordered(lines []RoundItemInput) []tablesession.Item {
	items := make([]tablesession.Item, len(lines))
	for i, line := range lines {
		items[i] = tablesession.Item{ProductID: line.ProductID, Qty: line.Qty, Notes: httpx.Deref(line.Notes), Shown: line.ExpectedUnitPriceCents}
		if line.DinerID != nil {
			items[i].DinerID = *line.DinerID
		}
	}
	return items
}

type sessionRoundsOutput struct{ Body []readmodel.RoundOutput }

func (h *Handlers) sessionRounds(ctx context.Context, in *sessionInput) (*sessionRoundsOutput, error) {
	at, err := in.own(ctx)
	if err != nil {
		return nil, err
	}
	rounds, err := readmodel.SessionRounds(ctx, h.Store, at.TenantID, at.SessionID)
	return &sessionRoundsOutput{rounds}, err
}
