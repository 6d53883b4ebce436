package kitchen

import (
	"context"

	"integrador/api/dispatch"
	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/domain/tablesession"
	"integrador/internal/readmodel"
)

const kitchenPath = "/api/kitchen"

func (h *Handlers) kitchenRoutes(api *httpx.API) {
	httpx.Route(api, "GET "+kitchenPath+"/rounds", "listKitchenRounds",
		"Lista las rondas que la cocina tiene que preparar; primero la que más espera.",
		httpx.KitchenStaff.InBranch("branch_id"), h.kitchenRounds)
	httpx.Route(api, "GET "+kitchenPath+"/rounds/{round_id}", "getRound", "Muestra una ronda.",
		httpx.Staff(httpx.EveryRole...), h.kitchenRound, httpx.Fails{404})
	httpx.Route(api, "POST "+kitchenPath+"/rounds/{round_id}/status", "updateRoundStatus",
		"Pasa una ronda al estado que sigue.", httpx.Staff(httpx.EveryRole...), h.moveRound, httpx.Fails{400, 404})
	httpx.Route(api, "GET "+kitchenPath+"/estimated-wait", "getEstimatedWait",
		"Estima cuánto tardaría un pedido hecho ahora.", httpx.Public, h.estimatedWait, httpx.Fails{404})
	httpx.Route(api, "PATCH "+kitchenPath+"/products/{product_id}/availability", "updateProductAvailability",
		"Dice si hoy hay un producto.", httpx.KitchenStaff.InBranch("branch_id"), h.toggleAvailability, httpx.Fails{404})
	h.ticketRoutes(api)
}

type kitchenRoundsOutput struct {
	Body []readmodel.RoundOutput
}

type kitchenRoundsInput struct {
	BranchID int64 `query:"branch_id" minimum:"1" doc:"Sin él, las de todas tus sucursales."`
}

func (h *Handlers) kitchenRounds(ctx context.Context, in *kitchenRoundsInput) (*kitchenRoundsOutput, error) {
	rounds, err := readmodel.KitchenRounds(ctx, h.Store, access.StaffFrom(ctx), httpx.Optional(in.BranchID))
	return &kitchenRoundsOutput{rounds}, err
}

type roundOutput struct {
	Body readmodel.RoundOutput
}

func (h *Handlers) kitchenRound(ctx context.Context, in *httpx.RoundPath) (*roundOutput, error) {
	round, err := readmodel.RoundFor(ctx, h.Store, access.StaffFrom(ctx), in.RoundID)
	return &roundOutput{round.RoundOutput}, err
}

// UpdateRoundStatusRequest asks for a round's next status.
type UpdateRoundStatusRequest struct {
	Status tablesession.RoundStatus `json:"status" enum:"CONFIRMED,SUBMITTED,IN_KITCHEN,READY,SERVED,CANCELED"`
	// Reason is kept of a cancellation.
	Reason string `json:"reason" required:"false" maxLength:"500"`
}

type moveRoundInput struct {
	httpx.RoundPath
	dispatch.Keyed
	Body UpdateRoundStatusRequest
}

// moveRound has the person act in a role that the move allows, if they hold one:
// a manager who also cooks is not refused for being a manager.
func (h *Handlers) moveRound(ctx context.Context, in *moveRoundInput) (*roundOutput, error) {
	who := access.StaffFrom(ctx)
	round, err := readmodel.RoundFor(ctx, h.Store, who, in.RoundID)
	if err != nil {
		return nil, err
	}
	move := tablesession.Move{RoundID: round.ID, To: in.Body.Status}
	if move.To == tablesession.Canceled {
		move.Reason = in.Body.Reason
	}
	if _, err := h.Dispatcher.Send(ctx, dispatch.FromStaff(ctx, dispatch.PlaceOfRound(round), tablesession.Movers(move.To), in.Keyed), move); err != nil {
		return nil, err
	}
	round, err = readmodel.RoundFor(ctx, h.Store, who, in.RoundID)
	return &roundOutput{round.RoundOutput}, err
}

type estimatedWaitInput struct {
	BranchID int64 `query:"branch_id" required:"true" minimum:"1"`
}

type estimatedWaitOutput struct {
	Body readmodel.EstimatedWaitResponse
}

func (h *Handlers) estimatedWait(ctx context.Context, in *estimatedWaitInput) (*estimatedWaitOutput, error) {
	wait, err := readmodel.EstimatedWait(ctx, h.Store, in.BranchID, h.Now())
	return &estimatedWaitOutput{wait}, err
}

// ToggleAvailabilityRequest says whether there is any left.
type ToggleAvailabilityRequest struct {
	IsAvailable bool `json:"is_available"`
}

type toggleAvailabilityInput struct {
	ProductID int64 `path:"product_id"`
	BranchID  int64 `query:"branch_id" minimum:"1" doc:"Sin él, la primera de tus sucursales que lo vende."`
	Body      ToggleAvailabilityRequest
}

type toggleAvailabilityOutput struct {
	Body readmodel.ToggleAvailabilityResponse
}

func (h *Handlers) toggleAvailability(ctx context.Context, in *toggleAvailabilityInput) (*toggleAvailabilityOutput, error) {
	done, err := h.Store.SetAvailability(ctx, access.StaffFrom(ctx), in.ProductID, httpx.Optional(in.BranchID), in.Body.IsAvailable)
	if err != nil {
		return nil, err
	}
	if done.Event != nil {
		h.Publisher.DropMenu(ctx, done.BranchSlug)
		h.Publisher.Publish(ctx, *done.Event)
	}
	return &toggleAvailabilityOutput{readmodel.ToggleAvailabilityResponse{
		ProductID: done.ProductID, BranchID: done.BranchID, IsAvailable: done.IsAvailable,
	}}, nil
}
