package readmodel_test

import (
	"encoding/json"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/internal/domain/access"
	"integrador/internal/domain/event"
	"integrador/internal/domain/fault"
	"integrador/internal/platform/postgres"
	"integrador/internal/readmodel"
)

func TestCartChangesAreSerialized(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	at, diners := s.sit("centro", "INT-01", "Ana", "Beto", "Caro")
	products := []int64{s.product("centro", "Bife de chorizo"), s.product("centro", "Limonada"), s.product("centro", "Flan casero")}

	const each = 8
	var all sync.WaitGroup
	for i := range diners {
		all.Go(func() {
			for n := range each {
				_, events, err := s.db.AddToCart(t.Context(), at, postgres.CartAdd{ProductID: products[n%len(products)], Quantity: n + 1, DinerID: &diners[i]})
				if assert.NoError(t, err) {
					assert.Len(t, events, 1)
				}
			}
		})
	}
	all.Wait()

	cart, err := readmodel.Cart(t.Context(), s.db, at)
	require.NoError(t, err)
	assert.Equal(t, each*len(diners), cart.Version, "a change was lost")
	assert.Len(t, cart.Items, len(diners)*len(products))
	for _, item := range cart.Items {
		// The last of the eight writes of that product by that diner stands.
		assert.Equal(t, map[int64]int{products[0]: 7, products[1]: 8, products[2]: 6}[item.ProductID], item.Quantity)
	}

	rows, err := s.pool.Query(t.Context(), "SELECT seq, (entity->>'version')::int FROM event WHERE session_id = $1 ORDER BY seq", at.SessionID)
	require.NoError(t, err)
	defer rows.Close()
	events := 0
	for rows.Next() {
		events++
		var seq, version int
		require.NoError(t, rows.Scan(&seq, &version))
		assert.Equal(t, events, seq)
		assert.Equal(t, events, version)
	}
	require.NoError(t, rows.Err())
	assert.Equal(t, each*len(diners), events)
}

func TestCartEmitsEvents(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	at, diners := s.sit("centro", "INT-01", "Ana")
	add := postgres.CartAdd{ProductID: s.product("centro", "Limonada"), Quantity: 2, Notes: new("sin hielo")}

	item, events, err := s.db.AddToCart(t.Context(), at, add)
	require.NoError(t, err)
	assert.Equal(t, event.CartItemAdded, events[0].Type)
	assert.Equal(t, access.Actor{Role: access.Diner, DinerID: diners[0]}, events[0].Actor)
	var payload event.CartItem
	require.NoError(t, json.Unmarshal(events[0].Entity, &payload))
	assert.Equal(t, event.CartItem{
		ItemID: item.ItemID, ProductID: add.ProductID, ProductName: "Limonada",
		ProductImage: new("/dev/pictures/limonada.svg"), PriceCents: 390_000, Quantity: 2, Notes: add.Notes,
		DinerID: diners[0], DinerName: "Ana", DinerColor: "#aabbcc", Version: 1,
	}, payload)

	again, events, err := s.db.AddToCart(t.Context(), at, add)
	require.NoError(t, err)
	assert.Equal(t, event.CartItemUpdated, events[0].Type)
	assert.Equal(t, item.ItemID, again.ItemID, "one line per diner, product and note")
	assert.Equal(t, 2, again.Quantity, "the quantity is set, not added")

	updated, events, err := s.db.UpdateCartItem(t.Context(), at, item.ItemID, 5, nil)
	require.NoError(t, err)
	assert.Equal(t, event.CartItemUpdated, events[0].Type)
	assert.Equal(t, 5, updated.Quantity)
	assert.Equal(t, add.Notes, updated.Notes, "notes stay when none are sent")

	events, err = s.db.RemoveFromCart(t.Context(), at, item.ItemID)
	require.NoError(t, err)
	assert.Equal(t, event.CartItemRemoved, events[0].Type)

	back, events, err := s.db.AddToCart(t.Context(), at, add)
	require.NoError(t, err)
	assert.Equal(t, event.CartItemAdded, events[0].Type, "what was taken out can come back")
	assert.NotZero(t, back.ItemID)

	events, err = s.db.ClearCart(t.Context(), at)
	require.NoError(t, err)
	assert.Equal(t, event.CartCleared, events[0].Type)
	cart, err := readmodel.Cart(t.Context(), s.db, at)
	require.NoError(t, err)
	assert.Equal(t, readmodel.CartOutput{Items: []readmodel.CartItemOutput{}, Version: 6}, cart)
}

func TestADishWithANoteIsALineOfItsOwn(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	at, _ := s.sit("centro", "INT-01", "Ana")
	lemonade := s.product("centro", "Limonada")
	add := func(quantity int, notes *string) event.CartItem {
		item, _, err := s.db.AddToCart(t.Context(), at, postgres.CartAdd{ProductID: lemonade, Quantity: quantity, Notes: notes})
		require.NoError(t, err)
		return item
	}
	plain, noted := add(1, nil), add(2, new("sin hielo"))
	assert.NotEqual(t, plain.ItemID, noted.ItemID)
	assert.Equal(t, noted.ItemID, add(3, new("  sin hielo ")).ItemID, "what nobody sees makes no other note")
	assert.Equal(t, plain.ItemID, add(4, new(" ")).ItemID, "nor does an empty one")

	changed, events, err := s.db.UpdateCartItem(t.Context(), at, noted.ItemID, 5, new(""))
	require.NoError(t, err)
	assert.Equal(t, []event.Type{event.CartItemRemoved, event.CartItemUpdated}, []event.Type{events[0].Type, events[1].Type})
	assert.Equal(t, noted.ItemID, changed.ItemID)
	assert.Nil(t, changed.Notes)
	cart, err := readmodel.Cart(t.Context(), s.db, at)
	require.NoError(t, err)
	require.Len(t, cart.Items, 1, "two lines that became the same are one")
	assert.Equal(t, 9, cart.Items[0].Quantity)
	assert.Equal(t, changed.Version, cart.Version, "each event has its version")

	other := add(99, new("con hielo"))
	_, _, err = s.db.UpdateCartItem(t.Context(), at, other.ItemID, 99, new(""))
	assert.Equal(t, "qty_out_of_range", fault.ReasonOf(err))
	cart, err = readmodel.Cart(t.Context(), s.db, at)
	require.NoError(t, err)
	assert.Len(t, cart.Items, 2, "what was refused changed nothing")
}

func TestCartRefuses(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	at, diners := s.sit("centro", "INT-01", "Ana", "Beto")
	_, strangers := s.sit("centro", "INT-02", "Zoe")
	empty, _ := s.sit("centro", "INT-03")
	lemonade := s.product("centro", "Limonada")
	mine, _, err := s.db.AddToCart(t.Context(), at, postgres.CartAdd{ProductID: lemonade, Quantity: 1, DinerID: &diners[0]})
	require.NoError(t, err)
	_, _, err = s.db.AddToCart(t.Context(), at, postgres.CartAdd{ProductID: lemonade, Quantity: 1, DinerID: &diners[1]})
	require.NoError(t, err)
	s.exec("UPDATE branch_product SET is_active = false WHERE product_id = $1", s.product("centro", "Entraña"))
	beto := at
	beto.DeviceID = "Beto"

	add := func(at access.Table, a postgres.CartAdd) error {
		a.Quantity = 1
		_, _, err := s.db.AddToCart(t.Context(), at, a)
		return err
	}
	for _, c := range []struct {
		what, reason string
		code         fault.Code
		err          error
	}{
		{"a product without price", "product_not_sold", fault.NotFound, add(at, postgres.CartAdd{ProductID: s.product("centro", "Entraña")})},
		{"another branch's product", "product_not_sold", fault.NotFound, add(at, postgres.CartAdd{ProductID: s.product("godoy-cruz", "Limonada")})},
		{"a diner of another table", "diner_not_found", fault.NotFound, add(at, postgres.CartAdd{ProductID: lemonade, DinerID: &strangers[0]})},
		{"nobody sits there", "no_diner", fault.Refused, add(empty, postgres.CartAdd{ProductID: lemonade})},
		{"in another's name", "not_your_item", fault.Forbidden, add(beto, postgres.CartAdd{ProductID: lemonade, DinerID: &diners[0]})},
		{"another's line", "not_your_item", fault.Forbidden, func() error {
			_, _, err := s.db.UpdateCartItem(t.Context(), beto, mine.ItemID, 9, nil)
			return err
		}()},
		{"taking out another's line", "not_your_item", fault.Forbidden, func() error {
			_, err := s.db.RemoveFromCart(t.Context(), beto, mine.ItemID)
			return err
		}()},
		{"clearing another's line", "not_your_item", fault.Forbidden, func() error {
			_, err := s.db.ClearCart(t.Context(), beto)
			return err
		}()},
		{"a line of another table", "cart_item_not_found", fault.NotFound, func() error {
			other := at
			other.SessionID = empty.SessionID
			_, _, err := s.db.UpdateCartItem(t.Context(), other, mine.ItemID, 9, nil)
			return err
		}()},
	} {
		assert.Equal(t, c.reason, fault.ReasonOf(c.err), c.what)
		assert.Equal(t, c.code, fault.CodeOf(c.err), c.what)
	}

	s.exec("UPDATE table_session SET status = 'PAYING' WHERE id = $1", at.SessionID)
	assert.Equal(t, "session_not_open", fault.ReasonOf(add(at, postgres.CartAdd{ProductID: lemonade})))
	cart, err := readmodel.Cart(t.Context(), s.db, at)
	require.NoError(t, err)
	assert.Equal(t, 2, cart.Version, "what was refused left a trace")
	assert.Equal(t, 2, look[int](s, "SELECT count(*) FROM event WHERE session_id = $1", at.SessionID))
}

func TestCartChecksTheDevice(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	at, diners := s.sit("centro", "INT-01", "Ana", "Beto")
	at.DeviceID = "Ana"
	item, _, err := s.db.AddToCart(t.Context(), at, postgres.CartAdd{ProductID: s.product("centro", "Limonada"), Quantity: 1})
	require.NoError(t, err)
	assert.Equal(t, diners[0], item.DinerID, "the device's own diner, though Beto sat down later")

	at.DeviceID = "nobody's"
	item, _, err = s.db.AddToCart(t.Context(), at, postgres.CartAdd{ProductID: s.product("centro", "Limonada"), Quantity: 1})
	require.NoError(t, err)
	assert.Equal(t, diners[1], item.DinerID, "who sat down last")
}
