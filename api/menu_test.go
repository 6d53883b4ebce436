package api

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/api/apitest"
)

// TestABranchExcludesACategory: its menu, its carts and its orders know it no
// more; other branches sell on.
func TestABranchExcludesACategory(t *testing.T) {
	t.Parallel()
	o := newAdmin(t).StockPantry(t)
	o.Exec(t, `INSERT INTO branch_product (tenant_id, branch_id, product_id, price_cents) VALUES (1, 11, 300, 1)`)
	o.Exec(t, `UPDATE product SET subcategory_id = 500 WHERE id = 301`)
	o.Register(t, "Ana", "phone")
	sells := func(branch, dish string) bool {
		return strings.Contains(o.Call(t, "GET", "/api/public/menu/"+branch, nil, nil).Want(t, 200, "").Text, dish)
	}
	put := func(path string, branches ...int) apitest.Reply {
		return o.Call(t, "PUT", "/api/admin/exclusions"+path, m{"excluded_branch_ids": append([]int{}, branches...)}, o.Admin)
	}
	require.True(t, sells("centro", "Milanesa"))
	require.True(t, sells("norte", "Milanesa"))

	a := put("/categories/50", 10, 10).Want(t, 200, "")
	assert.Equal(t, m{"category_id": 50.0, "category_name": "Platos", "excluded_branch_ids": []any{10.0}}, a.Body)
	assert.False(t, sells("centro", "Milanesa"))
	assert.True(t, sells("norte", "Milanesa"))
	add := func() apitest.Reply {
		return o.Call(t, "POST", "/api/diner/cart/add", m{"product_id": apitest.MilanesaID, "quantity": 1}, o.Seated(t, "phone"))
	}
	require.Equal(t, 4, add().StatusCode/100, "an excluded dish goes into no cart")
	order := m{"items": []m{{"product_id": apitest.MilanesaID, "qty": 1}}}
	require.Equal(t, 4, o.Call(t, "POST", "/api/diner/rounds/submit", order, o.Seated(t, "phone")).StatusCode/100, "nor into a round")

	put("/categories/50", 11).Want(t, 200, "")
	assert.True(t, sells("centro", "Milanesa"))
	assert.False(t, sells("norte", "Milanesa"), "a branch that the category is not of: its menu was dropped too")
	put("/categories/50").Want(t, 200, "")
	assert.True(t, sells("norte", "Milanesa"))
	add().Want(t, 200, "")

	b := put("/subcategories/500", 10, 11).Want(t, 200, "")
	assert.Equal(t, m{"subcategory_id": 500.0, "subcategory_name": "Carnes", "category_id": 50.0, "category_name": "Platos", "excluded_branch_ids": []any{10.0, 11.0}}, b.Body)
	assert.False(t, sells("centro", "Flan"))
	assert.True(t, sells("centro", "Milanesa"))
	assert.Equal(t, b.Body, o.Call(t, "GET", "/api/admin/exclusions"+"/subcategories/500", nil, o.Admin).Want(t, 200, "").Body)
	all := o.Call(t, "GET", "/api/admin/exclusions", nil, o.Admin).Want(t, 200, "").Body
	assert.Contains(t, all["category_exclusions"], m{"category_id": 50.0, "category_name": "Platos", "excluded_branch_ids": []any{}})
	assert.Contains(t, all["subcategory_exclusions"], b.Body)
	assert.Equal(t, 1, o.Count(t, `SELECT count(*) FROM audit_log WHERE entity_type = 'subcategory' AND entity_id = 500 AND new_values @> '{"excluded_branch_ids": [10, 11]}'`))

	put("/categories/50", 20).Want(t, 400, "branch_not_found")
	put("/categories/60", 10).Want(t, 404, "category_not_found")
	put("/subcategories/510", 10).Want(t, 404, "subcategory_not_found")
	o.Call(t, "GET", "/api/admin/exclusions"+"/categories/60", nil, o.Admin).Want(t, 404, "category_not_found")
	for _, who := range []apitest.Headers{o.Manager, o.Waiter} {
		o.Call(t, "GET", "/api/admin/exclusions", nil, who).Want(t, 403, "")
		o.Call(t, "PUT", "/api/admin/exclusions"+"/categories/50", m{"excluded_branch_ids": []int{}}, who).Want(t, 403, "")
	}
}
