package api

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"integrador/api/apitest"
	"integrador/internal/domain/access"
)

const someDay = "2026-03-01"

func TestAssignments(t *testing.T) {
	t.Parallel()
	o := newAdmin(t)
	sector := func(prefix string) int64 {
		return o.Make(t, "/api/admin/sectors", map[string]any{"branch_id": apitest.BranchID, "name": prefix, "prefix": prefix})
	}
	ter, bar := sector("TER"), sector("BAR")
	assign := func(day string, shift any, pairs ...map[string]any) map[string]any {
		return map[string]any{"branch_id": apitest.BranchID, "assignment_date": day, "shift": shift, "assignments": pairs}
	}
	to := func(sector int64, waiters ...int64) map[string]any {
		return map[string]any{"sector_id": sector, "waiter_ids": waiters}
	}
	bulk := "/api/admin/assignments" + "/bulk"
	a := o.Call(t, "POST", bulk, assign(someDay, "NIGHT", to(ter, 303, apitest.WaiterID), to(bar, 303)), o.Manager).Want(t, 200, "")
	apitest.Fields(t, a.Body, "created_count", "skipped_count", "assignments")
	assert.Equal(t, int64(3), a.Int(t, "created_count"))
	apitest.Fields(t, a.Body["assignments"].([]any)[0].(map[string]any), "id", "tenant_id", "branch_id", "sector_id", "sector_name", "sector_prefix",
		"waiter_id", "waiter_name", "waiter_email", "assignment_date", "shift", "is_active")
	a = o.Call(t, "POST", bulk, assign(someDay, "NIGHT", to(ter, 303, 303), to(bar, apitest.WaiterID)), o.Manager).Want(t, 200, "")
	assert.Equal(t, []any{1.0, 2.0}, []any{a.Body["created_count"], a.Body["skipped_count"]}, "what is there is left as it is")

	o.Call(t, "POST", bulk, assign(someDay, nil, to(ter, 302)), o.Manager).Want(t, 400, "not_a_waiter_here")
	o.Call(t, "POST", bulk, assign(someDay, nil, to(ter, 401)), o.Manager).Want(t, 400, "not_a_waiter_here")
	north := o.Make(t, "/api/admin/sectors", map[string]any{"branch_id": apitest.OtherBranchID, "name": "Salón", "prefix": "S"})
	o.Call(t, "POST", bulk, assign(someDay, nil, to(north, 303)), o.Manager).Want(t, 400, "sector_not_in_branch")
	o.Call(t, "POST", bulk, assign("1 de marzo", nil, to(ter, 303)), o.Manager).Want(t, 422, "validation_error")
	o.Call(t, "POST", bulk, assign(someDay, "TARDE", to(ter, 303)), o.Manager).Want(t, 422, "validation_error")
	o.Call(t, "POST", bulk, assign(someDay, nil, to(ter, 303)), o.Stranger).Want(t, 404, "branch_not_found")
	o.Call(t, "POST", bulk, assign(someDay, nil, to(ter, 303)), o.Waiter).Want(t, 403, "role_forbidden")

	o.Employ(t, 304, "libre@demo.com", apitest.BranchID, access.Waiter)
	path := fmt.Sprintf("%s?branch_id=10&assignment_date=%s", "/api/admin/assignments", someDay)
	day := o.Call(t, "GET", path, nil, o.Waiter).Want(t, 200, "")
	apitest.Fields(t, day.Body, "branch_id", "branch_name", "assignment_date", "shift", "sectors", "unassigned_waiters")
	sectors := day.Body["sectors"].([]any)
	assert.Len(t, sectors, 2)
	assert.Len(t, sectors[0].(map[string]any)["waiters"], 2)
	apitest.Fields(t, sectors[0].(map[string]any), "sector_id", "sector_name", "sector_prefix", "waiters")
	assert.Contains(t, fmt.Sprint(day.Body["unassigned_waiters"]), "libre@demo.com")
	assert.Len(t, day.Body["unassigned_waiters"], 1)
	assert.Len(t, o.Call(t, "GET", path+"&shift=MORNING", nil, o.Waiter).Want(t, 200, "").Body["unassigned_waiters"], 3)
	o.Call(t, "GET", path, nil, o.Stranger).Want(t, 404, "branch_not_found")
	o.Call(t, "GET", fmt.Sprintf("%s?branch_id=11&assignment_date=%s", "/api/admin/assignments", someDay), nil, o.Manager).Want(t, 403, "branch_forbidden")
	o.Call(t, "GET", "/api/admin/assignments"+"?branch_id=10", nil, o.Manager).Want(t, 422, "validation_error")

	mine := o.Call(t, "GET", "/api/waiter/my-assignments?assignment_date="+someDay, nil, o.Waiter).Want(t, 200, "")
	assert.ElementsMatch(t, []any{float64(ter), float64(bar)}, mine.Body["sector_ids"])

	one := int64(a.Body["assignments"].([]any)[0].(map[string]any)["id"].(float64))
	at := fmt.Sprintf("%s/%d", "/api/admin/assignments", one)
	o.Call(t, "DELETE", at, nil, o.Stranger).Want(t, 404, "assignment_not_found")
	o.Call(t, "DELETE", at, nil, o.Waiter).Want(t, 403, "role_forbidden")
	d := o.Call(t, "DELETE", at, nil, o.Manager).Want(t, 200, "")
	apitest.Fields(t, d.Body, "message", "id")
	o.Call(t, "DELETE", at, nil, o.Manager).Want(t, 404, "assignment_not_found")
	back := o.Call(t, "POST", bulk, assign(someDay, "NIGHT", to(bar, apitest.WaiterID)), o.Manager).Want(t, 200, "")
	assert.Equal(t, int64(1), back.Int(t, "created_count"), "what was taken back can be given again")

	// A waiter who left, and a sector that is gone, are not copied.
	o.Exec(t, `UPDATE app_user SET is_active = false WHERE id = 100`)
	copying := fmt.Sprintf("%s/copy?branch_id=10&from_date=%s&to_date=2026-03-02", "/api/admin/assignments", someDay)
	c := o.Call(t, "POST", copying, nil, o.Manager).Want(t, 200, "")
	assert.Equal(t, []any{2.0, 2.0}, []any{c.Body["created_count"], c.Body["skipped_count"]})
	c = o.Call(t, "POST", copying+"&shift=MORNING", nil, o.Manager).Want(t, 200, "")
	assert.Equal(t, []any{0.0, 0.0}, []any{c.Body["created_count"], c.Body["skipped_count"]})
	o.Call(t, "POST", fmt.Sprintf("%s/copy?branch_id=10&from_date=%s&to_date=%s", "/api/admin/assignments", someDay, someDay), nil, o.Manager).Want(t, 400, "same_day")
	o.Call(t, "POST", copying, nil, o.Stranger).Want(t, 404, "branch_not_found")

	all := "/api/admin/assignments-bulk?branch_id=10&assignment_date=2026-03-02"
	o.Call(t, "DELETE", all, nil, o.Waiter).Want(t, 403, "role_forbidden")
	o.Call(t, "DELETE", all, nil, o.Stranger).Want(t, 404, "branch_not_found")
	g := o.Call(t, "DELETE", all, nil, o.Manager).Want(t, 200, "")
	apitest.Fields(t, g.Body, "message", "deleted_count")
	assert.Equal(t, int64(2), g.Int(t, "deleted_count"))
	assert.Equal(t, 0.0, o.Call(t, "DELETE", all, nil, o.Manager).Want(t, 200, "").Body["deleted_count"])

	assert.Equal(t, 3, o.Count(t, `SELECT count(*) FROM audit_log WHERE entity_type = 'sector_assignment' AND action = 'DELETE' AND user_id = 302 AND old_values->>'sector_id' IS NOT NULL`))
	assert.Equal(t, 2, o.Count(t, `SELECT count(*) FROM event WHERE type = 'ENTITY_DELETED' AND branch_id = 10 AND entity->>'entity_type' = 'sector_assignment'`), "one for each change")
}
