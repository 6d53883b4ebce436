package api

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"integrador/api/apitest"
	"integrador/internal/domain/access"
)

func TestTableCard(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	waiter := apitest.Bearing(f.Login(t, "waiter@demo.com", "waiter123").Str(t, "access_token"))
	cook := f.Employ(t, 110, "cook@demo.com", apitest.BranchID, access.Kitchen)
	admin := f.Employ(t, 111, "admin@demo.com", apitest.BranchID, access.Admin)

	card := f.Call(t, "GET", "/api/tables/1000", nil, waiter).Want(t, 200, "")
	apitest.Fields(t, card.Body, "table_id", "code", "status", "session_id", "open_rounds", "pending_calls", "check_status",
		"active_service_call_ids", "sector_id", "sector_name", "confirmed_by_name",
		"branch_id", "capacity", "opened_at", "diner_count", "total_cents", "paid_cents", "rounds", "guests", "notes")
	assert.EqualValues(t, apitest.SessionID, card.Int(t, "session_id"))
	assert.Equal(t, []any{}, card.Body["active_service_call_ids"])
	assert.Equal(t, []any{}, card.Body["rounds"])

	for name, tt := range map[string]struct {
		path   string
		who    apitest.Headers
		status int
	}{
		"nobody":           {"/api/tables/1000", nil, 401},
		"a diner":          {"/api/tables/1000", f.Seated(t, "phone"), 401},
		"a cook":           {"/api/tables/1000", cook, 403},
		"another branch":   {"/api/tables/1100", waiter, 403},
		"an administrator": {"/api/tables/1100", admin, 200},
		"another tenant":   {"/api/tables/2000", admin, 404},
		"no table":         {"/api/tables/9999", waiter, 404},
	} {
		a := f.Call(t, "GET", tt.path, nil, tt.who)
		assert.Equal(t, tt.status, a.StatusCode, "%s: %s", name, a.Text)
	}
}
