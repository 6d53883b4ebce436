package api

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"integrador/api/apitest"
	"integrador/internal/dev/testkit"
	"integrador/internal/platform/postgres"
)

// lists are the endpoints that show many rows, by who asks for them. A path that
// has parameters is given with them filled in, after what it is registered as.
var lists = map[string][]string{
	"admin": {
		"/api/admin/branches", "/api/admin/sectors", "/api/admin/tables", "/api/admin/tables/qr-sheet?branch_id=10", "/api/admin/staff",
		"/api/admin/assignments?branch_id=10&assignment_date=2026-01-02", "/api/admin/categories", "/api/admin/subcategories", "/api/admin/products", "/api/admin/exclusions",
		"/api/admin/allergens", "/api/admin/allergens/cross-reactions", "/api/admin/catalogs/cooking-methods", "/api/admin/catalogs/flavor-profiles",
		"/api/admin/catalogs/texture-profiles", "/api/admin/catalogs/cuisine-types", "/api/admin/ingredients", "/api/admin/ingredients/groups",
		"/api/admin/promotions", "/api/admin/customizations", "/api/recipes", "/api/recipes/categories/list",
		"/api/recipes/{id}/products /api/recipes/99999/products", "/api/admin/reservations", "/api/admin/delivery/orders", "/api/admin/suppliers", "/api/admin/tip-pools",
		"/api/admin/inventory/stock", "/api/admin/inventory/stock/{id}/movements /api/admin/inventory/stock/99999/movements",
		"/api/admin/inventory/waste", "/api/admin/inventory/alerts", "/api/admin/inventory/food-cost", "/api/admin/feedback", "/api/admin/orders", "/api/admin/orders/stats",
		"/api/admin/reports/summary", "/api/admin/reports/daily-sales", "/api/admin/reports/top-products", "/api/admin/reports/orders-by-hour",
		"/api/admin/reports/waiter-performance", "/api/admin/receipts/daily-report/{branch_id} /api/admin/receipts/daily-report/10",
		"/api/admin/receipts/kitchen-ticket/{round_id} /api/admin/receipts/kitchen-ticket/99999",
		"/api/admin/receipts/customer-receipt/{check_id} /api/admin/receipts/customer-receipt/99999",
		"/api/admin/audit-log", "/api/admin/data-export/audit-log", "/api/admin/data-export/customer/{customer_id} /api/admin/data-export/customer/99999",
		"/api/admin/api-keys", "/api/admin/webhooks", "/api/admin/webhooks/{id}/deliveries /api/admin/webhooks/99999/deliveries",
		"/api/admin/cash/sessions?branch_id=10", "/api/admin/cash/sessions/{session_id}/summary /api/admin/cash/sessions/99999/summary",
		"/api/admin/tips?branch_id=10", "/api/admin/tips/report?branch_id=10", "/api/billing/unsettled?branch_id=10",
		"/api/billing/check/{check_id} /api/billing/check/99999", "/api/admin/mercadopago/connection/secrets",
		"/api/admin/branches/{id}/cascade-preview /api/admin/branches/10/cascade-preview",
		"/api/admin/categories/{id}/cascade-preview /api/admin/categories/50/cascade-preview",
		"/api/admin/subcategories/{id}/cascade-preview /api/admin/subcategories/99999/cascade-preview",
		"/api/admin/products/{id}/cascade-preview /api/admin/products/99999/cascade-preview",
		"/api/admin/allergens/{id}/cascade-preview /api/admin/allergens/99999/cascade-preview",
		"/api/admin/ingredients/{id}/cascade-preview /api/admin/ingredients/99999/cascade-preview",
		"/api/kitchen/rounds", "/api/kitchen/tickets", "/api/waiter/tables?branch_id=10", "/api/waiter/service-calls",
		"/api/waiter/tables/{table_id}/session /api/waiter/tables/1000/session", "/api/waiter/sessions/{session_id}/summary /api/waiter/sessions/5000/summary",
	},
	"waiter": {"/api/waiter/my-assignments", "/api/waiter/my-tables"},
	"table": {
		"/api/diner/session/{session_id}/diners /api/diner/session/5000/diners", "/api/diner/session/{session_id}/rounds /api/diner/session/5000/rounds",
		"/api/diner/session/{session_id}/total /api/diner/session/5000/total", "/api/diner/cart", "/api/diner/check",
		"/api/billing/check/{check_id}/balances /api/billing/check/99999/balances",
		"/api/diner/device/{device_id}/history /api/diner/device/telefono/history",
	},
}

// noLists are the other endpoints that read, beside those that show the one row
// their path ends with.
var noLists = map[string]string{
	"/api/health": "state", "/api/health/detailed": "state", "/api/rag/health": "state", "/api/auth/me": "one person", "/api/admin/tenant": "one tenant",
	"/api/integrations/me": "one key", "/api/customer/me": "one guest", "/api/customer/recognize": "one guest", "/api/customer/suggestions": "five dishes",
	"/api/diner/device/{device_id}/preferences": "one device", "/api/kitchen/estimated-wait": "one number", "/api/waiter/verify-branch-assignment": "yes or no",
	"/api/admin/cash/current": "one session", "/api/admin/mercadopago/connection": "one account", "/api/mercadopago/callback": "an answer",
	"/api/admin/tables/{id}/qr-url": "one code", "/api/admin/tables/{id}/qr.png": "one code", "/api/admin/tables/{id}/qr.svg": "one code",
	"/api/public/menu/{branch_slug}/allergens":                      "part of the menu, which has a test of its own",
	"/api/public/menu/{branch_slug}/products/{product_id}/complete": "one product",
	"/api/waiter/branches/{branch_id}/menu":                         "the menu",
	"/api/public/branches":                                          "one query of the menu's reader, kept for all",
}

// steady are lists whose answer is as long with many rows: they sum up.
var steady = []string{"/orders/stats", "/reports/summary", "/reports/daily-sales", "/reports/orders-by-hour", "/cash/sessions/", "/tips/report", "/total"}

// more adds rows of every kind, numbered after those that are there.
const more = `
INSERT INTO branch (id, tenant_id, name, slug) SELECT k, 1, 'Sucursal ' || n, 'sucursal-' || n FROM num;
INSERT INTO branch_sector (id, tenant_id, branch_id, name, prefix) SELECT k, 1, 10, 'Sector ' || n, 'S' || n FROM num;
INSERT INTO restaurant_table (id, tenant_id, branch_id, code, sector_id, status) SELECT k, 1, 10, 'T-' || n, k, 'ACTIVE' FROM num;
INSERT INTO table_session (id, tenant_id, branch_id, table_id) SELECT k, 1, 10, k FROM num;
INSERT INTO category (id, tenant_id, branch_id, name) SELECT k, 1, 10, 'Categoría ' || n FROM num;
INSERT INTO branch_category_exclusion (tenant_id, branch_id, category_id) SELECT 1, 11, k FROM num;
INSERT INTO subcategory (id, tenant_id, category_id, name) SELECT k, 1, k, 'Subcategoría ' || n FROM num UNION ALL SELECT k + 1000, 1, 50, 'Otra ' || n FROM num;
INSERT INTO branch_subcategory_exclusion (tenant_id, branch_id, subcategory_id) SELECT 1, 11, k FROM num;
INSERT INTO allergen (id, tenant_id, name) SELECT k, 1, 'Alérgeno ' || n FROM num;
INSERT INTO allergen_cross_reaction (tenant_id, allergen_id, cross_reacts_with_id) SELECT 1, k, 70 FROM num UNION ALL SELECT 1, 99999, k FROM num;
INSERT INTO ingredient_group (id, tenant_id, name) SELECT k, 1, 'Grupo ' || n FROM num;
INSERT INTO ingredient (id, tenant_id, name, group_id) SELECT k, 1, 'Ingrediente ' || n, k FROM num;
INSERT INTO sub_ingredient (tenant_id, ingredient_id, name) SELECT 1, i, 'Parte ' || n FROM num, LATERAL (VALUES (k), (99999)) v(i);
INSERT INTO recipe (id, tenant_id, branch_id, name, subcategory_id) SELECT k, 1, 10, 'Receta ' || n, k FROM num;
INSERT INTO recipe_cost (tenant_id, recipe_id, total_cost_cents, food_cost_percent) SELECT 1, k, 1, 0 FROM num;
INSERT INTO recipe_allergen (tenant_id, recipe_id, allergen_id) SELECT 1, k, 70 FROM num;
INSERT INTO product (id, tenant_id, category_id, subcategory_id, name, recipe_id) SELECT k, 1, 50, 99999, 'Plato ' || n, 99999 FROM num;
INSERT INTO branch_product (tenant_id, branch_id, product_id, price_cents) SELECT 1, 10, k, 1000 FROM num UNION ALL SELECT 1, k, 99999, 1000 FROM num;
INSERT INTO product_allergen (tenant_id, product_id, allergen_id) SELECT 1, k, 70 FROM num UNION ALL SELECT 1, k, 99999 FROM num;
INSERT INTO product_ingredient (tenant_id, product_id, ingredient_id) SELECT 1, k, 99999 FROM num;
INSERT INTO promotion (id, tenant_id, name, price_cents, start_date, end_date) SELECT k, 1, 'Promo ' || n, 1, '2026-01-01', '2026-12-31' FROM num;
INSERT INTO promotion_branch (tenant_id, promotion_id, branch_id) SELECT 1, k, 10 FROM num;
INSERT INTO promotion_item (tenant_id, promotion_id, product_id) SELECT 1, k, 300 FROM num;
INSERT INTO customization_option (id, tenant_id, name) SELECT k, 1, 'Opción ' || n FROM num;
INSERT INTO product_customization_link (tenant_id, product_id, customization_option_id) SELECT 1, 300, k FROM num;
INSERT INTO cooking_method (tenant_id, name) SELECT 1, 'Cocción ' || n FROM num;
INSERT INTO flavor_profile (tenant_id, name) SELECT 1, 'Sabor ' || n FROM num;
INSERT INTO texture_profile (tenant_id, name) SELECT 1, 'Textura ' || n FROM num;
INSERT INTO cuisine_type (tenant_id, name) SELECT 1, 'Cocina ' || n FROM num;
INSERT INTO reservation (tenant_id, branch_id, customer_name, party_size, reservation_date, reservation_time, starts_at, ends_at)
  SELECT 1, 10, 'Ana', 2, current_date, '20:00', now() + interval '1 hour', now() + interval '2 hours' FROM num;
INSERT INTO delivery_order (id, tenant_id, branch_id, order_type, customer_name, customer_phone, total_cents) SELECT k, 1, 10, 'TAKEOUT', 'Ana', '1', 1 FROM num;
INSERT INTO delivery_order_item (tenant_id, order_id, product_id, qty, unit_price_cents, product_name) SELECT 1, k, 300, 1, 1, 'Milanesa' FROM num;
INSERT INTO supplier (tenant_id, name) SELECT 1, 'Proveedor ' || n FROM num;
INSERT INTO tip_pool (tenant_id, branch_id, name, waiter_percent, kitchen_percent, other_percent) SELECT 1, 10, 'Reparto ' || n, 100, 0, 0 FROM num;
INSERT INTO stock_item (id, tenant_id, branch_id, ingredient_id, unit) SELECT k, 1, 10, k, 'kg' FROM num;
INSERT INTO stock_movement (tenant_id, branch_id, stock_item_id, movement_type, qty_change, qty_before, qty_after) SELECT 1, 10, 99999, 'PURCHASE', 1, 0, 1 FROM num;
INSERT INTO stock_alert (tenant_id, branch_id, stock_item_id, alert_type, current_qty, threshold_qty) SELECT 1, 10, k, 'LOW_STOCK', 0, 1 FROM num;
INSERT INTO waste_log (tenant_id, branch_id, stock_item_id, qty, reason, cost_cents) SELECT 1, 10, k, 1, 'Se cayó', 1 FROM num;
INSERT INTO app_user (id, tenant_id, email, password) SELECT k, 1, 'persona' || n || '@demo.com', 'x' FROM num;
INSERT INTO user_branch_role (tenant_id, user_id, branch_id, role) SELECT 1, k, 10, 'WAITER' FROM num;
INSERT INTO waiter_sector_assignment (tenant_id, branch_id, sector_id, waiter_id, assignment_date, shift)
  SELECT 1, 10, k, k, '2026-01-02', 'NIGHT' FROM num UNION ALL SELECT 1, 10, k, 303, timezone(b.timezone, now())::date, 'NIGHT' FROM num, branch b WHERE b.id = 10;
INSERT INTO diner (id, tenant_id, branch_id, session_id, name, color, device_id, local_id)
  SELECT k, 1, 10, 5000, 'Comensal ' || n, '#000000', 'telefono', 'l' || n FROM num UNION ALL SELECT k + 1000, 1, 10, k, 'Comensal ' || n, '#000000', 'telefono', 'm' || n FROM num;
INSERT INTO cart_item (tenant_id, branch_id, session_id, diner_id, product_id, quantity) SELECT 1, 10, 5000, k, k, 1 FROM num;
INSERT INTO round (id, tenant_id, branch_id, table_session_id, round_number, status, submitted_at, served_at, submitted_by_waiter_id)
  SELECT k, 1, 10, 5000, n + 1, 'SUBMITTED', now(), NULL::timestamptz, 303 FROM num UNION ALL SELECT k + 1000, 1, 10, k, 1, 'SERVED', now(), now(), k FROM num;
INSERT INTO round_item (id, tenant_id, branch_id, round_id, product_id, diner_id, qty, unit_price_cents, product_name)
  SELECT k, 1, 10, k, k, k, 1, 1000, 'Plato ' || n FROM num UNION ALL SELECT k + 1000, 1, 10, k + 1000, k, k + 1000, 1, 1000, 'Plato ' || n FROM num
  UNION ALL SELECT k + 2000, 1, 10, 99999, k, k, 1, 1000, 'Plato ' || n FROM num;
INSERT INTO kitchen_ticket (id, tenant_id, branch_id, round_id, station) SELECT k, 1, 10, k, 'GRILL' FROM num;
INSERT INTO kitchen_ticket_item (id, tenant_id, ticket_id, round_item_id, qty) SELECT k, 1, k, k, 1 FROM num;
INSERT INTO service_call (id, tenant_id, branch_id, table_session_id, type) SELECT k, 1, 10, 5000, 'WAITER_CALL' FROM num UNION ALL SELECT k + 1000, 1, 10, k, 'OTHER' FROM num;
INSERT INTO app_check (id, tenant_id, branch_id, table_session_id, total_cents) SELECT k, 1, 10, k, 1000 FROM num;
INSERT INTO feedback (tenant_id, branch_id, session_id, rating, comment) SELECT 1, 10, k, 4, 'Rico' FROM num;
INSERT INTO charge (id, tenant_id, branch_id, check_id, diner_id, round_item_id, amount_cents, original_cents, description)
  SELECT k, 1, 10, k, k + 1000, k + 1000, 1000, 1000, 'Plato' FROM num UNION ALL SELECT k + 1000, 1, 10, 99999, k, k, 1000, 1000, 'Plato' FROM num;
INSERT INTO payment (id, tenant_id, branch_id, check_id, provider, method, status, amount_cents, effect_cents, unallocated_cents)
  SELECT k, 1, 10, 99999, 'CASH', 'CASH', 'APPROVED', 500, 500, 500 FROM num;
INSERT INTO tip (tenant_id, branch_id, amount_cents, payment_method, waiter_id) SELECT 1, 10, 100, 'CASH', k FROM num;
INSERT INTO cash_register (id, tenant_id, branch_id, name) SELECT k, 1, 10, 'Caja ' || n FROM num;
INSERT INTO cash_session (id, tenant_id, branch_id, cash_register_id, opened_by_id, opening_amount_cents, status) SELECT k, 1, 10, k, 301, 1, 'CLOSED' FROM num;
INSERT INTO cash_movement (tenant_id, cash_session_id, movement_type, amount_cents, payment_method) SELECT 1, 99999, 'SALE', 1, 'CASH' FROM num;
INSERT INTO customer_device (tenant_id, device_id, customer_id) SELECT 1, 'telefono ' || n, 99999 FROM num;
INSERT INTO api_key (tenant_id, name, lookup, secret_hash, permissions, created_by_id) SELECT 1, 'Clave ' || n, 'clave' || n, '', '{}', 301 FROM num;
INSERT INTO webhook_subscription (id, tenant_id, name, url, event_types, signing_secret, cursor) SELECT k, 1, 'Aviso ' || n, 'https://ejemplo.com', '{}', '', 0 FROM num;
INSERT INTO webhook_delivery (tenant_id, subscription_id, first_position, last_position, events, duration_ms) SELECT 1, 99999, n, n, 1, 1 FROM num;
INSERT INTO connection_secret (tenant_id, connection_id, label, secret) SELECT 1, 99999, 'Clave ' || n, 'x' FROM num;
INSERT INTO audit_log (tenant_id, entity_type, action) SELECT 1, 'category', 'UPDATE' FROM num;`

// others are what the rows of more belong to.
const others = `
INSERT INTO subcategory (id, tenant_id, category_id, name) VALUES (99999, 1, 50, 'De todos');
INSERT INTO allergen (id, tenant_id, name) VALUES (99999, 1, 'De todos');
INSERT INTO ingredient (id, tenant_id, name) VALUES (99999, 1, 'De todos');
INSERT INTO product (id, tenant_id, category_id, name) VALUES (99999, 1, 50, 'De todos');
INSERT INTO recipe (id, tenant_id, branch_id, name) VALUES (99999, 1, 10, 'De todos');
INSERT INTO stock_item (id, tenant_id, branch_id, ingredient_id, unit) VALUES (99999, 1, 10, 99999, 'kg');
INSERT INTO round (id, tenant_id, branch_id, table_session_id, round_number, status, submitted_at) VALUES (99999, 1, 10, 5000, 1, 'SUBMITTED', now());
INSERT INTO app_check (id, tenant_id, branch_id, table_session_id, total_cents) VALUES (99999, 1, 10, 5000, 1000000);
INSERT INTO cash_register (id, tenant_id, branch_id, name) VALUES (99999, 1, 10, 'De todos');
INSERT INTO cash_session (id, tenant_id, branch_id, cash_register_id, opened_by_id, opening_amount_cents) VALUES (99999, 1, 10, 99999, 301, 1);
INSERT INTO customer (id, tenant_id, name) VALUES (99999, 1, 'De todos');
INSERT INTO webhook_subscription (id, tenant_id, name, url, event_types, signing_secret, cursor) VALUES (99999, 1, 'De todos', 'https://ejemplo.com', '{}', '', 0);
INSERT INTO provider_connection (id, tenant_id, public_id, mode, status, seller_user_id, live_expected) VALUES (99999, 1, repeat('a', 32), 'PASTED', 'NEEDS_RECONNECT', 1, false);`

// TestEveryListIsAFewQueries: as many statements for four times the rows.
func TestEveryListIsAFewQueries(t *testing.T) {
	t.Parallel()
	const some = 5
	o := newAdmin(t)
	o.Exec(t, others)
	rows := func(from, to int) {
		for statement := range strings.SplitSeq(strings.TrimSuffix(more, ";"), ";\n") {
			o.Exec(t, strings.ReplaceAll(statement, " num", fmt.Sprintf(" (SELECT n, 100000 + n AS k FROM generate_series(%d, %d) n) num", from, to)))
		}
	}
	counted, queries := testkit.Counted(t, o.Pool)
	*o.Store = *postgres.New(counted)
	o.Clock.Stop()
	as := map[string]apitest.Headers{"admin": o.Admin, "waiter": o.Waiter, "table": o.Seated(t, "telefono")}

	type effort struct {
		statements int64
		length     int // of the answer
	}
	ask := func() map[string]effort {
		took := map[string]effort{}
		for who, paths := range lists {
			for _, path := range paths {
				var a apitest.Reply
				asked := path[strings.LastIndex(path, " ")+1:]
				statements := queries.During(func() { a = o.Call(t, http.MethodGet, asked, nil, as[who]) })
				assert.Equal(t, http.StatusOK, a.StatusCode, "%s: %s", asked, a.Text)
				took[path] = effort{statements, len(a.Text)}
			}
		}
		return took
	}
	rows(1, some)
	ask() // what is remembered is, from now on
	few := ask()
	rows(some+1, 4*some)
	for path, many := range ask() {
		assert.Positive(t, many.statements, path)
		assert.Equal(t, few[path].statements, many.statements, "statements of %s", path)
		sum := slices.ContainsFunc(steady, func(part string) bool { return strings.Contains(path, part) })
		assert.True(t, sum || many.length > few[path].length, "%s shows no row more", path)
	}
}

// TestEveryListIsKnown: whoever adds one adds it to the table.
func TestEveryListIsKnown(t *testing.T) {
	t.Parallel()
	known := map[string]bool{}
	for _, paths := range lists {
		for _, path := range paths {
			registered, _, _ := strings.Cut(path, " ")
			registered, _, _ = strings.Cut(registered, "?")
			known[registered] = true
		}
	}
	there := map[string]bool{}
	for _, op := range newFixture(t).Operations() {
		there[op.Path] = true
		_, none := noLists[op.Path]
		twin := known["/api"+op.Path] // two screens call without /api
		if op.Method == http.MethodGet && !none && !twin && !strings.HasSuffix(op.Path, "}") {
			assert.True(t, known[op.Path], "%s reads many rows, or is one of noLists", op.Path)
		}
	}
	for path := range known {
		assert.True(t, there[path], "%s is gone", path)
	}
}
