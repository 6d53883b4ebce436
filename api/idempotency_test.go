package api

import (
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/api/apitest"
	"integrador/api/httpx"
)

// evening has one call of each operation that writes: its ID, the parameters of its path, its body, and under which name
// the new row's id is kept. {names} in parameters and bodies are such ids.
const evening = `
createAllergen                | | {"name":"Apio"} | allergen
createAllergen                | | {"name":"Mostaza"} | mustard
updateAllergen                | {allergen} | {"description":"De tallo"} |
createCrossReaction           | | {"allergen_id":{allergen},"cross_reacts_with_id":{mustard}} | reaction
updateCrossReaction           | {reaction} | {"notes":"Rara"} |
deleteCrossReaction           | {reaction} | |
restoreAllergenCrossReaction  | {reaction} | |
deleteAllergen                | {mustard} | |
restoreAllergen               | {mustard} | |
createBranch                  | | {"name":"Sur","slug":"sur"} | branch
updateBranch                  | {branch} | {"phone":"261"} |
deleteBranch                  | {branch} | |
restoreBranch                 | {branch} | |
createSector                  | | {"branch_id":10,"name":"Patio","prefix":"PAT"} | sector
deleteSector                  | {sector} | |
restoreSector                 | {sector} | |
createTable                   | | {"branch_id":10,"code":"PAT-01","sector_id":{sector}} | table
updateTable                   | {table} | {"capacity":6} |
rotateTableQR                 | {table} | |
createTables                  | | {"branch_id":10,"tables":[{"sector_id":{sector},"capacity":2,"count":2}]} |
deleteTable                   | {table} | |
restoreTable                  | {table} | |
updateTenant                  | | {"description":"Cocina de barrio"} |
createStaffMember             | | {"email":"nueva@demo.com","password":"una-clave-larga-1","branch_roles":[{"branch_id":10,"role":"WAITER"}]} | person
updateStaffMember             | {person} | {"first_name":"Nueva"} |
createAssignments             | | {"branch_id":10,"assignment_date":"2027-03-01","assignments":[{"sector_id":{sector},"waiter_ids":[{person}]}]} |
copyAssignments               | ?branch_id=10&from_date=2027-03-01&to_date=2027-03-02 | |
deleteAssignment              | {assignment} | |
deleteAssignments             | ?branch_id=10&assignment_date=2027-03-02 | |
deleteStaffMember             | {person} | |
restoreStaff                  | {person} | |
createCategory                | | {"branch_id":10,"name":"Entradas"} | category
updateCategory                | {category} | {"order":3} |
createSubcategory             | | {"category_id":{category},"name":"Frías"} | subcategory
updateSubcategory             | {subcategory} | {"order":2} |
setCategoryExclusion          | {category} | {"excluded_branch_ids":[11]} |
setSubcategoryExclusion       | {subcategory} | {"excluded_branch_ids":[11]} |
createProduct                 | | {"name":"Empanada","category_id":{category},"branch_prices":[{"branch_id":10,"price_cents":250000}]} | product
updateProduct                 | {product} | {"description":"De carne"} |
createCustomization           | | {"name":"Picante"} | option
updateCustomization           | {option} | {"order":2} |
setCustomizationProducts      | {option} | {"product_ids":[{product}]} |
removeCustomizationFromProduct | {option}/{product} | |
addCustomizationToProduct     | {option}/{product} | |
deleteCustomization           | {option} | |
restoreCustomization          | {option} | |
createPromotion               | | {"name":"Martes","price_cents":400000,"start_date":"2027-01-01","end_date":"2027-12-31","branch_ids":[10],"items":[{"product_id":{product},"quantity":2}]} | promotion
updatePromotion               | {promotion} | {"description":"Dos por uno"} |
deletePromotion               | {promotion} | |
restorePromotion              | {promotion} | |
createIngredientGroup         | | {"name":"Carnes"} | group
createIngredient              | | {"name":"Nalga","group_id":{group}} | ingredient
updateIngredient              | {ingredient} | {"description":"Vacuna"} |
createSubIngredient           | {ingredient} | {"name":"Grasa"} | part
deleteSubIngredient           | {ingredient}/{part} | |
restoreSubIngredient          | {part} | |
createRecipe                  | | {"branch_id":10,"name":"Empanadas","ingredients":[{"ingredient_id":{ingredient},"name":"Nalga","quantity":"1","unit":"kg"}]} | recipe
updateRecipe                  | {recipe} | {"chef_notes":"Reposar"} |
ingestRecipe                  | {recipe} | |
createProductFromRecipe       | {recipe} | {"name":"Empanada de la casa","category_id":{category}} |
deleteRecipe                  | {recipe} | |
restoreRecipe                 | {recipe} | |
ingestText                    | | {"content":"Abrimos a las ocho.","title":"Horario"} |
ingestProducts                | | |
createSupplier                | | {"name":"Frigorífico"} | supplier
updateSupplier                | {supplier} | {"phone":"261"} |
deleteSupplier                | {supplier} | |
restoreSupplier               | {supplier} | |
createStockItem               | | {"branch_id":10,"ingredient_id":{ingredient},"unit":"kg","current_qty":10,"min_level":9} | stock
updateStockItem               | {stock} | {"location":"Cámara"} |
createStockMovement           | | {"stock_item_id":{stock},"qty_change":-2} |
createWaste                   | | {"stock_item_id":{stock},"qty":1,"reason":"Se cayó"} |
checkStock                    | ?branch_id=10 | |
acknowledgeStockAlert         | {alert} | |
calculateFoodCosts            | ?branch_id=10 | |
createReservation             | | {"branch_id":10,"customer_name":"Eva","party_size":2,"reservation_date":"2027-05-01","reservation_time":"21:00","table_id":{table}} | reservation
updateReservation             | {reservation} | {"party_size":3} |
updateReservationStatus       | {reservation} | {"status":"CONFIRMED"} |
deleteReservation             | {reservation} | |
restoreReservation            | {reservation} | |
createDeliveryOrder           | ?branch_id=10 | {"order_type":"TAKEOUT","customer_name":"Eva","customer_phone":"261","items":[{"product_id":300}]} | delivery
updateDeliveryOrder           | {delivery} | {"delivery_instructions":"Timbre"} |
assignDeliveryOrder           | {delivery} | {"customer_phone":"2615"} |
updateDeliveryOrderStatus     | {delivery} | {"status":"PREPARING"} |
createDeliveryOrder           | ?branch_id=10 | {"order_type":"TAKEOUT","customer_name":"Juan","customer_phone":"261","items":[{"product_id":300}]} | other_delivery
updateDeliveryOrderStatus     | {other_delivery} | {"status":"CANCELED"} |
deleteDeliveryOrder           | {other_delivery} | |
restoreDeliveryOrder          | {other_delivery} | |
openCashDrawer                | | {"branch_id":10,"opening_amount_cents":100000} | drawer
recordCashMovement            | | {"session_id":{drawer},"movement_type":"WITHDRAWAL","amount_cents":5000,"payment_method":"CASH"} |
createTipPool                 | | {"branch_id":10,"name":"Todos","waiter_percent":100,"kitchen_percent":0,"other_percent":0} | pool
updateTipPool                 | {pool} | {"name":"Mozos"} |
recordTip                     | | {"branch_id":10,"amount_cents":7000,"payment_method":"CASH"} | tip
distributeTip                 | | {"tip_id":{tip},"pool_id":{pool}} |
deleteTipPool                 | {pool} | |
createAPIKey                  | | {"name":"Tablero","permissions":["reports:read"]} | apikey
rotateAPIKey                  | {apikey} | |
revokeAPIKey                  | {rotated} | |
createWebhook                 | | {"name":"ERP","url":"https://erp.example.com/x","event_types":["ROUND_SUBMITTED"]} | webhook
updateWebhook                 | {webhook} | {"name":"Contable"} |
replayWebhook                 | {webhook} | {"from_position":1} |
deleteWebhook                 | {webhook} | |
restoreWebhook                | {webhook} | |
registerDiner                 | | {"name":"Ana","color":"#FF0000","device_id":"phone"} | diner
registerCustomer              | | {"device_id":"phone","name":"Ana","consent_remember":true,"data_consent":true} | customer
updateCustomer                | | {"name":"Ana María"} |
updateDinerPreferences        | | {"implicit_preferences":{}} |
setCartItem                   | | {"product_id":300,"quantity":2} | item
updateCartItem                | {item} | {"quantity":1} |
deleteCartItem                | {item} | |
clearCart                     | | |
submitRound                   | | {"items":[{"product_id":300,"qty":3},{"product_id":301,"qty":1}]} | round
createServiceCall             | | {"type":"WAITER_CALL"} | call
acknowledgeServiceCall        | {call} | |
resolveServiceCall            | {call} | |
submitRoundForSession         | 5000 | {"items":[{"product_id":300,"qty":1},{"product_id":301,"qty":1}]} | second
createKitchenTickets          | {round} | {} |
updateRoundStatus             | {round} | {"status":"IN_KITCHEN"} |
updateKitchenTicketStatus     | {ticket} | {"status":"IN_PROGRESS"} |
voidRoundItem                 | {void} | {"reason":"Se enfrió"} |
updateProductAvailability     | 302 | {"is_available":true} |
subscribeToNotifications      | | {"endpoint":"https://push.example.com/1","keys":{"p256dh":"BNcRdreALRFXTkOOUHK1EtK2wtaz5Ry4YfYCA_0QTpQtUbVlUls0VJXg7A8u-Ts1XbjhazAkj7I99e8QcYP7DkM","auth":"tBHItJI5svbpez7KI4CCXg"}} |
unsubscribeFromNotifications  | | {"endpoint":"https://push.example.com/1"} |
requestCheck                  | | | check
requestCheckForSession        | 5000 | |
withdrawCheck                 | | |
requestCheck                  | | |
withdrawCheckForSession       | 5000 | |
requestCheckForSession        | 5000 | |
applyDiscount                 | 5000 | {"discount_type":"AMOUNT","value":1000,"reason":"Demora"} |
createPreference              | | {"check_id":{check},"split":"AMOUNT","amount_cents":5000} | payment
verifyPayment                 | {payment} | |
cancelPreference              | {payment} | |
createPreference              | | {"check_id":{check},"split":"AMOUNT","amount_cents":6000} | payment
cancelPayment                 | {payment} | |
recordCashPayment             | | {"check_id":{check},"amount_cents":9000} | cash
refundPayment                 | {cash} | {"reason":"De más"} |
recordManualPayment           | | {"check_id":{check},"amount_cents":8000,"manual_method":"CASH"} |
submitFeedback                | | {"rating":5} |
activateTable                 | 1003 | {"diner_count":2} | sitting
submitRoundForSession         | {sitting} | {"items":[{"product_id":300,"qty":1},{"product_id":301,"qty":1}]} | pending
deleteRoundItem               | {pending}/{line} | |
transferTable                 | 1003 | {"target_waiter_id":120} |
moveTableSession              | 1003/1001 | |
closeTable                    | 1001 | {"force":true} |
activateTable                 | 1001 | {"diner_count":4} |
clearTable                    | 1003 | |
closeCashDrawer               | | {"session_id":{drawer},"actual_amount_cents":95000} |
deleteProduct                 | {product} | |
restoreProduct                | {product} | |
deleteSubcategory             | {subcategory} | |
restoreSubcategory            | {subcategory} | |
deleteCategory                | {category} | |
restoreCategory               | {category} | |
deleteIngredient              | {ingredient} | |
restoreIngredient             | {ingredient} | |
anonymizeCustomer             | {customer} | |
`

// notPlayed are the operations that keep their answers and are not in the evening.
var notPlayed = map[string]string{
	"setWebhookSecret":          "needs a connected account: TestAConnectionsRepeatedKeys (api/mercadopago)",
	"retireWebhookSecret":       "as setWebhookSecret",
	"connectMercadoPagoByToken": "needs the provider: TestAConnectionsRepeatedKeys (api/mercadopago)",
	"disconnectMercadoPago":     "as connectMercadoPagoByToken",
}

// rowsFound finds ids of rows that no answer names.
var rowsFound = map[string]string{
	"assignment": `SELECT max(id) FROM waiter_sector_assignment WHERE assignment_date = '2027-03-01'`,
	"alert":      `SELECT max(id) FROM stock_alert`,
	"rotated":    `SELECT max(id) FROM api_key`,
	"ticket":     `SELECT min(id) FROM kitchen_ticket`,
	"line":       `SELECT max(id) FROM round_item`,
	"void":       `SELECT ri.id FROM round_item ri JOIN round r ON r.id = ri.round_id WHERE r.submitted_by_waiter_id IS NOT NULL ORDER BY 1 LIMIT 1`,
}

// written counts what nothing may be added to by a repeat.
const written = `SELECT (SELECT count(*) FROM event) + (SELECT count(*) FROM audit_log) + (SELECT count(*) FROM session_command)
  + (SELECT count(*) FROM delivery_order) + (SELECT count(*) FROM cash_movement) + (SELECT count(*) FROM payment)
  + (SELECT count(*) FROM stock_movement) + (SELECT count(*) FROM api_key) + (SELECT count(*) FROM table_session)`

// TestARepeatedKeyGetsTheFirstAnswer plays an evening, each request with a key of its own, and then all of it again:
// everything has changed by then, and every answer is the same.
func TestARepeatedKeyGetsTheFirstAnswer(t *testing.T) {
	t.Parallel()
	c := newStaff(t, collecting, sealing(t))
	c.Exec(t, `UPDATE branch SET round_approval = true`) // of sessions that open from now on
	operations := map[string]httpx.Registered{}
	for _, op := range c.Operations() {
		if !strings.HasPrefix(op.Path, "/admin/") {
			operations[op.ID] = op
		}
	}
	type request struct {
		id    string
		again func() apitest.Reply
		first apitest.Reply
	}
	var played []request
	ids, seen := map[string]string{}, map[string]bool{}
	named := regexp.MustCompile(`\{\w+\}`)
	fill := func(text string) string {
		return named.ReplaceAllStringFunc(text, func(name string) string {
			name = strings.Trim(name, "{}")
			if sql, ok := rowsFound[name]; ok {
				return fmt.Sprint(c.Count(t, sql))
			}
			require.Contains(t, ids, name)
			return ids[name]
		})
	}
	for line := range strings.Lines(strings.TrimSpace(evening)) {
		cell := strings.Split(line, "|")
		require.Len(t, cell, 4, line)
		op, known := operations[strings.TrimSpace(cell[0])]
		require.True(t, known, line)
		seen[op.ID] = true
		parameters, query, _ := strings.Cut(strings.TrimSpace(cell[1]), "?")
		given := strings.Split(fill(parameters), "/")
		path := pathNumber.ReplaceAllStringFunc(op.Path, func(string) string {
			first := given[0]
			given = given[1:]
			return first
		})
		if query != "" {
			path += "?" + query
		}
		with := maps.Clone(c.Admin)
		if strings.HasPrefix(op.Access, "table") {
			with = c.Seated(t, "phone")
		}
		with["X-Idempotency-Key"] = fmt.Sprint("evening ", len(played))
		var body any
		if text := strings.TrimSpace(cell[2]); text != "" {
			body = fill(strings.ReplaceAll(text, `{}`, `{ }`))
		}
		again := func() apitest.Reply { return c.Call(t, op.Method, path, body, with) }
		first := again()
		require.Less(t, first.StatusCode, 300, "%s: %s", op.ID, first.Text)
		played = append(played, request{op.ID, again, first})
		if name := strings.TrimSpace(cell[3]); name != "" {
			for _, field := range []string{"id", name + "_id", "payment_id", "round_id", "check_id", "session_id"} {
				if value, ok := first.Body[field].(float64); ok {
					ids[name] = fmt.Sprintf("%.0f", value)
					break
				}
			}
			require.Contains(t, ids, name, first.Text)
		}
	}
	before := c.Count(t, written)
	c.Published.Types()
	for _, r := range played {
		again := r.again()
		if again.StatusCode == http.StatusConflict && again.Body["code"] == "secret_shown_once" {
			assert.Contains(t, []string{"createAPIKey", "rotateAPIKey", "createWebhook"}, r.id)
			continue
		}
		assert.Equal(t, r.first.StatusCode, again.StatusCode, "%s: %s", r.id, again.Text)
		assert.Equal(t, r.first.Text, again.Text, r.id)
		assert.Equal(t, r.first.Header.Get("Content-Type"), again.Header.Get("Content-Type"), r.id)
	}
	assert.Equal(t, before, c.Count(t, written), "a repeat wrote something")
	assert.Empty(t, c.Published.Types())
	for id, op := range operations {
		if op.NoKeys == "" && !strings.HasPrefix(id, "restore") { // restoring is one handler
			assert.True(t, seen[id] || notPlayed[id] != "", "%s %s is not in the evening", id, op.Path)
		}
	}
}

// TestARetriedCloseLeavesTheNextGuestsAlone: a waiter's phone repeats what it did to guests that have left.
func TestARetriedCloseLeavesTheNextGuestsAlone(t *testing.T) {
	t.Parallel()
	for name, path := range map[string]string{
		"close": "/api/waiter/tables/1003/close", "clear": "/api/billing/tables/1003/clear", "move": "/api/waiter/tables/1003/move-to/1001",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newStaff(t)
			sit := func() int64 {
				return c.Call(t, "POST", activatePath, m{"diner_count": 2}, c.Waiter).Want(t, 200, "").Int(t, "session_id")
			}
			keyed := c.Waiter.With("X-Idempotency-Key", "K")
			first := sit()
			if name == "clear" { // the cashier clears what is paid
				c.Call(t, "POST", fmt.Sprintf("/api/waiter/sessions/%d/rounds", first), `{"items":[{"product_id":300,"qty":1}]}`, c.Waiter).Want(t, 200, "")
				check := c.Call(t, "POST", fmt.Sprintf("/api/waiter/sessions/%d/check", first), nil, c.Waiter).Want(t, 200, "").Int(t, "check_id")
				c.Call(t, "POST", cashPay, m{"check_id": check, "amount_cents": apitest.MilanesaPrice}, c.Waiter).Want(t, 200, "")
			}
			answer := c.Call(t, "POST", path, nil, keyed).Want(t, 200, "")
			assert.Equal(t, answer.Text, c.Call(t, "POST", path, nil, keyed).Want(t, 200, "").Text, "nobody sits there")
			next := sit()
			assert.Equal(t, answer.Text, c.Call(t, "POST", path, nil, keyed).Want(t, 200, "").Text, "others sit there")

			// The process died before it kept the answer: the key still knows which session it meant.
			c.Exec(t, `UPDATE idempotency_key SET status = NULL WHERE key = 'K'`)
			c.Call(t, "POST", path, nil, keyed).Want(t, 200, "")
			// As if the session did not know it either: it is over, and the next guests are not meant.
			c.Exec(t, `UPDATE idempotency_key SET status = NULL WHERE key = 'K'`)
			c.Exec(t, `DELETE FROM session_command WHERE session_id = $1 AND key LIKE '%K'`, first)
			if name != "move" {
				c.Call(t, "POST", path, nil, keyed).Want(t, 400, "session_closed")
			}
			named := fmt.Sprintf("%s?session_id=%d", path, first)
			c.Call(t, "POST", named, nil, c.Waiter).Want(t, 409, "other_session")
			assert.Equal(t, "OPEN", c.Text(t, `SELECT status FROM table_session WHERE id = $1`, next))
			assert.Equal(t, "1003", c.Text(t, `SELECT table_id::text FROM table_session WHERE id = $1`, next))
		})
	}
}

// TestAKeyIsTakenOnce by requests that come at the same time, by one person, for one body.
func TestAKeyIsTakenOnce(t *testing.T) {
	t.Parallel()
	c := newStaff(t)
	const path = "/api/admin/delivery/orders?branch_id=10"
	order := func(name string) string {
		return fmt.Sprintf(`{"order_type":"TAKEOUT","customer_name":%q,"customer_phone":"261","items":[{"product_id":300}]}`, name)
	}
	keyed := c.Manager.With("X-Idempotency-Key", "K")
	answers := make([]apitest.Reply, 5)
	var all sync.WaitGroup
	for i := range answers {
		all.Go(func() { answers[i] = c.Call(t, "POST", path, order("Eva"), keyed) })
	}
	all.Wait()
	for _, a := range answers {
		assert.Equal(t, answers[0].Text, a.Want(t, 201, "").Text)
	}
	orders := func() int { return c.Count(t, `SELECT count(*) FROM delivery_order`) }
	assert.Equal(t, 1, orders())
	spaced := `{ "customer_phone":"261", "customer_name":"Eva", "order_type":"TAKEOUT", "items":[{"product_id":300}] }`
	assert.Equal(t, answers[0].Text, c.Call(t, "POST", path, spaced, keyed).Want(t, 201, "").Text, "the same in other words")
	c.Call(t, "POST", path, order("Otra"), keyed).Want(t, 422, "idempotency_key_reused")
	c.Call(t, "POST", path, order("Eva"), c.Admin.With("X-Idempotency-Key", "K")).Want(t, 201, "")
	assert.Equal(t, 2, orders(), "another person's key")

	c.Call(t, "POST", path, `{"order_type":"TAKEOUT"}`, c.Manager.With("X-Idempotency-Key", "L")).Want(t, 422, "")
	c.Call(t, "POST", path, order("Eva"), c.Manager.With("X-Idempotency-Key", "L")).Want(t, 201, "")
	c.Call(t, "POST", path, order("Eva"), c.Manager.With("X-Idempotency-Key", strings.Repeat("k", 129))).Want(t, 422, "validation_error")
	assert.Equal(t, 3, orders(), "a refusal leaves the key free")
}
