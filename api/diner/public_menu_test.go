package diner

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/api/apitest"
)

func TestPublicBranches(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	f.Exec(t, `UPDATE branch SET is_active = false WHERE id = 11`)
	branches := f.Call(t, "GET", "/api/public/branches", nil, nil).Want(t, 200, "").List(t)
	require.Len(t, branches, 2, "neither closed branches nor those of closed tenants")
	apitest.Fields(t, branches[0], "id", "name", "slug", "address")
	assert.Equal(t, "centro", branches[0]["slug"])
}

func TestPublicMenu(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	a := f.Call(t, "GET", "/api/public/menu/centro", nil, nil).Want(t, 200, "")
	apitest.Fields(t, a.Body, "branch_id", "branch_name", "branch_slug", "categories")
	assert.Equal(t, "application/json", a.Header.Get("Content-Type"))
	assert.NotContains(t, a.Text, "canary")
	assert.NotContains(t, a.Text, "Chivito", "sold in another branch only")

	etag := a.Header.Get("ETag")
	require.NotEmpty(t, etag)
	for sent, status := range map[string]int{
		etag: 304, "W/" + etag: 304, `"x", ` + etag: 304, "*": 304, `"x"`: 200,
	} {
		b := f.Call(t, "GET", "/api/public/menu/centro", nil, apitest.Headers{"If-None-Match": sent})
		assert.Equal(t, status, b.StatusCode, sent)
		assert.Equal(t, status == 304, b.Text == "", sent)
		assert.Equal(t, etag, b.Header.Get("ETag"))
	}
	for _, slug := range []string{"nada", "cerrado", "CENTRO%00", "%27"} {
		assert.Contains(t, []int{404, 422}, f.Call(t, "GET", "/api/public/menu/"+slug, nil, nil).StatusCode, slug)
	}
}

func TestMenuIsDocumentedAsAMenu(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	doc, err := json.Marshal(f.OpenAPI().Paths["/api/public/menu/{branch_slug}"].Get.Responses["200"])
	require.NoError(t, err)
	assert.Contains(t, string(doc), "#/components/schemas/PublicMenuOutput")
}

func TestPublicProducts(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	a := f.Call(t, "GET", "/api/public/menu/centro/products/300", nil, nil).Want(t, 200, "")
	apitest.Fields(t, a.Body, "id", "name", "description", "price_cents", "image", "category_id", "subcategory_id", "featured", "popular",
		"badge", "seal", "allergen_ids", "is_available", "allergens", "dietary", "cooking")
	assert.EqualValues(t, apitest.MilanesaPrice, a.Int(t, "price_cents"))
	assert.Equal(t, []any{70.0}, a.Body["allergen_ids"])

	b := f.Call(t, "GET", "/api/public/menu/centro/products/300/complete", nil, nil).Want(t, 200, "")
	apitest.Fields(t, b.Body, "id", "name", "description", "price_cents", "image", "category_id", "subcategory_id", "featured", "popular",
		"badge", "is_available", "allergens", "dietary", "ingredients", "cooking", "sensory", "modifications", "warnings")
	for _, list := range []string{"ingredients", "modifications", "warnings"} {
		assert.Equal(t, []any{}, b.Body[list], list)
	}

	assert.Equal(t, false, f.Call(t, "GET", "/api/public/menu/centro/products/302", nil, nil).Want(t, 200, "").Body["is_available"])
	for _, path := range []string{
		"/api/public/menu/centro/products/303", "/api/public/menu/centro/products/350", "/api/public/menu/centro/products/350/complete",
		"/api/public/menu/nada/products/300", "/api/public/menu/centro/products/0", "/api/public/menu/nada/allergens",
	} {
		f.Call(t, "GET", path, nil, nil).Want(t, 404, "")
	}
	f.Call(t, "GET", "/api/public/menu/centro/products/x", nil, nil).Want(t, 422, "validation_error")
}

func TestPublicAllergens(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	a := f.Call(t, "GET", "/api/public/menu/centro/allergens", nil, nil).Want(t, 200, "")
	assert.NotContains(t, a.Text, "canary")
	allergens := a.List(t)
	require.Len(t, allergens, 2)
	apitest.Fields(t, allergens[0], "id", "name", "icon", "description", "is_mandatory", "severity", "cross_reactions")
	reactions, ok := allergens[0]["cross_reactions"].([]any)
	require.True(t, ok)
	require.Len(t, reactions, 1)
	reaction, _ := reactions[0].(map[string]any)
	apitest.Fields(t, reaction, "id", "cross_reacts_with_id", "cross_reacts_with_name", "probability", "notes")
	assert.Equal(t, []any{}, allergens[1]["cross_reactions"])
}
