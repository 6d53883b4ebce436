package floor

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/api/apitest"
	"integrador/internal/domain/tablesession"
)

func TestTheDayOfAWaiter(t *testing.T) {
	t.Parallel()
	c := newStaff(t)
	a := c.Call(t, "GET", "/api/waiter/my-assignments", nil, c.Waiter).Want(t, 200, "")
	apitest.Fields(t, a.Body, "waiter_id", "assignment_date", "sectors", "sector_ids")
	assert.Equal(t, []any{float64(apitest.SectorID)}, a.Body["sector_ids"])
	apitest.Fields(t, a.Body["sectors"].([]any)[0].(map[string]any), "sector_id", "sector_name", "sector_prefix", "branch_id", "assignment_date", "shift")

	past := c.Call(t, "GET", "/api/waiter/my-assignments?assignment_date=2020-02-01&shift=NIGHT", nil, c.Waiter).Want(t, 200, "")
	assert.Equal(t, "2020-02-01", past.Body["assignment_date"])
	assert.Equal(t, []any{}, past.Body["sectors"])
	for _, query := range []string{"assignment_date=ayer", "assignment_date=2020-02-31", "shift=SIESTA"} {
		c.Call(t, "GET", "/api/waiter/my-assignments?"+query, nil, c.Waiter).Want(t, 422, "validation_error")
	}

	assert.Len(t, c.Call(t, "GET", "/api/waiter/my-tables", nil, c.Waiter).Want(t, 200, "").List(t), 1)
	assert.Len(t, c.Call(t, "GET", "/api/waiter/my-tables?shift=MORNING", nil, c.Waiter).Want(t, 200, "").List(t), 4, "without sectors, the whole branch")
}

func TestVerifyAssignment(t *testing.T) {
	t.Parallel()
	c := newStaff(t)
	for name, tt := range map[string]struct {
		who      apitest.Headers
		branch   string
		assigned bool
	}{
		"a waiter with a sector": {c.Waiter, "10", true},
		"of another branch":      {c.Waiter, "11", false},
		"a manager":              {c.Manager, "10", true},
		"a manager elsewhere":    {c.Manager, "11", false},
		"another tenant's":       {c.Admin, "20", false},
	} {
		a := c.Call(t, "GET", "/api/waiter/verify-branch-assignment?branch_id="+tt.branch, nil, tt.who).Want(t, 200, "")
		apitest.Fields(t, a.Body, "is_assigned", "branch_id", "branch_name", "assignment_date", "sectors", "message")
		assert.Equal(t, tt.assigned, a.Body["is_assigned"], name)
		assert.NotContains(t, a.Text, "canary", name)
	}
	c.Call(t, "GET", "/api/waiter/verify-branch-assignment", nil, c.Waiter).Want(t, 422, "validation_error")
}

func TestWaiterMenu(t *testing.T) {
	t.Parallel()
	c := newStaff(t)
	a := c.Call(t, "GET", "/api/waiter/branches/10/menu", nil, c.Waiter).Want(t, 200, "")
	apitest.Fields(t, a.Body, "branch_id", "branch_name", "categories", "total_products")
	assert.EqualValues(t, 3, a.Int(t, "total_products"))
	dish := a.Body["categories"].([]any)[0].(map[string]any)["products"].([]any)[0].(map[string]any)
	apitest.Fields(t, dish, "id", "name", "description", "price_cents", "category_id", "category_name", "subcategory_id", "subcategory_name",
		"allergen_icons", "is_available")
	c.Call(t, "GET", "/api/waiter/branches/11/menu", nil, c.Waiter).Want(t, 403, "branch_forbidden")
	c.Call(t, "GET", "/api/waiter/branches/20/menu", nil, c.Admin).Want(t, 404, "branch_not_found")
}

func TestPushSubscriptions(t *testing.T) {
	t.Parallel()
	c := newStaff(t)
	body := map[string]any{"endpoint": "https://push.test/abc", "keys": map[string]any{"p256dh": "BN", "auth": "x"}}
	for range 2 {
		a := c.Call(t, "POST", "/api/waiter/notifications/subscribe", body, c.Waiter).Want(t, 200, "")
		assert.Equal(t, map[string]any{"status": "subscribed"}, a.Body)
	}
	assert.JSONEq(t, `{"auth": "x", "p256dh": "BN"}`, c.Text(t, `SELECT keys::text FROM push_subscription WHERE user_id = 120`))
	for _, bad := range []map[string]any{
		{"endpoint": "http://push.test/abc", "keys": map[string]any{}},
		{"endpoint": "", "keys": map[string]any{}},
		{"endpoint": "https://" + strings.Repeat("x", 2048), "keys": map[string]any{}},
		{"endpoint": "https://push.test/1", "keys": map[string]any{"p256dh": strings.Repeat("x", 5000)}},
	} {
		assert.Equal(t, 422, c.Call(t, "POST", "/api/waiter/notifications/subscribe", bad, c.Waiter).StatusCode)
	}
	assert.Equal(t, 200, c.Call(t, "DELETE", "/api/waiter/notifications/unsubscribe", body, c.Cook).StatusCode)
	assert.Equal(t, 1, c.Count(t, `SELECT count(*) FROM push_subscription`), "another person's")
	a := c.Call(t, "DELETE", "/api/waiter/notifications/unsubscribe", body, c.Waiter).Want(t, 200, "")
	assert.Equal(t, map[string]any{"status": "unsubscribed"}, a.Body)
	assert.Zero(t, c.Count(t, `SELECT count(*) FROM push_subscription`))
}

func TestActivatingATable(t *testing.T) {
	t.Parallel()
	c := newStaff(t)
	path := "/api/waiter/tables/1003/activate" // of no sector: any waiter of the branch may
	for _, bad := range []any{
		nil,
		map[string]any{},
		map[string]any{"diner_count": 0},
		map[string]any{"diner_count": 21},
		map[string]any{"diner_count": 2, "notes": strings.Repeat("x", 201)},
	} {
		assert.Equal(t, 422, c.Call(t, "POST", path, bad, c.Waiter).StatusCode, "%v", bad)
	}
	before := time.Now().Add(-time.Minute)
	a := c.Call(t, "POST", path, map[string]any{"diner_count": 3, "notes": "cumpleaños"}, c.Waiter).Want(t, 200, "")
	apitest.Fields(t, a.Body, "session_id", "table_id", "table_code", "status", "opened_at", "opened_by", "opened_by_waiter_id", "diner_count")
	assert.Equal(t, "OPEN", a.Body["status"])
	assert.Equal(t, "WAITER", a.Body["opened_by"])
	assert.EqualValues(t, apitest.FloorWaiterID, a.Int(t, "opened_by_waiter_id"))
	assert.EqualValues(t, 3, a.Int(t, "diner_count"))
	opened, err := time.Parse(time.RFC3339Nano, a.Str(t, "opened_at"))
	require.NoError(t, err)
	assert.True(t, opened.After(before))
	assert.Zero(t, c.Count(t, `SELECT count(*) FROM diner WHERE tenant_id = 1`), "the count makes no diners")
	assert.Equal(t, "ACTIVE", c.Text(t, `SELECT status FROM restaurant_table WHERE id = 1003`))
	assert.Equal(t, 1, c.Count(t, `SELECT count(*) FROM event WHERE type = 'TABLE_SESSION_STARTED' AND table_id = 1003`))

	c.Call(t, "POST", path, map[string]any{"diner_count": 3}, c.Waiter).Want(t, 400, "table_taken")
	c.Call(t, "POST", "/api/waiter/tables/1002/activate", map[string]any{"diner_count": 3}, c.Waiter).Want(t, 400, "table_out_of_service")
	c.Exec(t, `UPDATE restaurant_table SET status = 'PAYING' WHERE id = 1001`)
	c.Call(t, "POST", "/api/waiter/tables/1001/activate", map[string]any{"diner_count": 3}, c.Waiter).Want(t, 400, "table_not_free")
	c.Call(t, "POST", "/api/waiter/tables/1004/activate", map[string]any{"diner_count": 3}, c.Waiter).Want(t, 404, "table_not_found")
}

func TestAnAdminForcesATableShut(t *testing.T) {
	t.Parallel()
	c := newStaff(t)
	c.Order(t, apitest.MilanesaID)
	a := c.Call(t, "POST", "/api/waiter/tables/1000/close", map[string]any{"force": true}, c.Admin).Want(t, 200, "")
	assert.EqualValues(t, 0, a.Int(t, "paid_cents"))
	assert.Equal(t, tablesession.Close{Force: true}, c.Fake.Last().Command)
	assert.Equal(t, "CANCELED", c.Text(t, `SELECT status FROM round WHERE table_session_id = 5000`))
}

func TestATableChangesHands(t *testing.T) {
	t.Parallel()
	c := newStaff(t)
	path := "/api/waiter/tables/1000/transfer"
	c.Call(t, "POST", path, map[string]any{"target_waiter_id": 9999}, c.Manager).Want(t, 404, "waiter_not_found")
	c.Call(t, "POST", path, map[string]any{"target_waiter_id": apitest.CanaryWaiterID}, c.Manager).Want(t, 404, "waiter_not_found")
	c.Call(t, "POST", path, map[string]any{"target_waiter_id": apitest.CookID}, c.Manager).Want(t, 400, "waiter_elsewhere")
	c.Call(t, "POST", path, map[string]any{"target_waiter_id": apitest.NorthWaiterID}, c.Manager).Want(t, 400, "waiter_elsewhere")
	c.Call(t, "POST", "/api/waiter/tables/1003/transfer", map[string]any{"target_waiter_id": apitest.FloorWaiterID}, c.Manager).Want(t, 400, "table_without_session")

	a := c.Call(t, "POST", path, map[string]any{"target_waiter_id": apitest.FloorWaiterID}, c.Manager).Want(t, 200, "")
	apitest.Fields(t, a.Body, "success", "table_id", "table_code", "session_id", "previous_waiter_id", "new_waiter_id", "message")
	assert.Nil(t, a.Body["previous_waiter_id"])
	assert.Equal(t, tablesession.HandOver{WaiterID: apitest.FloorWaiterID}, c.Fake.Last().Command)
	a = c.Call(t, "POST", path, map[string]any{"target_waiter_id": apitest.WaiterID}, c.Admin).Want(t, 200, "")
	assert.EqualValues(t, apitest.FloorWaiterID, a.Int(t, "previous_waiter_id"))
	assert.Equal(t, apitest.ID(apitest.WaiterID), c.Text(t, `SELECT assigned_waiter_id::text FROM table_session WHERE id = 5000`))
	c.Call(t, "POST", path, map[string]any{"target_waiter_id": apitest.WaiterID}, c.Admin).Want(t, 400, "same_waiter")
	assert.Equal(t, 2, c.Count(t, `SELECT count(*) FROM event WHERE type = 'TABLE_TRANSFERRED'`))
}

func TestASessionMovesToAnotherTable(t *testing.T) {
	t.Parallel()
	c := newStaff(t)
	c.Order(t, apitest.MilanesaID)
	for target, want := range map[string]struct {
		status int
		code   string
	}{
		"1002": {400, "table_not_free"}, // out of service
		"1000": {400, "same_table"},
		"1100": {403, "branch_forbidden"},
		"2000": {404, "table_not_found"},
		"1004": {404, "table_not_found"},
	} {
		c.Call(t, "POST", "/api/waiter/tables/1000/move-to/"+target, nil, c.Waiter).Want(t, want.status, want.code)
	}
	c.Call(t, "POST", "/api/waiter/tables/1000/move-to/1100", nil, c.Admin).Want(t, 400, "other_branch")
	c.Call(t, "POST", "/api/waiter/tables/1003/move-to/1001", nil, c.Waiter).Want(t, 400, "table_without_session")

	a := c.Call(t, "POST", "/api/waiter/tables/1000/move-to/1001", nil, c.Waiter).Want(t, 200, "")
	apitest.Fields(t, a.Body, "success", "source_table_id", "source_table_code", "target_table_id", "target_table_code", "session_id", "message")
	assert.EqualValues(t, apitest.OtherTableID, a.Int(t, "target_table_id"))
	assert.Equal(t, "FREE", c.Text(t, `SELECT status FROM restaurant_table WHERE id = 1000`))
	assert.Equal(t, "ACTIVE", c.Text(t, `SELECT status FROM restaurant_table WHERE id = 1001`))
	moved := c.Fake.Last().Command.(tablesession.MoveTable)
	assert.Equal(t, "INT-02", moved.To.TableCode)
	assert.EqualValues(t, apitest.OtherSectorID, *moved.To.SectorID)
	assert.Equal(t, 2, c.Count(t, `SELECT count(*) FROM event WHERE type = 'TABLE_TRANSFERRED'`))
}
