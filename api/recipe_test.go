package api

import (
	"encoding/json"
	"fmt"
	"maps"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/internal/domain/access"
)

var recipeBody = map[string]any{
	"branch_id": branchID, "name": "Milanesa de la casa", "description": "Nalga empanada.", "cuisine_type": "Argentina",
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
	o := newOffice(t)
	o.exec(t, cookbook)
	cook := o.employ(t, 320, "cocina@demo.com", branchID, access.Kitchen)
	o.call(t, post, recipesPath, recipeBody, o.waiter).want(t, 403, "")
	r := o.call(t, post, recipesPath, recipeBody, cook).want(t, 201, "")
	fields(t, r.body, "id", "tenant_id", "branch_id", "branch_name", "name", "description", "short_description", "image", "product_id", "product_name",
		"subcategory_id", "subcategory_name", "category_id", "category_name", "cuisine_type", "difficulty", "prep_time_minutes", "cook_time_minutes",
		"total_time_minutes", "servings", "calories_per_serving", "ingredients", "preparation_steps", "chef_notes", "presentation_tips",
		"storage_instructions", "allergen_ids", "allergens", "dietary_tags", "flavors", "textures", "cooking_methods", "uses_oil", "is_celiac_safe",
		"allergen_notes", "modifications", "warnings", "cost_cents", "suggested_price_cents", "yield_quantity", "yield_unit", "portion_size",
		"risk_level", "custom_rag_disclaimer", "is_active", "is_ingested", "last_ingested_at", "created_at", "created_by_email")
	assert.EqualValues(t, 35, r.body["total_time_minutes"])
	assert.Equal(t, []any{}, r.body["textures"], "an empty list, not null")
	assert.Equal(t, "low", r.body["risk_level"])
	assert.Equal(t, []any{map[string]any{"id": 70.0, "name": "Gluten", "icon": nil}}, r.body["allergens"])

	for _, c := range []struct {
		body   map[string]any
		status int
		code   string
	}{
		{recipeBody, 409, "recipe_name_taken"},
		{with(recipeBody, "branch_id", otherBranchID), 403, "branch_forbidden"},
		{with(recipeBody, "branch_id", canaryBranchID), 400, "branch_not_found"},
		{with(recipeBody, "allergen_ids", []int{80}), 400, "allergen_not_found"},
		{with(recipeBody, "product_id", canaryProductID), 400, "product_not_found"},
		{with(recipeBody, "ingredients", []map[string]any{{"ingredient_id": 61, "name": "x", "quantity": "1", "unit": "g"}}), 400, "ingredient_not_found"},
		{with(with(recipeBody, "subcategory_id", 56), "name", "Otra"), 403, "branch_forbidden"},
		{with(with(recipeBody, "cost_cents", 900_001), "name", "Otra"), 400, "recipe_costs_more"},
		{with(recipeBody, "name", "x"), 422, "validation_error"},
		{with(recipeBody, "image", "http://127.0.0.1/x.jpg"), 422, "validation_error"},
		{with(recipeBody, "risk_level", "enorme"), 422, "validation_error"},
		{with(recipeBody, "prep_time_minutes", -1), 422, "validation_error"},
	} {
		o.call(t, post, recipesPath, c.body, cook).want(t, c.status, c.code)
	}
	o.call(t, post, recipesPath, with(recipeBody, "subcategory_id", 56), o.admin).want(t, 400, "subcategory_of_another_branch")

	at := fmt.Sprintf("%s/%d", recipesPath, r.int(t, "id"))
	a := o.call(t, patch, at, map[string]any{"chef_notes": nil, "textures": []string{"Crujiente"}, "name": nil, "subcategory_id": 51}, cook).want(t, 200, "")
	assert.Nil(t, a.body["chef_notes"])
	assert.Equal(t, "Milanesa de la casa", a.body["name"], "a name cannot be emptied")
	assert.Equal(t, []any{"Crujiente"}, a.body["textures"])
	assert.Equal(t, []any{"Salado"}, a.body["flavors"], "what was not sent stays")
	assert.Equal(t, "Platos", a.body["category_name"])
	assert.Len(t, a.body["ingredients"], 2)
	a = o.call(t, patch, at, map[string]any{"ingredients": []map[string]any{{"name": "Aceite", "quantity": "1", "unit": "l"}}}, cook).want(t, 200, "")
	assert.Equal(t, []any{map[string]any{"ingredient_id": nil, "name": "Aceite", "quantity": "1", "unit": "l", "notes": nil}}, a.body["ingredients"],
		"nothing of the list before is left")
	o.call(t, patch, at, map[string]any{"name": "x"}, cook).want(t, 422, "validation_error")
	wrong := firstWrong(o.call(t, patch, at, map[string]any{"image": "http://169.254.169.254/x.jpg"}, cook).want(t, 422, "validation_error"))
	assert.Equal(t, []any{"body", "image"}, wrong["loc"])
	a = o.call(t, patch, at, map[string]any{"image": "https://images.example.com/a.jpg"}, cook).want(t, 200, "")
	assert.Equal(t, "https://images.example.com/a.jpg", a.body["image"])
	a = o.call(t, patch, at, map[string]any{"image": ""}, cook).want(t, 200, "")
	assert.Nil(t, a.body["image"])
	o.call(t, patch, at, map[string]any{"nombre": "x"}, cook).want(t, 200, "")
	o.call(t, patch, at, map[string]any{"flavors": nil}, cook).want(t, 200, "")

	require.Equal(t, []string{"Platos"}, o.strings(t, recipesPath+"/categories/list", cook))
	require.Len(t, o.call(t, get, recipesPath+"?category=Platos", nil, cook).want(t, 200, "").list(t), 1)
	require.Empty(t, o.call(t, get, recipesPath+"?category=Postres", nil, cook).want(t, 200, "").list(t))
	o.call(t, get, recipesPath+"?branch_id=11", nil, cook).want(t, 403, "branch_forbidden")
	o.call(t, get, at, nil, o.stranger).want(t, 404, "recipe_not_found")
	o.call(t, del, at, nil, o.stranger).want(t, 404, "recipe_not_found")
	north := o.employ(t, 321, "cocina-norte@demo.com", otherBranchID, access.Kitchen)
	o.call(t, patch, at, map[string]any{"chef_notes": "Mío"}, north).want(t, 403, "branch_forbidden")
	o.call(t, del, at, nil, cook).want(t, 204, "")
	require.Empty(t, o.call(t, get, recipesPath, nil, cook).want(t, 200, "").list(t))
	require.Len(t, o.call(t, get, recipesPath+"?include_deleted=true", nil, cook).want(t, 200, "").list(t), 1)
}

func TestAProductIsDerivedFromARecipe(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.exec(t, cookbook)
	r := o.make(t, recipesPath, recipeBody)
	at := fmt.Sprintf("%s/%d", recipesPath, r)
	derive := at + "/derive-product"
	body := map[string]any{"name": "Milanesa especial", "category_id": 50, "subcategory_id": 51}
	o.call(t, post, derive, with(body, "category_id", 60), o.manager).want(t, 400, "category_not_found")
	o.call(t, post, derive, with(body, "category_id", 55), o.manager).want(t, 403, "branch_forbidden")
	o.call(t, post, derive, with(body, "subcategory_id", 56), o.admin).want(t, 400, "subcategory_of_another_category")
	o.call(t, post, derive, with(body, "branch_prices", []map[string]any{{"branch_id": 11, "price_cents": 1}}), o.manager).want(t, 403, "branch_forbidden")
	o.call(t, post, derive, with(body, "branch_prices", []map[string]any{{"branch_id": 10, "price_cents": 1}, {"branch_id": 10, "price_cents": 2}}), o.manager).
		want(t, 400, "branch_priced_twice")
	o.call(t, post, derive, body, o.stranger).want(t, 404, "recipe_not_found")
	require.Zero(t, o.count(t, `SELECT count(*) FROM product WHERE recipe_id = $1`, r), "a refusal leaves nothing behind")

	p := o.call(t, post, derive, body, o.manager).want(t, 201, "")
	fields(t, p.body, "id", "name", "recipe_id", "recipe_name", "inherits_from_recipe", "category_id", "subcategory_id", "message")
	id := p.int(t, "id")
	complete := o.call(t, get, fmt.Sprintf("/api/public/menu/centro/products/%d/complete", id), nil, nil).want(t, 200, "").body
	assert.EqualValues(t, 900_000, complete["price_cents"], "the price that the recipe suggests")
	assert.Equal(t, "Gluten", complete["allergens"].(map[string]any)["contains"].([]any)[0].(map[string]any)["name"])
	assert.Equal(t, "Nalga", complete["ingredients"].([]any)[0].(map[string]any)["name"])
	assert.Equal(t, []any{"Frito"}, complete["cooking"].(map[string]any)["methods"])
	assert.Equal(t, []any{"Salado"}, complete["sensory"].(map[string]any)["flavors"])
	assert.Equal(t, true, complete["dietary"].(map[string]any)["is_low_sodium"])
	require.Len(t, complete["modifications"], 2)
	require.Len(t, complete["warnings"], 2, "the recipe's warning and its note on allergens")
	assert.Equal(t, 2, o.count(t, `SELECT count(*) FROM event WHERE type = 'ENTITY_CREATED' AND entity->>'entity_type' = 'product'`))
	row := o.call(t, get, fmt.Sprintf("%s/%d", productsPath, id), nil, o.manager).want(t, 200, "").body
	assert.Equal(t, p.body["recipe_name"], row["recipe_name"])
	assert.Equal(t, map[string]any{"risk_level": "low", "custom_disclaimer": "Consultá por trazas.", "highlight_allergens": true}, row["rag_config"])

	second := o.call(t, post, derive, with(body, "branch_prices", []map[string]any{{"branch_id": 10, "price_cents": 5, "is_available": false}}), o.manager).want(t, 201, "")
	assert.Equal(t, 1, o.count(t, `SELECT count(*) FROM branch_product WHERE product_id = $1 AND price_cents = 5 AND NOT is_available`, second.int(t, "id")))
	require.Len(t, o.call(t, get, at+"/products", nil, o.manager).want(t, 200, "").list(t), 2)

	contained := `SELECT count(*) FROM product_allergen WHERE product_id = $1 AND presence_type = 'contains' AND deleted_at IS NULL AND allergen_id = $2`
	o.exec(t, `INSERT INTO product_allergen (tenant_id, product_id, allergen_id, presence_type) VALUES (1, $1, 70, 'may_contain')`, id)
	o.call(t, patch, at, map[string]any{"allergen_ids": []int{71}}, o.manager).want(t, 200, "")
	assert.Equal(t, 1, o.count(t, contained, id, 71), "an heir has what the recipe has now")
	assert.Equal(t, 0, o.count(t, contained, id, 70), "and no more what it had")
	assert.Equal(t, 1, o.count(t, `SELECT count(*) FROM product_allergen WHERE product_id = $1 AND presence_type = 'may_contain' AND deleted_at IS NULL`, id))
	o.call(t, patch, at, map[string]any{"risk_level": "high"}, o.manager).want(t, 200, "")
	assert.Equal(t, 1, o.count(t, contained+` AND risk_level = 'high'`, id, 71), "the recipe's risk is its products'")
	o.exec(t, `UPDATE product SET inherits_from_recipe = false WHERE id = $1`, id)
	o.call(t, patch, at, map[string]any{"allergen_ids": []int{}}, o.manager).want(t, 200, "")
	assert.Equal(t, 1, o.count(t, contained, id, 71), "who inherits no more keeps its own")
}

// strings is a list of texts that a path answers.
func (o *office) strings(t *testing.T, path string, who headers) (out []string) {
	t.Helper()
	a := o.call(t, get, path, nil, who).want(t, 200, "")
	require.NoError(t, json.Unmarshal([]byte(a.text), &out), a.text)
	return out
}

// A diner trusts these marks with their health: a tag that only begins like one is
// not one.
func TestDietIsReadFromWholeTags(t *testing.T) {
	t.Parallel()
	for tag, want := range map[string]bool{
		"Sin sal": true, "  SÍN-SAL ": true, "sin_sal": true, "Sin salsa": false, "sin sal agregada": false, "sin": false,
	} {
		require.Equal(t, want, RecipeFacts{DietaryTags: []string{"Casero", tag}}.tagged("sin sal"), tag)
	}
}
