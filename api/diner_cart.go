package api

import (
	"context"
	"net/http"

	"integrador/internal/domain/access"
	"integrador/internal/platform/postgres"
	"integrador/internal/readmodel"
)

const cartPath = "/api/diner/cart"

func (s *Server) dinerCartRoutes(r router) {
	handle(r, operation{
		ID: "getCart", Method: http.MethodGet, Path: cartPath, Access: table, Limit: LimitCart,
		Summary: "El carrito que la mesa comparte, con su versión.", Errors: []int{http.StatusNotFound},
	}, s.cart)
	handle(r, operation{
		ID: "clearCart", Method: http.MethodDelete, Path: cartPath, Access: table, Limit: LimitCartClear,
		Summary: "Vacía el carrito.", Errors: []int{http.StatusBadRequest, http.StatusForbidden},
	}, s.clearCart)
	changing := []int{http.StatusBadRequest, http.StatusForbidden, http.StatusNotFound}
	handle(r, operation{
		ID: "setCartItem", Method: http.MethodPost, Path: cartPath + "/add", Access: table, Limit: LimitCartChange,
		Summary: "Dice cuánto de un producto quiere un comensal: fija la cantidad, no suma.", Errors: changing,
	}, s.addToCart)
	handle(r, operation{
		ID: "updateCartItem", Method: http.MethodPatch, Path: cartPath + "/{item_id}", Access: table, Limit: LimitCartChange,
		Summary: "Cambia una línea del carrito.", Errors: changing,
	}, s.updateCartItem)
	handle(r, operation{
		ID: "deleteCartItem", Method: http.MethodDelete, Path: cartPath + "/{item_id}", Access: table, Limit: LimitCartChange,
		Summary: "Saca una línea del carrito.", Errors: changing,
	}, s.removeFromCart)
}

type cartOutput struct{ Body readmodel.CartOutput }

func (s *Server) cart(ctx context.Context, _ *struct{}) (*cartOutput, error) {
	cart, err := readmodel.Cart(ctx, s.store, access.TableFrom(ctx))
	return &cartOutput{cart}, err
}

// AddToCartRequest says how much of a product a diner wants. Without diner_id it
// is the diner of the request's device, else who sat down last.
type AddToCartRequest struct {
	ProductID int64   `json:"product_id"`
	Quantity  int     `json:"quantity,omitempty" minimum:"1" maximum:"99" default:"1"`
	Notes     *string `json:"notes,omitempty" maxLength:"500"`
	DinerID   *int64  `json:"diner_id,omitempty"`
}

type addToCartInput struct{ Body AddToCartRequest }

type cartItemOutput struct{ Body readmodel.CartItemOutput }

func (s *Server) addToCart(ctx context.Context, in *addToCartInput) (*cartItemOutput, error) {
	add := postgres.CartAdd{ProductID: in.Body.ProductID, Quantity: in.Body.Quantity, Notes: in.Body.Notes, DinerID: in.Body.DinerID}
	item, told, err := s.store.AddToCart(ctx, access.TableFrom(ctx), add)
	if err != nil {
		return nil, err
	}
	s.announce(ctx, told...)
	return &cartItemOutput{readmodel.CartItem(item)}, nil
}

// cartLine names a line of the cart.
type cartLine struct {
	Item int64 `path:"item_id"`
}

// UpdateCartItemRequest changes a line; without notes they stay.
type UpdateCartItemRequest struct {
	Quantity int     `json:"quantity" minimum:"1" maximum:"99"`
	Notes    *string `json:"notes,omitempty" maxLength:"500"`
}

type updateCartItemInput struct {
	Item int64 `path:"item_id"`
	Body UpdateCartItemRequest
}

func (s *Server) updateCartItem(ctx context.Context, in *updateCartItemInput) (*cartItemOutput, error) {
	item, told, err := s.store.UpdateCartItem(ctx, access.TableFrom(ctx), in.Item, in.Body.Quantity, in.Body.Notes)
	if err != nil {
		return nil, err
	}
	s.announce(ctx, told...)
	return &cartItemOutput{readmodel.CartItem(item)}, nil
}

func (s *Server) removeFromCart(ctx context.Context, in *cartLine) (*struct{}, error) {
	told, err := s.store.RemoveFromCart(ctx, access.TableFrom(ctx), in.Item)
	s.announce(ctx, told...)
	return nil, err
}

func (s *Server) clearCart(ctx context.Context, _ *struct{}) (*struct{}, error) {
	told, err := s.store.ClearCart(ctx, access.TableFrom(ctx))
	s.announce(ctx, told...)
	return nil, err
}
