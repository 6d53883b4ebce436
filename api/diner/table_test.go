package diner

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/api/apitest"
	"integrador/internal/domain/access"
)

func TestOpeningATable(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	for path, want := range map[string]struct {
		status int
		code   string
		table  int64
	}{
		"/api/tables/1000/session":                                 {200, "", apitest.TableID},
		"/api/tables/1003/session":                                 {200, "", apitest.UniqueTableID},
		"/api/tables/1002/session":                                 {400, "table_out_of_service", 0},
		"/api/tables/1004/session":                                 {404, "table_not_found", 0},
		"/api/tables/9999/session":                                 {404, "table_not_found", 0},
		"/api/tables/-1/session":                                   {404, "table_not_found", 0},
		"/api/tables/x/session":                                    {422, "validation_error", 0},
		"/api/tables/99999999999999999999/session":                 {422, "validation_error", 0},
		"/api/tables/code/INT-01/session?branch_slug=centro":       {200, "", apitest.TableID},
		"/api/tables/code/int-01/session?branch_slug=centro":       {200, "", apitest.TableID},
		"/api/tables/code/INT-01/session?branch_slug=norte":        {200, "", apitest.NorthTableID},
		"/api/tables/code/INT-01/session?branch_slug=canary":       {200, "", apitest.CanaryTableID},
		"/api/tables/code/UNICA-7/session":                         {200, "", apitest.UniqueTableID},
		"/api/tables/code/INT-01/session":                          {404, "branch_required", 0},
		"/api/tables/code/INT-02/session?branch_slug=norte":        {404, "table_not_found", 0},
		"/api/tables/code/INT-03/session?branch_slug=centro":       {400, "table_out_of_service", 0},
		"/api/tables/code/NADA/session":                            {404, "table_not_found", 0},
		"/api/tables/code/INT-01/session?branch_slug=centro%00":    {422, "", 0},
		"/api/tables/code/%27%20OR%201=1--/session":                {404, "table_not_found", 0},
		"/api/tables/code/" + long(51) + "/session":                {422, "validation_error", 0},
		"/api/tables/code/INT-01/session?branch_slug=" + long(101): {422, "validation_error", 0},
	} {
		a := f.Call(t, "POST", path, nil, nil)
		require.Equal(t, want.status, a.StatusCode, "%s: %s", path, a.Text)
		if want.code != "" {
			require.Equal(t, want.code, a.Body["code"], path)
		}
		if want.status == 200 {
			apitest.Fields(t, a.Body, "session_id", "table_id", "table_code", "table_token", "status")
			require.Equal(t, want.table, a.Int(t, "table_id"), path)
			require.Equal(t, "OPEN", a.Body["status"])
		}
	}
}

func long(n int) string {
	text := make([]byte, n)
	for i := range text {
		text[i] = 'a'
	}
	return string(text)
}

func TestEveryoneAtATableGetsATokenOfTheSameSession(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	first := f.Call(t, "POST", "/api/tables/1003/session", nil, nil).Want(t, 200, "")
	second := f.Call(t, "POST", "/api/tables/code/UNICA-7/session", nil, nil).Want(t, 200, "")
	assert.Equal(t, first.Int(t, "session_id"), second.Int(t, "session_id"))
	assert.NotEqual(t, first.Str(t, "table_token"), second.Str(t, "table_token"))
	assert.Equal(t, 1, f.Count(t, `SELECT count(*) FROM table_session WHERE table_id = 1003`))

	seat, err := f.Keys.ParseTable(second.Str(t, "table_token"))
	require.NoError(t, err)
	assert.Equal(t, access.Table{TenantID: apitest.TenantID, BranchID: apitest.BranchID, TableID: apitest.UniqueTableID, SessionID: first.Int(t, "session_id")}, seat.Table)
	f.Call(t, "GET", "/api/diner/cart", nil, apitest.Headers{"X-Table-Token": second.Str(t, "table_token")}).Want(t, 200, "")
}

func TestATableThatIsPayingSaysSo(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	f.Exec(t, `UPDATE table_session SET status = 'PAYING' WHERE id = 5000`)
	a := f.Call(t, "POST", "/api/tables/1000/session", nil, nil).Want(t, 200, "")
	assert.Equal(t, "PAYING", a.Body["status"])
	assert.EqualValues(t, apitest.SessionID, a.Int(t, "session_id"))
}
