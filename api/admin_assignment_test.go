package api

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"integrador/internal/domain/access"
)

const someDay = "2026-03-01"

func TestAssignments(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ter, bar := o.sector(t, "TER"), o.sector(t, "BAR")
	assign := func(day string, shift any, pairs ...map[string]any) map[string]any {
		return map[string]any{"branch_id": branchID, "assignment_date": day, "shift": shift, "assignments": pairs}
	}
	to := func(sector int64, waiters ...int64) map[string]any {
		return map[string]any{"sector_id": sector, "waiter_ids": waiters}
	}
	bulk := assignmentsPath + "/bulk"
	a := o.call(t, post, bulk, assign(someDay, "NIGHT", to(ter, 303, waiterID), to(bar, 303)), o.manager).want(t, 200, "")
	fields(t, a.body, "created_count", "skipped_count", "assignments")
	assert.Equal(t, int64(3), a.int(t, "created_count"))
	fields(t, a.body["assignments"].([]any)[0].(map[string]any), "id", "tenant_id", "branch_id", "sector_id", "sector_name", "sector_prefix",
		"waiter_id", "waiter_name", "waiter_email", "assignment_date", "shift", "is_active")
	a = o.call(t, post, bulk, assign(someDay, "NIGHT", to(ter, 303, 303), to(bar, waiterID)), o.manager).want(t, 200, "")
	assert.Equal(t, []any{1.0, 2.0}, []any{a.body["created_count"], a.body["skipped_count"]}, "what is there is left as it is")

	o.call(t, post, bulk, assign(someDay, nil, to(ter, 302)), o.manager).want(t, 400, "not_a_waiter_here")
	o.call(t, post, bulk, assign(someDay, nil, to(ter, 401)), o.manager).want(t, 400, "not_a_waiter_here")
	north := o.make(t, sectorsPath, map[string]any{"branch_id": otherBranchID, "name": "Salón", "prefix": "S"})
	o.call(t, post, bulk, assign(someDay, nil, to(north, 303)), o.manager).want(t, 400, "sector_not_in_branch")
	o.call(t, post, bulk, assign("1 de marzo", nil, to(ter, 303)), o.manager).want(t, 422, "validation_error")
	o.call(t, post, bulk, assign(someDay, "TARDE", to(ter, 303)), o.manager).want(t, 422, "validation_error")
	o.call(t, post, bulk, assign(someDay, nil, to(ter, 303)), o.stranger).want(t, 404, "branch_not_found")
	o.call(t, post, bulk, assign(someDay, nil, to(ter, 303)), o.waiter).want(t, 403, "role_forbidden")

	o.employ(t, 304, "libre@demo.com", branchID, access.Waiter)
	path := fmt.Sprintf("%s?branch_id=10&assignment_date=%s", assignmentsPath, someDay)
	day := o.call(t, get, path, nil, o.waiter).want(t, 200, "")
	fields(t, day.body, "branch_id", "branch_name", "assignment_date", "shift", "sectors", "unassigned_waiters")
	sectors := day.body["sectors"].([]any)
	assert.Len(t, sectors, 2)
	assert.Len(t, sectors[0].(map[string]any)["waiters"], 2)
	fields(t, sectors[0].(map[string]any), "sector_id", "sector_name", "sector_prefix", "waiters")
	assert.Contains(t, fmt.Sprint(day.body["unassigned_waiters"]), "libre@demo.com")
	assert.Len(t, day.body["unassigned_waiters"], 1)
	assert.Len(t, o.call(t, get, path+"&shift=MORNING", nil, o.waiter).want(t, 200, "").body["unassigned_waiters"], 3)
	o.call(t, get, path, nil, o.stranger).want(t, 404, "branch_not_found")
	o.call(t, get, fmt.Sprintf("%s?branch_id=11&assignment_date=%s", assignmentsPath, someDay), nil, o.manager).want(t, 403, "branch_forbidden")
	o.call(t, get, assignmentsPath+"?branch_id=10", nil, o.manager).want(t, 422, "validation_error")

	mine := o.call(t, get, "/api/waiter/my-assignments?assignment_date="+someDay, nil, o.waiter).want(t, 200, "")
	assert.ElementsMatch(t, []any{float64(ter), float64(bar)}, mine.body["sector_ids"])

	one := int64(a.body["assignments"].([]any)[0].(map[string]any)["id"].(float64))
	at := fmt.Sprintf("%s/%d", assignmentsPath, one)
	o.call(t, del, at, nil, o.stranger).want(t, 404, "assignment_not_found")
	o.call(t, del, at, nil, o.waiter).want(t, 403, "role_forbidden")
	d := o.call(t, del, at, nil, o.manager).want(t, 200, "")
	fields(t, d.body, "message", "id")
	o.call(t, del, at, nil, o.manager).want(t, 404, "assignment_not_found")
	back := o.call(t, post, bulk, assign(someDay, "NIGHT", to(bar, waiterID)), o.manager).want(t, 200, "")
	assert.Equal(t, int64(1), back.int(t, "created_count"), "what was taken back can be given again")

	// A waiter who left, and a sector that is gone, are not copied.
	o.exec(t, `UPDATE app_user SET is_active = false WHERE id = 100`)
	copying := fmt.Sprintf("%s/copy?branch_id=10&from_date=%s&to_date=2026-03-02", assignmentsPath, someDay)
	c := o.call(t, post, copying, nil, o.manager).want(t, 200, "")
	assert.Equal(t, []any{2.0, 2.0}, []any{c.body["created_count"], c.body["skipped_count"]})
	c = o.call(t, post, copying+"&shift=MORNING", nil, o.manager).want(t, 200, "")
	assert.Equal(t, []any{0.0, 0.0}, []any{c.body["created_count"], c.body["skipped_count"]})
	o.call(t, post, fmt.Sprintf("%s/copy?branch_id=10&from_date=%s&to_date=%s", assignmentsPath, someDay, someDay), nil, o.manager).want(t, 400, "same_day")
	o.call(t, post, copying, nil, o.stranger).want(t, 404, "branch_not_found")

	all := "/api/admin/assignments-bulk?branch_id=10&assignment_date=2026-03-02"
	o.call(t, del, all, nil, o.waiter).want(t, 403, "role_forbidden")
	o.call(t, del, all, nil, o.stranger).want(t, 404, "branch_not_found")
	g := o.call(t, del, all, nil, o.manager).want(t, 200, "")
	fields(t, g.body, "message", "deleted_count")
	assert.Equal(t, int64(2), g.int(t, "deleted_count"))
	assert.Equal(t, 0.0, o.call(t, del, all, nil, o.manager).want(t, 200, "").body["deleted_count"])

	assert.Equal(t, 3, o.count(t, `SELECT count(*) FROM audit_log WHERE entity_type = 'sector_assignment' AND action = 'DELETE' AND user_id = 302 AND old_values->>'sector_id' IS NOT NULL`))
	assert.Equal(t, 2, o.count(t, `SELECT count(*) FROM event WHERE type = 'ENTITY_DELETED' AND branch_id = 10 AND entity->>'entity_type' = 'sector_assignment'`), "one for each change")
}
