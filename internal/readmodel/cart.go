package readmodel

import (
	"context"

	"integrador/internal/domain/access"
	"integrador/internal/domain/event"
	"integrador/internal/domain/money"
	"integrador/internal/platform/postgres"
)

// CartItemOutput is one diner's quantity of a product.
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

// CartOutput is the cart that all devices of a table share. Version counts its changes;
// each event of the cart contains the version after it.
type CartOutput struct {
	Items   []CartItemOutput `json:"items"`
	Version int              `json:"version"`
}

// Cart reads the cart of a session.
//
// Errors: fault.NotFound.
func Cart(ctx context.Context, db *postgres.Store, at access.Table) (CartOutput, error) {
	r, err := db.CartOfSession(ctx, at.SessionID, at.TenantID)
	if err != nil {
		return CartOutput{}, postgres.NotFoundAs(err, postgres.ErrNoSession)
	}
	items, err := postgres.DecodeJSON[[]CartItemOutput](r.Items, "cart items")
	return CartOutput{Items: items, Version: int(r.Version)}, err
}

// CartItem is a line after a change of the cart.
func CartItem(i event.CartItem) CartItemOutput {
	return CartItemOutput{
		ItemID:       i.ItemID,
		ProductID:    i.ProductID,
		ProductName:  i.ProductName,
		ProductImage: i.ProductImage,
		PriceCents:   i.PriceCents,
		Quantity:     i.Quantity,
		Notes:        i.Notes,
		DinerID:      i.DinerID,
		DinerName:    i.DinerName,
		DinerColor:   i.DinerColor,
	}
}
