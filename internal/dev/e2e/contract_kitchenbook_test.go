package e2e_test

import (
	_ "embed"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
)

// The facts of the kitchen's book: recipes, ingredients, promotions, options,
// and what guests ask.
//
//go:embed testdata/contract_kitchenbook.tsv
var kitchenbookFacts string

// TestKitchenBookContract calls every endpoint that the Dashboard knows
// of it, over the demo restaurant.
func TestKitchenBookContract(t *testing.T) {
	t.Parallel()
	s := newSystem(t, lavish)
	c := contractOf(t, kitchenbookFacts, 35)
	dish := s.dishes()[0]
	c.pantry(s)
	c.offers(s, num(dish, "id"))
	c.recipes(s, dish)
	c.questions(s)
	c.complete()
	c.documented(s)
}

func (c *contract) pantry(s *system) {
	admin := s.admin()
	group := num(c.object(admin, "POST /api/admin/ingredients/groups", object{"name": "Salsas", "icon": "🥫"}), "id")
	c.call(s.waiter(), "GET /api/admin/ingredients/groups", nil)
	made := num(c.object(s.manager(), "POST /api/admin/ingredients", object{"name": "Salsa criolla", "group_id": group, "is_processed": true}), "id")
	part := num(c.object(s.manager(), "POST /api/admin/ingredients/{id}/sub", object{"name": "Cebolla"}, made), "id")
	c.call(s.waiter(), "GET /api/admin/ingredients?limit=200", nil)
	c.call(s.waiter(), "GET /api/admin/ingredients/{id}", nil, made)
	c.call(s.manager(), "PATCH /api/admin/ingredients/{id}", object{"description": "Picante"}, made)
	c.call(s.manager(), "DELETE /api/admin/ingredients/{id}/sub/{sub_ingredient_id}", nil, made, part)
	c.call(admin, "DELETE /api/admin/ingredients/{id}", nil, made)
}

func (c *contract) offers(s *system, dish int64) {
	admin, manager, branch := s.admin(), s.manager(), s.centro()
	promotion := num(c.object(manager, "POST /api/admin/promotions", object{
		"name": "Noche de clásicos", "price_cents": 990_000, "start_date": "2026-01-01", "end_date": "2036-01-01",
		"branch_ids": []int64{branch}, "items": []object{{"product_id": dish, "quantity": 2}},
	}), "id")
	c.call(s.waiter(), fmt.Sprintf("GET /api/admin/promotions?branch_id=%d", branch), nil)
	c.call(s.waiter(), "GET /api/admin/promotions/{id}", nil, promotion)
	c.call(manager, "PATCH /api/admin/promotions/{id}", object{"price_cents": 880_000}, promotion)
	c.call(admin, "DELETE /api/admin/promotions/{id}", nil, promotion)

	option := num(c.object(manager, "POST /api/admin/customizations", object{"name": "A punto", "category": "Cocción"}), "id")
	c.call(manager, "PUT /api/admin/customizations/{id}", object{"order": 2}, option)
	c.call(manager, "POST /api/admin/customizations/{id}/products/{product_id}", nil, option, dish)
	c.call(manager, "DELETE /api/admin/customizations/{id}/products/{product_id}", nil, option, dish)
	c.call(manager, "PUT /api/admin/customizations/{id}/products", object{"product_ids": []int64{dish}}, option)
	c.call(manager, "GET /api/admin/customizations", nil)
	c.call(manager, "GET /api/admin/customizations/{id}", nil, option)
	c.call(manager, "DELETE /api/admin/customizations/{id}", nil, option)
}

func (c *contract) recipes(s *system, dish object) {
	cook := s.kitchen()
	recipe := num(c.object(cook, "POST /api/recipes", object{
		"branch_id": s.centro(), "name": "Clásico de la casa", "product_id": num(dish, "id"), "subcategory_id": num(dish, "subcategory_id"),
		"ingredients":       []object{{"name": "Agua", "quantity": "1", "unit": "l"}},
		"preparation_steps": []object{{"step": 1, "instruction": "Servir."}},
		"allergen_ids":      []int{1}, "dietary_tags": []string{"Vegano"}, "flavors": []string{"Dulce"}, "textures": []string{"Suave"},
		"cooking_methods": []string{"Hervido"}, "modifications": []object{{"action": "remove", "item": "Hielo"}}, "warnings": []string{"Frío"},
		"suggested_price_cents": 150_000,
	}), "id")
	c.call(cook, "GET /api/recipes", nil)
	c.call(cook, "GET /api/recipes/{id}", nil, recipe)
	c.call(cook, "PATCH /api/recipes/{id}", object{"servings": 2}, recipe)
	c.call(cook, "GET /api/recipes/categories/list", nil)
	c.call(cook, "POST /api/recipes/{id}/derive-product", object{"name": "Clásico doble", "category_id": num(dish, "category_id")}, recipe)
	c.call(cook, "GET /api/recipes/{id}/products", nil, recipe)
	c.call(cook, "POST /api/recipes/{id}/ingest", nil, recipe)
	c.call(cook, "DELETE /api/recipes/{id}", nil, recipe)
}

func (c *contract) questions(s *system) {
	admin, guest := s.admin(), s.sit("INT-02", "ana")
	c.call(admin, "POST /api/admin/rag/ingest", object{"content": "Hay torta de cumpleaños si se avisa un día antes.", "title": "Cumpleaños"})
	c.call(admin, "POST /api/admin/rag/ingest-products", nil)
	answer := c.object(guest.client, "POST /api/chat", object{"question": "¿qué lleva el tiramisú?"})
	require.Contains(c.t, str(answer, "answer"), "Contiene gluten, huevos y lácteos.")
	c.call(s.public(), "GET /api/rag/health", nil)
}

// centro is the demo's first branch.
func (s *system) centro() int64 {
	return s.id(`SELECT id FROM branch WHERE slug = 'centro'`)
}
