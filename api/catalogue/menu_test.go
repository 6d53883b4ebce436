package catalogue

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/api/apitest"
	"integrador/internal/domain/access"
)

func TestSubcategoriesAreTheAdmins(t *testing.T) {
	t.Parallel()
	o := newAdmin(t).StockPantry(t)
	a := o.Call(t, "POST", "/api/admin/subcategories", m{
		"category_id": 50, "name": "Pastas", "image": "https://images.unsplash.com/p.jpg",
	}, o.Admin).Want(t, 201, "")
	apitest.Fields(t, a.Body, "id", "tenant_id", "category_id", "name", "image", "order", "is_active")
	assert.EqualValues(t, 1, a.Body["order"], "the other one has none of its own")
	id := a.Int(t, "id")
	assert.Equal(t, "Pastas rellenas", o.Call(t, "PATCH", at("/api/admin/subcategories", id), m{
		"name": "Pastas rellenas", "image": nil,
	}, o.Admin).Want(t, 200, "").Body["name"])
	o.Call(t, "POST", "/api/admin/subcategories", m{
		"category_id": 50, "name": "Pastas rellenas",
	}, o.Admin).Want(t, 409, "subcategory_name_taken")
	o.Call(t, "POST", "/api/admin/subcategories", m{
		"category_id": 52, "name": "Pastas rellenas", "is_active": false,
	}, o.Admin).Want(t, 201, "")
	o.Call(t, "POST", "/api/admin/subcategories", m{
		"category_id": 60, "name": "x",
	}, o.Admin).Want(t, 400, "category_not_found")
	o.Call(t, "POST", "/api/admin/subcategories", m{
		"category_id": 50, "name": "x", "image": "http://localhost/",
	}, o.Admin).Want(t, 422, "validation_error")
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
	product := o.Make(t, "/api/admin/products", m{
		"name": "Sorrentinos", "category_id": 50, "subcategory_id": id, "branch_prices": prices(price(10, 1, true)),
	})
	o.Call(t, "DELETE", at("/api/admin/subcategories", id), nil, o.Admin).Want(t, 204, "")
	o.Call(t, "GET", at("/api/admin/products", product), nil, o.Admin).Want(t, 404, "")
	assert.Equal(t, []string{"Carnes", "Vinos", "Pastas rellenas"}, names("", o.Admin))
	assert.Len(t, names("?include_deleted=true", o.Admin), 4)
	o.Call(t, "POST", at("/api/admin/subcategories", id)+"/restore", nil, o.Admin).Want(t, 200, "")
	o.Call(t, "GET", at("/api/admin/products", product), nil, o.Admin).Want(t, 200, "")
}

func TestWhatIsNewCanBeOutOfService(t *testing.T) {
	t.Parallel()
	o := newAdmin(t).StockPantry(t)
	for path, body := range map[string]m{
		"/api/admin/categories":    {"branch_id": apitest.BranchID, "name": "x"},
		"/api/admin/subcategories": {"category_id": 50, "name": "x"}, "/api/admin/allergens": {"name": "x"},
		"/api/admin/products": {"category_id": 50, "name": "x"},
	} {
		assert.Equal(t, true, o.Call(t, "POST", path, body, o.Admin).Want(t, 201, "").Body["is_active"], path)
		body["name"], body["is_active"] = "y", false
		assert.Equal(t, false, o.Call(t, "POST", path, body, o.Admin).Want(t, 201, "").Body["is_active"], path)
	}
}

func TestShelvesAreTheTenants(t *testing.T) {
	t.Parallel()
	o := newAdmin(t).StockPantry(t)
	for _, name := range []string{"cooking-methods", "flavor-profiles", "texture-profiles", "cuisine-types"} {
		rows := o.Call(t, "GET", "/api/admin/catalogs"+"/"+name, nil, o.Waiter).Want(t, 200, "").List(t)
		require.NotEmpty(t, rows, name)
		apitest.Fields(t, rows[0], "id", "name", "description", "icon", "is_active")
		assert.Len(t, o.Call(t, "GET", "/api/admin/catalogs"+"/"+name, nil, o.Stranger).Want(t, 200, "").List(t), 1)
		assert.Empty(t, o.Call(t, "GET", "/api/admin/catalogs"+"/"+name+"?offset=9", nil, o.Waiter).Want(t, 200, "").List(t))
	}
}
