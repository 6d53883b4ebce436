package postgres

import (
	"context"
	"slices"

	"integrador/internal/domain/access"
	"integrador/internal/domain/event"
	"integrador/internal/platform/postgres/dbgen"
)

// cart is one change of a shared cart, inside its transaction. The session's row
// is locked, so changes happen one after another.
type cart struct {
	tx      *Tx
	at      access.Table
	branch  int64
	version int                   // after this change
	diners  []dbgen.CartDinersRow // latest first
	// addedOrUpdated is the event of what set did.
	addedOrUpdated event.Type
}

// changeCart runs change with the session locked and its cart's version counted
// up. Whatever change refuses leaves nothing behind.
func (s *Store) changeCart(ctx context.Context, at access.Table, change func(*cart) error) error {
	err := s.InTx(ctx, func(tx *Tx) error {
		head, err := tx.BumpCart(ctx, at.SessionID, at.TenantID)
		if err != nil {
			return missing(err, errNotOpen)
		}
		diners, err := tx.CartDiners(ctx, at.SessionID, at.TenantID)
		if err != nil {
			return err
		}
		return change(&cart{tx: tx, at: at, branch: head.BranchID, version: int(head.CartVersion), diners: diners})
	})
	return Fault(err)
}

// mine lists the diners that took a seat with the request's device.
func (c *cart) mine(d dbgen.CartDinersRow) bool {
	return c.at.DeviceID != "" && d.DeviceID != nil && *d.DeviceID == c.at.DeviceID
}

// may reports whether the request may touch what a diner put into the cart. Who
// sends no device, or one that nobody here sat down with, is not known to be
// anybody else.
func (c *cart) may(diner int64) bool {
	known := false
	for _, d := range c.diners {
		if c.mine(d) {
			if d.ID == diner {
				return true
			}
			known = true
		}
	}
	return !known
}

// self is the diner of the request's device, or 0.
func (c *cart) self() int64 {
	if i := slices.IndexFunc(c.diners, c.mine); i >= 0 {
		return c.diners[i].ID
	}
	return 0
}

// ownerOf decides whose line is meant.
func (c *cart) ownerOf(diner *int64) (dbgen.CartDinersRow, error) {
	if len(c.diners) == 0 {
		return dbgen.CartDinersRow{}, errNoDiner
	}
	i := max(0, slices.IndexFunc(c.diners, c.mine))
	if diner != nil {
		i = slices.IndexFunc(c.diners, func(d dbgen.CartDinersRow) bool { return d.ID == *diner })
	}
	switch {
	case i < 0:
		return dbgen.CartDinersRow{}, errOtherDiner
	case !c.may(c.diners[i].ID):
		return dbgen.CartDinersRow{}, errNotYours
	}
	return c.diners[i], nil
}

// line finds a line that the request may touch, and whose it is.
func (c *cart) line(ctx context.Context, id int64) (dbgen.CartItemOfSessionRow, dbgen.CartDinersRow, error) {
	var owner dbgen.CartDinersRow
	line, err := c.tx.CartItemOfSession(ctx, dbgen.CartItemOfSessionParams{ItemID: id, SessionID: c.at.SessionID, TenantID: c.at.TenantID})
	if err != nil {
		return line, owner, missing(err, errNoCartItem)
	}
	owner, err = c.ownerOf(&line.DinerID)
	return line, owner, err
}

// set writes a diner's line, new or known.
func (c *cart) set(ctx context.Context, owner dbgen.CartDinersRow, add CartAdd) (CartItemOutput, error) {
	sold, err := c.tx.SoldIn(ctx, dbgen.SoldInParams{TenantID: c.at.TenantID, BranchID: c.branch, ProductID: add.ProductID})
	if err != nil {
		return CartItemOutput{}, missing(err, errNotSold)
	}
	row, err := c.tx.SetCartItem(ctx, dbgen.SetCartItemParams{
		TenantID: c.at.TenantID, BranchID: c.branch, SessionID: c.at.SessionID, DinerID: owner.ID,
		ProductID: add.ProductID, Quantity: int64(add.Quantity), Notes: add.Notes,
	})
	if err != nil {
		return CartItemOutput{}, err
	}
	c.addedOrUpdated = event.CartItemUpdated
	if row.Fresh {
		c.addedOrUpdated = event.CartItemAdded
	}
	return itemOf(row.ID, add.ProductID, owner, sold, add.Quantity, add.Notes), nil
}

func itemOf(id, product int64, owner dbgen.CartDinersRow, sold dbgen.SoldInRow, quantity int, notes *string) CartItemOutput {
	return CartItemOutput{
		ItemID: id, ProductID: product, ProductName: sold.Name, ProductImage: sold.Image, PriceCents: sold.PriceCents,
		Quantity: quantity, Notes: notes, DinerID: owner.ID, DinerName: owner.Name, DinerColor: owner.Color,
	}
}

func (c *cart) payload(i CartItemOutput) event.CartItem {
	return event.CartItem{
		ItemID: i.ItemID, ProductID: i.ProductID, ProductName: i.ProductName, ProductImage: i.ProductImage, PriceCents: i.PriceCents,
		Quantity: i.Quantity, Notes: i.Notes, DinerID: i.DinerID, DinerName: i.DinerName, DinerColor: i.DinerColor, Version: c.version,
	}
}

// tell writes the change's event, by the diner who is known to have made it or
// else by the one it is about.
func (c *cart) tell(ctx context.Context, kind event.Type, payload any, about int64) ([]event.Event, error) {
	by := access.Actor{Role: access.Diner, DinerID: about}
	if self := c.self(); self != 0 {
		by.DinerID = self
	}
	return c.tx.EmitSession(ctx, c.at.TenantID, c.at.SessionID, event.Event{Type: kind, Entity: event.Body(payload), Actor: by})
}
