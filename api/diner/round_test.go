package diner

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"integrador/api/apitest"
)

func TestSubmit(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	f.Register(t, "Ana", "phone")
	f.Call(t, "POST", "/api/diner/cart"+"/add", `{"product_id":300}`, f.Seated(t, "phone")).Want(t, 200, "")

	a := f.Call(t, "POST", "/api/diner/rounds/submit", `{"items":[{"product_id":300,"qty":2}]}`, f.Seated(t, "phone")).Want(t, 200, "")
	apitest.Fields(t, a.Body, "session_id", "round_id", "round_number", "status")
	assert.Equal(t, "SUBMITTED", a.Body["status"])
	assert.EqualValues(t, 1, a.Int(t, "round_number"))
	assert.Equal(t, 0, f.Count(t, `SELECT count(*) FROM cart_item WHERE session_id = 5000`))
	assert.Equal(t, 1, f.Count(t, `SELECT count(*) FROM round_item WHERE unit_price_cents = $1 AND product_name = 'Milanesa'`, apitest.MilanesaPrice))

	repeated := f.Call(t, "POST", "/api/diner/rounds/submit", `{"items":[{"product_id":300,"qty":2}]}`, f.Seated(t, "phone")).Want(t, 200, "")
	assert.JSONEq(t, a.Text, repeated.Text, "a client that asks again at once gets the same round")
	second := f.Call(t, "POST", "/api/diner/rounds/submit", `{"items":[{"product_id":300,"qty":3}]}`, f.Seated(t, "phone")).Want(t, 200, "")
	assert.EqualValues(t, 2, second.Int(t, "round_number"))
}

// A client without a key may well order the same again: a retry finds the cart empty, a new order was put together in it.
func TestTheSameDishesInTheCartAgainAreANewOrder(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	f.Register(t, "Ana", "phone")
	phone := f.Seated(t, "phone")
	fill := func() {
		f.Call(t, "POST", "/api/diner/cart"+"/add", `{"product_id":300,"quantity":2}`, phone).Want(t, 200, "")
	}
	order := func() int64 {
		return f.Call(t, "POST", "/api/diner/rounds/submit", `{"items":[{"product_id":300,"qty":2}]}`, phone).Want(t, 200, "").Int(t, "round_number")
	}
	fill()
	assert.EqualValues(t, 1, order())
	assert.EqualValues(t, 1, order(), "a retry is the same order")
	fill()
	assert.EqualValues(t, 2, order())
	assert.Zero(t, f.Count(t, `SELECT count(*) FROM cart_item WHERE session_id = 5000`))
	assert.EqualValues(t, 2, order())
}

func TestAnOrderNamesThePriceThatWasShown(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	phone := f.Seated(t, "phone")
	order := func(cents int) apitest.Reply {
		return f.Call(t, "POST", "/api/diner/rounds/submit", map[string]any{"items": []any{
			map[string]any{"product_id": 300, "qty": 1, "expected_unit_price_cents": cents}, map[string]any{"product_id": 301, "qty": 1},
		}}, phone)
	}
	refused := order(apitest.MilanesaPrice-1).Want(t, 409, "price_changed")
	assert.Contains(t, refused.Text, "Milanesa a ")
	assert.EqualValues(t, apitest.MilanesaPrice, refused.Body["prices"].([]any)[0].(map[string]any)["price_cents"])
	assert.Zero(t, f.Count(t, `SELECT count(*) FROM round`))
	order(apitest.MilanesaPrice).Want(t, 200, "")
}

// What somebody added after the order was put together is neither ordered nor lost.
func TestAnOrderLeavesOtherDishesInTheCart(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	f.Register(t, "Ana", "phone")
	f.Register(t, "Beto", "tablet")
	ana, beto := f.Seated(t, "phone"), f.Seated(t, "tablet")
	f.Call(t, "POST", "/api/diner/cart"+"/add", `{"product_id":300}`, beto).Want(t, 200, "")
	f.Call(t, "POST", "/api/diner/cart"+"/add", `{"product_id":301}`, ana).Want(t, 200, "")
	f.Call(t, "POST", "/api/diner/rounds/submit", `{"items":[{"product_id":300,"qty":1}]}`, beto).Want(t, 200, "")
	assert.Equal(t, 301, f.Count(t, `SELECT sum(product_id) FROM cart_item WHERE session_id = 5000`))
	left := `SELECT count(*) FROM event WHERE type = 'CART_CLEARED' AND entity->>'cleared' = 'false'`
	assert.Equal(t, 1, f.Count(t, left), "phones learn that something is left")
	f.Call(t, "POST", "/api/diner/rounds/submit", `{"items":[{"product_id":301,"qty":1}]}`, beto).Want(t, 200, "")
	assert.Zero(t, f.Count(t, `SELECT count(*) FROM cart_item WHERE session_id = 5000`), "of whoever put it there")
	assert.Equal(t, 1, f.Count(t, `SELECT count(*) FROM event WHERE type = 'CART_CLEARED' AND entity->>'cleared' = 'true'`))
}

// Two lines of a dish differ by their notes, and by whose they are.
func TestAnOrderLeavesOtherLinesOfADishInTheCart(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	ana := apitest.ID(f.Register(t, "Ana", "phone"))
	f.Register(t, "Beto", "tablet")
	for device, line := range map[string]string{"phone": `{"product_id":300}`, "tablet": `{"product_id":300,"notes":"jugosa"}`} {
		f.Call(t, "POST", "/api/diner/cart"+"/add", line, f.Seated(t, device)).Want(t, 200, "")
	}
	f.Call(t, "POST", "/api/diner/cart"+"/add", `{"product_id":300,"notes":"jugosa"}`, f.Seated(t, "phone")).Want(t, 200, "")
	left := func() int { return f.Count(t, `SELECT count(*) FROM cart_item WHERE session_id = 5000`) }
	order := func(lines string) {
		f.Call(t, "POST", "/api/diner/rounds/submit", `{"items":[`+lines+`]}`, f.Seated(t, "phone")).Want(t, 200, "")
	}
	order(`{"product_id":300,"qty":1,"diner_id":` + ana + `}`)
	assert.Equal(t, 2, left())
	order(`{"product_id":300,"qty":1,"notes":"jugosa","diner_id":` + ana + `}`)
	assert.Equal(t, 1, left(), "Beto's stays")
	order(`{"product_id":300,"qty":1,"notes":"bien jugosa"}`)
	assert.Zero(t, left(), "as much as there is was ordered")
}

func TestWhoOrdered(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	f.Register(t, "Ana", "shared")
	ana := f.Register(t, "Ana", "phone")
	f.Call(t, "POST", registerPath, `{"name":"Cami","color":"#000000","local_id":"c","device_id":"shared"}`, f.Seated(t, "shared")).Want(t, 200, "")
	cami := int64(f.Count(t, `SELECT id FROM diner WHERE local_id = 'c'`))

	for name, tt := range map[string]struct {
		device, item string
		diner        int64
		by           int64
	}{
		"whoever is named":            {"phone", `{"product_id":300,"qty":1,"diner_id":` + apitest.ID(cami) + `}`, cami, ana},
		"the device's diner":          {"phone", `{"product_id":300,"qty":2}`, ana, ana},
		"the last with the device":    {"shared", `{"product_id":300,"qty":3,"diner_id":null}`, cami, cami},
		"nobody, without a device":    {"", `{"product_id":300,"qty":4}`, 0, 0},
		"nobody, from another device": {"tablet", `{"product_id":300,"qty":5}`, 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			f.Call(t, "POST", "/api/diner/rounds/submit", `{"items":[`+tt.item+`]}`, f.Seated(t, tt.device)).Want(t, 200, "")
			assert.EqualValues(t, tt.diner, f.Count(t, `SELECT coalesce(diner_id, 0) FROM round_item ORDER BY id DESC LIMIT 1`))
			assert.EqualValues(t, tt.by, f.Count(t, `
SELECT coalesce((actor->>'diner_id')::bigint, 0) FROM event WHERE type = 'ROUND_SUBMITTED' ORDER BY id DESC LIMIT 1`))
		})
	}
	assert.Equal(t, 2, f.Count(t, `SELECT count(*) FROM round_item WHERE diner_id = $1`, cami))
	assert.Equal(t, 2, f.Count(t, `SELECT count(*) FROM round_item WHERE diner_id IS NULL`))
}

func TestOrdersThatAreRefused(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	for name, tt := range map[string]struct {
		body string
		code string
	}{
		"somebody of another tenant": {`{"items":[{"product_id":300,"qty":1,"diner_id":900}]}`, "diner_not_here"},
		"a dish that ran out":        {`{"items":[{"product_id":300,"qty":1},{"product_id":302,"qty":1}]}`, "product_unavailable"},
		"a dish of another branch":   {`{"items":[{"product_id":303,"qty":1}]}`, "product_unavailable"},
		"a dish of another tenant":   {`{"items":[{"product_id":350,"qty":1}]}`, "product_unavailable"},
		"no dish":                    {`{"items":[{"product_id":-1,"qty":1}]}`, "product_unavailable"},
		"too many lines":             {`{"items":[` + apitest.Lines(101) + `]}`, "items_out_of_range"},
	} {
		t.Run(name, func(t *testing.T) {
			a := f.Call(t, "POST", "/api/diner/rounds/submit", tt.body, f.Seated(t, "phone")).Want(t, 400, tt.code)
			assert.NotContains(t, a.Text, "canary")
			if tt.code == "product_unavailable" {
				assert.Len(t, a.Body["unavailable_items"], 1)
				assert.IsType(t, "", a.Body["detail"])
			}
		})
	}
	assert.Equal(t, 0, f.Count(t, `SELECT count(*) FROM round`))
	f.Exec(t, `UPDATE table_session SET status = 'PAYING' WHERE id = 5000`)
	f.Call(t, "POST", "/api/diner/rounds/submit", `{"items":[{"product_id":300,"qty":1}]}`, f.Seated(t, "phone")).Want(t, 400, "session_not_open")
}
