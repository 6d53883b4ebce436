package api

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/api/apitest"
	"integrador/internal/domain/access"
)

var staffFields = []string{
	"id", "tenant_id", "email", "first_name", "last_name", "phone", "dni", "hire_date", "is_active", "created_at", "branch_roles",
}

const newSecret = "una clave larga"

func roleIn(branch int64, role access.Role) map[string]any {
	return map[string]any{"branch_id": branch, "role": string(role)}
}

func person(email string, roles ...map[string]any) map[string]any {
	return map[string]any{"email": email, "password": newSecret, "first_name": "Ana", "branch_roles": roles}
}

func TestStaffComeChangeAndGo(t *testing.T) {
	t.Parallel()
	o := newAdmin(t)
	a := o.Call(t, "POST", "/api/admin/staff", person("Ana@Demo.com", roleIn(10, access.Waiter), roleIn(10, access.Waiter), roleIn(11, access.Kitchen)), o.Admin).Want(t, 201, "")
	apitest.Fields(t, a.Body, staffFields...)
	assert.Equal(t, "ana@demo.com", a.Body["email"])
	assert.Equal(t, []any{
		map[string]any{"branch_id": 10.0, "branch_name": "Centro", "role": "WAITER"},
		map[string]any{"branch_id": 11.0, "branch_name": "Norte", "role": "KITCHEN"},
	}, a.Body["branch_roles"])
	id := a.Int(t, "id")
	at := fmt.Sprintf("%s/%d", "/api/admin/staff", id)
	in := o.Login(t, "ANA@demo.com", newSecret).Want(t, 200, "")
	o.Call(t, "POST", "/api/admin/staff", person("ana@demo.com"), o.Admin).Want(t, 409, "email_taken")
	o.Call(t, "POST", "/api/admin/staff", map[string]any{"email": "b@demo.com", "password": "corta"}, o.Admin).Want(t, 422, "validation_error")
	o.Call(t, "POST", "/api/admin/staff", map[string]any{"email": "b@demo.com", "password": strings.Repeat("ñ", 40)}, o.Admin).Want(t, 422, "password_unfit")
	o.Call(t, "POST", "/api/admin/staff", person("b@demo.com", roleIn(10, "CHEF")), o.Admin).Want(t, 422, "validation_error")
	o.Call(t, "POST", "/api/admin/staff", person("b@demo.com", roleIn(20, access.Waiter)), o.Admin).Want(t, 400, "branch_not_found")
	o.Call(t, "POST", "/api/admin/staff", person("b@demo.com"), o.Waiter).Want(t, 403, "role_forbidden")
	assert.Equal(t, 0, o.Count(t, `SELECT count(*) FROM app_user WHERE email = 'b@demo.com'`))

	// A name changes nothing about who may come in; another role does.
	o.Call(t, "PATCH", at, map[string]any{"last_name": "Paz"}, o.Admin).Want(t, 200, "")
	o.Call(t, "GET", "/api/auth/me", nil, apitest.Bearing(in.Str(t, "access_token"))).Want(t, 200, "")
	p := o.Call(t, "PATCH", at, map[string]any{"branch_roles": []any{roleIn(10, access.Manager)}}, o.Admin).Want(t, 200, "")
	assert.Len(t, p.Body["branch_roles"], 1)
	o.Call(t, "GET", "/api/auth/me", nil, apitest.Bearing(in.Str(t, "access_token"))).Want(t, 401, "token_revoked")
	assert.Equal(t, 1, o.Count(t, `SELECT count(*) FROM audit_log WHERE action = 'ROLE_CHANGE' AND entity_type = 'staff' AND entity_id = $1 AND user_id = 301
		AND jsonb_array_length(old_values->'branch_roles') = 2 AND new_values->'branch_roles' @> '[{"branch_id": 10, "role": "MANAGER"}]'`, id))

	in = o.Login(t, "ana@demo.com", newSecret).Want(t, 200, "")
	o.Call(t, "PATCH", at, map[string]any{"password": "otra clave larga"}, o.Admin).Want(t, 200, "")
	o.Call(t, "GET", "/api/auth/me", nil, apitest.Bearing(in.Str(t, "access_token"))).Want(t, 401, "token_revoked")
	o.Login(t, "ana@demo.com", newSecret).Want(t, 401, "invalid_credentials")
	assert.Equal(t, 1, o.Count(t, `SELECT count(*) FROM audit_log WHERE action = 'PASSWORD_CHANGE' AND entity_id = $1`, id))
	o.Call(t, "PATCH", at, map[string]any{"email": "sin arroba"}, o.Admin).Want(t, 422, "validation_error")
	o.Exec(t, `UPDATE app_user SET totp_secret = 'ABC', totp_confirmed_at = now() WHERE id = $1`, id)
	assert.Equal(t, true, o.Login(t, "ana@demo.com", "otra clave larga").Want(t, 200, "").Body["requires_2fa"])
	o.Call(t, "PATCH", at, map[string]any{"reset_two_factor": true}, o.Admin).Want(t, 200, "")
	in = o.Login(t, "ana@demo.com", "otra clave larga").Want(t, 200, "")
	assert.Equal(t, false, in.Body["requires_2fa"], "a lost phone locks nobody out")
	o.Call(t, "PATCH", at, map[string]any{"is_active": false}, o.Admin).Want(t, 200, "")
	o.Call(t, "GET", "/api/auth/me", nil, apitest.Bearing(in.Str(t, "access_token"))).Want(t, 401, "token_revoked")

	o.Call(t, "DELETE", at, nil, o.Manager).Want(t, 403, "role_forbidden")
	o.Call(t, "DELETE", at, nil, o.Stranger).Want(t, 404, "staff_not_found")
	o.Call(t, "PATCH", at, map[string]any{"last_name": "X"}, o.Stranger).Want(t, 404, "staff_not_found")
	o.Call(t, "DELETE", at, nil, o.Admin).Want(t, 204, "")
	o.Call(t, "POST", "/api/admin/staff", person("ana@demo.com"), o.Admin).Want(t, 201, "")
	o.Call(t, "POST", at+"/restore", nil, o.Admin).Want(t, 409, "email_taken")
	for name, text := range map[string]string{
		"the list": o.Call(t, "GET", "/api/admin/staff"+"?include_deleted=true", nil, o.Admin).Text, "the audit log": everyAudit(t, o), "the log": o.Logged.String(),
	} {
		for _, secret := range []string{"password\"", "totp", "$2a$", newSecret, "otra clave larga"} {
			assert.NotContains(t, text, secret, name)
		}
	}
}

func everyAudit(t *testing.T, o *apitest.AdminFixture) string {
	t.Helper()
	var text string
	require.NoError(t, o.Pool.QueryRow(t.Context(), `SELECT coalesce(string_agg(coalesce(old_values::text, '') || coalesce(new_values::text, ''), E'\n'), '') FROM audit_log`).Scan(&text))
	return text
}

func TestAManagerManagesTheirOwn(t *testing.T) {
	t.Parallel()
	o := newAdmin(t)
	// This manager waits tables in another branch: the token names it, but they manage one alone.
	o.Exec(t, `INSERT INTO user_branch_role (tenant_id, user_id, branch_id, role) VALUES (1, 302, 11, 'WAITER')`)
	manager := apitest.Bearing(o.Login(t, "encargado@demo.com", "waiter123").Str(t, "access_token"))

	a := o.Call(t, "POST", "/api/admin/staff", person("ana@demo.com", roleIn(10, access.Waiter)), manager).Want(t, 201, "")
	own := fmt.Sprintf("%s/%d", "/api/admin/staff", a.Int(t, "id"))
	o.Call(t, "POST", "/api/admin/staff", person("b@demo.com"), manager).Want(t, 400, "branch_roles_required")
	o.Call(t, "POST", "/api/admin/staff", person("b@demo.com", roleIn(10, access.Admin)), manager).Want(t, 403, "admin_role_forbidden")
	o.Call(t, "POST", "/api/admin/staff", person("b@demo.com", roleIn(11, access.Waiter)), manager).Want(t, 403, "branch_forbidden")
	o.Call(t, "PATCH", own, map[string]any{"branch_roles": []any{roleIn(10, access.Admin)}}, manager).Want(t, 403, "admin_role_forbidden")
	o.Call(t, "PATCH", own, map[string]any{"branch_roles": []any{roleIn(10, access.Manager)}}, manager).Want(t, 200, "")
	o.Call(t, "PATCH", "/api/admin/staff"+"/302", map[string]any{"branch_roles": []any{roleIn(10, access.Admin)}}, manager).Want(t, 403, "admin_role_forbidden")

	// Nobody touches an ADMIN, nor the login of who works elsewhere too.
	for _, change := range []map[string]any{{"last_name": "X"}, {"password": newSecret}, {"is_active": false}, {"branch_roles": []any{}}} {
		o.Call(t, "PATCH", "/api/admin/staff"+"/301", change, manager).Want(t, 403, "admin_role_forbidden")
	}
	north := o.Make(t, "/api/admin/staff", person("norte@demo.com", roleIn(11, access.Manager)))
	both := o.Make(t, "/api/admin/staff", person("ambas@demo.com", roleIn(10, access.Waiter), roleIn(11, access.Manager)))
	o.Call(t, "GET", fmt.Sprintf("%s/%d", "/api/admin/staff", north), nil, manager).Want(t, 403, "staff_forbidden")
	o.Call(t, "PATCH", fmt.Sprintf("%s/%d", "/api/admin/staff", north), map[string]any{"last_name": "X"}, manager).Want(t, 403, "staff_forbidden")
	at := fmt.Sprintf("%s/%d", "/api/admin/staff", both)
	for _, change := range []map[string]any{{"password": newSecret}, {"is_active": false}, {"email": "mio@demo.com"}} {
		o.Call(t, "PATCH", at, change, manager).Want(t, 403, "staff_forbidden")
	}
	p := o.Call(t, "PATCH", at, map[string]any{"branch_roles": []any{roleIn(10, access.Kitchen)}}, manager).Want(t, 200, "")
	assert.Len(t, p.Body["branch_roles"], 1, "they see what concerns them")
	assert.Len(t, o.Call(t, "GET", at, nil, o.Admin).Body["branch_roles"], 2, "and change no more")

	list := o.Call(t, "GET", "/api/admin/staff", nil, manager).Want(t, 200, "")
	assert.NotContains(t, list.Text, "norte@demo.com")
	assert.NotContains(t, list.Text, `"branch_id":11`)
	assert.Contains(t, list.Text, "ambas@demo.com")
	o.Call(t, "GET", "/api/admin/staff"+"?branch_id=11", nil, manager).Want(t, 403, "branch_forbidden")
	assert.Len(t, o.Call(t, "GET", "/api/admin/staff"+"?branch_id=11", nil, o.Admin).List(t), 3)
	assert.Len(t, o.Call(t, "GET", "/api/admin/staff"+"?limit=2&offset=1", nil, o.Admin).List(t), 2)
	o.Call(t, "GET", "/api/admin/staff", nil, o.Waiter).Want(t, 403, "role_forbidden")
}

func TestTheLastAdminStays(t *testing.T) {
	t.Parallel()
	o := newAdmin(t)
	last := "/api/admin/staff" + "/301"
	o.Call(t, "DELETE", last, nil, o.Admin).Want(t, 400, "last_admin")
	o.Call(t, "PATCH", last, map[string]any{"is_active": false}, o.Admin).Want(t, 400, "last_admin")
	o.Call(t, "PATCH", last, map[string]any{"branch_roles": []any{roleIn(10, access.Manager)}}, o.Admin).Want(t, 400, "last_admin")
	o.Call(t, "PATCH", last, map[string]any{"branch_roles": []any{roleIn(11, access.Admin)}}, o.Admin).Want(t, 200, "")
	assert.Equal(t, 1, o.Count(t, `SELECT count(*) FROM user_branch_role WHERE user_id = 301 AND role = 'ADMIN' AND is_active`))
}

// TestTwoAdminsDoNotRemoveEachOther: whichever way they go about it, one stays.
func TestTwoAdminsDoNotRemoveEachOther(t *testing.T) {
	t.Parallel()
	o := newAdmin(t)
	ways := []func(who apitest.Headers, victim int64) apitest.Reply{
		func(who apitest.Headers, victim int64) apitest.Reply {
			return o.Call(t, "DELETE", fmt.Sprintf("%s/%d", "/api/admin/staff", victim), nil, who)
		},
		func(who apitest.Headers, victim int64) apitest.Reply {
			return o.Call(t, "PATCH", fmt.Sprintf("%s/%d", "/api/admin/staff", victim), map[string]any{"is_active": false}, who)
		},
		func(who apitest.Headers, victim int64) apitest.Reply {
			return o.Call(t, "PATCH", fmt.Sprintf("%s/%d", "/api/admin/staff", victim), map[string]any{"branch_roles": []any{}}, who)
		},
	}
	second := o.Employ(t, 305, "otra@demo.com", apitest.BranchID, access.Admin)
	for i := range 6 {
		remove, statuses := ways[i%len(ways)], make([]int, 2)
		var wait sync.WaitGroup
		wait.Go(func() { statuses[0] = remove(o.Admin, 305).StatusCode })
		wait.Go(func() { statuses[1] = remove(second, 301).StatusCode })
		wait.Wait()
		require.Equal(t, 1, o.Count(t, `SELECT count(DISTINCT u.id) FROM app_user u JOIN user_branch_role g ON g.user_id = u.id
			WHERE u.tenant_id = 1 AND u.is_active AND g.is_active AND g.role = 'ADMIN'`), "%v", statuses)
		o.Exec(t, `UPDATE app_user SET is_active = true, deleted_at = NULL WHERE id IN (301, 305)`)
		o.Exec(t, `UPDATE retirement SET restored_at = now()`)
		o.Exec(t, `UPDATE user_branch_role SET is_active = true WHERE user_id IN (301, 305)`)
		o.Clock.Advance(2 * time.Second)
		o.Admin = apitest.Bearing(o.Login(t, "dueña@demo.com", "waiter123").Str(t, "access_token"))
		second = apitest.Bearing(o.Login(t, "otra@demo.com", "waiter123").Str(t, "access_token"))
	}
}
