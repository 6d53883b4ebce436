package api

import (
	"context"
	"net/http"

	"integrador/internal/domain/access"
	"integrador/internal/domain/tablesession"
	"integrador/internal/readmodel"
)

const kitchenPath = "/api/kitchen"

func (s *Server) kitchenRoutes(r router) {
	handle(r, operation{
		ID: "listKitchenRounds", Method: http.MethodGet, Path: kitchenPath + "/rounds", Access: staff(kitchenRoles...),
		Summary: "Lista las rondas que la cocina tiene que preparar; primero la que más espera.",
	}, s.kitchenRounds)
	handle(r, operation{
		ID: "getRound", Method: http.MethodGet, Path: kitchenPath + "/rounds/{round_id}", Access: staff(everyRole...),
		Summary: "Muestra una ronda.", Errors: []int{http.StatusNotFound},
	}, s.kitchenRound)
	handle(r, operation{
		ID: "updateRoundStatus", Method: http.MethodPost, Path: kitchenPath + "/rounds/{round_id}/status", Access: staff(everyRole...),
		Summary: "Pasa una ronda al estado que sigue.", Errors: []int{http.StatusBadRequest, http.StatusNotFound},
	}, s.moveRound)
	handle(r, operation{
		ID: "getEstimatedWait", Method: http.MethodGet, Path: kitchenPath + "/estimated-wait", Access: public,
		Summary: "Estima cuánto tardaría un pedido hecho ahora.", Errors: []int{http.StatusNotFound},
	}, s.estimatedWait)
	handle(r, operation{
		ID: "updateProductAvailability", Method: http.MethodPatch, Path: kitchenPath + "/products/{product_id}/availability",
		Access:  staff(kitchenRoles...).inBranch("branch_id"),
		Summary: "Dice si hoy hay un producto.", Errors: []int{http.StatusNotFound},
	}, s.toggleAvailability)
	s.ticketRoutes(r)
}

type kitchenRoundsOutput struct {
	Body []readmodel.RoundOutput
}

func (s *Server) kitchenRounds(ctx context.Context, _ *struct{}) (*kitchenRoundsOutput, error) {
	rounds, err := readmodel.KitchenRounds(ctx, s.store, access.StaffFrom(ctx))
	return &kitchenRoundsOutput{rounds}, err
}

// RoundPath names a round. It is exported like all that inputs embed: huma passes by what is not.
type RoundPath struct {
	RoundID int64 `path:"round_id"`
}

type roundOutput struct {
	Body readmodel.RoundOutput
}

func (s *Server) kitchenRound(ctx context.Context, in *RoundPath) (*roundOutput, error) {
	round, err := readmodel.RoundFor(ctx, s.store, access.StaffFrom(ctx), in.RoundID)
	return &roundOutput{round.RoundOutput}, err
}

// UpdateRoundStatusRequest asks for a round's next status.
type UpdateRoundStatusRequest struct {
	Status tablesession.RoundStatus `json:"status" enum:"CONFIRMED,SUBMITTED,IN_KITCHEN,READY,SERVED,CANCELED"`
	// Reason is kept of a cancellation.
	Reason string `json:"reason" required:"false" maxLength:"500"`
}

type moveRoundInput struct {
	RoundPath
	Keyed
	Body UpdateRoundStatusRequest
}

// moveRound has the person act in a role that the move allows, if they hold one:
// a manager who also cooks is not refused for being a manager.
func (s *Server) moveRound(ctx context.Context, in *moveRoundInput) (*roundOutput, error) {
	who := access.StaffFrom(ctx)
	round, err := readmodel.RoundFor(ctx, s.store, who, in.RoundID)
	if err != nil {
		return nil, err
	}
	move := tablesession.Move{RoundID: round.ID, To: in.Body.Status}
	if move.To == tablesession.Canceled {
		move.Reason = in.Body.Reason
	}
	if _, err := s.send(ctx, fromStaff(ctx, placeOfRound(round), tablesession.Movers(move.To), in.Keyed), move); err != nil {
		return nil, err
	}
	round, err = readmodel.RoundFor(ctx, s.store, who, in.RoundID)
	return &roundOutput{round.RoundOutput}, err
}

func placeOfRound(r readmodel.RoundRef) place {
	return place{branch: r.BranchID, table: r.TableID, session: r.SessionID}
}

type estimatedWaitInput struct {
	BranchID int64 `query:"branch_id" required:"true" minimum:"1"`
}

type estimatedWaitOutput struct {
	Body readmodel.EstimatedWaitResponse
}

func (s *Server) estimatedWait(ctx context.Context, in *estimatedWaitInput) (*estimatedWaitOutput, error) {
	wait, err := readmodel.EstimatedWait(ctx, s.store, in.BranchID, s.now())
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

func (s *Server) toggleAvailability(ctx context.Context, in *toggleAvailabilityInput) (*toggleAvailabilityOutput, error) {
	done, err := s.store.SetAvailability(ctx, access.StaffFrom(ctx), in.ProductID, optional(in.BranchID), in.Body.IsAvailable)
	if err != nil {
		return nil, err
	}
	if done.Event != nil {
		s.dropMenu(ctx, done.BranchSlug)
		s.announce(ctx, *done.Event)
	}
	return &toggleAvailabilityOutput{readmodel.ToggleAvailabilityResponse{
		ProductID: done.ProductID, BranchID: done.BranchID, IsAvailable: done.IsAvailable,
	}}, nil
}

// dropMenu forgets a branch's cached menu. What Redis did not hear of grows old
// by itself; the change is committed and is no longer to be refused.
func (s *Server) dropMenu(ctx context.Context, slug string) {
	if s.menus == nil {
		return
	}
	if err := s.menus.Drop(context.WithoutCancel(ctx), slug); err != nil {
		s.log.WarnContext(ctx, "menu not dropped from the cache", "branch", slug, "error", err)
	}
}

// optional reads a query parameter whose zero value means that it was not sent.
func optional[T comparable](value T) *T {
	var none T
	if value == none {
		return nil
	}
	return &value
}
