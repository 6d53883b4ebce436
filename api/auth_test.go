package api

import (
	"testing"

	"integrador/internal/domain/access"
)

func TestATableTokenLivesAsLongAsItsSession(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	h.probe(operation{Path: "/api/test/table", Access: table})
	h.probe(operation{Path: "/api/test/bill", Access: tableEvenClosed})
	phone := h.seated(t, "phone-1")

	h.call(t, "GET", "/api/test/table", nil, phone).want(t, 204, "")
	h.call(t, "GET", "/api/test/table", nil, nil).want(t, 401, "table_token_missing")
	h.call(t, "GET", "/api/test/table", nil, headers{tableTokenHeader: phone[tableTokenHeader], deviceHeader: "año"}).want(t, 422, "device_id_invalid")

	h.exec(t, `UPDATE table_session SET status = 'PAYING' WHERE id = 5000`)
	h.clock.advance(sessionFresh)
	h.call(t, "GET", "/api/test/table", nil, phone).want(t, 204, "")

	h.exec(t, `UPDATE table_session SET status = 'CLOSED' WHERE id = 5000`)
	h.clock.advance(sessionFresh)
	h.call(t, "GET", "/api/test/table", nil, phone).want(t, 401, "session_closed")
	h.call(t, "GET", "/api/test/bill", nil, phone).want(t, 204, "")
}

func TestATokenOfASessionThatIsNotThere(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	h.probe(operation{Path: "/api/test/table", Access: table})
	for name, at := range map[string]access.Table{
		"another tenant": {TenantID: 2, BranchID: branchID, TableID: tableID, SessionID: sessionID},
		"another branch": {TenantID: tenantID, BranchID: otherBranchID, TableID: tableID, SessionID: sessionID},
		"no such":        {TenantID: tenantID, BranchID: branchID, TableID: tableID, SessionID: 9},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			issued, err := h.keys.IssueTable(at)
			if err != nil {
				t.Fatal(err)
			}
			h.call(t, "GET", "/api/test/table", nil, headers{tableTokenHeader: issued.Token}).want(t, 401, "session_closed")
		})
	}
}

func TestRolesAndBranches(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	h.probe(operation{Path: "/api/test/floor", Access: staff(floorRoles...)})
	h.probe(operation{Path: "/api/test/managing", Access: staff(managingRoles...)})
	h.probe(operation{Path: "/api/test/branch/{branch_id}", Access: staff().inBranch("branch_id")})
	h.probe(operation{Path: "/api/test/branches", Access: staff().inBranch("branch_id")})
	waiter := bearing(h.login(t, waiterEmail, rightSecret).str(t, "access_token"))

	h.call(t, "GET", "/api/test/floor", nil, waiter).want(t, 204, "")
	h.call(t, "GET", "/api/test/managing", nil, waiter).want(t, 403, "role_forbidden")
	h.call(t, "GET", "/api/test/managing", nil, nil).want(t, 401, "not_authenticated")
	h.call(t, "GET", "/api/test/branch/10", nil, waiter).want(t, 204, "")
	h.call(t, "GET", "/api/test/branch/11", nil, waiter).want(t, 403, "branch_forbidden")
	h.call(t, "GET", "/api/test/branches?branch_id=11", nil, waiter).want(t, 403, "branch_forbidden")
	h.call(t, "GET", "/api/test/branches", nil, waiter).want(t, 204, "")

	h.exec(t, `INSERT INTO user_branch_role (tenant_id, user_id, branch_id, role) VALUES (1, 100, 10, 'ADMIN')`)
	admin := bearing(h.login(t, waiterEmail, rightSecret).str(t, "access_token"))
	h.call(t, "GET", "/api/test/branch/11", nil, admin).want(t, 204, "")
}
