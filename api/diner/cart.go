package diner

import (
	"context"

	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/platform/postgres"
	"integrador/internal/readmodel"
)

const cartPath = "/api/diner/cart"

func (h *Handlers) dinerCartRoutes(api *httpx.API) {
	httpx.Route(api, "GET "+cartPath, "getCart", "El carrito que la mesa comparte, con su versión.", httpx.Table, h.cart,
		httpx.LimitCart, httpx.Fails{404})
	httpx.Route(api, "DELETE "+cartPath, "clearCart", "Vacía el carrito.", httpx.Table, h.clearCart, httpx.LimitCartClear,
		httpx.Fails{400, 403})
	changing := httpx.Fails{400, 403, 404}
	httpx.Route(api, "POST "+cartPath+"/add", "setCartItem",
		"Dice cuánto de un producto quiere un comensal: fija la cantidad, no suma. Con otra nota es otra línea.", httpx.Table, h.addToCart,
		httpx.LimitCartChange, changing)
	httpx.Route(api, "PATCH "+cartPath+"/{item_id}", "updateCartItem", "Cambia una línea del carrito.", httpx.Table,
		h.updateCartItem, httpx.LimitCartChange, changing)
	httpx.Route(api, "DELETE "+cartPath+"/{item_id}", "deleteCartItem", "Saca una línea del carrito.", httpx.Table,
		h.removeFromCart, httpx.LimitCartChange, changing)
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
