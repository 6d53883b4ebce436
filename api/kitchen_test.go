package api

import (
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/internal/domain/access"
	"integrador/internal/domain/event"
	"integrador/internal/domain/tablesession"
)

func TestTheKitchenSeesWhatItHasToCook(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	assert.Empty(t, c.call(t, get, "/api/kitchen/rounds", nil, c.cook).want(t, 200, "").list(t))
	first, second := c.order(t, milanesaID), c.order(t, flanID)
	third, fourth := c.order(t, milanesaID, flanID), c.order(t, flanID, flanID)
	c.exec(t, `UPDATE round SET submitted_at = now() - interval '1 hour', status = 'IN_KITCHEN' WHERE id = $1`, second)
	c.exec(t, `UPDATE round SET status = 'READY' WHERE id = $1`, third)
	c.exec(t, `UPDATE round SET status = 'PENDING' WHERE id = $1`, fourth)

	rounds := c.call(t, get, "/api/kitchen/rounds", nil, c.cook).want(t, 200, "").list(t)
	require.Len(t, rounds, 2)
	assert.EqualValues(t, second, rounds[0]["id"], "the one that waits longest")
	assert.EqualValues(t, first, rounds[1]["id"])
	fields(t, rounds[0], "id", "round_number", "status", "items", "created_at", "table_id", "table_code", "submitted_at")
	fields(t, rounds[0]["items"].([]any)[0].(map[string]any), "id", "product_id", "product_name", "qty", "unit_price_cents", "notes")
	assert.Equal(t, "INT-01", rounds[0]["table_code"])

	one := c.call(t, get, "/api/kitchen/rounds/"+id(third), nil, c.waiter).want(t, 200, "")
	assert.Equal(t, "READY", one.body["status"])
	assert.Len(t, one.body["items"], 2)
}

func TestMovingARound(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	round := c.order(t, milanesaID)
	for _, tt := range []struct {
		from, to string
		who      access.Role
		status   int
		code     string
	}{
		{"PENDING", "CONFIRMED", access.Waiter, 200, ""},
		{"PENDING", "CONFIRMED", access.Kitchen, 403, "role_forbidden"},
		{"PENDING", "SUBMITTED", access.Admin, 400, "wrong_transition"},
		{"CONFIRMED", "SUBMITTED", access.Manager, 200, ""},
		{"CONFIRMED", "SUBMITTED", access.Waiter, 403, "role_forbidden"},
		{"SUBMITTED", "IN_KITCHEN", access.Kitchen, 200, ""},
		{"SUBMITTED", "IN_KITCHEN", access.Waiter, 200, ""},
		{"SUBMITTED", "READY", access.Kitchen, 400, "wrong_transition"},
		{"IN_KITCHEN", "READY", access.Kitchen, 200, ""},
		{"IN_KITCHEN", "READY", access.Admin, 200, ""},
		{"IN_KITCHEN", "SUBMITTED", access.Admin, 400, "wrong_transition"},
		{"READY", "SERVED", access.Waiter, 200, ""},
		{"READY", "SERVED", access.Kitchen, 200, ""},
		{"READY", "CANCELED", access.Admin, 400, "wrong_transition"},
		{"SERVED", "READY", access.Admin, 400, "wrong_transition"},
		{"SUBMITTED", "PENDING", access.Admin, 422, "validation_error"},
		{"SUBMITTED", "ready", access.Admin, 422, "validation_error"},
		{"SUBMITTED", "CANCELED", access.Waiter, 403, "role_forbidden"},
		{"SUBMITTED", "CANCELED", access.Manager, 200, ""},
	} {
		c.exec(t, `UPDATE round SET status = $1 WHERE id = $2`, tt.from, round)
		a := c.call(t, post, "/api/kitchen/rounds/"+id(round)+"/status", map[string]any{"status": tt.to, "reason": "se cayó"}, c.as(tt.who))
		require.Equal(t, tt.status, a.StatusCode, "%s → %s as %s: %s", tt.from, tt.to, tt.who, a.text)
		if tt.status != 200 {
			assert.Equal(t, tt.code, a.body["code"], "%s → %s as %s", tt.from, tt.to, tt.who)
			assert.Equal(t, tt.from, c.text(t, `SELECT status FROM round WHERE id = $1`, round))
			continue
		}
		fields(t, a.body, "id", "round_number", "status", "items", "created_at", "table_id", "table_code", "submitted_at")
		assert.Equal(t, tt.to, a.body["status"])
		assert.Equal(t, tt.who, c.sessions.last().env.By.Role)
	}
	assert.Equal(t, tablesession.Move{RoundID: round, To: tablesession.Canceled, Reason: "se cayó"}, c.sessions.last().command)
	assert.Equal(t, message{tenant: tenantID, table: tableID, env: c.sessions.last().env, command: c.sessions.last().command}, c.sessions.last())
	assert.EqualValues(t, managerID, *c.sessions.last().env.By.UserID)
}

func TestSomebodyWithTwoRolesActsInTheOneThatMay(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	round := c.order(t, milanesaID)
	c.exec(t, `UPDATE round SET status = 'PENDING' WHERE id = $1`, round)
	both := bearing(c.login(t, waiterEmail, rightSecret).str(t, "access_token")) // waits and cooks
	c.call(t, post, "/api/kitchen/rounds/"+id(round)+"/status", map[string]any{"status": "CONFIRMED"}, both).want(t, 200, "")
	assert.Equal(t, access.Waiter, c.sessions.last().env.By.Role, "a cook may not confirm")
}

func TestStaffOfASessionThatIsOverAreToldSo(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	round := c.order(t, milanesaID)
	c.exec(t, `UPDATE table_session SET status = 'CLOSED' WHERE id = 5000`)
	a := c.call(t, post, "/api/kitchen/rounds/"+id(round)+"/status", map[string]any{"status": "IN_KITCHEN"}, c.cook)
	a.want(t, 400, "session_closed")
	assert.Equal(t, "La sesión de la mesa ya terminó.", a.body["detail"])
}

func TestARoundMovesOncePerKey(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	round := c.order(t, milanesaID)
	path, cook := "/api/kitchen/rounds/"+id(round)+"/status", c.cook.with("X-Idempotency-Key", "k1")
	c.call(t, post, path, map[string]any{"status": "IN_KITCHEN"}, cook).want(t, 200, "")
	c.call(t, post, path, map[string]any{"status": "IN_KITCHEN"}, cook).want(t, 200, "")
	c.call(t, post, path, map[string]any{"status": "READY"}, cook).want(t, 422, "idempotency_key_reused")
	assert.Equal(t, 1, c.count(t, `SELECT count(*) FROM event WHERE type = 'ROUND_IN_KITCHEN'`))
}

func TestTickets(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	round := c.order(t, milanesaID, flanID)
	path := "/api/kitchen/rounds/" + id(round) + "/tickets"
	c.call(t, post, path, map[string]any{"station_mapping": map[string]any{"301": "SAUNA"}}, c.cook).want(t, 422, "station_unknown")
	c.call(t, post, path, map[string]any{"station_mapping": map[string]any{"flan": "BAR"}}, c.cook).want(t, 422, "validation_error")

	a := c.call(t, post, path, map[string]any{"station_mapping": map[string]any{"301": "PASTRY"}, "priority": 2}, c.cook).want(t, 200, "")
	fields(t, a.body, "round_id", "tickets_created", "tickets")
	assert.EqualValues(t, 2, a.int(t, "tickets_created"))
	hot := a.body["tickets"].([]any)[0].(map[string]any)
	fields(t, hot, "id", "round_id", "round_number", "station", "status", "priority", "notes", "table_id", "table_code", "items",
		"created_at", "started_at", "completed_at", "delivered_at")
	assert.Equal(t, "HOT_KITCHEN", hot["station"])
	assert.EqualValues(t, 2, hot["priority"])
	fields(t, hot["items"].([]any)[0].(map[string]any), "id", "round_item_id", "product_id", "product_name", "qty", "status", "notes")
	assert.Equal(t, tablesession.MakeTickets{RoundID: round, Stations: map[int64]tablesession.Station{flanID: tablesession.Pastry}, Priority: 2}, c.sessions.last().command)
	c.call(t, post, path, nil, c.cook).want(t, 400, "tickets_exist")

	list := c.call(t, get, "/api/kitchen/tickets?station=PASTRY", nil, c.cook).want(t, 200, "")
	require.Len(t, list.body["stations"], 1)
	assert.Equal(t, "PASTRY", list.body["stations"].([]any)[0].(map[string]any)["station"])
	c.call(t, get, "/api/kitchen/tickets?station=SAUNA", nil, c.cook).want(t, 422, "validation_error")

	ticket := id(int64(hot["id"].(float64)))
	for _, step := range []struct {
		to     string
		status int
	}{{"READY", 400}, {"IN_PROGRESS", 200}, {"READY", 200}, {"DELIVERED", 200}, {"DELIVERED", 400}, {"PENDING", 422}} {
		a := c.call(t, patch, "/api/kitchen/tickets/"+ticket+"/status", map[string]any{"status": step.to}, c.waiter)
		require.Equal(t, step.status, a.StatusCode, "%s: %s", step.to, a.text)
		if step.status == 200 {
			assert.Equal(t, step.to, a.body["status"])
		}
	}
	done := c.call(t, get, "/api/kitchen/tickets/"+ticket, nil, c.waiter).want(t, 200, "")
	assert.NotNil(t, done.body["delivered_at"])
	assert.Equal(t, 3, c.count(t, `SELECT count(*) FROM event WHERE type LIKE 'TICKET_%'`))
}

func TestARoundBecomesTicketsWithoutABody(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	round := c.order(t, milanesaID)
	a := c.call(t, post, "/api/kitchen/rounds/"+id(round)+"/tickets", nil, c.manager).want(t, 200, "")
	assert.EqualValues(t, 1, a.int(t, "tickets_created"))
	assert.Equal(t, tablesession.MakeTickets{RoundID: round}, c.sessions.last().command)
}

func TestEstimatedWaitIsForEverybody(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	idle := c.call(t, get, "/api/kitchen/estimated-wait?branch_id=10", nil, nil).want(t, 200, "")
	fields(t, idle.body, "estimated_minutes", "queue_size")
	assert.Zero(t, idle.int(t, "queue_size"))
	c.order(t, milanesaID)
	busy := c.call(t, get, "/api/kitchen/estimated-wait?branch_id=10", nil, nil).want(t, 200, "")
	assert.EqualValues(t, 1, busy.int(t, "queue_size"))
	assert.Greater(t, busy.int(t, "estimated_minutes"), idle.int(t, "estimated_minutes"))
	c.call(t, get, "/api/kitchen/estimated-wait?branch_id=99", nil, nil).want(t, 404, "branch_not_found")
	c.call(t, get, "/api/kitchen/estimated-wait", nil, nil).want(t, 422, "validation_error")
}

func TestAvailability(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	for path, want := range map[string]struct {
		status int
		code   string
	}{
		"/api/kitchen/products/303/availability":              {404, "product_not_sold"}, // by another branch alone
		"/api/kitchen/products/350/availability":              {404, "product_not_sold"}, // of another tenant
		"/api/kitchen/products/300/availability?branch_id=11": {403, "branch_forbidden"},
	} {
		c.call(t, patch, path, map[string]any{"is_available": false}, c.cook).want(t, want.status, want.code)
	}
	assert.Empty(t, c.bell.types())

	c.call(t, get, "/api/public/menu/centro", nil, nil).want(t, 200, "") // cached now
	a := c.call(t, patch, "/api/kitchen/products/300/availability", map[string]any{"is_available": false}, c.cook).want(t, 200, "")
	assert.Equal(t, map[string]any{"product_id": 300.0, "branch_id": 10.0, "is_available": false}, a.body)
	assert.Equal(t, []event.Type{event.ProductAvailabilityChanged}, c.bell.types())
	assert.Equal(t, 1, c.count(t, `SELECT count(*) FROM event WHERE type = 'PRODUCT_AVAILABILITY_CHANGED' AND entity @> '{"product_id": 300, "is_available": false}'`))
	assert.False(t, available(t, c, milanesaID), "the menu's cache was dropped")

	c.call(t, patch, "/api/kitchen/products/300/availability?branch_id=10", map[string]any{"is_available": false}, c.admin).want(t, 200, "")
	assert.Empty(t, c.bell.types(), "it was so already")
	c.call(t, post, "/api/waiter/sessions/5000/rounds", map[string]any{"items": []any{map[string]any{"product_id": milanesaID, "qty": 1}}}, c.waiter).
		want(t, 400, "product_unavailable")
}

// available tells what the public menu says of a dish.
func available(t *testing.T, c *crew, dish int64) bool {
	t.Helper()
	menu := c.call(t, get, "/api/public/menu/centro", nil, nil).want(t, 200, "")
	for _, category := range menu.body["categories"].([]any) {
		for _, product := range category.(map[string]any)["products"].([]any) {
			if product.(map[string]any)["id"] == float64(dish) {
				return product.(map[string]any)["is_available"].(bool)
			}
		}
	}
	t.Fatalf("the menu has no dish %d", dish)
	return false
}

func TestAvailabilityIsKeptWithoutRedis(t *testing.T) {
	t.Parallel()
	c := newCrew(t, func(o *Options) {
		o.Redis = redis.NewClient(&redis.Options{Addr: "127.0.0.1:1", MaxRetries: -1, DialTimeout: time.Second})
	})
	c.bell.fail = errTemporalDown
	c.call(t, patch, "/api/kitchen/products/300/availability", map[string]any{"is_available": false}, c.cook).want(t, 200, "")
	assert.Equal(t, 1, c.count(t, `SELECT count(*) FROM event WHERE type = 'PRODUCT_AVAILABILITY_CHANGED' AND published_at IS NULL`))
	assert.False(t, available(t, c, milanesaID))
}
