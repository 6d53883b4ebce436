package diner

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"integrador/api/apitest"
	"integrador/api/httpx"
	"integrador/internal/domain/event"
)

func TestCart(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	phone, tablet := f.Seated(t, "phone"), f.Seated(t, "tablet")
	f.Call(t, "POST", "/api/diner/cart"+"/add", `{"product_id":300}`, phone).Want(t, 400, "no_diner")
	ana := f.Register(t, "Ana", "phone")
	f.Register(t, "Beto", "tablet")

	empty := f.Call(t, "GET", "/api/diner/cart", nil, phone).Want(t, 200, "")
	apitest.Fields(t, empty.Body, "items", "version")
	assert.Equal(t, []any{}, empty.Body["items"])
	was := empty.Int(t, "version")

	added := f.Call(t, "POST", "/api/diner/cart"+"/add", `{"product_id":300,"notes":null,"diner_id":null}`, phone).Want(t, 200, "")
	apitest.Fields(t, added.Body, "item_id", "product_id", "product_name", "product_image", "price_cents", "quantity", "notes", "diner_id", "diner_name", "diner_color")
	assert.Equal(t, ana, added.Int(t, "diner_id"))
	assert.EqualValues(t, 1, added.Int(t, "quantity"))
	item := "/api/diner/cart" + "/" + apitest.ID(added.Int(t, "item_id"))

	set := f.Call(t, "POST", "/api/diner/cart"+"/add", `{"product_id":300,"quantity":5}`, phone).Want(t, 200, "")
	assert.Equal(t, added.Int(t, "item_id"), set.Int(t, "item_id"))
	assert.EqualValues(t, 5, set.Int(t, "quantity"), "set, not added")

	f.Call(t, "PATCH", item, `{"quantity":4,"notes":"jugosa"}`, phone).Want(t, 200, "")
	changed := f.Call(t, "PATCH", item, `{"quantity":3}`, phone).Want(t, 200, "")
	assert.EqualValues(t, 3, changed.Int(t, "quantity"))
	assert.Equal(t, "jugosa", changed.Body["notes"])

	f.Call(t, "PATCH", item, `{"quantity":1}`, tablet).Want(t, 403, "not_your_item")
	f.Call(t, "DELETE", item, nil, tablet).Want(t, 403, "not_your_item")
	f.Call(t, "DELETE", "/api/diner/cart", nil, tablet).Want(t, 403, "not_your_item")

	gone := f.Call(t, "DELETE", item, nil, phone).Want(t, 204, "")
	assert.Empty(t, gone.Text)
	f.Call(t, "DELETE", item, nil, phone).Want(t, 404, "cart_item_not_found")
	f.Call(t, "POST", "/api/diner/cart"+"/add", `{"product_id":300}`, phone).Want(t, 200, "")
	f.Call(t, "DELETE", "/api/diner/cart", nil, phone).Want(t, 204, "")

	assert.Equal(t, []event.Type{
		event.CartItemAdded, event.CartItemUpdated, event.CartItemUpdated, event.CartItemUpdated, event.CartItemRemoved,
		event.CartItemAdded, event.CartCleared,
	}, f.Published.Types(), "what was refused is not told")
	assert.Equal(t, was+7, f.Call(t, "GET", "/api/diner/cart", nil, phone).Want(t, 200, "").Int(t, "version"))
}

func TestCartRefusals(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	phone := f.Seated(t, "phone")
	f.Register(t, "Ana", "phone")
	f.Call(t, "POST", "/api/diner/cart"+"/add", `{"product_id":350}`, phone).Want(t, 404, "product_not_sold")
	f.Call(t, "POST", "/api/diner/cart"+"/add", `{"product_id":303}`, phone).Want(t, 404, "product_not_sold")
	f.Call(t, "POST", "/api/diner/cart"+"/add", `{"product_id":300,"diner_id":900}`, phone).Want(t, 404, "diner_not_found")
	canary := apitest.ID(int64(f.Count(t, `SELECT id FROM cart_item WHERE session_id = 6000`)))
	f.Call(t, "PATCH", "/api/diner/cart"+"/"+canary, `{"quantity":9}`, phone).Want(t, 404, "cart_item_not_found")
	f.Call(t, "DELETE", "/api/diner/cart"+"/"+canary, nil, phone).Want(t, 404, "cart_item_not_found")
	assert.Equal(t, 1, f.Count(t, `SELECT quantity FROM cart_item WHERE session_id = 6000`))

	f.Exec(t, `UPDATE table_session SET status = 'PAYING' WHERE id = 5000`)
	f.Call(t, "POST", "/api/diner/cart"+"/add", `{"product_id":300}`, phone).Want(t, 400, "session_not_open")
	f.Call(t, "DELETE", "/api/diner/cart", nil, phone).Want(t, 400, "session_not_open")
	f.Call(t, "GET", "/api/diner/cart", nil, phone).Want(t, 200, "")
	assert.Empty(t, f.Published.Types())
}

func TestDinersHaveLimitsOfTheirOwn(t *testing.T) {
	t.Parallel()
	f := newFloor(t, func(o *Options) { o.Limits = httpx.DefaultLimits() })
	phone, tablet := f.Seated(t, "phone"), f.Seated(t, "tablet")
	empty := func(device apitest.Headers) int {
		return f.Call(t, "DELETE", "/api/diner/cart", nil, device).StatusCode
	}
	for range 10 {
		assert.Equal(t, 204, empty(phone))
	}
	full := f.Call(t, "DELETE", "/api/diner/cart", nil, phone).Want(t, 429, "rate_limited")
	assert.NotEmpty(t, full.Header.Get("Retry-After"))
	assert.Positive(t, full.Int(t, "retry_after"))
	assert.Equal(t, 204, empty(tablet), "the same Wi-Fi, another person")
}
