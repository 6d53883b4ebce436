package api

import (
	"bytes"
	"fmt"
	"image/png"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func (o *office) sector(t *testing.T, prefix string) int64 {
	t.Helper()
	return o.make(t, sectorsPath, map[string]any{"branch_id": branchID, "name": "Sector " + prefix, "prefix": prefix})
}

func TestTables(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ter := o.sector(t, "TER")
	a := o.call(t, post, tablesPath, map[string]any{"branch_id": branchID, "code": "TER-01", "capacity": 6, "sector": "sector ter"}, o.manager).want(t, 201, "")
	fields(t, a.body, "id", "tenant_id", "branch_id", "code", "capacity", "sector", "sector_id", "status", "is_active", "active_round_statuses")
	assert.Equal(t, float64(ter), a.body["sector_id"], "a name finds its sector")
	assert.Equal(t, "Sector TER", a.body["sector"])
	assert.Equal(t, map[string]any{}, a.body["active_round_statuses"])
	at := fmt.Sprintf("%s/%d", tablesPath, a.int(t, "id"))

	o.call(t, post, tablesPath, map[string]any{"branch_id": branchID, "code": "ter-01"}, o.admin).want(t, 409, "table_code_taken")
	o.call(t, post, tablesPath, map[string]any{"branch_id": otherBranchID, "code": "TER-01"}, o.admin).want(t, 201, "")
	o.call(t, post, tablesPath, map[string]any{"branch_id": otherBranchID, "code": "X", "sector_id": ter}, o.admin).want(t, 400, "sector_of_another_branch")
	o.call(t, post, tablesPath, map[string]any{"branch_id": otherBranchID, "code": "X"}, o.manager).want(t, 403, "branch_forbidden")
	o.call(t, post, tablesPath, map[string]any{"branch_id": canaryBranchID, "code": "X"}, o.admin).want(t, 400, "branch_not_found")
	o.call(t, post, tablesPath, map[string]any{"branch_id": branchID, "code": "A/B"}, o.admin).want(t, 422, "validation_error")
	o.call(t, post, tablesPath, map[string]any{"branch_id": branchID, "code": "X", "capacity": 0}, o.admin).want(t, 422, "validation_error")
	o.call(t, post, tablesPath, map[string]any{"branch_id": branchID, "code": "X"}, o.waiter).want(t, 403, "role_forbidden")

	free := o.call(t, patch, at, map[string]any{"sector": "Al lado del horno", "capacity": 2}, o.manager).want(t, 200, "")
	assert.Equal(t, "Al lado del horno", free.body["sector"])
	assert.Nil(t, free.body["sector_id"])
	o.call(t, patch, at, map[string]any{"sector_id": ter}, o.manager).want(t, 200, "")
	o.call(t, patch, at, map[string]any{"status": "OUT_OF_SERVICE"}, o.manager).want(t, 200, "")
	assert.Equal(t, 1, o.count(t, `SELECT count(*) FROM event WHERE type = 'TABLE_STATUS_CHANGED' AND branch_id = 10 AND sector_id = $1
		AND entity->>'table_status' = 'OUT_OF_SERVICE' AND entity->>'table_code' = 'TER-01'`, ter))
	o.call(t, patch, at, map[string]any{"status": "ACTIVE"}, o.manager).want(t, 400, "table_status_follows_sitting")
	o.call(t, patch, at, map[string]any{"status": "FREE", "code": "TER-1"}, o.manager).want(t, 200, "")

	o.call(t, get, at, nil, o.stranger).want(t, 404, "table_not_found")
	o.call(t, patch, at, map[string]any{"capacity": 1}, o.stranger).want(t, 404, "table_not_found")
	o.call(t, get, tablesPath+"/1100", nil, o.manager).want(t, 403, "branch_forbidden")
	o.call(t, del, at, nil, o.waiter).want(t, 403, "role_forbidden")
	o.call(t, del, at, nil, o.manager).want(t, 204, "")
	o.call(t, get, at, nil, o.admin).want(t, 404, "table_not_found")
	assert.NotContains(t, o.call(t, get, tablesPath, nil, o.manager).text, `"TER-1"`)
	assert.Contains(t, o.call(t, get, tablesPath+"?include_deleted=true", nil, o.manager).text, `"TER-1"`)
	o.call(t, post, at+"/restore", nil, o.admin).want(t, 200, "")
}

func TestATableWhereSomebodySits(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.exec(t, `UPDATE restaurant_table SET status = 'ACTIVE' WHERE id = 1000`)
	o.exec(t, `INSERT INTO round (id, tenant_id, branch_id, table_session_id, round_number, status) VALUES
		(700, 1, 10, 5000, 1, 'SERVED'), (701, 1, 10, 5000, 2, 'READY'), (702, 1, 10, 5000, 3, 'SUBMITTED'), (703, 1, 10, 5000, 4, 'CANCELED')`)
	at := tablesPath + "/1000"
	a := o.call(t, get, at, nil, o.manager).want(t, 200, "")
	assert.Equal(t, map[string]any{"701": "READY", "702": "SUBMITTED"}, a.body["active_round_statuses"])

	o.call(t, patch, at, map[string]any{"status": "OUT_OF_SERVICE"}, o.admin).want(t, 400, "sitting_open")
	o.call(t, patch, at, map[string]any{"status": "FREE"}, o.admin).want(t, 400, "sitting_open")
	o.call(t, patch, at, map[string]any{"is_active": false}, o.admin).want(t, 400, "sitting_open")
	o.call(t, del, at, nil, o.admin).want(t, 400, "sitting_open")
	o.call(t, patch, at, map[string]any{"status": "ACTIVE", "capacity": 8}, o.admin).want(t, 200, "")
	o.exec(t, `UPDATE table_session SET status = 'CLOSED' WHERE id = 5000`)
	o.call(t, del, at, nil, o.admin).want(t, 204, "")
}

func (a reply) codes(t *testing.T) []string {
	t.Helper()
	var out []string
	for _, row := range a.body["tables"].([]any) {
		out = append(out, row.(map[string]any)["code"].(string))
	}
	return out
}

func TestTablesInBatch(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ter, bar := o.sector(t, "TER"), o.sector(t, "BAR")
	batch := func(items ...map[string]any) map[string]any {
		return map[string]any{"branch_id": branchID, "tables": items}
	}
	of := func(sector int64, count int) map[string]any {
		return map[string]any{"sector_id": sector, "capacity": 4, "count": count}
	}
	path := tablesPath + "/batch"
	a := o.call(t, post, path, batch(of(ter, 2), of(bar, 1)), o.manager).want(t, 201, "")
	assert.Equal(t, 3.0, a.body["created_count"])
	assert.Equal(t, []string{"TER-01", "TER-02", "BAR-01"}, a.codes(t))
	assert.Equal(t, 3, o.count(t, `SELECT count(*) FROM restaurant_table WHERE sector_id = ANY($1)`, []int64{ter, bar}))
	assert.Equal(t, 3, o.count(t, `SELECT count(*) FROM audit_log WHERE entity_type = 'table' AND action = 'CREATE'`))

	o.exec(t, `INSERT INTO restaurant_table (tenant_id, branch_id, code) VALUES (1, 10, 'ter-98')`)
	o.exec(t, `INSERT INTO restaurant_table (tenant_id, branch_id, code, is_active, deleted_at) VALUES (1, 10, 'BAR-07', false, now())`)
	a = o.call(t, post, path, batch(of(ter, 2), of(ter, 1), of(bar, 1)), o.admin).want(t, 201, "")
	assert.ElementsMatch(t, []string{"TER-99", "TER-100", "TER-101", "BAR-08"}, a.codes(t), "on from the highest, a deleted one too")

	before := o.count(t, `SELECT count(*) FROM restaurant_table`)
	o.call(t, post, path, batch(of(ter, 2), of(999, 1)), o.admin).want(t, 400, "sector_not_found")
	north := o.make(t, sectorsPath, map[string]any{"branch_id": otherBranchID, "name": "Salón", "prefix": "S"})
	o.call(t, post, path, batch(of(ter, 2), of(north, 1)), o.admin).want(t, 400, "sector_of_another_branch")
	o.call(t, post, path, batch(of(ter, 60), of(bar, 60)), o.admin).want(t, 400, "batch_too_big")
	o.call(t, post, path, batch(of(ter, 0)), o.admin).want(t, 422, "validation_error")
	o.call(t, post, path, batch(), o.admin).want(t, 422, "validation_error")
	o.call(t, post, path, batch(of(ter, 1)), o.waiter).want(t, 403, "role_forbidden")
	assert.Equal(t, before, o.count(t, `SELECT count(*) FROM restaurant_table`), "all or nothing")

	var wait sync.WaitGroup // several at once, in either order
	for i := range 4 {
		items := []map[string]any{of(ter, 3), of(bar, 3)}
		if i%2 == 1 {
			items[0], items[1] = items[1], items[0]
		}
		wait.Go(func() { assert.Equal(t, 201, o.call(t, post, path, batch(items...), o.admin).StatusCode) })
	}
	wait.Wait()
	assert.Equal(t, before+24, o.count(t, `SELECT count(*) FROM restaurant_table`))
}

func TestQRCodes(t *testing.T) {
	t.Parallel()
	o := newOffice(t, func(o *Options) { o.MenuURL = "https://menu.ejemplo.com" })
	ter := o.sector(t, "TER")
	odd := o.make(t, tablesPath, map[string]any{"branch_id": branchID, "code": "Ñandú&1", "sector_id": ter})
	at := fmt.Sprintf("%s/%d", tablesPath, odd)
	a := o.call(t, get, at+"/qr-url", nil, o.waiter).want(t, 200, "")
	fields(t, a.body, "table_id", "table_code", "branch_id", "branch_slug", "url", "png", "svg")
	assert.Equal(t, "https://menu.ejemplo.com/join/centro/%C3%91and%C3%BA&1", a.body["url"])

	p := o.call(t, get, a.str(t, "png"), nil, o.waiter).want(t, 200, "")
	assert.Equal(t, "image/png", p.Header.Get("Content-Type"))
	image, err := png.Decode(bytes.NewReader([]byte(p.text)))
	require.NoError(t, err)
	assert.Equal(t, qrPixels, image.Bounds().Dx())
	s := o.call(t, get, a.str(t, "svg"), nil, o.waiter).want(t, 200, "")
	assert.Equal(t, "image/svg+xml", s.Header.Get("Content-Type"))
	assert.True(t, strings.HasPrefix(s.text, "<svg "))
	for _, path := range []string{"/qr-url", "/qr.png", "/qr.svg"} {
		o.call(t, get, at+path, nil, o.stranger).want(t, 404, "table_not_found")
		o.call(t, get, tablesPath+"/1100"+path, nil, o.manager).want(t, 403, "branch_forbidden")
	}

	sheet := o.call(t, get, tablesPath+"/qr-sheet?branch_id=10", nil, o.manager).want(t, 200, "")
	assert.Equal(t, "text/html; charset=utf-8", sheet.Header.Get("Content-Type"))
	assert.Contains(t, sheet.Header.Get("Content-Security-Policy"), "default-src 'none'")
	assert.Equal(t, 5, strings.Count(sheet.text, "<svg "), "the tables in use")
	assert.Contains(t, sheet.text, "Ñandú&amp;1")
	assert.NotContains(t, sheet.text, "INT-09")
	assert.NotContains(t, sheet.text, "src=", "nothing comes from anywhere else")
	one := o.call(t, get, fmt.Sprintf("%s/qr-sheet?branch_id=10&sector_id=%d", tablesPath, ter), nil, o.admin).want(t, 200, "")
	assert.Equal(t, 1, strings.Count(one.text, "<svg "))
	o.call(t, get, tablesPath+"/qr-sheet?branch_id=11", nil, o.manager).want(t, 403, "branch_forbidden")
	o.call(t, get, tablesPath+"/qr-sheet?branch_id=20", nil, o.admin).want(t, 404, "branch_not_found")
	o.call(t, get, tablesPath+"/qr-sheet?branch_id=10", nil, o.waiter).want(t, 403, "role_forbidden")
}
