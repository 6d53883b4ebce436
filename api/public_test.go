package api

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestPublicBranches(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	f.exec(t, `UPDATE branch SET is_active = false WHERE id = 11`)
	branches := f.call(t, "GET", "/api/public/branches", nil, nil).want(t, 200, "").list(t)
	require.Len(t, branches, 2, "neither closed branches nor those of closed tenants")
	fields(t, branches[0], "id", "name", "slug", "address")
	assert.Equal(t, "centro", branches[0]["slug"])
}

func TestPublicMenu(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	a := f.call(t, "GET", "/api/public/menu/centro", nil, nil).want(t, 200, "")
	fields(t, a.body, "branch_id", "branch_name", "branch_slug", "categories")
	assert.Equal(t, "application/json", a.Header.Get("Content-Type"))
	assert.NotContains(t, a.text, "canary")
	assert.NotContains(t, a.text, "Chivito", "sold in another branch only")

	etag := a.Header.Get("ETag")
	require.NotEmpty(t, etag)
	for sent, status := range map[string]int{
		etag: 304, "W/" + etag: 304, `"x", ` + etag: 304, "*": 304, `"x"`: 200,
	} {
		b := f.call(t, "GET", "/api/public/menu/centro", nil, headers{"If-None-Match": sent})
		assert.Equal(t, status, b.StatusCode, sent)
		assert.Equal(t, status == 304, b.text == "", sent)
		assert.Equal(t, etag, b.Header.Get("ETag"))
	}
	for _, slug := range []string{"nada", "cerrado", "CENTRO%00", "%27"} {
		assert.Contains(t, []int{404, 422}, f.call(t, "GET", "/api/public/menu/"+slug, nil, nil).StatusCode, slug)
	}
}

func TestMenuIsDocumentedAsAMenu(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	doc, err := json.Marshal(f.OpenAPI().Paths[publicMenu].Get.Responses["200"])
	require.NoError(t, err)
	assert.Contains(t, string(doc), "#/components/schemas/PublicMenuOutput")
}

func TestPublicProducts(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	a := f.call(t, "GET", "/api/public/menu/centro/products/300", nil, nil).want(t, 200, "")
	fields(t, a.body, "id", "name", "description", "price_cents", "image", "category_id", "subcategory_id", "featured", "popular",
		"badge", "seal", "allergen_ids", "is_available", "allergens", "dietary", "cooking")
	assert.EqualValues(t, milanesaPrice, a.int(t, "price_cents"))
	assert.Equal(t, []any{70.0}, a.body["allergen_ids"])

	b := f.call(t, "GET", "/api/public/menu/centro/products/300/complete", nil, nil).want(t, 200, "")
	fields(t, b.body, "id", "name", "description", "price_cents", "image", "category_id", "subcategory_id", "featured", "popular",
		"badge", "is_available", "allergens", "dietary", "ingredients", "cooking", "sensory", "modifications", "warnings")
	for _, list := range []string{"ingredients", "modifications", "warnings"} {
		assert.Equal(t, []any{}, b.body[list], list)
	}

	assert.Equal(t, false, f.call(t, "GET", "/api/public/menu/centro/products/302", nil, nil).want(t, 200, "").body["is_available"])
	for _, path := range []string{
		"/api/public/menu/centro/products/303", "/api/public/menu/centro/products/350", "/api/public/menu/centro/products/350/complete",
		"/api/public/menu/nada/products/300", "/api/public/menu/centro/products/0", "/api/public/menu/nada/allergens",
	} {
		f.call(t, "GET", path, nil, nil).want(t, 404, "")
	}
	f.call(t, "GET", "/api/public/menu/centro/products/x", nil, nil).want(t, 422, "validation_error")
}

func TestPublicAllergens(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	a := f.call(t, "GET", "/api/public/menu/centro/allergens", nil, nil).want(t, 200, "")
	assert.NotContains(t, a.text, "canary")
	allergens := a.list(t)
	require.Len(t, allergens, 2)
	fields(t, allergens[0], "id", "name", "icon", "description", "is_mandatory", "severity", "cross_reactions")
	reactions, ok := allergens[0]["cross_reactions"].([]any)
	require.True(t, ok)
	require.Len(t, reactions, 1)
	reaction, _ := reactions[0].(map[string]any)
	fields(t, reaction, "id", "cross_reacts_with_id", "cross_reacts_with_name", "probability", "notes")
	assert.Equal(t, []any{}, allergens[1]["cross_reactions"])
}
