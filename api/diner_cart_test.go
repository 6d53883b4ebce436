package api

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"integrador/internal/domain/event"
)

func TestCart(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	phone, tablet := f.seated(t, "phone"), f.seated(t, "tablet")
	f.call(t, "POST", cartPath+"/add", `{"product_id":300}`, phone).want(t, 400, "no_diner")
	ana := f.register(t, "Ana", "phone")
	f.register(t, "Beto", "tablet")

	empty := f.call(t, "GET", cartPath, nil, phone).want(t, 200, "")
	fields(t, empty.body, "items", "version")
	assert.Equal(t, []any{}, empty.body["items"])
	was := empty.int(t, "version")

	added := f.call(t, "POST", cartPath+"/add", `{"product_id":300,"notes":null,"diner_id":null}`, phone).want(t, 200, "")
	fields(t, added.body, "item_id", "product_id", "product_name", "product_image", "price_cents", "quantity", "notes", "diner_id", "diner_name", "diner_color")
	assert.Equal(t, ana, added.int(t, "diner_id"))
	assert.EqualValues(t, 1, added.int(t, "quantity"))
	item := cartPath + "/" + text(added.int(t, "item_id"))

	set := f.call(t, "POST", cartPath+"/add", `{"product_id":300,"quantity":5,"notes":"jugosa"}`, phone).want(t, 200, "")
	assert.Equal(t, added.int(t, "item_id"), set.int(t, "item_id"))
	assert.EqualValues(t, 5, set.int(t, "quantity"), "set, not added")

	changed := f.call(t, "PATCH", item, `{"quantity":3}`, phone).want(t, 200, "")
	assert.EqualValues(t, 3, changed.int(t, "quantity"))
	assert.Equal(t, "jugosa", changed.body["notes"])

	f.call(t, "PATCH", item, `{"quantity":1}`, tablet).want(t, 403, "not_your_item")
	f.call(t, "DELETE", item, nil, tablet).want(t, 403, "not_your_item")
	f.call(t, "DELETE", cartPath, nil, tablet).want(t, 403, "not_your_item")

	gone := f.call(t, "DELETE", item, nil, phone).want(t, 204, "")
	assert.Empty(t, gone.text)
	f.call(t, "DELETE", item, nil, phone).want(t, 404, "cart_item_not_found")
	f.call(t, "POST", cartPath+"/add", `{"product_id":300}`, phone).want(t, 200, "")
	f.call(t, "DELETE", cartPath, nil, phone).want(t, 204, "")

	assert.Equal(t, []event.Type{
		event.CartItemAdded, event.CartItemUpdated, event.CartItemUpdated, event.CartItemRemoved, event.CartItemAdded, event.CartCleared,
	}, f.bell.types(), "what was refused is not told")
	assert.Equal(t, was+6, f.call(t, "GET", cartPath, nil, phone).want(t, 200, "").int(t, "version"))
}

func TestCartRefusals(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	phone := f.seated(t, "phone")
	f.register(t, "Ana", "phone")
	f.call(t, "POST", cartPath+"/add", `{"product_id":350}`, phone).want(t, 404, "product_not_sold")
	f.call(t, "POST", cartPath+"/add", `{"product_id":303}`, phone).want(t, 404, "product_not_sold")
	f.call(t, "POST", cartPath+"/add", `{"product_id":300,"diner_id":900}`, phone).want(t, 404, "diner_not_found")
	canary := text(int64(f.count(t, `SELECT id FROM cart_item WHERE session_id = 6000`)))
	f.call(t, "PATCH", cartPath+"/"+canary, `{"quantity":9}`, phone).want(t, 404, "cart_item_not_found")
	f.call(t, "DELETE", cartPath+"/"+canary, nil, phone).want(t, 404, "cart_item_not_found")
	assert.Equal(t, 1, f.count(t, `SELECT quantity FROM cart_item WHERE session_id = 6000`))

	f.exec(t, `UPDATE table_session SET status = 'PAYING' WHERE id = 5000`)
	f.call(t, "POST", cartPath+"/add", `{"product_id":300}`, phone).want(t, 400, "session_not_open")
	f.call(t, "DELETE", cartPath, nil, phone).want(t, 400, "session_not_open")
	f.call(t, "GET", cartPath, nil, phone).want(t, 200, "")
	assert.Empty(t, f.bell.types())
}

func TestDinersHaveLimitsOfTheirOwn(t *testing.T) {
	t.Parallel()
	f := newFloor(t, func(o *Options) { o.Limits = DefaultLimits() })
	empty := func(device string) int {
		return f.call(t, "DELETE", cartPath, nil, f.seated(t, device)).StatusCode
	}
	for range 10 {
		assert.Equal(t, 204, empty("phone"))
	}
	full := f.call(t, "DELETE", cartPath, nil, f.seated(t, "phone")).want(t, 429, "rate_limited")
	assert.NotEmpty(t, full.Header.Get("Retry-After"))
	assert.Positive(t, full.int(t, "retry_after"))
	assert.Equal(t, 204, empty("tablet"), "the same Wi-Fi, another person")
}
