package kitchen

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/api/apitest"
	"integrador/internal/domain/access"
	"integrador/internal/domain/tablesession"
)

func TestTheKitchenSeesWhatItHasToCook(t *testing.T) {
	t.Parallel()
	c := newStaff(t)
	assert.Empty(t, c.Call(t, "GET", "/api/kitchen/rounds", nil, c.Cook).Want(t, 200, "").List(t))
	first, second := c.Order(t, apitest.MilanesaID), c.Order(t, apitest.FlanID)
	third, fourth := c.Order(t, apitest.MilanesaID, apitest.FlanID), c.Order(t, apitest.FlanID, apitest.FlanID)
	c.Exec(t, `UPDATE round SET submitted_at = now() - interval '1 hour', status = 'IN_KITCHEN' WHERE id = $1`, second)
	c.Exec(t, `UPDATE round SET status = 'READY' WHERE id = $1`, third)
	c.Exec(t, `UPDATE round SET status = 'PENDING' WHERE id = $1`, fourth)

	rounds := c.Call(t, "GET", "/api/kitchen/rounds", nil, c.Cook).Want(t, 200, "").List(t)
	require.Len(t, rounds, 2)
	assert.EqualValues(t, second, rounds[0]["id"], "the one that waits longest")
	assert.EqualValues(t, first, rounds[1]["id"])
	apitest.Fields(t, rounds[0], "id", "round_number", "status", "items", "created_at", "table_id", "table_code", "submitted_at",
		"branch_id", "notes", "ready_at")
	apitest.Fields(t, rounds[0]["items"].([]any)[0].(map[string]any), "id", "product_id", "product_name", "qty", "unit_price_cents", "notes")
	assert.Equal(t, "INT-01", rounds[0]["table_code"])

	one := c.Call(t, "GET", "/api/kitchen/rounds/"+apitest.ID(third), nil, c.Waiter).Want(t, 200, "")
	assert.Equal(t, "READY", one.Body["status"])
	assert.Len(t, one.Body["items"], 2)
}

func TestTheKitchenOfOneBranch(t *testing.T) {
	t.Parallel()
	c := newStaff(t)
	here := c.Order(t, apitest.MilanesaID)
	c.Exec(t, `UPDATE round SET notes = 'Festejan un cumpleaños' WHERE id = $1`, here)
	everyBranch := c.As(access.Admin)

	rounds := c.Call(t, "GET", "/api/kitchen/rounds?branch_id=10", nil, everyBranch).Want(t, 200, "").List(t)
	require.Len(t, rounds, 1)
	assert.EqualValues(t, 10, rounds[0]["branch_id"])
	assert.Equal(t, "Festejan un cumpleaños", rounds[0]["notes"])
	assert.Nil(t, rounds[0]["ready_at"])
	assert.Empty(t, c.Call(t, "GET", "/api/kitchen/rounds?branch_id=11", nil, everyBranch).Want(t, 200, "").List(t))
	c.Call(t, "GET", "/api/kitchen/rounds?branch_id=11", nil, c.Cook).Want(t, 403, "branch_forbidden")
}

func TestMovingARound(t *testing.T) {
	t.Parallel()
	c := newStaff(t)
	round := c.Order(t, apitest.MilanesaID)
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
		c.Exec(t, `UPDATE round SET status = $1 WHERE id = $2`, tt.from, round)
		a := c.Call(t, "POST", "/api/kitchen/rounds/"+apitest.ID(round)+"/status", map[string]any{"status": tt.to, "reason": "se cayó"}, c.As(tt.who))
		require.Equal(t, tt.status, a.StatusCode, "%s → %s as %s: %s", tt.from, tt.to, tt.who, a.Text)
		if tt.status != 200 {
			assert.Equal(t, tt.code, a.Body["code"], "%s → %s as %s", tt.from, tt.to, tt.who)
			assert.Equal(t, tt.from, c.Text(t, `SELECT status FROM round WHERE id = $1`, round))
			continue
		}
		apitest.Fields(t, a.Body, "id", "round_number", "status", "items", "created_at", "table_id", "table_code", "submitted_at",
			"branch_id", "notes", "ready_at")
		assert.Equal(t, tt.to, a.Body["status"])
		assert.Equal(t, tt.who, c.Fake.Last().Env.By.Role)
	}
	assert.Equal(t, tablesession.Move{RoundID: round, To: tablesession.Canceled, Reason: "se cayó"}, c.Fake.Last().Command)
	assert.Equal(t, apitest.Message{Tenant: apitest.TenantID, Table: apitest.TableID, Env: c.Fake.Last().Env, Command: c.Fake.Last().Command}, c.Fake.Last())
	assert.EqualValues(t, apitest.ManagerID, *c.Fake.Last().Env.By.UserID)
}

func TestStaffOfASessionThatIsOverReadSo(t *testing.T) {
	t.Parallel()
	c := newStaff(t)
	round := c.Order(t, apitest.MilanesaID)
	c.Exec(t, `UPDATE table_session SET status = 'CLOSED' WHERE id = 5000`)
	a := c.Call(t, "POST", "/api/kitchen/rounds/"+apitest.ID(round)+"/status", map[string]any{"status": "IN_KITCHEN"}, c.Cook)
	a.Want(t, 400, "session_closed")
	assert.Equal(t, "La sesión de la mesa ya terminó.", a.Body["detail"])
}

func TestARoundMovesOncePerKey(t *testing.T) {
	t.Parallel()
	c := newStaff(t)
	round := c.Order(t, apitest.MilanesaID)
	path, cook := "/api/kitchen/rounds/"+apitest.ID(round)+"/status", c.Cook.With("X-Idempotency-Key", "k1")
	c.Call(t, "POST", path, map[string]any{"status": "IN_KITCHEN"}, cook).Want(t, 200, "")
	c.Call(t, "POST", path, map[string]any{"status": "IN_KITCHEN"}, cook).Want(t, 200, "")
	c.Call(t, "POST", path, map[string]any{"status": "READY"}, cook).Want(t, 422, "idempotency_key_reused")
	assert.Equal(t, 1, c.Count(t, `SELECT count(*) FROM event WHERE type = 'ROUND_IN_KITCHEN'`))
}

func TestTickets(t *testing.T) {
	t.Parallel()
	c := newStaff(t)
	round := c.Order(t, apitest.MilanesaID, apitest.FlanID)
	path := "/api/kitchen/rounds/" + apitest.ID(round) + "/tickets"
	c.Call(t, "POST", path, map[string]any{"station_mapping": map[string]any{"301": "SAUNA"}}, c.Cook).Want(t, 422, "station_unknown")
	c.Call(t, "POST", path, map[string]any{"station_mapping": map[string]any{"flan": "BAR"}}, c.Cook).Want(t, 422, "validation_error")

	a := c.Call(t, "POST", path, map[string]any{"station_mapping": map[string]any{"301": "PASTRY"}, "priority": 2}, c.Cook).Want(t, 200, "")
	apitest.Fields(t, a.Body, "round_id", "tickets_created", "tickets")
	assert.EqualValues(t, 2, a.Int(t, "tickets_created"))
	hot := a.Body["tickets"].([]any)[0].(map[string]any)
	apitest.Fields(t, hot, "id", "round_id", "round_number", "station", "status", "priority", "notes", "table_id", "table_code", "items",
		"created_at", "started_at", "completed_at", "delivered_at")
	assert.Equal(t, "HOT_KITCHEN", hot["station"])
	assert.EqualValues(t, 2, hot["priority"])
	apitest.Fields(t, hot["items"].([]any)[0].(map[string]any), "id", "round_item_id", "product_id", "product_name", "qty", "status", "notes")
	assert.Equal(t, tablesession.MakeTickets{RoundID: round, Stations: map[int64]tablesession.Station{apitest.FlanID: tablesession.Pastry}, Priority: 2}, c.Fake.Last().Command)
	c.Call(t, "POST", path, nil, c.Cook).Want(t, 400, "tickets_exist")

	list := c.Call(t, "GET", "/api/kitchen/tickets?station=PASTRY", nil, c.Cook).Want(t, 200, "")
	require.Len(t, list.Body["stations"], 1)
	assert.Equal(t, "PASTRY", list.Body["stations"].([]any)[0].(map[string]any)["station"])
	c.Call(t, "GET", "/api/kitchen/tickets?station=SAUNA", nil, c.Cook).Want(t, 422, "validation_error")

	ticket := apitest.ID(int64(hot["id"].(float64)))
	for _, step := range []struct {
		to     string
		status int
	}{{"READY", 400}, {"IN_PROGRESS", 200}, {"READY", 200}, {"DELIVERED", 200}, {"DELIVERED", 400}, {"PENDING", 422}} {
		a := c.Call(t, "PATCH", "/api/kitchen/tickets/"+ticket+"/status", map[string]any{"status": step.to}, c.Waiter)
		require.Equal(t, step.status, a.StatusCode, "%s: %s", step.to, a.Text)
		if step.status == 200 {
			assert.Equal(t, step.to, a.Body["status"])
		}
	}
	done := c.Call(t, "GET", "/api/kitchen/tickets/"+ticket, nil, c.Waiter).Want(t, 200, "")
	assert.NotNil(t, done.Body["delivered_at"])
	assert.Equal(t, 3, c.Count(t, `SELECT count(*) FROM event WHERE type LIKE 'TICKET_%'`))
}

func TestARoundBecomesTicketsWithoutABody(t *testing.T) {
	t.Parallel()
	c := newStaff(t)
	round := c.Order(t, apitest.MilanesaID)
	a := c.Call(t, "POST", "/api/kitchen/rounds/"+apitest.ID(round)+"/tickets", nil, c.Manager).Want(t, 200, "")
	assert.EqualValues(t, 1, a.Int(t, "tickets_created"))
	assert.Equal(t, tablesession.MakeTickets{RoundID: round}, c.Fake.Last().Command)
}

func TestEstimatedWaitIsForEverybody(t *testing.T) {
	t.Parallel()
	c := newStaff(t)
	idle := c.Call(t, "GET", "/api/kitchen/estimated-wait?branch_id=10", nil, nil).Want(t, 200, "")
	apitest.Fields(t, idle.Body, "estimated_minutes", "queue_size")
	assert.Zero(t, idle.Int(t, "queue_size"))
	c.Order(t, apitest.MilanesaID)
	busy := c.Call(t, "GET", "/api/kitchen/estimated-wait?branch_id=10", nil, nil).Want(t, 200, "")
	assert.EqualValues(t, 1, busy.Int(t, "queue_size"))
	assert.Greater(t, busy.Int(t, "estimated_minutes"), idle.Int(t, "estimated_minutes"))
	c.Call(t, "GET", "/api/kitchen/estimated-wait?branch_id=99", nil, nil).Want(t, 404, "branch_not_found")
	c.Call(t, "GET", "/api/kitchen/estimated-wait", nil, nil).Want(t, 422, "validation_error")
}
