package venue

import (
	"bytes"
	"fmt"
	"image/png"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/api/apitest"
)

func makeSector(t *testing.T, o *apitest.AdminFixture, prefix string) int64 {
	t.Helper()
	return o.Make(t, "/api/admin/sectors", map[string]any{
		"branch_id": apitest.BranchID, "name": "Sector " + prefix, "prefix": prefix,
	})
}

func TestTables(t *testing.T) {
	t.Parallel()
	o := newAdmin(t)
	ter := makeSector(t, o, "TER")
	a := o.Call(t, "POST", "/api/admin/tables", map[string]any{
		"branch_id": apitest.BranchID, "code": "TER-01", "capacity": 6, "sector": "sector ter",
	}, o.Manager).Want(t, 201, "")
	apitest.Fields(t, a.Body, "id", "tenant_id", "branch_id", "code", "capacity", "sector", "sector_id", "status", "is_active", "active_round_statuses")
	assert.Equal(t, float64(ter), a.Body["sector_id"], "a name finds its sector")
	assert.Equal(t, "Sector TER", a.Body["sector"])
	assert.Equal(t, map[string]any{}, a.Body["active_round_statuses"])
	at := fmt.Sprintf("%s/%d", "/api/admin/tables", a.Int(t, "id"))

	o.Call(t, "POST", "/api/admin/tables", map[string]any{
		"branch_id": apitest.BranchID, "code": "ter-01",
	}, o.Admin).Want(t, 409, "table_code_taken")
	o.Call(t, "POST", "/api/admin/tables", map[string]any{
		"branch_id": apitest.OtherBranchID, "code": "TER-01",
	}, o.Admin).Want(t, 201, "")
	o.Call(t, "POST", "/api/admin/tables", map[string]any{
		"branch_id": apitest.OtherBranchID, "code": "X", "sector_id": ter,
	}, o.Admin).Want(t, 400, "sector_of_another_branch")
	o.Call(t, "POST", "/api/admin/tables", map[string]any{
		"branch_id": apitest.OtherBranchID, "code": "X",
	}, o.Manager).Want(t, 403, "branch_forbidden")
	o.Call(t, "POST", "/api/admin/tables", map[string]any{
		"branch_id": apitest.CanaryBranchID, "code": "X",
	}, o.Admin).Want(t, 400, "branch_not_found")
	o.Call(t, "POST", "/api/admin/tables", map[string]any{
		"branch_id": apitest.BranchID, "code": "A/B",
	}, o.Admin).Want(t, 422, "validation_error")
	o.Call(t, "POST", "/api/admin/tables", map[string]any{
		"branch_id": apitest.BranchID, "code": "X", "capacity": 0,
	}, o.Admin).Want(t, 422, "validation_error")
	o.Call(t, "POST", "/api/admin/tables", map[string]any{
		"branch_id": apitest.BranchID, "code": "X",
	}, o.Waiter).Want(t, 403, "role_forbidden")

	free := o.Call(t, "PATCH", at, map[string]any{
		"sector": "Al lado del horno", "capacity": 2,
	}, o.Manager).Want(t, 200, "")
	assert.Equal(t, "Al lado del horno", free.Body["sector"])
	assert.Nil(t, free.Body["sector_id"])
	o.Call(t, "PATCH", at, map[string]any{"sector_id": ter}, o.Manager).Want(t, 200, "")
	o.Call(t, "PATCH", at, map[string]any{"status": "OUT_OF_SERVICE"}, o.Manager).Want(t, 200, "")
	assert.Equal(t, 1, o.Count(t, `SELECT count(*) FROM event WHERE type = 'TABLE_STATUS_CHANGED' AND branch_id = 10 AND sector_id = $1
		AND entity->>'table_status' = 'OUT_OF_SERVICE' AND entity->>'table_code' = 'TER-01'`, ter))
	o.Call(t, "PATCH", at, map[string]any{"status": "ACTIVE"}, o.Manager).Want(t, 400, "table_status_follows_sitting")
	o.Call(t, "PATCH", at, map[string]any{"status": "FREE", "code": "TER-1"}, o.Manager).Want(t, 200, "")

	o.Call(t, "GET", at, nil, o.Stranger).Want(t, 404, "table_not_found")
	o.Call(t, "PATCH", at, map[string]any{"capacity": 1}, o.Stranger).Want(t, 404, "table_not_found")
	o.Call(t, "GET", "/api/admin/tables"+"/1100", nil, o.Manager).Want(t, 403, "branch_forbidden")
	o.Call(t, "DELETE", at, nil, o.Waiter).Want(t, 403, "role_forbidden")
	o.Call(t, "DELETE", at, nil, o.Manager).Want(t, 204, "")
	o.Call(t, "GET", at, nil, o.Admin).Want(t, 404, "table_not_found")
	assert.NotContains(t, o.Call(t, "GET", "/api/admin/tables", nil, o.Manager).Text, `"TER-1"`)
	assert.Contains(t, o.Call(t, "GET", "/api/admin/tables"+"?include_deleted=true", nil, o.Manager).Text, `"TER-1"`)
	o.Call(t, "POST", at+"/restore", nil, o.Admin).Want(t, 200, "")
}

func TestATableWhereSomebodySits(t *testing.T) {
	t.Parallel()
	o := newAdmin(t)
	o.Exec(t, `UPDATE restaurant_table SET status = 'ACTIVE' WHERE id = 1000`)
	o.Exec(t, `INSERT INTO round (id, tenant_id, branch_id, table_session_id, round_number, status) VALUES
		(700, 1, 10, 5000, 1, 'SERVED'), (701, 1, 10, 5000, 2, 'READY'), (702, 1, 10, 5000, 3, 'SUBMITTED'), (703, 1, 10, 5000, 4, 'CANCELED')`)
	at := "/api/admin/tables" + "/1000"
	a := o.Call(t, "GET", at, nil, o.Manager).Want(t, 200, "")
	assert.Equal(t, map[string]any{"701": "READY", "702": "SUBMITTED"}, a.Body["active_round_statuses"])

	o.Call(t, "PATCH", at, map[string]any{"status": "OUT_OF_SERVICE"}, o.Admin).Want(t, 400, "sitting_open")
	o.Call(t, "PATCH", at, map[string]any{"status": "FREE"}, o.Admin).Want(t, 400, "sitting_open")
	o.Call(t, "PATCH", at, map[string]any{"is_active": false}, o.Admin).Want(t, 400, "sitting_open")
	o.Call(t, "DELETE", at, nil, o.Admin).Want(t, 400, "sitting_open")
	o.Call(t, "PATCH", at, map[string]any{"status": "ACTIVE", "capacity": 8}, o.Admin).Want(t, 200, "")
	o.Exec(t, `UPDATE table_session SET status = 'CLOSED' WHERE id = 5000`)
	o.Call(t, "DELETE", at, nil, o.Admin).Want(t, 204, "")
}

func codesOf(t *testing.T, a apitest.Reply) []string {
	t.Helper()
	var out []string
	for _, row := range a.Body["tables"].([]any) {
		out = append(out, row.(map[string]any)["code"].(string))
	}
	return out
}

func TestTablesInBatch(t *testing.T) {
	t.Parallel()
	o := newAdmin(t)
	ter, bar := makeSector(t, o, "TER"), makeSector(t, o, "BAR")
	batch := func(items ...map[string]any) map[string]any {
		return map[string]any{"branch_id": apitest.BranchID, "tables": items}
	}
	of := func(sector int64, count int) map[string]any {
		return map[string]any{"sector_id": sector, "capacity": 4, "count": count}
	}
	path := "/api/admin/tables" + "/batch"
	a := o.Call(t, "POST", path, batch(of(ter, 2), of(bar, 1)), o.Manager).Want(t, 201, "")
	assert.Equal(t, 3.0, a.Body["created_count"])
	assert.Equal(t, []string{"TER-01", "TER-02", "BAR-01"}, codesOf(t, a))
	assert.Equal(t, 3, o.Count(t, `SELECT count(*) FROM restaurant_table WHERE sector_id = ANY($1)`, []int64{ter, bar}))
	assert.Equal(t, 3, o.Count(t, `SELECT count(*) FROM audit_log WHERE entity_type = 'table' AND action = 'CREATE'`))

	o.Exec(t, `INSERT INTO restaurant_table (tenant_id, branch_id, code) VALUES (1, 10, 'ter-98')`)
	o.Exec(t, `INSERT INTO restaurant_table (tenant_id, branch_id, code, is_active, deleted_at) VALUES (1, 10, 'BAR-07', false, now())`)
	a = o.Call(t, "POST", path, batch(of(ter, 2), of(ter, 1), of(bar, 1)), o.Admin).Want(t, 201, "")
	assert.ElementsMatch(t, []string{
		"TER-99", "TER-100", "TER-101", "BAR-08",
	}, codesOf(t, a), "on from the highest, a deleted one too")

	before := o.Count(t, `SELECT count(*) FROM restaurant_table`)
	o.Call(t, "POST", path, batch(of(ter, 2), of(999, 1)), o.Admin).Want(t, 400, "sector_not_found")
	north := o.Make(t, "/api/admin/sectors", map[string]any{
		"branch_id": apitest.OtherBranchID, "name": "Salón", "prefix": "S",
	})
	o.Call(t, "POST", path, batch(of(ter, 2), of(north, 1)), o.Admin).Want(t, 400, "sector_of_another_branch")
	o.Call(t, "POST", path, batch(of(ter, 60), of(bar, 60)), o.Admin).Want(t, 400, "batch_too_big")
	o.Call(t, "POST", path, batch(of(ter, 0)), o.Admin).Want(t, 422, "validation_error")
	o.Call(t, "POST", path, batch(), o.Admin).Want(t, 422, "validation_error")
	o.Call(t, "POST", path, batch(of(ter, 1)), o.Waiter).Want(t, 403, "role_forbidden")
	assert.Equal(t, before, o.Count(t, `SELECT count(*) FROM restaurant_table`), "all or nothing")

	var wait sync.WaitGroup // several at once, in either order
	for i := range 4 {
		items := []map[string]any{of(ter, 3), of(bar, 3)}
		if i%2 == 1 {
			items[0], items[1] = items[1], items[0]
		}
		wait.Go(func() { assert.Equal(t, 201, o.Call(t, "POST", path, batch(items...), o.Admin).StatusCode) })
	}
	wait.Wait()
	assert.Equal(t, before+24, o.Count(t, `SELECT count(*) FROM restaurant_table`))
}

func TestQRCodes(t *testing.T) {
	t.Parallel()
	o := newAdmin(t, func(o *Options) { o.MenuURL = "https://menu.ejemplo.com" })
	ter := makeSector(t, o, "TER")
	odd := o.Make(t, "/api/admin/tables", map[string]any{
		"branch_id": apitest.BranchID, "code": "Ñandú&1", "sector_id": ter,
	})
	at := fmt.Sprintf("%s/%d", "/api/admin/tables", odd)
	a := o.Call(t, "GET", at+"/qr-url", nil, o.Waiter).Want(t, 200, "")
	apitest.Fields(t, a.Body, "table_id", "table_code", "branch_id", "branch_slug", "url", "png", "svg")
	assert.Equal(t, "https://menu.ejemplo.com/join/centro/%C3%91and%C3%BA&1", a.Body["url"])

	p := o.Call(t, "GET", a.Str(t, "png"), nil, o.Waiter).Want(t, 200, "")
	assert.Equal(t, "image/png", p.Header.Get("Content-Type"))
	image, err := png.Decode(bytes.NewReader([]byte(p.Text)))
	require.NoError(t, err)
	assert.Equal(t, 720, image.Bounds().Dx())
	s := o.Call(t, "GET", a.Str(t, "svg"), nil, o.Waiter).Want(t, 200, "")
	assert.Equal(t, "image/svg+xml", s.Header.Get("Content-Type"))
	assert.True(t, strings.HasPrefix(s.Text, "<svg "))
	for _, path := range []string{"/qr-url", "/qr.png", "/qr.svg"} {
		o.Call(t, "GET", at+path, nil, o.Stranger).Want(t, 404, "table_not_found")
		o.Call(t, "GET", "/api/admin/tables"+"/1100"+path, nil, o.Manager).Want(t, 403, "branch_forbidden")
	}

	sheet := o.Call(t, "GET", "/api/admin/tables"+"/qr-sheet?branch_id=10", nil, o.Manager).Want(t, 200, "")
	assert.Equal(t, "text/html; charset=utf-8", sheet.Header.Get("Content-Type"))
	assert.Contains(t, sheet.Header.Get("Content-Security-Policy"), "default-src 'none'")
	assert.Equal(t, 5, strings.Count(sheet.Text, "<svg "), "the tables in use")
	assert.Contains(t, sheet.Text, "Ñandú&amp;1")
	assert.NotContains(t, sheet.Text, "INT-09")
	assert.NotContains(t, sheet.Text, "src=", "nothing comes from anywhere else")
	one := o.Call(t, "GET", fmt.Sprintf("%s/qr-sheet?branch_id=10&sector_id=%d", "/api/admin/tables", ter), nil, o.Admin).Want(t, 200, "")
	assert.Equal(t, 1, strings.Count(one.Text, "<svg "))
	o.Call(t, "GET", "/api/admin/tables"+"/qr-sheet?branch_id=11", nil, o.Manager).Want(t, 403, "branch_forbidden")
	o.Call(t, "GET", "/api/admin/tables"+"/qr-sheet?branch_id=20", nil, o.Admin).Want(t, 404, "branch_not_found")
	o.Call(t, "GET", "/api/admin/tables"+"/qr-sheet?branch_id=10", nil, o.Waiter).Want(t, 403, "role_forbidden")
}
