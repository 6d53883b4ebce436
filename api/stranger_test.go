package api

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"integrador/internal/domain/access"
)

// settle has the house's branch decide something about its floor.
func (f *floor) settle(t *testing.T, admin headers, settings map[string]any) reply {
	t.Helper()
	return f.call(t, "PATCH", fmt.Sprintf("/api/admin/branches/%d", branchID), settings, admin).want(t, 200, "")
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
	admin := f.employ(t, 190, "chief@house.test", branchID, access.Admin)
	waiter := f.employ(t, 191, "moza@house.test", branchID, access.Waiter)
	set := f.settle(t, admin, map[string]any{"unpaid_cap_cents": 3 * milanesaPrice})
	assert.EqualValues(t, 3*milanesaPrice, set.body["unpaid_cap_cents"])

	sat := f.call(t, "POST", scanPath, nil, nil).want(t, 200, "")
	phone := headers{tableTokenHeader: sat.str(t, "table_token")}
	order := func(n int) reply {
		return f.call(t, "POST", submitPath, fmt.Sprintf(`{"items":[{"product_id":300,"qty":%d}]}`, n), phone)
	}
	rounds := func() int {
		return f.count(t, `SELECT count(*) FROM round WHERE table_session_id = $1`, sat.int(t, "session_id"))
	}
	order(1).want(t, 200, "")
	over := order(3).want(t, 409, "unpaid_cap_reached")
	assert.EqualValues(t, 2*milanesaPrice, over.body["remaining_cents"])
	assert.Equal(t, 1, rounds(), "nothing of it is written")
	order(2).want(t, 200, "")
	over = order(4).want(t, 409, "unpaid_cap_reached")
	assert.EqualValues(t, 0, over.body["remaining_cents"])

	served := fmt.Sprintf("/api/waiter/sessions/%d/rounds", sat.int(t, "session_id"))
	f.call(t, "POST", served, `{"items":[{"product_id":300,"qty":5}]}`, waiter).want(t, 200, "")
	assert.Equal(t, 3, rounds())
	assert.Nil(t, f.settle(t, admin, map[string]any{"unpaid_cap_cents": nil}).body["unpaid_cap_cents"])
	f.call(t, "PATCH", fmt.Sprintf("/api/admin/branches/%d", branchID), `{"unpaid_cap_cents":0}`, admin).want(t, 422, "")
}

// TestAScanOpensNoTableWhereStaffDoes until a waiter has activated it.
func TestAScanOpensNoTableWhereStaffDoes(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	admin := f.employ(t, 190, "chief@house.test", branchID, access.Admin)
	waiter := f.employ(t, 191, "moza@house.test", branchID, access.Waiter)
	f.settle(t, admin, map[string]any{"staff_opens_tables": true})

	f.call(t, "POST", scanPath, nil, nil).want(t, 409, "table_not_activated")
	f.call(t, "POST", "/api/tables/code/UNICA-7/session", nil, nil).want(t, 409, "table_not_activated")
	assert.Equal(t, 0, f.count(t, `SELECT count(*) FROM table_session WHERE table_id = 1003`))
	assert.Equal(t, 1, f.count(t, `SELECT count(*) FROM restaurant_table WHERE id = 1003 AND status = 'FREE'`))

	active := f.call(t, "POST", activatePath, map[string]any{"diner_count": 2}, waiter).want(t, 200, "")
	sat := f.call(t, "POST", scanPath, nil, nil).want(t, 200, "")
	assert.Equal(t, active.int(t, "session_id"), sat.int(t, "session_id"))
}
