package api

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestSubmit(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	f.register(t, "Ana", "phone")
	f.call(t, "POST", cartPath+"/add", `{"product_id":300}`, f.seated(t, "phone")).want(t, 200, "")

	a := f.call(t, "POST", submitPath, `{"items":[{"product_id":300,"qty":2}]}`, f.seated(t, "phone")).want(t, 200, "")
	fields(t, a.body, "session_id", "round_id", "round_number", "status")
	assert.Equal(t, "SUBMITTED", a.body["status"])
	assert.EqualValues(t, 1, a.int(t, "round_number"))
	assert.Equal(t, 0, f.count(t, `SELECT count(*) FROM cart_item WHERE session_id = 5000`))
	assert.Equal(t, 1, f.count(t, `SELECT count(*) FROM round_item WHERE unit_price_cents = $1 AND product_name = 'Milanesa'`, milanesaPrice))

	repeated := f.call(t, "POST", submitPath, `{"items":[{"product_id":300,"qty":2}]}`, f.seated(t, "phone")).want(t, 200, "")
	assert.JSONEq(t, a.text, repeated.text, "a client that asks again at once gets the same round")
	second := f.call(t, "POST", submitPath, `{"items":[{"product_id":300,"qty":3}]}`, f.seated(t, "phone")).want(t, 200, "")
	assert.EqualValues(t, 2, second.int(t, "round_number"))
}

func TestWhoOrdered(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	f.register(t, "Ana", "shared")
	ana := f.register(t, "Ana", "phone")
	f.call(t, "POST", registerPath, `{"name":"Cami","color":"#000000","local_id":"c","device_id":"shared"}`, f.seated(t, "shared")).want(t, 200, "")
	cami := int64(f.count(t, `SELECT id FROM diner WHERE local_id = 'c'`))

	for name, tt := range map[string]struct {
		device, item string
		diner        int64
		by           int64
	}{
		"whoever is named":            {"phone", `{"product_id":300,"qty":1,"diner_id":` + text(cami) + `}`, cami, ana},
		"the device's diner":          {"phone", `{"product_id":300,"qty":2}`, ana, ana},
		"the last with the device":    {"shared", `{"product_id":300,"qty":3,"diner_id":null}`, cami, cami},
		"nobody, without a device":    {"", `{"product_id":300,"qty":4}`, 0, 0},
		"nobody, from another device": {"tablet", `{"product_id":300,"qty":5}`, 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			f.call(t, "POST", submitPath, `{"items":[`+tt.item+`]}`, f.seated(t, tt.device)).want(t, 200, "")
			assert.EqualValues(t, tt.diner, f.count(t, `SELECT coalesce(diner_id, 0) FROM round_item ORDER BY id DESC LIMIT 1`))
			assert.EqualValues(t, tt.by, f.count(t, `
SELECT coalesce((actor->>'diner_id')::bigint, 0) FROM event WHERE type = 'ROUND_SUBMITTED' ORDER BY id DESC LIMIT 1`))
		})
	}
	assert.Equal(t, 2, f.count(t, `SELECT count(*) FROM round_item WHERE diner_id = $1`, cami))
	assert.Equal(t, 2, f.count(t, `SELECT count(*) FROM round_item WHERE diner_id IS NULL`))
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
		"too many lines":             {`{"items":[` + lines(101) + `]}`, "items_out_of_range"},
	} {
		t.Run(name, func(t *testing.T) {
			a := f.call(t, "POST", submitPath, tt.body, f.seated(t, "phone")).want(t, 400, tt.code)
			assert.NotContains(t, a.text, "canary")
			if tt.code == "product_unavailable" {
				assert.Len(t, a.body["unavailable_items"], 1)
				assert.IsType(t, "", a.body["detail"])
			}
		})
	}
	assert.Equal(t, 0, f.count(t, `SELECT count(*) FROM round`))
	f.exec(t, `UPDATE table_session SET status = 'PAYING' WHERE id = 5000`)
	f.call(t, "POST", submitPath, `{"items":[{"product_id":300,"qty":1}]}`, f.seated(t, "phone")).want(t, 400, "session_not_open")
}
