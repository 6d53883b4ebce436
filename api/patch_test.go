package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/danielgtaylor/huma/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/api/apitest"
)

// TestAPatchChangesWhatItNames sends each member of each PATCH (and PUT that changes what it names) alone, with the
// value that the row has. Nothing else may be another one afterwards.
func TestAPatchChangesWhatItNames(t *testing.T) {
	t.Parallel()
	o := newAdmin(t, sealing(t)).StockPantry(t)
	o.Exec(t, `SELECT setval(pg_get_serial_sequence('ingredient', 'id'), 100000)`)
	doc, tried := o.OpenAPI(), 0
	for path, item := range doc.Paths {
		for _, method := range []string{http.MethodPatch, http.MethodPut} {
			list, one := strings.CutSuffix(path, "/{id}")
			if !one && path != "/api/admin/tenant" || item.Get == nil || !strings.HasPrefix(path, "/api/") {
				continue
			}
			body := bodySchema(doc, method, path)
			if body == nil || len(body.Required) > 0 { // a PUT that replaces
				continue
			}
			at := path
			if one {
				at = fmt.Sprintf("%s/%d", list, rowOf(t, o, doc, list))
			}
			tried++
			before := o.Call(t, "GET", at, nil, o.Admin).Want(t, 200, "").Body
			delete(before, "updated_at")
			for _, sent := range append(membersOf(body, before), m{}) {
				a := o.Call(t, method, at, sent, o.Admin)
				require.Equal(t, 200, a.StatusCode, "%s %s: %v: %s", method, at, sent, a.Text)
				after := o.Call(t, "GET", at, nil, o.Admin).Want(t, 200, "").Body
				delete(after, "updated_at")
				assert.Equal(t, before, after, "%s %s: %v", method, at, sent)
			}
		}
	}
	assert.Greater(t, tried, 14)
}

// rowOf is the first row of a list, or one that is made for want of any.
func rowOf(t *testing.T, o *apitest.AdminFixture, doc *huma.OpenAPI, list string) int64 {
	t.Helper()
	rows := o.Call(t, "GET", list, nil, o.Admin).Want(t, 200, "").List(t)
	if len(rows) > 0 {
		return int64(rows[0]["id"].(float64))
	}
	schema, body := bodySchema(doc, "POST", list), map[string]json.RawMessage{}
	for _, name := range schema.Required {
		body[name] = fitting(doc, schema.Properties[name])
	}
	for name, id := range map[string]int{"branch_id": apitest.BranchID, "category_id": 50, "product_id": apitest.MilanesaID, "ingredient_id": 1} {
		if _, asked := body[name]; asked {
			body[name] = asJSON(id)
		}
	}
	if list == "/api/admin/delivery/orders" {
		list += fmt.Sprintf("?branch_id=%d", apitest.BranchID)
		body["order_type"] = asJSON("TAKEOUT")
		body["items"] = asJSON([]m{{"product_id": apitest.MilanesaID, "qty": 1}})
	}
	return o.Call(t, "POST", list, body, o.Admin).Want(t, 201, "").Int(t, "id")
}

// membersOf are bodies of one member each, as the row has it.
func membersOf(body *huma.Schema, row m) (all []m) {
	for name := range body.Properties {
		if value, shown := row[name]; shown && name != "branch_prices" {
			all = append(all, m{name: value})
		}
	}
	return all
}

// TestAPriceAloneKeepsTheAvailability, and the other way round a new price is of a dish that is offered.
func TestAPriceAloneKeepsTheAvailability(t *testing.T) {
	t.Parallel()
	o := newAdmin(t).StockPantry(t)
	change := func(prices ...m) any {
		path := fmt.Sprintf("/api/admin/products/%d", apitest.MilanesaID)
		return o.Call(t, "PATCH", path, m{"branch_prices": prices}, o.Admin).Want(t, 200, "").Body["branch_prices"]
	}
	change(m{"branch_id": 10, "price_cents": 100, "is_available": false})
	assert.Equal(t, []any{
		m{"branch_id": 10.0, "price_cents": 200.0, "is_available": false}, m{"branch_id": 11.0, "price_cents": 5.0, "is_available": true},
	}, change(m{"branch_id": 10, "price_cents": 200}, m{"branch_id": 11, "price_cents": 5}))
}

// TestAProductAndItsRecipeAreSavedAtOnce by two people, over and over: neither waits for the other in vain.
func TestAProductAndItsRecipeAreSavedAtOnce(t *testing.T) {
	t.Parallel()
	o := newAdmin(t).StockPantry(t)
	product := o.Make(t, "/api/admin/products", m{"name": "Suprema", "category_id": 50})
	recipe := o.Make(t, "/api/recipes", m{"branch_id": apitest.BranchID, "name": "Suprema de pollo", "product_id": product})
	o.Call(t, "PATCH", fmt.Sprintf("/api/admin/products/%d", product), m{"recipe_id": recipe, "inherits_from_recipe": true}, o.Admin).Want(t, 200, "")
	var both sync.WaitGroup
	save := func(path string, body func(i int) m) {
		for i := range 30 {
			a := o.Call(t, "PATCH", path, body(i), o.Admin)
			assert.Equal(t, 200, a.StatusCode, "%s %d: %s", path, i, a.Text)
		}
	}
	for range 2 {
		both.Go(func() {
			save(fmt.Sprintf("/api/admin/products/%d", product), func(i int) m {
				return m{"recipe_id": recipe, "name": fmt.Sprint("Suprema ", i), "allergen_ids": []int{70 + i%2}}
			})
		})
		both.Go(func() {
			save(fmt.Sprintf("/api/recipes/%d", recipe), func(i int) m {
				return m{"product_id": product, "allergen_ids": []int{71 - i%2}, "chef_notes": fmt.Sprint(i)}
			})
		})
	}
	both.Wait()
}

func TestARenamedRowIsAnnouncedByItsNewName(t *testing.T) {
	t.Parallel()
	o := newAdmin(t)
	o.Call(t, "PATCH", "/api/admin/categories/50", m{"name": "Principales"}, o.Admin).Want(t, 200, "")
	assert.Equal(t, 1, o.Count(t, `SELECT count(*) FROM event WHERE type = 'ENTITY_UPDATED' AND entity ->> 'entity_name' = 'Principales'`))
}

func TestATableWithComingReservationsStays(t *testing.T) {
	t.Parallel()
	o := newAdmin(t)
	table := o.Make(t, "/api/admin/tables", m{"branch_id": apitest.BranchID, "code": "RES-1"})
	path := fmt.Sprintf("/api/admin/tables/%d", table)
	booked := o.Make(t, "/api/admin/reservations", m{
		"branch_id": apitest.BranchID, "customer_name": "Suárez", "party_size": 4, "reservation_date": "2031-05-20",
		"reservation_time": "21:00", "table_id": table,
	})
	a := o.Call(t, "DELETE", path, nil, o.Admin).Want(t, 400, "table_has_reservations")
	assert.Equal(t, []any{float64(booked)}, a.Body["reservation_ids"])
	o.Call(t, "PATCH", fmt.Sprintf("/api/admin/reservations/%d/status", booked), m{"status": "CANCELED"}, o.Admin).Want(t, 200, "")
	o.Call(t, "DELETE", path, nil, o.Admin).Want(t, 204, "")
}
