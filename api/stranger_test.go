package api

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"integrador/api/apitest"
	"integrador/internal/domain/access"
)

// settle has the fixture's branch decide something about its floor.
func settle(t *testing.T, f *apitest.FloorFixture, admin apitest.Headers, settings map[string]any) apitest.Reply {
	t.Helper()
	return f.Call(t, "PATCH", fmt.Sprintf("/api/admin/branches/%d", apitest.BranchID), settings, admin).Want(t, 200, "")
}

const (
	scanPath     = "/api/tables/1003/session"
	activatePath = "/api/waiter/tables/1003/activate"
)

// TestAStrangersOrdersEndAtTheCap below which they cost nobody's patience; a waiter
// orders beyond it.
func TestAStrangersOrdersEndAtTheCap(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	admin := f.Employ(t, 190, "chief@house.test", apitest.BranchID, access.Admin)
	waiter := f.Employ(t, 191, "moza@house.test", apitest.BranchID, access.Waiter)
	set := settle(t, f, admin, map[string]any{"unpaid_cap_cents": 3 * apitest.MilanesaPrice})
	assert.EqualValues(t, 3*apitest.MilanesaPrice, set.Body["unpaid_cap_cents"])

	sat := f.Call(t, "POST", scanPath, nil, nil).Want(t, 200, "")
	phone := apitest.Headers{"X-Table-Token": sat.Str(t, "table_token")}
	order := func(n int) apitest.Reply {
		return f.Call(t, "POST", "/api/diner/rounds/submit", fmt.Sprintf(`{"items":[{"product_id":300,"qty":%d}]}`, n), phone)
	}
	rounds := func() int {
		return f.Count(t, `SELECT count(*) FROM round WHERE table_session_id = $1`, sat.Int(t, "session_id"))
	}
	order(1).Want(t, 200, "")
	over := order(3).Want(t, 409, "unpaid_cap_reached")
	assert.EqualValues(t, 2*apitest.MilanesaPrice, over.Body["remaining_cents"])
	assert.Equal(t, 1, rounds(), "nothing of it is written")
	order(2).Want(t, 200, "")
	over = order(4).Want(t, 409, "unpaid_cap_reached")
	assert.EqualValues(t, 0, over.Body["remaining_cents"])

	served := fmt.Sprintf("/api/waiter/sessions/%d/rounds", sat.Int(t, "session_id"))
	f.Call(t, "POST", served, `{"items":[{"product_id":300,"qty":5}]}`, waiter).Want(t, 200, "")
	assert.Equal(t, 3, rounds())
	assert.Nil(t, settle(t, f, admin, map[string]any{"unpaid_cap_cents": nil}).Body["unpaid_cap_cents"])
	f.Call(t, "PATCH", fmt.Sprintf("/api/admin/branches/%d", apitest.BranchID), `{"unpaid_cap_cents":0}`, admin).Want(t, 422, "")
}

// TestAScanOpensNoTableWhereStaffDoes until a waiter has activated it.
func TestAScanOpensNoTableWhereStaffDoes(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	admin := f.Employ(t, 190, "chief@house.test", apitest.BranchID, access.Admin)
	waiter := f.Employ(t, 191, "moza@house.test", apitest.BranchID, access.Waiter)
	settle(t, f, admin, map[string]any{"staff_opens_tables": true})

	f.Call(t, "POST", scanPath, nil, nil).Want(t, 409, "table_not_activated")
	f.Call(t, "POST", "/api/tables/code/UNICA-7/session", nil, nil).Want(t, 409, "table_not_activated")
	assert.Equal(t, 0, f.Count(t, `SELECT count(*) FROM table_session WHERE table_id = 1003`))
	assert.Equal(t, 1, f.Count(t, `SELECT count(*) FROM restaurant_table WHERE id = 1003 AND status = 'FREE'`))

	active := f.Call(t, "POST", activatePath, map[string]any{"diner_count": 2}, waiter).Want(t, 200, "")
	sat := f.Call(t, "POST", scanPath, nil, nil).Want(t, 200, "")
	assert.Equal(t, active.Int(t, "session_id"), sat.Int(t, "session_id"))
}
