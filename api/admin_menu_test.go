package api

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/api/apitest"
	"integrador/internal/domain/access"
)

func TestSubcategoriesAreTheAdmins(t *testing.T) {
	t.Parallel()
	o := newKitchen(t)
	a := o.Call(t, "POST", "/api/admin/subcategories", m{"category_id": 50, "name": "Pastas", "image": "https://images.unsplash.com/p.jpg"}, o.Admin).Want(t, 201, "")
	apitest.Fields(t, a.Body, "id", "tenant_id", "category_id", "name", "image", "order", "is_active")
	assert.EqualValues(t, 1, a.Body["order"], "the other one has none of its own")
	id := a.Int(t, "id")
	assert.Equal(t, "Pastas rellenas", o.Call(t, "PATCH", at("/api/admin/subcategories", id), m{"name": "Pastas rellenas", "image": nil}, o.Admin).Want(t, 200, "").Body["name"])
	o.Call(t, "POST", "/api/admin/subcategories", m{"category_id": 50, "name": "Pastas rellenas"}, o.Admin).Want(t, 409, "subcategory_name_taken")
	o.Call(t, "POST", "/api/admin/subcategories", m{"category_id": 52, "name": "Pastas rellenas", "is_active": false}, o.Admin).Want(t, 201, "")
	o.Call(t, "POST", "/api/admin/subcategories", m{"category_id": 60, "name": "x"}, o.Admin).Want(t, 400, "category_not_found")
	o.Call(t, "POST", "/api/admin/subcategories", m{"category_id": 50, "name": "x", "image": "http://localhost/"}, o.Admin).Want(t, 422, "validation_error")
	for _, who := range []apitest.Headers{o.Manager, o.Waiter} {
		o.Call(t, "POST", "/api/admin/subcategories", m{"category_id": 50, "name": "x"}, who).Want(t, 403, "")
		o.Call(t, "PATCH", at("/api/admin/subcategories", id), m{"name": "x"}, who).Want(t, 403, "")
		o.Call(t, "DELETE", at("/api/admin/subcategories", id), nil, who).Want(t, 403, "")
		o.Call(t, "GET", at("/api/admin/subcategories", id), nil, who).Want(t, 200, "")
	}
	names := func(query string, who apitest.Headers) (all []string) {
		for _, row := range o.Call(t, "GET", "/api/admin/subcategories"+query, nil, who).Want(t, 200, "").List(t) {
			all = append(all, row["name"].(string))
		}
		return all
	}
	assert.Equal(t, []string{"Carnes", "Pastas rellenas", "Vinos", "Pastas rellenas"}, names("", o.Admin))
	assert.Equal(t, []string{"Vinos", "Pastas rellenas"}, names("?category_id=52", o.Manager))
	assert.Nil(t, names("", o.Employ(t, 320, "norte@demo.com", apitest.OtherBranchID, access.Manager)), "of other branches, none")
	for _, who := range []apitest.Headers{o.Stranger} {
		o.Call(t, "GET", at("/api/admin/subcategories", id), nil, who).Want(t, 404, "subcategory_not_found")
		o.Call(t, "PATCH", at("/api/admin/subcategories", id), m{"name": "x"}, who).Want(t, 404, "subcategory_not_found")
		o.Call(t, "DELETE", at("/api/admin/subcategories", id), nil, who).Want(t, 404, "subcategory_not_found")
	}
	product := o.Make(t, "/api/admin/products", m{"name": "Sorrentinos", "category_id": 50, "subcategory_id": id, "branch_prices": prices(price(10, 1, true))})
	o.Call(t, "DELETE", at("/api/admin/subcategories", id), nil, o.Admin).Want(t, 204, "")
	o.Call(t, "GET", at("/api/admin/products", product), nil, o.Admin).Want(t, 404, "")
	assert.Equal(t, []string{"Carnes", "Vinos", "Pastas rellenas"}, names("", o.Admin))
	assert.Len(t, names("?include_deleted=true", o.Admin), 4)
	o.Call(t, "POST", at("/api/admin/subcategories", id)+"/restore", nil, o.Admin).Want(t, 200, "")
	o.Call(t, "GET", at("/api/admin/products", product), nil, o.Admin).Want(t, 200, "")
}

func TestWhatIsNewCanBeOutOfService(t *testing.T) {
	t.Parallel()
	o := newKitchen(t)
	for path, body := range map[string]m{
		"/api/admin/categories": {"branch_id": apitest.BranchID, "name": "x"}, "/api/admin/subcategories": {"category_id": 50, "name": "x"},
		"/api/admin/allergens": {"name": "x"}, "/api/admin/products": {"category_id": 50, "name": "x"},
	} {
		assert.Equal(t, true, o.Call(t, "POST", path, body, o.Admin).Want(t, 201, "").Body["is_active"], path)
		body["name"], body["is_active"] = "y", false
		assert.Equal(t, false, o.Call(t, "POST", path, body, o.Admin).Want(t, 201, "").Body["is_active"], path)
	}
}

// TestABranchExcludesACategory: its menu, its carts and its orders know it no
// more; other branches sell on.
func TestABranchExcludesACategory(t *testing.T) {
	t.Parallel()
	o := newKitchen(t)
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
	assert.Equal(t, m{"category_exclusions": []any{}, "subcategory_exclusions": []any{b.Body}}, o.Call(t, "GET", "/api/admin/exclusions", nil, o.Admin).Want(t, 200, "").Body)
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

func TestShelvesAreTheTenants(t *testing.T) {
	t.Parallel()
	o := newKitchen(t)
	for _, name := range []string{"cooking-methods", "flavor-profiles", "texture-profiles", "cuisine-types"} {
		rows := o.Call(t, "GET", "/api/admin/catalogs"+"/"+name, nil, o.Waiter).Want(t, 200, "").List(t)
		require.NotEmpty(t, rows, name)
		apitest.Fields(t, rows[0], "id", "name", "description", "icon", "is_active")
		assert.Len(t, o.Call(t, "GET", "/api/admin/catalogs"+"/"+name, nil, o.Stranger).Want(t, 200, "").List(t), 1)
		assert.Empty(t, o.Call(t, "GET", "/api/admin/catalogs"+"/"+name+"?offset=9", nil, o.Waiter).Want(t, 200, "").List(t))
	}
}
