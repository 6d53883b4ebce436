package postgres

import (
	"context"
	"slices"

	"integrador/internal/domain/access"
	"integrador/internal/domain/event"
	"integrador/internal/domain/fault"
	"integrador/internal/domain/money"
	"integrador/internal/platform/postgres/dbgen"
)

// CartItemOutput is what one diner wants of one product.
type CartItemOutput struct {
	ItemID       int64       `json:"item_id"`
	ProductID    int64       `json:"product_id"`
	ProductName  string      `json:"product_name"`
	ProductImage *string     `json:"product_image"`
	PriceCents   money.Cents `json:"price_cents"`
	Quantity     int         `json:"quantity"`
	Notes        *string     `json:"notes"`
	DinerID      int64       `json:"diner_id"`
	DinerName    string      `json:"diner_name"`
	DinerColor   string      `json:"diner_color"`
}

// CartOutput is the cart that all phones of a table share. Version counts its
// changes; every event of the cart tells the version that it made.
type CartOutput struct {
	Items   []CartItemOutput `json:"items"`
	Version int              `json:"version"`
}

// CartAdd asks for a quantity of a product: the quantity itself, not one more.
type CartAdd struct {
	ProductID int64
	Quantity  int // 1 to 99
	Notes     *string
	DinerID   *int64 // nil: the diner of the request's device, else who sat down last
}

var (
	errNotSold    = fault.New(fault.NotFound, "product_not_sold", "Ese producto no se vende en esta sucursal.")
	errNotOpen    = fault.New(fault.Refused, "session_not_open", "La mesa ya no recibe pedidos: la cuenta está pedida o la sesión terminó.")
	errNoDiner    = fault.New(fault.Refused, "no_diner", "Sumate a la mesa con tu nombre antes de agregar al carrito.")
	errOtherDiner = fault.New(fault.NotFound, "diner_not_found", "Ese comensal no está en la mesa.")
	errNoCartItem = fault.New(fault.NotFound, "cart_item_not_found", "Ese producto ya no está en el carrito.")
	errNotYours   = fault.New(fault.Forbidden, "not_your_item", "Eso lo agregó otra persona de la mesa: solo ella lo puede cambiar.")
)

// Cart gives the cart of a session as it is at one moment.
//
// Errors: fault.NotFound.
func (s *Store) Cart(ctx context.Context, at access.Table) (CartOutput, error) {
	r, err := s.CartOfSession(ctx, at.SessionID, at.TenantID)
	if err != nil {
		return CartOutput{}, missing(err, errNoSession)
	}
	items, err := DecodeJSON[[]CartItemOutput](r.Items, "cart items")
	return CartOutput{Items: items, Version: int(r.Version)}, err
}

// AddToCart sets how much of a product a diner wants.
//
// Errors: fault.Refused unless the session is OPEN and has diners, fault.NotFound
// for a product that is not sold here or a diner of another session,
// fault.Forbidden if the request's device belongs to another diner.
func (s *Store) AddToCart(ctx context.Context, at access.Table, add CartAdd) (item CartItemOutput, told []event.Event, err error) {
	err = s.changeCart(ctx, at, func(c *cart) error {
		owner, err := c.ownerOf(add.DinerID)
		if err != nil {
			return err
		}
		item, err = c.set(ctx, owner, add)
		if err != nil {
			return err
		}
		told, err = c.tell(ctx, c.addedOrUpdated, c.payload(item), owner.ID)
		return err
	})
	return item, told, err
}

// UpdateCartItem changes a line of the cart; nil notes stay.
//
// Errors: as AddToCart; fault.NotFound if the line is gone.
func (s *Store) UpdateCartItem(ctx context.Context, at access.Table, id int64, quantity int, notes *string) (item CartItemOutput, told []event.Event, err error) {
	err = s.changeCart(ctx, at, func(c *cart) error {
		line, owner, err := c.line(ctx, id)
		if err != nil {
			return err
		}
		r, err := c.tx.ChangeCartItem(ctx, dbgen.ChangeCartItemParams{
			ItemID: id, SessionID: at.SessionID, TenantID: at.TenantID, Quantity: int64(quantity), Notes: notes,
		})
		if err != nil {
			return missing(err, errNoCartItem)
		}
		item = itemOf(id, line.ProductID, owner, dbgen.SoldInRow{Name: r.Name, Image: r.Image, PriceCents: r.PriceCents}, int(r.Quantity), r.Notes)
		told, err = c.tell(ctx, event.CartItemUpdated, c.payload(item), owner.ID)
		return err
	})
	return item, told, err
}

// RemoveFromCart takes a line out.
//
// Errors: as UpdateCartItem.
func (s *Store) RemoveFromCart(ctx context.Context, at access.Table, id int64) (told []event.Event, err error) {
	err = s.changeCart(ctx, at, func(c *cart) error {
		line, owner, err := c.line(ctx, id)
		if err != nil {
			return err
		}
		if _, err := c.tx.DropCartItem(ctx, dbgen.DropCartItemParams{ItemID: id, SessionID: at.SessionID, TenantID: at.TenantID}); err != nil {
			return err
		}
		gone := event.CartItemGone{ItemID: id, ProductID: line.ProductID, DinerID: owner.ID, Version: c.version}
		told, err = c.tell(ctx, event.CartItemRemoved, gone, owner.ID)
		return err
	})
	return told, err
}

// ClearCart empties the cart. A device that belongs to a diner may do so only
// while nobody else has something in it.
//
// Errors: as AddToCart.
func (s *Store) ClearCart(ctx context.Context, at access.Table) (told []event.Event, err error) {
	err = s.changeCart(ctx, at, func(c *cart) error {
		owners, err := c.tx.CartOwners(ctx, at.SessionID, at.TenantID)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(owners, func(id int64) bool { return !c.may(id) }) {
			return errNotYours
		}
		if _, err := c.tx.ClearCartItems(ctx, at.SessionID, at.TenantID); err != nil {
			return err
		}
		told, err = c.tell(ctx, event.CartCleared, event.CartEmpty{Cleared: true, Version: c.version}, c.self())
		return err
	})
	return told, err
}
