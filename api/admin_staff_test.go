package api

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

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
	o := newOffice(t)
	a := o.call(t, post, staffPath, person("Ana@Demo.com", roleIn(10, access.Waiter), roleIn(10, access.Waiter), roleIn(11, access.Kitchen)), o.admin).want(t, 201, "")
	fields(t, a.body, staffFields...)
	assert.Equal(t, "ana@demo.com", a.body["email"])
	assert.Equal(t, []any{
		map[string]any{"branch_id": 10.0, "branch_name": "Centro", "role": "WAITER"},
		map[string]any{"branch_id": 11.0, "branch_name": "Norte", "role": "KITCHEN"},
	}, a.body["branch_roles"])
	id := a.int(t, "id")
	at := fmt.Sprintf("%s/%d", staffPath, id)
	in := o.login(t, "ANA@demo.com", newSecret).want(t, 200, "")
	o.call(t, post, staffPath, person("ana@demo.com"), o.admin).want(t, 409, "email_taken")
	o.call(t, post, staffPath, map[string]any{"email": "b@demo.com", "password": "corta"}, o.admin).want(t, 422, "validation_error")
	o.call(t, post, staffPath, map[string]any{"email": "b@demo.com", "password": strings.Repeat("ñ", 40)}, o.admin).want(t, 422, "password_unfit")
	o.call(t, post, staffPath, person("b@demo.com", roleIn(10, "CHEF")), o.admin).want(t, 422, "validation_error")
	o.call(t, post, staffPath, person("b@demo.com", roleIn(20, access.Waiter)), o.admin).want(t, 400, "branch_not_found")
	o.call(t, post, staffPath, person("b@demo.com"), o.waiter).want(t, 403, "role_forbidden")
	assert.Equal(t, 0, o.count(t, `SELECT count(*) FROM app_user WHERE email = 'b@demo.com'`))

	// A name changes nothing about who may come in; another role does.
	o.call(t, patch, at, map[string]any{"last_name": "Paz"}, o.admin).want(t, 200, "")
	o.call(t, get, "/api/auth/me", nil, bearing(in.str(t, "access_token"))).want(t, 200, "")
	p := o.call(t, patch, at, map[string]any{"branch_roles": []any{roleIn(10, access.Manager)}}, o.admin).want(t, 200, "")
	assert.Len(t, p.body["branch_roles"], 1)
	o.call(t, get, "/api/auth/me", nil, bearing(in.str(t, "access_token"))).want(t, 401, "token_revoked")
	assert.Equal(t, 1, o.count(t, `SELECT count(*) FROM audit_log WHERE action = 'ROLE_CHANGE' AND entity_type = 'staff' AND entity_id = $1 AND user_id = 301
		AND jsonb_array_length(old_values->'branch_roles') = 2 AND new_values->'branch_roles' @> '[{"branch_id": 10, "role": "MANAGER"}]'`, id))

	in = o.login(t, "ana@demo.com", newSecret).want(t, 200, "")
	o.call(t, patch, at, map[string]any{"password": "otra clave larga"}, o.admin).want(t, 200, "")
	o.call(t, get, "/api/auth/me", nil, bearing(in.str(t, "access_token"))).want(t, 401, "token_revoked")
	o.login(t, "ana@demo.com", newSecret).want(t, 401, "invalid_credentials")
	assert.Equal(t, 1, o.count(t, `SELECT count(*) FROM audit_log WHERE action = 'PASSWORD_CHANGE' AND entity_id = $1`, id))
	o.call(t, patch, at, map[string]any{"email": "sin arroba"}, o.admin).want(t, 422, "validation_error")
	o.exec(t, `UPDATE app_user SET totp_secret = 'ABC', totp_confirmed_at = now() WHERE id = $1`, id)
	assert.Equal(t, true, o.login(t, "ana@demo.com", "otra clave larga").want(t, 200, "").body["requires_2fa"])
	o.call(t, patch, at, map[string]any{"reset_two_factor": true}, o.admin).want(t, 200, "")
	in = o.login(t, "ana@demo.com", "otra clave larga").want(t, 200, "")
	assert.Equal(t, false, in.body["requires_2fa"], "a lost phone locks nobody out")
	o.call(t, patch, at, map[string]any{"is_active": false}, o.admin).want(t, 200, "")
	o.call(t, get, "/api/auth/me", nil, bearing(in.str(t, "access_token"))).want(t, 401, "token_revoked")

	o.call(t, del, at, nil, o.manager).want(t, 403, "role_forbidden")
	o.call(t, del, at, nil, o.stranger).want(t, 404, "staff_not_found")
	o.call(t, patch, at, map[string]any{"last_name": "X"}, o.stranger).want(t, 404, "staff_not_found")
	o.call(t, del, at, nil, o.admin).want(t, 204, "")
	o.call(t, post, staffPath, person("ana@demo.com"), o.admin).want(t, 201, "")
	o.call(t, post, at+"/restore", nil, o.admin).want(t, 409, "email_taken")
	for name, text := range map[string]string{
		"the list": o.call(t, get, staffPath+"?include_deleted=true", nil, o.admin).text, "the audit log": o.everyAudit(t), "the log": o.log.String(),
	} {
		for _, secret := range []string{"password\"", "totp", "$2a$", newSecret, "otra clave larga"} {
			assert.NotContains(t, text, secret, name)
		}
	}
}

func (o *office) everyAudit(t *testing.T) string {
	t.Helper()
	var text string
	require.NoError(t, o.pool.QueryRow(t.Context(), `SELECT coalesce(string_agg(coalesce(old_values::text, '') || coalesce(new_values::text, ''), E'\n'), '') FROM audit_log`).Scan(&text))
	return text
}

func TestAManagerManagesTheirOwn(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	// This manager waits tables in another branch: the token names it, but they manage one alone.
	o.exec(t, `INSERT INTO user_branch_role (tenant_id, user_id, branch_id, role) VALUES (1, 302, 11, 'WAITER')`)
	manager := bearing(o.login(t, "encargado@demo.com", rightSecret).str(t, "access_token"))

	a := o.call(t, post, staffPath, person("ana@demo.com", roleIn(10, access.Waiter)), manager).want(t, 201, "")
	own := fmt.Sprintf("%s/%d", staffPath, a.int(t, "id"))
	o.call(t, post, staffPath, person("b@demo.com"), manager).want(t, 400, "branch_roles_required")
	o.call(t, post, staffPath, person("b@demo.com", roleIn(10, access.Admin)), manager).want(t, 403, "admin_role_forbidden")
	o.call(t, post, staffPath, person("b@demo.com", roleIn(11, access.Waiter)), manager).want(t, 403, "branch_forbidden")
	o.call(t, patch, own, map[string]any{"branch_roles": []any{roleIn(10, access.Admin)}}, manager).want(t, 403, "admin_role_forbidden")
	o.call(t, patch, own, map[string]any{"branch_roles": []any{roleIn(10, access.Manager)}}, manager).want(t, 200, "")
	o.call(t, patch, staffPath+"/302", map[string]any{"branch_roles": []any{roleIn(10, access.Admin)}}, manager).want(t, 403, "admin_role_forbidden")

	// Nobody touches an ADMIN, nor the login of who works elsewhere too.
	for _, change := range []map[string]any{{"last_name": "X"}, {"password": newSecret}, {"is_active": false}, {"branch_roles": []any{}}} {
		o.call(t, patch, staffPath+"/301", change, manager).want(t, 403, "admin_role_forbidden")
	}
	north := o.make(t, staffPath, person("norte@demo.com", roleIn(11, access.Manager)))
	both := o.make(t, staffPath, person("ambas@demo.com", roleIn(10, access.Waiter), roleIn(11, access.Manager)))
	o.call(t, get, fmt.Sprintf("%s/%d", staffPath, north), nil, manager).want(t, 403, "staff_forbidden")
	o.call(t, patch, fmt.Sprintf("%s/%d", staffPath, north), map[string]any{"last_name": "X"}, manager).want(t, 403, "staff_forbidden")
	at := fmt.Sprintf("%s/%d", staffPath, both)
	for _, change := range []map[string]any{{"password": newSecret}, {"is_active": false}, {"email": "mio@demo.com"}} {
		o.call(t, patch, at, change, manager).want(t, 403, "staff_forbidden")
	}
	p := o.call(t, patch, at, map[string]any{"branch_roles": []any{roleIn(10, access.Kitchen)}}, manager).want(t, 200, "")
	assert.Len(t, p.body["branch_roles"], 1, "they see what concerns them")
	assert.Len(t, o.call(t, get, at, nil, o.admin).body["branch_roles"], 2, "and change no more")

	list := o.call(t, get, staffPath, nil, manager).want(t, 200, "")
	assert.NotContains(t, list.text, "norte@demo.com")
	assert.NotContains(t, list.text, `"branch_id":11`)
	assert.Contains(t, list.text, "ambas@demo.com")
	o.call(t, get, staffPath+"?branch_id=11", nil, manager).want(t, 403, "branch_forbidden")
	assert.Len(t, o.call(t, get, staffPath+"?branch_id=11", nil, o.admin).list(t), 3)
	assert.Len(t, o.call(t, get, staffPath+"?limit=2&offset=1", nil, o.admin).list(t), 2)
	o.call(t, get, staffPath, nil, o.waiter).want(t, 403, "role_forbidden")
}

func TestTheLastAdminStays(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	last := staffPath + "/301"
	o.call(t, del, last, nil, o.admin).want(t, 400, "last_admin")
	o.call(t, patch, last, map[string]any{"is_active": false}, o.admin).want(t, 400, "last_admin")
	o.call(t, patch, last, map[string]any{"branch_roles": []any{roleIn(10, access.Manager)}}, o.admin).want(t, 400, "last_admin")
	o.call(t, patch, last, map[string]any{"branch_roles": []any{roleIn(11, access.Admin)}}, o.admin).want(t, 200, "")
	assert.Equal(t, 1, o.count(t, `SELECT count(*) FROM user_branch_role WHERE user_id = 301 AND role = 'ADMIN' AND is_active`))
}

// TestTwoAdminsDoNotRemoveEachOther: whichever way they go about it, one stays.
func TestTwoAdminsDoNotRemoveEachOther(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ways := []func(who headers, victim int64) reply{
		func(who headers, victim int64) reply {
			return o.call(t, del, fmt.Sprintf("%s/%d", staffPath, victim), nil, who)
		},
		func(who headers, victim int64) reply {
			return o.call(t, patch, fmt.Sprintf("%s/%d", staffPath, victim), map[string]any{"is_active": false}, who)
		},
		func(who headers, victim int64) reply {
			return o.call(t, patch, fmt.Sprintf("%s/%d", staffPath, victim), map[string]any{"branch_roles": []any{}}, who)
		},
	}
	second := o.employ(t, 305, "otra@demo.com", branchID, access.Admin)
	for i := range 6 {
		remove, statuses := ways[i%len(ways)], make([]int, 2)
		var wait sync.WaitGroup
		wait.Go(func() { statuses[0] = remove(o.admin, 305).StatusCode })
		wait.Go(func() { statuses[1] = remove(second, 301).StatusCode })
		wait.Wait()
		require.Equal(t, 1, o.count(t, `SELECT count(DISTINCT u.id) FROM app_user u JOIN user_branch_role g ON g.user_id = u.id
			WHERE u.tenant_id = 1 AND u.is_active AND g.is_active AND g.role = 'ADMIN'`), "%v", statuses)
		o.exec(t, `UPDATE app_user SET is_active = true, deleted_at = NULL WHERE id IN (301, 305)`)
		o.exec(t, `UPDATE retirement SET restored_at = now()`)
		o.exec(t, `UPDATE user_branch_role SET is_active = true WHERE user_id IN (301, 305)`)
		o.clock.advance(2 * time.Second)
		o.admin = bearing(o.login(t, "dueña@demo.com", rightSecret).str(t, "access_token"))
		second = bearing(o.login(t, "otra@demo.com", rightSecret).str(t, "access_token"))
	}
}
