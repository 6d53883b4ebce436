package api

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/internal/domain/access"
)

func TestSubcategoriesAreTheAdmins(t *testing.T) {
	t.Parallel()
	o := newKitchen(t)
	a := o.call(t, post, subcategoriesPath, m{"category_id": 50, "name": "Pastas", "image": "https://images.unsplash.com/p.jpg"}, o.admin).want(t, 201, "")
	fields(t, a.body, "id", "tenant_id", "category_id", "name", "image", "order", "is_active")
	assert.EqualValues(t, 1, a.body["order"], "the other one has none of its own")
	id := a.int(t, "id")
	assert.Equal(t, "Pastas rellenas", o.call(t, patch, at(subcategoriesPath, id), m{"name": "Pastas rellenas", "image": nil}, o.admin).want(t, 200, "").body["name"])
	o.call(t, post, subcategoriesPath, m{"category_id": 50, "name": "Pastas rellenas"}, o.admin).want(t, 409, "subcategory_name_taken")
	o.call(t, post, subcategoriesPath, m{"category_id": 52, "name": "Pastas rellenas", "is_active": false}, o.admin).want(t, 201, "")
	o.call(t, post, subcategoriesPath, m{"category_id": 60, "name": "x"}, o.admin).want(t, 400, "category_not_found")
	o.call(t, post, subcategoriesPath, m{"category_id": 50, "name": "x", "image": "http://localhost/"}, o.admin).want(t, 422, "validation_error")
	for _, who := range []headers{o.manager, o.waiter} {
		o.call(t, post, subcategoriesPath, m{"category_id": 50, "name": "x"}, who).want(t, 403, "")
		o.call(t, patch, at(subcategoriesPath, id), m{"name": "x"}, who).want(t, 403, "")
		o.call(t, del, at(subcategoriesPath, id), nil, who).want(t, 403, "")
		o.call(t, get, at(subcategoriesPath, id), nil, who).want(t, 200, "")
	}
	names := func(query string, who headers) (all []string) {
		for _, row := range o.call(t, get, subcategoriesPath+query, nil, who).want(t, 200, "").list(t) {
			all = append(all, row["name"].(string))
		}
		return all
	}
	assert.Equal(t, []string{"Carnes", "Pastas rellenas", "Vinos", "Pastas rellenas"}, names("", o.admin))
	assert.Equal(t, []string{"Vinos", "Pastas rellenas"}, names("?category_id=52", o.manager))
	assert.Nil(t, names("", o.employ(t, 320, "norte@demo.com", otherBranchID, access.Manager)), "of other branches, none")
	for _, who := range []headers{o.stranger} {
		o.call(t, get, at(subcategoriesPath, id), nil, who).want(t, 404, "subcategory_not_found")
		o.call(t, patch, at(subcategoriesPath, id), m{"name": "x"}, who).want(t, 404, "subcategory_not_found")
		o.call(t, del, at(subcategoriesPath, id), nil, who).want(t, 404, "subcategory_not_found")
	}
	product := o.make(t, productsPath, m{"name": "Sorrentinos", "category_id": 50, "subcategory_id": id, "branch_prices": prices(price(10, 1, true))})
	o.call(t, del, at(subcategoriesPath, id), nil, o.admin).want(t, 204, "")
	o.call(t, get, at(productsPath, product), nil, o.admin).want(t, 404, "")
	assert.Equal(t, []string{"Carnes", "Vinos", "Pastas rellenas"}, names("", o.admin))
	assert.Len(t, names("?include_deleted=true", o.admin), 4)
	o.call(t, post, at(subcategoriesPath, id)+"/restore", nil, o.admin).want(t, 200, "")
	o.call(t, get, at(productsPath, product), nil, o.admin).want(t, 200, "")
}

func TestWhatIsNewCanBeOutOfService(t *testing.T) {
	t.Parallel()
	o := newKitchen(t)
	for path, body := range map[string]m{
		categoriesPath: {"branch_id": branchID, "name": "x"}, subcategoriesPath: {"category_id": 50, "name": "x"},
		allergensPath: {"name": "x"}, productsPath: {"category_id": 50, "name": "x"},
	} {
		assert.Equal(t, true, o.call(t, post, path, body, o.admin).want(t, 201, "").body["is_active"], path)
		body["name"], body["is_active"] = "y", false
		assert.Equal(t, false, o.call(t, post, path, body, o.admin).want(t, 201, "").body["is_active"], path)
	}
}

// TestABranchExcludesACategory: its menu, its carts and its orders know it no
// more; other branches sell on.
func TestABranchExcludesACategory(t *testing.T) {
	t.Parallel()
	o := newKitchen(t)
	o.exec(t, `INSERT INTO branch_product (tenant_id, branch_id, product_id, price_cents) VALUES (1, 11, 300, 1)`)
	o.exec(t, `UPDATE product SET subcategory_id = 500 WHERE id = 301`)
	o.register(t, "Ana", "phone")
	sells := func(branch, dish string) bool {
		return strings.Contains(o.call(t, get, "/api/public/menu/"+branch, nil, nil).want(t, 200, "").text, dish)
	}
	put := func(path string, branches ...int) reply {
		return o.call(t, "PUT", exclusionsPath+path, m{"excluded_branch_ids": append([]int{}, branches...)}, o.admin)
	}
	require.True(t, sells("centro", "Milanesa"))
	require.True(t, sells("norte", "Milanesa"))

	a := put("/categories/50", 10, 10).want(t, 200, "")
	assert.Equal(t, m{"category_id": 50.0, "category_name": "Platos", "excluded_branch_ids": []any{10.0}}, a.body)
	assert.False(t, sells("centro", "Milanesa"))
	assert.True(t, sells("norte", "Milanesa"))
	add := func() reply {
		return o.call(t, post, "/api/diner/cart/add", m{"product_id": milanesaID, "quantity": 1}, o.seated(t, "phone"))
	}
	require.Equal(t, 4, add().StatusCode/100, "an excluded dish goes into no cart")
	order := m{"items": []m{{"product_id": milanesaID, "qty": 1}}}
	require.Equal(t, 4, o.call(t, post, "/api/diner/rounds/submit", order, o.seated(t, "phone")).StatusCode/100, "nor into a round")

	put("/categories/50", 11).want(t, 200, "")
	assert.True(t, sells("centro", "Milanesa"))
	assert.False(t, sells("norte", "Milanesa"), "a branch that the category is not of: its menu was dropped too")
	put("/categories/50").want(t, 200, "")
	assert.True(t, sells("norte", "Milanesa"))
	add().want(t, 200, "")

	b := put("/subcategories/500", 10, 11).want(t, 200, "")
	assert.Equal(t, m{"subcategory_id": 500.0, "subcategory_name": "Carnes", "category_id": 50.0, "category_name": "Platos", "excluded_branch_ids": []any{10.0, 11.0}}, b.body)
	assert.False(t, sells("centro", "Flan"))
	assert.True(t, sells("centro", "Milanesa"))
	assert.Equal(t, b.body, o.call(t, get, exclusionsPath+"/subcategories/500", nil, o.admin).want(t, 200, "").body)
	assert.Equal(t, m{"category_exclusions": []any{}, "subcategory_exclusions": []any{b.body}}, o.call(t, get, exclusionsPath, nil, o.admin).want(t, 200, "").body)
	assert.Equal(t, 1, o.count(t, `SELECT count(*) FROM audit_log WHERE entity_type = 'subcategory' AND entity_id = 500 AND new_values @> '{"excluded_branch_ids": [10, 11]}'`))

	put("/categories/50", 20).want(t, 400, "branch_not_found")
	put("/categories/60", 10).want(t, 404, "category_not_found")
	put("/subcategories/510", 10).want(t, 404, "subcategory_not_found")
	o.call(t, get, exclusionsPath+"/categories/60", nil, o.admin).want(t, 404, "category_not_found")
	for _, who := range []headers{o.manager, o.waiter} {
		o.call(t, get, exclusionsPath, nil, who).want(t, 403, "")
		o.call(t, "PUT", exclusionsPath+"/categories/50", m{"excluded_branch_ids": []int{}}, who).want(t, 403, "")
	}
}

func TestShelvesAreTheTenants(t *testing.T) {
	t.Parallel()
	o := newKitchen(t)
	for _, name := range []string{"cooking-methods", "flavor-profiles", "texture-profiles", "cuisine-types"} {
		rows := o.call(t, get, catalogsPath+"/"+name, nil, o.waiter).want(t, 200, "").list(t)
		require.NotEmpty(t, rows, name)
		fields(t, rows[0], "id", "name", "description", "icon", "is_active")
		assert.Len(t, o.call(t, get, catalogsPath+"/"+name, nil, o.stranger).want(t, 200, "").list(t), 1)
		assert.Empty(t, o.call(t, get, catalogsPath+"/"+name+"?offset=9", nil, o.waiter).want(t, 200, "").list(t))
	}
}
