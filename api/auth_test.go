package api

import (
	"testing"
	"time"

	"integrador/api/apitest"
	"integrador/api/httpx"
	"integrador/internal/domain/access"
)

func TestATableTokenLivesAsLongAsItsSession(t *testing.T) {
	t.Parallel()
	h := newFixture(t)
	h.Probe("/api/test/table", httpx.Table)
	h.Probe("/api/test/bill", httpx.TableEvenClosed)
	phone := h.Seated(t, "phone-1")

	h.Call(t, "GET", "/api/test/table", nil, phone).Want(t, 204, "")
	h.Call(t, "GET", "/api/test/table", nil, nil).Want(t, 401, "table_token_missing")
	h.Call(t, "GET", "/api/test/table", nil, apitest.Headers{"X-Table-Token": phone["X-Table-Token"], "X-Device-Id": "año"}).Want(t, 422, "device_id_invalid")

	h.Exec(t, `UPDATE table_session SET status = 'PAYING' WHERE id = 5000`)
	h.Clock.Advance(2 * time.Second)
	h.Call(t, "GET", "/api/test/table", nil, phone).Want(t, 204, "")

	h.Exec(t, `UPDATE table_session SET status = 'CLOSED' WHERE id = 5000`)
	h.Clock.Advance(2 * time.Second)
	h.Call(t, "GET", "/api/test/table", nil, phone).Want(t, 401, "session_closed")
	h.Call(t, "GET", "/api/test/bill", nil, phone).Want(t, 204, "")
}

func TestATokenOfASessionThatIsNotThere(t *testing.T) {
	t.Parallel()
	h := newFixture(t)
	h.Probe("/api/test/table", httpx.Table)
	for name, at := range map[string]access.Table{
		"another tenant": {TenantID: 2, BranchID: apitest.BranchID, TableID: apitest.TableID, SessionID: apitest.SessionID},
		"another branch": {TenantID: apitest.TenantID, BranchID: apitest.OtherBranchID, TableID: apitest.TableID, SessionID: apitest.SessionID},
		"no such":        {TenantID: apitest.TenantID, BranchID: apitest.BranchID, TableID: apitest.TableID, SessionID: 9},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			issued, err := h.Keys.IssueTable(at)
			if err != nil {
				t.Fatal(err)
			}
			h.Call(t, "GET", "/api/test/table", nil, apitest.Headers{"X-Table-Token": issued.Token}).Want(t, 401, "session_closed")
		})
	}
}

func TestRolesAndBranches(t *testing.T) {
	t.Parallel()
	h := newFixture(t)
	h.Probe("/api/test/floor", httpx.FloorStaff)
	h.Probe("/api/test/managing", httpx.Managers)
	h.Probe("/api/test/branch/{branch_id}", httpx.Staff().InBranch("branch_id"))
	h.Probe("/api/test/branches", httpx.Staff().InBranch("branch_id"))
	waiter := apitest.Bearing(h.Login(t, "waiter@demo.com", "waiter123").Str(t, "access_token"))

	h.Call(t, "GET", "/api/test/floor", nil, waiter).Want(t, 204, "")
	h.Call(t, "GET", "/api/test/managing", nil, waiter).Want(t, 403, "role_forbidden")
	h.Call(t, "GET", "/api/test/managing", nil, nil).Want(t, 401, "not_authenticated")
	h.Call(t, "GET", "/api/test/branch/10", nil, waiter).Want(t, 204, "")
	h.Call(t, "GET", "/api/test/branch/11", nil, waiter).Want(t, 403, "branch_forbidden")
	h.Call(t, "GET", "/api/test/branches?branch_id=11", nil, waiter).Want(t, 403, "branch_forbidden")
	h.Call(t, "GET", "/api/test/branches", nil, waiter).Want(t, 204, "")

	h.Exec(t, `INSERT INTO user_branch_role (tenant_id, user_id, branch_id, role) VALUES (1, 100, 10, 'ADMIN')`)
	admin := apitest.Bearing(h.Login(t, "waiter@demo.com", "waiter123").Str(t, "access_token"))
	h.Call(t, "GET", "/api/test/branch/11", nil, admin).Want(t, 204, "")
}
