package postgres

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"integrador/internal/domain/access"
	"integrador/internal/domain/event"
	"integrador/internal/domain/fault"
	"integrador/internal/domain/tablesession"
	"integrador/internal/platform/postgres/dbgen"
)

// CartAdd sets the quantity of a product with a note, or without one; it does not add to what is there.
type CartAdd struct {
	ProductID int64
	Quantity  int // 1 to 99
	Notes     *string
	DinerID   *int64 // nil: the diner of the request's device, else who sat down last
}

var (
	errNotSold = fault.New(fault.NotFound, "product_not_sold", "Ese producto no se vende en esta sucursal.")
	errNotOpen = fault.New(fault.Refused, "session_not_open",
		"La mesa ya no recibe pedidos: la cuenta está pedida o la sesión terminó.")
	errNoDiner    = fault.New(fault.Refused, "no_diner", "Sumate a la mesa con tu nombre antes de agregar al carrito.")
	errOtherDiner = fault.New(fault.NotFound, "diner_not_found", "Ese comensal no está en la mesa.")
	errNoCartItem = fault.New(fault.NotFound, "cart_item_not_found", "Ese producto ya no está en el carrito.")
	errNotYours   = fault.New(fault.Forbidden, "not_your_item",
		"Eso lo agregó otra persona de la mesa: solo ella lo puede cambiar.")
)

// MaxCartQuantity is how much of a product one line of a cart has at most.
const MaxCartQuantity = 99

var errLineFull = fault.Newf(fault.Refused, "qty_out_of_range", "De un plato con la misma nota entran %d.", MaxCartQuantity)

// AddToCart sets how much of a product a diner wants. With another note it is another line.
//
// Errors: fault.Refused unless the session is OPEN and has diners, fault.NotFound
// for a product that is not sold here or a diner of another session,
// fault.Forbidden if the request's device belongs to another diner.
func (s *Store) AddToCart(
	ctx context.Context, at access.Table, add CartAdd,
) (item event.CartItem, events []event.Event, err error) {
	err = s.changeCart(ctx, at, func(c *cart) error {
		owner, err := c.ownerOf(add.DinerID)
		if err != nil {
			return err
		}
		item, err = c.set(ctx, owner, add)
		if err != nil {
			return err
		}
		events, err = c.emit(ctx, c.addedOrUpdated, item, owner.ID)
		return err
	})
	return item, events, err
}

// UpdateCartItem changes a line of the cart; nil notes stay. A line that gets the notes of another one takes that one in.
//
// Errors: as AddToCart; fault.NotFound if the line does not exist; fault.Refused if both lines together are too many.
func (s *Store) UpdateCartItem(
	ctx context.Context, at access.Table, id int64, quantity int, notes *string,
) (item event.CartItem, events []event.Event, err error) {
	err = s.changeCart(ctx, at, func(c *cart) error {
		line, owner, err := c.line(ctx, id)
		if err != nil {
			return err
		}
		if notes = oneSpelling(notes); notes != nil {
			var taken int
			if taken, events, err = c.takeSame(ctx, id, line.ProductID, owner.ID, *notes); err != nil {
				return err
			}
			quantity += taken
		}
		if quantity > MaxCartQuantity {
			return errLineFull
		}
		r, err := c.tx.ChangeCartItem(ctx, dbgen.ChangeCartItemParams{
			ItemID: id, SessionID: at.SessionID, TenantID: at.TenantID, Quantity: int64(quantity), Notes: notes,
		})
		if err != nil {
			return NotFoundAs(err, errNoCartItem)
		}
		item = c.item(id, line.ProductID, owner, dbgen.SoldInRow{
			Name:       r.Name,
			Image:      r.Image,
			PriceCents: r.PriceCents,
		}, int(r.Quantity), r.Notes)
		changed, err := c.emit(ctx, event.CartItemUpdated, item, owner.ID)
		events = append(events, changed...)
		return err
	})
	return item, events, err
}

// CartWith gives the version of a cart that holds all dishes of an order at this moment; 0 if it does not.
func (s *Store) CartWith(ctx context.Context, at access.Table, order []tablesession.Item) (version int, err error) {
	products := make([]int64, len(order))
	for i, it := range order {
		products[i] = it.ProductID
	}
	err = s.pool.QueryRow(ctx, `
SELECT s.cart_version FROM table_session s
WHERE s.id = $1 AND s.tenant_id = $2 AND NOT EXISTS (SELECT FROM unnest($3::bigint[]) u(id)
  WHERE NOT EXISTS (SELECT FROM cart_item ci WHERE ci.session_id = s.id AND ci.tenant_id = s.tenant_id AND ci.product_id = u.id))`,
		at.SessionID, at.TenantID, products).Scan(&version)
	if errors.Is(err, pgx.ErrNoRows) {
		return 0, nil
	}
	return version, Fault(err)
}

// oneSpelling is a note without what nobody sees of it, so that it is the same note.
func oneSpelling(notes *string) *string {
	if notes == nil {
		return nil
	}
	return new(strings.TrimSpace(*notes))
}

// takeSame takes out the owner's other line of a product with these notes, and gives how much was in it.
func (c *cart) takeSame(ctx context.Context, id, product, owner int64, notes string) (quantity int, events []event.Event, err error) {
	same, err := c.tx.TakeSameCartLine(ctx, dbgen.TakeSameCartLineParams{
		ItemID: id, SessionID: c.at.SessionID, TenantID: c.at.TenantID, Notes: notes,
	})
	if IsNoRow(err) {
		return 0, nil, nil
	}
	if err != nil {
		return 0, nil, err
	}
	removed := event.RemovedCartItem{ItemID: same.ID, ProductID: product, DinerID: owner, Version: c.version}
	if events, err = c.emit(ctx, event.CartItemRemoved, removed, owner); err != nil {
		return 0, nil, err
	}
	head, err := c.tx.BumpCart(ctx, c.at.SessionID, c.at.TenantID)
	c.version = int(head.CartVersion)
	return int(same.Quantity), events, err
}

// RemoveFromCart takes a line out.
//
// Errors: as UpdateCartItem.
func (s *Store) RemoveFromCart(ctx context.Context, at access.Table, id int64) (events []event.Event, err error) {
	err = s.changeCart(ctx, at, func(c *cart) error {
		line, owner, err := c.line(ctx, id)
		if err != nil {
			return err
		}
		if _, err := c.tx.DropCartItem(ctx, dbgen.DropCartItemParams{
			ItemID:    id,
			SessionID: at.SessionID,
			TenantID:  at.TenantID,
		}); err != nil {
			return err
		}
		removed := event.RemovedCartItem{ItemID: id, ProductID: line.ProductID, DinerID: owner.ID, Version: c.version}
		events, err = c.emit(ctx, event.CartItemRemoved, removed, owner.ID)
		return err
	})
	return events, err
}

// ClearCart empties the cart. A device that belongs to a diner may do so only
// while no other diner has items in it.
//
// Errors: as AddToCart.
func (s *Store) ClearCart(ctx context.Context, at access.Table) (events []event.Event, err error) {
	err = s.changeCart(ctx, at, func(c *cart) error {
		owners, err := c.tx.CartOwners(ctx, at.SessionID, at.TenantID)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(owners, func(id int64) bool { return !c.mayChange(id) }) {
			return errNotYours
		}
		if _, err := c.tx.ClearCartItems(ctx, at.SessionID, at.TenantID); err != nil {
			return err
		}
		events, err = c.emit(ctx, event.CartCleared, event.ClearedCart{Cleared: true, Version: c.version}, c.ownDiner())
		return err
	})
	return events, err
}

// cart is one change of a shared cart in its transaction. The session's row is locked,
// so changes are serialized.
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
			return NotFoundAs(err, errNotOpen)
		}
		diners, err := tx.CartDiners(ctx, at.SessionID, at.TenantID)
		if err != nil {
			return err
		}
		return change(&cart{tx: tx, at: at, branch: head.BranchID, version: int(head.CartVersion), diners: diners})
	})
	return Fault(err)
}

// isOwnDevice reports whether a diner took a seat with the request's device.
func (c *cart) isOwnDevice(d dbgen.CartDinersRow) bool {
	return c.at.DeviceID != "" && d.DeviceID != nil && *d.DeviceID == c.at.DeviceID
}

// mayChange reports whether the request may change what a diner put into the cart.
// A request without a device, or with one that belongs to no diner here, may change
// everything: nothing shows that it is another person.
func (c *cart) mayChange(diner int64) bool {
	hasDiner := false
	for _, d := range c.diners {
		if c.isOwnDevice(d) {
			if d.ID == diner {
				return true
			}
			hasDiner = true
		}
	}
	return !hasDiner
}

// ownDiner is the diner of the request's device, or 0.
func (c *cart) ownDiner() int64 {
	if i := slices.IndexFunc(c.diners, c.isOwnDevice); i >= 0 {
		return c.diners[i].ID
	}
	return 0
}

// ownerOf decides whose line is meant.
func (c *cart) ownerOf(diner *int64) (dbgen.CartDinersRow, error) {
	if len(c.diners) == 0 {
		return dbgen.CartDinersRow{}, errNoDiner
	}
	i := max(0, slices.IndexFunc(c.diners, c.isOwnDevice))
	if diner != nil {
		i = slices.IndexFunc(c.diners, func(d dbgen.CartDinersRow) bool { return d.ID == *diner })
	}
	switch {
	case i < 0:
		return dbgen.CartDinersRow{}, errOtherDiner
	case !c.mayChange(c.diners[i].ID):
		return dbgen.CartDinersRow{}, errNotYours
	}
	return c.diners[i], nil
}

// line finds a line that the request may touch, and whose it is.
func (c *cart) line(ctx context.Context, id int64) (dbgen.CartItemOfSessionRow, dbgen.CartDinersRow, error) {
	var owner dbgen.CartDinersRow
	line, err := c.tx.CartItemOfSession(ctx, dbgen.CartItemOfSessionParams{
		ItemID:    id,
		SessionID: c.at.SessionID,
		TenantID:  c.at.TenantID,
	})
	if err != nil {
		return line, owner, NotFoundAs(err, errNoCartItem)
	}
	owner, err = c.ownerOf(&line.DinerID)
	return line, owner, err
}

// set writes a diner's line, new or known.
func (c *cart) set(ctx context.Context, owner dbgen.CartDinersRow, add CartAdd) (event.CartItem, error) {
	sold, err := c.tx.SoldIn(ctx, dbgen.SoldInParams{
		TenantID:  c.at.TenantID,
		BranchID:  c.branch,
		ProductID: add.ProductID,
	})
	if err != nil {
		return event.CartItem{}, NotFoundAs(err, errNotSold)
	}
	if add.Notes = oneSpelling(add.Notes); add.Notes != nil && *add.Notes == "" {
		add.Notes = nil
	}
	row, err := c.tx.SetCartItem(ctx, dbgen.SetCartItemParams{
		TenantID: c.at.TenantID, BranchID: c.branch, SessionID: c.at.SessionID, DinerID: owner.ID,
		ProductID: add.ProductID, Quantity: int64(add.Quantity), Notes: add.Notes,
	})
	if err != nil {
		return event.CartItem{}, err
	}
	c.addedOrUpdated = event.CartItemUpdated
	if row.Inserted {
		c.addedOrUpdated = event.CartItemAdded
	}
	return c.item(row.ID, add.ProductID, owner, sold, add.Quantity, add.Notes), nil
}

func (c *cart) item(
	id, product int64, owner dbgen.CartDinersRow, sold dbgen.SoldInRow, quantity int, notes *string,
) event.CartItem {
	return event.CartItem{
		ItemID:       id,
		ProductID:    product,
		ProductName:  sold.Name,
		ProductImage: sold.Image,
		PriceCents:   sold.PriceCents,
		Quantity:     quantity,
		Notes:        notes,
		DinerID:      owner.ID,
		DinerName:    owner.Name,
		DinerColor:   owner.Color,
		Version:      c.version,
	}
}

// emit writes the change's event. Its actor is the diner of the request's device,
// or else the diner whose line it is.
func (c *cart) emit(ctx context.Context, kind event.Type, payload any, about int64) ([]event.Event, error) {
	by := access.Actor{Role: access.Diner, DinerID: about}
	if own := c.ownDiner(); own != 0 {
		by.DinerID = own
	}
	return c.tx.EmitSession(ctx, c.at.TenantID, c.at.SessionID, event.Event{
		Type:   kind,
		Entity: event.Body(payload),
		Actor:  by,
	})
}
