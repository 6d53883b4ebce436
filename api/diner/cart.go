package diner

import (
	"context"
	"net/http"

	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/platform/postgres"
	"integrador/internal/readmodel"
)

const cartPath = "/api/diner/cart"

func (h *Handlers) dinerCartRoutes(api *httpx.API) {
	httpx.Handle(api, httpx.Operation{
		ID: "getCart", Method: http.MethodGet, Path: cartPath, Access: httpx.Table, Limit: httpx.LimitCart,
		Summary: "El carrito que la mesa comparte, con su versión.", Errors: []int{http.StatusNotFound},
	}, h.cart)
	httpx.Handle(api, httpx.Operation{
		ID: "clearCart", Method: http.MethodDelete, Path: cartPath, Access: httpx.Table, Limit: httpx.LimitCartClear,
		Summary: "Vacía el carrito.", Errors: []int{http.StatusBadRequest, http.StatusForbidden},
	}, h.clearCart)
	changing := []int{http.StatusBadRequest, http.StatusForbidden, http.StatusNotFound}
	httpx.Handle(api, httpx.Operation{
		ID: "setCartItem", Method: http.MethodPost, Path: cartPath + "/add", Access: httpx.Table, Limit: httpx.LimitCartChange,
		Summary: "Dice cuánto de un producto quiere un comensal: fija la cantidad, no suma.", Errors: changing,
	}, h.addToCart)
	httpx.Handle(api, httpx.Operation{
		ID: "updateCartItem", Method: http.MethodPatch, Path: cartPath + "/{item_id}", Access: httpx.Table, Limit: httpx.LimitCartChange,
		Summary: "Cambia una línea del carrito.", Errors: changing,
	}, h.updateCartItem)
	httpx.Handle(api, httpx.Operation{
		ID: "deleteCartItem", Method: http.MethodDelete, Path: cartPath + "/{item_id}", Access: httpx.Table, Limit: httpx.LimitCartChange,
		Summary: "Saca una línea del carrito.", Errors: changing,
	}, h.removeFromCart)
}

type cartOutput struct{ Body readmodel.CartOutput }

func (h *Handlers) cart(ctx context.Context, _ *struct{}) (*cartOutput, error) {
	cart, err := readmodel.Cart(ctx, h.Store, access.TableFrom(ctx))
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

func (h *Handlers) addToCart(ctx context.Context, in *addToCartInput) (*cartItemOutput, error) {
	add := postgres.CartAdd{ProductID: in.Body.ProductID, Quantity: in.Body.Quantity, Notes: in.Body.Notes, DinerID: in.Body.DinerID}
	item, told, err := h.Store.AddToCart(ctx, access.TableFrom(ctx), add)
	if err != nil {
		return nil, err
	}
	h.Publisher.Publish(ctx, told...)
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

func (h *Handlers) updateCartItem(ctx context.Context, in *updateCartItemInput) (*cartItemOutput, error) {
	item, told, err := h.Store.UpdateCartItem(ctx, access.TableFrom(ctx), in.Item, in.Body.Quantity, in.Body.Notes)
	if err != nil {
		return nil, err
	}
	h.Publisher.Publish(ctx, told...)
	return &cartItemOutput{readmodel.CartItem(item)}, nil
}

func (h *Handlers) removeFromCart(ctx context.Context, in *cartLine) (*struct{}, error) {
	told, err := h.Store.RemoveFromCart(ctx, access.TableFrom(ctx), in.Item)
	h.Publisher.Publish(ctx, told...)
	return nil, err
}

func (h *Handlers) clearCart(ctx context.Context, _ *struct{}) (*struct{}, error) {
	told, err := h.Store.ClearCart(ctx, access.TableFrom(ctx))
	h.Publisher.Publish(ctx, told...)
	return nil, err
}
