package api

import (
	"encoding/json"
	"fmt"
	"maps"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/api/apitest"
	"integrador/internal/domain/access"
)

var recipeBody = map[string]any{
	"branch_id": apitest.BranchID, "name": "Milanesa de la casa", "description": "Nalga empanada.", "cuisine_type": "Argentina",
	"prep_time_minutes": 20, "cook_time_minutes": 15, "allergen_ids": []int{70}, "dietary_tags": []string{"Bajo en sodio"},
	"flavors": []string{"Salado"}, "cooking_methods": []string{"Frito", "Inventado"}, "uses_oil": true,
	"ingredients":       []map[string]any{{"ingredient_id": 60, "name": "Nalga", "quantity": "400", "unit": "g", "notes": "fina"}, {"name": "Sal", "quantity": "1", "unit": "pizca"}},
	"preparation_steps": []map[string]any{{"step": 1, "instruction": "Empanar."}},
	"modifications":     []map[string]any{{"action": "remove", "item": "Limón"}, {"action": "remove", "item": "Pan", "allowed": false}},
	"warnings":          []string{"Sale muy caliente"}, "allergen_notes": "Se fríe junto con rabas.", "chef_notes": "Secreto del chef",
	"custom_rag_disclaimer": "Consultá por trazas.", "cost_cents": 300_000, "suggested_price_cents": 900_000,
}

const cookbook = `
INSERT INTO ingredient (id, tenant_id, name) VALUES (60, 1, 'Nalga'), (61, 2, 'canary');
INSERT INTO cooking_method (id, tenant_id, name) VALUES (1, 1, 'Frito');
INSERT INTO flavor_profile (id, tenant_id, name) VALUES (1, 1, 'Salado'), (2, 1, 'Dulce');
INSERT INTO subcategory (id, tenant_id, category_id, name) VALUES (51, 1, 50, 'Carnes');
INSERT INTO category (id, tenant_id, branch_id, name) VALUES (55, 1, 11, 'Del norte');
INSERT INTO subcategory (id, tenant_id, category_id, name) VALUES (56, 1, 55, 'Minutas');`

func with(body map[string]any, key string, value any) map[string]any {
	out := map[string]any{}
	maps.Copy(out, body)
	out[key] = value
	return out
}

func TestARecipeIsWrittenAndChanged(t *testing.T) {
	t.Parallel()
	o := newAdmin(t)
	o.Exec(t, cookbook)
	cook := o.Employ(t, 320, "cocina@demo.com", apitest.BranchID, access.Kitchen)
	o.Call(t, "POST", "/api/recipes", recipeBody, o.Waiter).Want(t, 403, "")
	r := o.Call(t, "POST", "/api/recipes", recipeBody, cook).Want(t, 201, "")
	apitest.Fields(t, r.Body, "id", "tenant_id", "branch_id", "branch_name", "name", "description", "short_description", "image", "product_id", "product_name",
		"subcategory_id", "subcategory_name", "category_id", "category_name", "cuisine_type", "difficulty", "prep_time_minutes", "cook_time_minutes",
		"total_time_minutes", "servings", "calories_per_serving", "ingredients", "preparation_steps", "chef_notes", "presentation_tips",
		"storage_instructions", "allergen_ids", "allergens", "dietary_tags", "flavors", "textures", "cooking_methods", "uses_oil", "is_celiac_safe",
		"allergen_notes", "modifications", "warnings", "cost_cents", "suggested_price_cents", "yield_quantity", "yield_unit", "portion_size",
		"risk_level", "custom_rag_disclaimer", "is_active", "is_ingested", "last_ingested_at", "created_at", "created_by_email")
	assert.EqualValues(t, 35, r.Body["total_time_minutes"])
	assert.Equal(t, []any{}, r.Body["textures"], "an empty list, not null")
	assert.Equal(t, "low", r.Body["risk_level"])
	assert.Equal(t, []any{map[string]any{"id": 70.0, "name": "Gluten", "icon": nil}}, r.Body["allergens"])

	for _, c := range []struct {
		body   map[string]any
		status int
		code   string
	}{
		{recipeBody, 409, "recipe_name_taken"},
		{with(recipeBody, "branch_id", apitest.OtherBranchID), 403, "branch_forbidden"},
		{with(recipeBody, "branch_id", apitest.CanaryBranchID), 400, "branch_not_found"},
		{with(recipeBody, "allergen_ids", []int{80}), 400, "allergen_not_found"},
		{with(recipeBody, "product_id", apitest.CanaryProductID), 400, "product_not_found"},
		{with(recipeBody, "ingredients", []map[string]any{{"ingredient_id": 61, "name": "x", "quantity": "1", "unit": "g"}}), 400, "ingredient_not_found"},
		{with(with(recipeBody, "subcategory_id", 56), "name", "Otra"), 403, "branch_forbidden"},
		{with(with(recipeBody, "cost_cents", 900_001), "name", "Otra"), 400, "recipe_costs_more"},
		{with(recipeBody, "name", "x"), 422, "validation_error"},
		{with(recipeBody, "image", "http://127.0.0.1/x.jpg"), 422, "validation_error"},
		{with(recipeBody, "risk_level", "enorme"), 422, "validation_error"},
		{with(recipeBody, "prep_time_minutes", -1), 422, "validation_error"},
	} {
		o.Call(t, "POST", "/api/recipes", c.body, cook).Want(t, c.status, c.code)
	}
	o.Call(t, "POST", "/api/recipes", with(recipeBody, "subcategory_id", 56), o.Admin).Want(t, 400, "subcategory_of_another_branch")

	at := fmt.Sprintf("%s/%d", "/api/recipes", r.Int(t, "id"))
	a := o.Call(t, "PATCH", at, map[string]any{"chef_notes": nil, "textures": []string{"Crujiente"}, "name": nil, "subcategory_id": 51}, cook).Want(t, 200, "")
	assert.Nil(t, a.Body["chef_notes"])
	assert.Equal(t, "Milanesa de la casa", a.Body["name"], "a name cannot be emptied")
	assert.Equal(t, []any{"Crujiente"}, a.Body["textures"])
	assert.Equal(t, []any{"Salado"}, a.Body["flavors"], "what was not sent stays")
	assert.Equal(t, "Platos", a.Body["category_name"])
	assert.Len(t, a.Body["ingredients"], 2)
	a = o.Call(t, "PATCH", at, map[string]any{"ingredients": []map[string]any{{"name": "Aceite", "quantity": "1", "unit": "l"}}}, cook).Want(t, 200, "")
	assert.Equal(t, []any{map[string]any{"ingredient_id": nil, "name": "Aceite", "quantity": "1", "unit": "l", "notes": nil}}, a.Body["ingredients"],
		"nothing of the list before is left")
	o.Call(t, "PATCH", at, map[string]any{"name": "x"}, cook).Want(t, 422, "validation_error")
	wrong := firstWrong(o.Call(t, "PATCH", at, map[string]any{"image": "http://169.254.169.254/x.jpg"}, cook).Want(t, 422, "validation_error"))
	assert.Equal(t, []any{"body", "image"}, wrong["loc"])
	a = o.Call(t, "PATCH", at, map[string]any{"image": "https://images.example.com/a.jpg"}, cook).Want(t, 200, "")
	assert.Equal(t, "https://images.example.com/a.jpg", a.Body["image"])
	a = o.Call(t, "PATCH", at, map[string]any{"image": ""}, cook).Want(t, 200, "")
	assert.Nil(t, a.Body["image"])
	o.Call(t, "PATCH", at, map[string]any{"nombre": "x"}, cook).Want(t, 200, "")
	o.Call(t, "PATCH", at, map[string]any{"flavors": nil}, cook).Want(t, 200, "")

	require.Equal(t, []string{"Platos"}, stringsOf(t, o, "/api/recipes"+"/categories/list", cook))
	require.Len(t, o.Call(t, "GET", "/api/recipes"+"?category=Platos", nil, cook).Want(t, 200, "").List(t), 1)
	require.Empty(t, o.Call(t, "GET", "/api/recipes"+"?category=Postres", nil, cook).Want(t, 200, "").List(t))
	o.Call(t, "GET", "/api/recipes"+"?branch_id=11", nil, cook).Want(t, 403, "branch_forbidden")
	o.Call(t, "GET", at, nil, o.Stranger).Want(t, 404, "recipe_not_found")
	o.Call(t, "DELETE", at, nil, o.Stranger).Want(t, 404, "recipe_not_found")
	north := o.Employ(t, 321, "cocina-norte@demo.com", apitest.OtherBranchID, access.Kitchen)
	o.Call(t, "PATCH", at, map[string]any{"chef_notes": "Mío"}, north).Want(t, 403, "branch_forbidden")
	o.Call(t, "DELETE", at, nil, cook).Want(t, 204, "")
	require.Empty(t, o.Call(t, "GET", "/api/recipes", nil, cook).Want(t, 200, "").List(t))
	require.Len(t, o.Call(t, "GET", "/api/recipes"+"?include_deleted=true", nil, cook).Want(t, 200, "").List(t), 1)
}

func TestAProductIsDerivedFromARecipe(t *testing.T) {
	t.Parallel()
	o := newAdmin(t)
	o.Exec(t, cookbook)
	r := o.Make(t, "/api/recipes", recipeBody)
	at := fmt.Sprintf("%s/%d", "/api/recipes", r)
	derive := at + "/derive-product"
	body := map[string]any{"name": "Milanesa especial", "category_id": 50, "subcategory_id": 51}
	o.Call(t, "POST", derive, with(body, "category_id", 60), o.Manager).Want(t, 400, "category_not_found")
	o.Call(t, "POST", derive, with(body, "category_id", 55), o.Manager).Want(t, 403, "branch_forbidden")
	o.Call(t, "POST", derive, with(body, "subcategory_id", 56), o.Admin).Want(t, 400, "subcategory_of_another_category")
	o.Call(t, "POST", derive, with(body, "branch_prices", []map[string]any{{"branch_id": 11, "price_cents": 1}}), o.Manager).Want(t, 403, "branch_forbidden")
	o.Call(t, "POST", derive, with(body, "branch_prices", []map[string]any{{"branch_id": 10, "price_cents": 1}, {"branch_id": 10, "price_cents": 2}}), o.Manager).
		Want(t, 400, "branch_priced_twice")
	o.Call(t, "POST", derive, body, o.Stranger).Want(t, 404, "recipe_not_found")
	require.Zero(t, o.Count(t, `SELECT count(*) FROM product WHERE recipe_id = $1`, r), "a refusal leaves nothing behind")

	p := o.Call(t, "POST", derive, body, o.Manager).Want(t, 201, "")
	apitest.Fields(t, p.Body, "id", "name", "recipe_id", "recipe_name", "inherits_from_recipe", "category_id", "subcategory_id", "message")
	id := p.Int(t, "id")
	complete := o.Call(t, "GET", fmt.Sprintf("/api/public/menu/centro/products/%d/complete", id), nil, nil).Want(t, 200, "").Body
	assert.EqualValues(t, 900_000, complete["price_cents"], "the price that the recipe suggests")
	assert.Equal(t, "Gluten", complete["allergens"].(map[string]any)["contains"].([]any)[0].(map[string]any)["name"])
	assert.Equal(t, "Nalga", complete["ingredients"].([]any)[0].(map[string]any)["name"])
	assert.Equal(t, []any{"Frito"}, complete["cooking"].(map[string]any)["methods"])
	assert.Equal(t, []any{"Salado"}, complete["sensory"].(map[string]any)["flavors"])
	assert.Equal(t, true, complete["dietary"].(map[string]any)["is_low_sodium"])
	require.Len(t, complete["modifications"], 2)
	require.Len(t, complete["warnings"], 2, "the recipe's warning and its note on allergens")
	assert.Equal(t, 2, o.Count(t, `SELECT count(*) FROM event WHERE type = 'ENTITY_CREATED' AND entity->>'entity_type' = 'product'`))
	row := o.Call(t, "GET", fmt.Sprintf("%s/%d", "/api/admin/products", id), nil, o.Manager).Want(t, 200, "").Body
	assert.Equal(t, p.Body["recipe_name"], row["recipe_name"])
	assert.Equal(t, map[string]any{"risk_level": "low", "custom_disclaimer": "Consultá por trazas.", "highlight_allergens": true}, row["rag_config"])

	second := o.Call(t, "POST", derive, with(body, "branch_prices", []map[string]any{{"branch_id": 10, "price_cents": 5, "is_available": false}}), o.Manager).Want(t, 201, "")
	assert.Equal(t, 1, o.Count(t, `SELECT count(*) FROM branch_product WHERE product_id = $1 AND price_cents = 5 AND NOT is_available`, second.Int(t, "id")))
	require.Len(t, o.Call(t, "GET", at+"/products", nil, o.Manager).Want(t, 200, "").List(t), 2)

	contained := `SELECT count(*) FROM product_allergen WHERE product_id = $1 AND presence_type = 'contains' AND deleted_at IS NULL AND allergen_id = $2`
	o.Exec(t, `INSERT INTO product_allergen (tenant_id, product_id, allergen_id, presence_type) VALUES (1, $1, 70, 'may_contain')`, id)
	o.Call(t, "PATCH", at, map[string]any{"allergen_ids": []int{71}}, o.Manager).Want(t, 200, "")
	assert.Equal(t, 1, o.Count(t, contained, id, 71), "an heir has what the recipe has now")
	assert.Equal(t, 0, o.Count(t, contained, id, 70), "and no more what it had")
	assert.Equal(t, 1, o.Count(t, `SELECT count(*) FROM product_allergen WHERE product_id = $1 AND presence_type = 'may_contain' AND deleted_at IS NULL`, id))
	o.Call(t, "PATCH", at, map[string]any{"risk_level": "high"}, o.Manager).Want(t, 200, "")
	assert.Equal(t, 1, o.Count(t, contained+` AND risk_level = 'high'`, id, 71), "the recipe's risk is its products'")
	o.Exec(t, `UPDATE product SET inherits_from_recipe = false WHERE id = $1`, id)
	o.Call(t, "PATCH", at, map[string]any{"allergen_ids": []int{}}, o.Manager).Want(t, 200, "")
	assert.Equal(t, 1, o.Count(t, contained, id, 71), "who inherits no more keeps its own")
}

// stringsOf is a list of texts that a path answers.
func stringsOf(t *testing.T, o *apitest.AdminFixture, path string, who apitest.Headers) (out []string) {
	t.Helper()
	a := o.Call(t, "GET", path, nil, who).Want(t, 200, "")
	require.NoError(t, json.Unmarshal([]byte(a.Text), &out), a.Text)
	return out
}
