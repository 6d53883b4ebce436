package catalogue

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/api/apitest"
	"integrador/internal/dev/testkit"
	"integrador/internal/domain/access"
	"integrador/internal/domain/event"
	"integrador/internal/platform/postgres"
	"integrador/internal/readmodel/menu"
)

func at(path string, id int64) string { return fmt.Sprintf("%s/%d", path, id) }

type m = map[string]any

func prices(all ...m) []m { return append([]m{}, all...) }

func price(branch, cents int, available bool) m {
	return m{"branch_id": branch, "price_cents": cents, "is_available": available}
}

var wholeProduct = m{
	"name": "Suprema", "description": "De pollo", "image": "https://images.unsplash.com/s.jpg", "category_id": 50,
	"subcategory_id": 500, "featured": true, "popular": true, "badge": "Nuevo", "seal": "Casero", "recipe_id": 7,
	"inherits_from_recipe": true, "allergen_ids": []int{70},
	"allergens":       []m{{"allergen_id": 71, "presence_type": "may_contain", "risk_level": "high"}},
	"branch_prices":   []m{price(10, 700_000, true), price(11, 650_000, false)},
	"ingredients":     []m{{"ingredient_id": 3}, {"ingredient_id": 1, "is_main": true, "notes": "de pastura"}},
	"dietary_profile": m{"is_keto": true},
	"cooking_info":    m{"cooking_method_ids": []int{1}, "uses_oil": true, "cook_time_minutes": 12},
	"sensory_profile": m{"flavor_ids": []int{1}, "texture_ids": []int{1}},
	"modifications": []m{{
		"action": "remove", "item": "ajo",
	}, {
		"action": "add", "item": "huevo", "is_allowed": false, "extra_cost_cents": 5000,
	}},
	"warnings":   []m{{"text": "Sale caliente"}},
	"rag_config": m{"risk_level": "high", "highlight_allergens": false},
}

func TestAProductIsKeptWhole(t *testing.T) {
	t.Parallel()
	o := newAdmin(t).StockPantry(t)
	id := o.Make(t, "/api/admin/products", wholeProduct)
	a := o.Call(t, "GET", at("/api/admin/products", id), nil, o.Waiter).Want(t, 200, "")
	apitest.Fields(t, a.Body, "id", "tenant_id", "name", "description", "image", "category_id", "subcategory_id", "featured", "popular", "badge", "seal",
		"allergen_ids", "allergens", "recipe_id", "inherits_from_recipe", "recipe_name", "is_active", "created_at", "branch_prices",
		"ingredients", "dietary_profile", "cooking_info", "sensory_profile", "modifications", "warnings", "rag_config")
	assert.Equal(t, []any{
		m{
			"allergen_id": 70.0, "allergen_name": "Gluten", "allergen_icon": nil, "presence_type": "contains",
			"risk_level": "standard",
		},
		m{
			"allergen_id": 71.0, "allergen_name": "Centeno", "allergen_icon": nil, "presence_type": "may_contain",
			"risk_level": "high",
		},
	}, a.Body["allergens"])
	assert.Equal(t, []any{70.0}, a.Body["allergen_ids"])
	assert.Equal(t, []any{
		m{
			"branch_id": 10.0, "price_cents": 700_000.0, "is_available": true,
		}, m{
			"branch_id": 11.0, "price_cents": 650_000.0, "is_available": false,
		},
	}, a.Body["branch_prices"])
	assert.Equal(t, []any{
		m{"ingredient_id": 1.0, "ingredient_name": "Carne", "is_main": true, "notes": "de pastura"},
		m{"ingredient_id": 3.0, "ingredient_name": "Pan rallado", "is_main": false, "notes": nil},
	}, a.Body["ingredients"])
	assert.Equal(t, m{
		"cooking_method_ids": []any{1.0}, "uses_oil": true, "prep_time_minutes": nil, "cook_time_minutes": 12.0,
	}, a.Body["cooking_info"])
	assert.Equal(t, m{"flavor_ids": []any{1.0}, "texture_ids": []any{1.0}}, a.Body["sensory_profile"])
	assert.Equal(t, m{
		"is_vegetarian": false, "is_vegan": false, "is_gluten_free": false, "is_dairy_free": false, "is_celiac_safe": false,
		"is_keto": true, "is_low_sodium": false,
	}, a.Body["dietary_profile"])
	assert.Equal(t, []any{
		m{"action": "remove", "item": "ajo", "is_allowed": true, "extra_cost_cents": 0.0},
		m{"action": "add", "item": "huevo", "is_allowed": false, "extra_cost_cents": 5000.0},
	}, a.Body["modifications"])
	assert.Equal(t, []any{m{"text": "Sale caliente", "severity": "info"}}, a.Body["warnings"])
	assert.Equal(t, m{"risk_level": "high", "custom_disclaimer": nil, "highlight_allergens": false}, a.Body["rag_config"])
	assert.Equal(t, true, a.Body["inherits_from_recipe"])

	complete, err := menu.NewReader(o.Store).Complete(t.Context(), "centro", id)
	require.NoError(t, err)
	public, err := json.Marshal(complete)
	require.NoError(t, err)
	assert.Contains(t, string(public), "Pan rallado")
	assert.Contains(t, string(public), "Crocante")
	assert.NotContains(t, menuOf(t, o, "norte"), `"is_available":true,"name":"Suprema"`)
}

// TestAPatchOfAProductReplacesTheListsThatItSends, and no other.
func TestAPatchOfAProductReplacesTheListsThatItSends(t *testing.T) {
	t.Parallel()
	o := newAdmin(t).StockPantry(t)
	id := o.Make(t, "/api/admin/products", wholeProduct)
	before := o.Call(t, "GET", at("/api/admin/products", id), nil, o.Admin).Body
	change := func(body m) m {
		return o.Call(t, "PATCH", at("/api/admin/products", id), body, o.Admin).Want(t, 200, "").Body
	}

	got := change(m{"name": "Suprema a la suiza", "badge": nil})
	assert.Equal(t, "Suprema a la suiza", got["name"])
	assert.Nil(t, got["badge"])
	for _, same := range []string{
		"branch_prices", "allergens", "ingredients", "dietary_profile", "cooking_info", "sensory_profile", "modifications",
		"warnings", "rag_config", "seal", "image",
	} {
		assert.Equal(t, before[same], got[same], "%s was not sent", same)
	}
	got = change(m{
		"allergens": []m{{"allergen_id": 70, "presence_type": "free_from"}}, "warnings": []m{},
		"ingredients": []m{{"ingredient_id": 3}}, "dietary_profile": nil, "cooking_info": m{"cooking_method_ids": []int{3}},
		"modifications": []m{{"action": "add", "item": "jamón"}}, "rag_config": nil, "sensory_profile": m{},
		"branch_prices": prices(price(11, 600_000, true)),
	})
	assert.Equal(t, []any{}, got["allergen_ids"])
	assert.Len(t, got["allergens"], 1)
	assert.Equal(t, []any{}, got["warnings"])
	assert.Len(t, got["ingredients"], 1)
	assert.Nil(t, got["dietary_profile"])
	assert.Nil(t, got["rag_config"])
	assert.Equal(t, m{
		"cooking_method_ids": []any{3.0}, "uses_oil": false, "prep_time_minutes": nil, "cook_time_minutes": nil,
	}, got["cooking_info"])
	assert.Equal(t, m{"flavor_ids": []any{}, "texture_ids": []any{}}, got["sensory_profile"])
	assert.Len(t, got["modifications"], 1)
	assert.Equal(t, []any{m{"branch_id": 11.0, "price_cents": 600_000.0, "is_available": true}}, got["branch_prices"])
	assert.Equal(t, []any{
		70.0, 71.0,
	}, change(m{"allergen_ids": []int{
		71, 70,
	}})["allergen_ids"], "the other form says all there is too")
	assert.Len(t, change(m{"branch_prices": prices(price(10, 1, false), price(11, 600_000, true))})["branch_prices"], 2, "a price that went comes back")
	assert.Equal(t, []any{}, change(m{"allergens": []m{}})["allergens"])
	assert.Equal(t, false, change(m{"is_active": false})["is_active"])
	assert.Equal(t, false, o.Call(t, "POST", "/api/admin/products", m{
		"name": "x", "category_id": 50, "is_active": false,
	}, o.Admin).Want(t, 201, "").Body["is_active"])
}

// dinersOf are the branches whose diners were informed of a product, and whether there
// is any.
func dinersOf(t *testing.T, o *apitest.AdminFixture, since int) map[int64]string {
	t.Helper()
	told := map[int64]string{}
	rows, err := o.Pool.Query(t.Context(), `SELECT branch_id, entity::text FROM event WHERE type = $1 ORDER BY id OFFSET $2`, event.ProductAvailabilityChanged, since)
	require.NoError(t, err)
	for rows.Next() {
		var branch int64
		var body string
		require.NoError(t, rows.Scan(&branch, &body))
		told[branch] = body
	}
	return told
}

// TestAChangeOfPriceReachesDiners of the branches that it is of, and the menu.
func TestAChangeOfPriceReachesDiners(t *testing.T) {
	t.Parallel()
	o := newAdmin(t).StockPantry(t)
	type told = map[int64]string
	yes := `{"product_id": 300, "is_available": true}`
	no := `{"product_id": 300, "is_available": false}`
	costs := func(cents int) string {
		return fmt.Sprintf(`{"product_id": 300, "price_cents": %d, "is_available": true}`, cents)
	}
	for _, c := range []struct {
		why  string
		body m
		told told
	}{
		{"nothing changed", m{"branch_prices": prices(price(10, apitest.MilanesaPrice, true))}, told{}},
		{"another name", m{"name": "Milanga"}, told{}},
		{
			"a new branch", m{"branch_prices": prices(price(10, apitest.MilanesaPrice, true), price(11, 1000, true))},
			told{11: costs(1000)},
		},
		{"a price", m{"branch_prices": prices(price(10, 900_000, true), price(11, 1000, true))}, told{10: costs(900_000)}},
		{"it ran out", m{"branch_prices": prices(price(10, 900_000, false), price(11, 1000, true))}, told{10: no}},
		{"a branch less", m{"branch_prices": prices(price(10, 900_000, true))}, told{10: yes, 11: no}},
		{"out of service", m{"is_active": false}, told{10: no}},
		{"in service", m{"is_active": true}, told{10: costs(900_000)}},
	} {
		menuOf(t, o, "centro")
		since := o.Count(t, `SELECT count(*) FROM event WHERE type = 'PRODUCT_AVAILABILITY_CHANGED'`)
		o.Call(t, "PATCH", at("/api/admin/products", apitest.MilanesaID), c.body, o.Admin).Want(t, 200, "")
		require.Equal(t, c.told, dinersOf(t, o, since), c.why)
	}
	assert.Contains(t, menuOf(t, o, "centro"), `"price_cents":900000`)
	since := o.Count(t, `SELECT count(*) FROM event WHERE type = 'PRODUCT_AVAILABILITY_CHANGED'`)
	o.Call(t, "DELETE", at("/api/admin/products", apitest.MilanesaID), nil, o.Admin).Want(t, 204, "")
	require.Equal(t, told{10: no}, dinersOf(t, o, since))
	assert.NotContains(t, menuOf(t, o, "centro"), "Milanga")
	assert.Zero(t, o.Count(t, `SELECT count(*) FROM event WHERE type = 'PRODUCT_AVAILABILITY_CHANGED' AND branch_id = 20`))
}

// TestAManagerPricesTheOwnBranch and no other; what the others pay stays.
func TestAManagerPricesTheOwnBranch(t *testing.T) {
	t.Parallel()
	o := newAdmin(t).StockPantry(t)
	id := o.Make(t, "/api/admin/products", wholeProduct)
	change := func(id int64, body m) apitest.Reply {
		return o.Call(t, "PATCH", at("/api/admin/products", id), body, o.Manager)
	}
	all := func(a apitest.Reply) any { return a.Want(t, 200, "").Body["branch_prices"] }
	assert.Equal(t, []any{
		m{
			"branch_id": 10.0, "price_cents": 1.0, "is_available": true,
		}, m{
			"branch_id": 11.0, "price_cents": 650_000.0, "is_available": false,
		},
	}, all(change(id, m{"branch_prices": prices(price(10, 1, true), price(11, 650_000, false))})), "the other's price may be sent as it is")
	change(id, m{"branch_prices": prices(price(11, 2, false))}).Want(t, 403, "branch_forbidden")
	change(id, m{"branch_prices": prices(price(11, 650_000, true))}).Want(t, 403, "branch_forbidden")
	assert.Equal(t, []any{m{
		"branch_id": 11.0, "price_cents": 650_000.0, "is_available": false,
	}}, all(change(id, m{"branch_prices": prices()})))

	change(apitest.NorthOnlyID, m{"branch_prices": prices(price(10, 100, true))}).Want(t, 200, "")
	change(apitest.NorthOnlyID, m{"name": "Mío"}).Want(t, 403, "branch_forbidden")
	change(id, m{"category_id": 51, "subcategory_id": nil}).Want(t, 403, "branch_forbidden")
	o.Call(t, "POST", "/api/admin/products", m{"name": "x", "category_id": 51}, o.Manager).Want(t, 403, "branch_forbidden")
	o.Call(t, "POST", "/api/admin/products", m{
		"name": "x", "category_id": 50, "branch_prices": prices(price(11, 1, true)),
	}, o.Manager).Want(t, 403, "branch_forbidden")
	o.Call(t, "DELETE", at("/api/admin/products", apitest.NorthOnlyID), nil, o.Manager).Want(t, 403, "branch_forbidden")
	o.Call(t, "DELETE", at("/api/admin/products", id), nil, o.Manager).Want(t, 403, "branch_forbidden")
	o.Call(t, "DELETE", at("/api/admin/products", apitest.FlanID), nil, o.Manager).Want(t, 204, "")
	for _, who := range []apitest.Headers{
		o.Waiter, o.Employ(t, 310, "cocina@demo.com", apitest.BranchID, access.Kitchen),
	} {
		o.Call(t, "GET", "/api/admin/products", nil, who).Want(t, 200, "")
		o.Call(t, "POST", "/api/admin/products", m{"name": "x", "category_id": 50}, who).Want(t, 403, "")
		o.Call(t, "PATCH", at("/api/admin/products", id), m{"name": "x"}, who).Want(t, 403, "")
		o.Call(t, "DELETE", at("/api/admin/products", id), nil, who).Want(t, 403, "")
	}
	o.Call(t, "GET", "/api/admin/products"+"?branch_id=11", nil, o.Manager).Want(t, 403, "branch_forbidden")
}

func TestAProductRefusesWhatIsNotTheTenants(t *testing.T) {
	t.Parallel()
	o := newAdmin(t).StockPantry(t)
	for code, all := range map[string][]m{
		"category_not_found":    {{"category_id": 60}, {"category_id": 999}},
		"subcategory_not_found": {{"subcategory_id": 510}}, "subcategory_elsewhere": {{"subcategory_id": 520}},
		"branch_not_found":   {{"branch_prices": prices(price(20, 1, true))}},
		"price_repeated":     {{"branch_prices": prices(price(10, 1, true), price(10, 2, true))}},
		"allergen_not_found": {{"allergen_ids": []int{80}}, {"allergens": []m{{"allergen_id": 80}}}},
		"allergen_contradicted": {{"allergens": []m{{"allergen_id": 70}, {
			"allergen_id": 70, "presence_type": "free_from",
		}}}},
		"ingredient_not_found":     {{"ingredients": []m{{"ingredient_id": 2}}}},
		"ingredient_repeated":      {{"ingredients": []m{{"ingredient_id": 1}, {"ingredient_id": 1}}}},
		"cooking_method_not_found": {{"cooking_info": m{"cooking_method_ids": []int{1, 2}}}},
		"flavor_not_found":         {{"sensory_profile": m{"flavor_ids": []int{2}}}},
		"texture_not_found":        {{"sensory_profile": m{"texture_ids": []int{2}}}},
	} {
		for _, body := range all {
			body["name"] = "Suprema"
			o.Call(t, "PATCH", at("/api/admin/products", apitest.MilanesaID), body, o.Admin).Want(t, 400, code)
			if body["category_id"] == nil {
				body["category_id"] = 50
			}
			o.Call(t, "POST", "/api/admin/products", body, o.Admin).Want(t, 400, code)
		}
	}
	assert.Zero(t, o.Count(t, `SELECT count(*) FROM product WHERE name = 'Suprema'`), "all of it or nothing")
	for _, body := range []m{
		{"name": ""},
		{"image": "http://127.0.0.1/"},
		{"branch_prices": prices(price(10, -1, true))},
		{"allergens": []m{{"allergen_id": 70, "presence_type": "maybe"}}},
		{"branch_prices": []m{{"branch_id": 10}}},
		{"rag_config": m{"risk_level": "none"}},
		{"cooking_info": m{"prep_time_minutes": -1}},
		{"warnings": []m{{}}},
	} {
		o.Call(t, "PATCH", at("/api/admin/products", apitest.MilanesaID), body, o.Admin).Want(t, 422, "validation_error")
	}
	for _, r := range []apitest.Call{
		{Method: "GET", Path: at("/api/admin/products", apitest.MilanesaID), Body: nil},
		{Method: "PATCH", Path: at("/api/admin/products", apitest.MilanesaID), Body: m{"name": "x"}},
		{Method: "DELETE", Path: at("/api/admin/products", apitest.MilanesaID), Body: nil},
		{Method: "GET", Path: at("/api/admin/products", apitest.CanaryProductID), Body: nil},
	} {
		who := o.Stranger
		if r.Path == at("/api/admin/products", apitest.CanaryProductID) {
			who = o.Admin
		}
		o.Call(t, r.Method, r.Path, r.Body, who).Want(t, 404, "product_not_found")
	}
	assert.NotContains(t, o.Call(t, "GET", "/api/admin/products"+"?include_deleted=true", nil, o.Admin).Text, "canary")
}

func TestProductsAreListed(t *testing.T) {
	t.Parallel()
	o := newAdmin(t).StockPantry(t)
	list := func(query string) []int64 {
		var ids []int64
		for _, p := range o.Call(t, "GET", "/api/admin/products"+query, nil, o.Admin).Want(t, 200, "").List(t) {
			ids = append(ids, int64(p["id"].(float64)))
		}
		return ids
	}
	apitest.Fields(t, o.Call(t, "GET", "/api/admin/products", nil, o.Manager).List(t)[0], "id", "tenant_id", "name", "description", "image", "category_id", "subcategory_id",
		"featured", "popular", "badge", "seal", "allergen_ids", "allergens", "recipe_id", "inherits_from_recipe", "recipe_name", "is_active",
		"created_at", "branch_prices")
	assert.Equal(t, []int64{300, 301, 302, 303}, list(""))
	assert.Equal(t, []int64{303}, list("?category_id=51"))
	assert.Equal(t, []int64{303}, list("?branch_id=11"))
	assert.Equal(t, []int64{301, 302}, list("?limit=2&offset=1"))
	o.Call(t, "DELETE", at("/api/admin/products", apitest.FlanID), nil, o.Admin).Want(t, 204, "")
	assert.Equal(t, []int64{300, 302, 303}, list(""))
	assert.Equal(t, []int64{300, 301, 302, 303}, list("?include_deleted=true"))
	assert.Equal(t, []int64{300, 301, 302}, list("?include_deleted=true&branch_id=10"))
	o.Call(t, "GET", at("/api/admin/products", apitest.FlanID), nil, o.Admin).Want(t, 404, "product_not_found")
	o.Call(t, "POST", at("/api/admin/products", apitest.FlanID)+"/restore", nil, o.Admin).Want(t, 200, "")
	assert.Len(t, o.Call(t, "GET", at("/api/admin/products", apitest.FlanID), nil, o.Admin).Want(t, 200, "").Body["branch_prices"], 1)
	o.Call(t, "GET", "/api/admin/products"+"?limit=501", nil, o.Admin).Want(t, 422, "")
}

// TestAListIsAFewQueries however many rows it has.
func TestAListIsAFewQueries(t *testing.T) {
	t.Parallel()
	o := newAdmin(t).StockPantry(t)
	counted, queries := testkit.Counted(t, o.Pool)
	*o.Store = *postgres.New(counted)
	list := func(want int) int64 {
		return queries.During(func() {
			require.Len(t, o.Call(t, "GET", "/api/admin/products"+"?limit=500", nil, o.Admin).Want(t, 200, "").List(t), want)
		})
	}
	o.Clock.Stop()
	list(4) // who asks is known from here on
	few := list(4)
	o.Exec(t, `INSERT INTO product (id, tenant_id, category_id, name) SELECT 1000 + n, 1, 50, 'Plato ' || n FROM generate_series(1, 496) n`)
	o.Exec(t, `INSERT INTO branch_product (tenant_id, branch_id, product_id, price_cents) SELECT 1, b, 1000 + n, n FROM generate_series(1, 496) n, (VALUES (10), (11)) v(b)`)
	o.Exec(t, `INSERT INTO product_allergen (tenant_id, product_id, allergen_id) SELECT 1, 1000 + n, a FROM generate_series(1, 496) n, (VALUES (70), (71)) v(a)`)
	many := list(500)
	assert.LessOrEqual(t, many, int64(4))
	assert.Equal(t, few, many)
}

// TestWhatWasSaidOfAProductIsKept: the audit log has what was there before.
func TestWhatWasSaidOfAProductIsKept(t *testing.T) {
	t.Parallel()
	o := newAdmin(t).StockPantry(t)
	id := o.Make(t, "/api/admin/products", wholeProduct)
	o.Call(t, "PATCH", at("/api/admin/products", id), m{
		"warnings": []m{}, "branch_prices": prices(),
	}, o.Admin).Want(t, 200, "")
	assert.Equal(t, 1, o.Count(t, `SELECT count(*) FROM audit_log WHERE entity_type = 'product' AND entity_id = $1 AND action = 'UPDATE'
		AND old_values @> '{"warnings": [{"text": "Sale caliente"}]}' AND old_values -> 'branch_prices' -> 0 ->> 'price_cents' = '700000'
		AND new_values -> 'branch_prices' = '[]'`, id))
	assert.Equal(t, 2, o.Count(t, `SELECT count(*) FROM event WHERE type = 'ENTITY_CREATED' AND entity @> '{"entity_type": "product", "entity_name": "Suprema"}'`), "every branch hears of it")
	assert.Contains(t, o.Published.Types(), event.EntityUpdated)
}

// menuOf is a branch's menu as the cache serves it.
func menuOf(t *testing.T, o *apitest.AdminFixture, slug string) string {
	t.Helper()
	body, _, err := o.Menu.Menu(t.Context(), slug)
	require.NoError(t, err)
	return string(body)
}
