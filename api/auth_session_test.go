package api

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestLoginTellsWhoCameIn(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	in := h.login(t, "Waiter@Demo.com", rightSecret).want(t, 200, "")

	user := map[string]any{
		"id": 100.0, "email": waiterEmail, "tenant_id": 1.0, "branch_ids": []any{10.0}, "roles": []any{"KITCHEN", "WAITER"},
	}
	assert.Equal(t, user, in.body["user"])
	assert.Equal(t, "Bearer", in.body["token_type"])
	assert.Equal(t, 900.0, in.body["expires_in"])
	assert.Equal(t, false, in.body["requires_2fa"])
	assert.Equal(t, 1, h.count(t, `SELECT count(*) FROM audit_log WHERE action = 'LOGIN' AND user_id = 100 AND ip_address = '127.0.0.1'`))

	require.Len(t, in.Cookies(), 1)
	c := in.Cookies()[0]
	assert.Equal(t, in.body["refresh_token"], c.Value)
	assert.Equal(t, []any{"refresh_token", "/api/auth", true, http.SameSiteLaxMode, 604800},
		[]any{c.Name, c.Path, c.HttpOnly, c.SameSite, c.MaxAge})

	me := h.call(t, "GET", "/api/auth/me", nil, bearing(in.str(t, "access_token"))).want(t, 200, "")
	assert.Equal(t, user, me.body["user"])
	delete(me.body, "user")
	assert.Equal(t, user, me.body, "the same fields stand at the top")
}

func TestLoginRefuses(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	wrong := h.login(t, waiterEmail, "nope").want(t, 401, "invalid_credentials")
	unknown := h.login(t, "nobody@demo.com", "nope").want(t, 401, "invalid_credentials")
	delete(wrong.body, "request_id")
	delete(unknown.body, "request_id")
	assert.Equal(t, wrong.body, unknown.body, "nobody learns which e-mails exist")
	assert.Equal(t, 1, h.count(t, `SELECT count(*) FROM audit_log WHERE action = 'LOGIN_FAILED' AND user_id = 100`))

	h.login(t, idlerEmail, rightSecret).want(t, 403, "no_branch")
	h.exec(t, `UPDATE app_user SET is_active = false WHERE id = 100`)
	h.login(t, waiterEmail, rightSecret).want(t, 401, "invalid_credentials")
}

func TestThePasswordChoosesAmongTenants(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	h.exec(t, `INSERT INTO tenant (id, name, slug) VALUES (2, 'Otro', 'otro');
		INSERT INTO branch (id, tenant_id, name, slug) VALUES (20, 2, 'Otra', 'otra');
		INSERT INTO app_user (id, tenant_id, email, password) SELECT 200, 2, email, 'no hash' FROM app_user WHERE id = 100;
		INSERT INTO user_branch_role (tenant_id, user_id, branch_id, role) VALUES (2, 200, 20, 'ADMIN');
		UPDATE app_user SET id = 300 WHERE id = 101`)
	in := h.login(t, waiterEmail, rightSecret).want(t, 200, "")
	assert.Equal(t, 1.0, in.body["user"].(map[string]any)["tenant_id"])
}

func TestRefreshRotates(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	first := h.login(t, waiterEmail, rightSecret).str(t, "refresh_token")

	second := h.call(t, "POST", "/api/auth/refresh", nil, headers{"Cookie": "refresh_token=" + first}).want(t, 200, "")
	require.Len(t, second.Cookies(), 1)
	assert.Equal(t, second.body["refresh_token"], second.Cookies()[0].Value)
	h.call(t, "GET", "/api/auth/me", nil, bearing(second.str(t, "access_token"))).want(t, 200, "")

	// A client without cookies shows it in the body; a broken cookie does not hinder it.
	third := h.call(t, "POST", "/api/auth/refresh", map[string]any{"refresh_token": second.str(t, "refresh_token")},
		headers{"Cookie": "refresh_token=old"}).want(t, 200, "")
	assert.NotEqual(t, second.str(t, "refresh_token"), third.str(t, "refresh_token"))
}

func TestTwoTabsRefreshAtOnce(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	shared := map[string]any{"refresh_token": h.login(t, waiterEmail, rightSecret).str(t, "refresh_token")}
	replies := make(chan reply, 2)
	for range cap(replies) {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, h.http.URL+"/api/auth/refresh", reader(t, shared))
		require.NoError(t, err)
		req.Header.Set("Content-Type", "application/json")
		go func() {
			a, err := send(req)
			assert.NoError(t, err)
			replies <- a
		}()
	}
	for range cap(replies) {
		tab := (<-replies).want(t, 200, "")
		h.call(t, "GET", "/api/auth/me", nil, bearing(tab.str(t, "access_token"))).want(t, 200, "")
		h.call(t, "POST", "/api/auth/refresh", map[string]any{"refresh_token": tab.str(t, "refresh_token")}, nil).want(t, 200, "")
	}
}

func TestAUsedRefreshTokenKillsEverything(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	phone := h.login(t, waiterEmail, rightSecret)
	stolen := map[string]any{"refresh_token": h.login(t, waiterEmail, rightSecret).str(t, "refresh_token")}
	owner := h.call(t, "POST", "/api/auth/refresh", stolen, nil).want(t, 200, "")

	h.clock.advance(refreshGrace + time.Second)
	h.call(t, "POST", "/api/auth/refresh", stolen, nil).want(t, 401, "refresh_reused")

	for name, in := range map[string]reply{"the family": owner, "another login": phone} {
		h.call(t, "GET", "/api/auth/me", nil, bearing(in.str(t, "access_token"))).want(t, 401, "token_revoked")
		a := h.call(t, "POST", "/api/auth/refresh", map[string]any{"refresh_token": in.str(t, "refresh_token")}, nil)
		assert.Equal(t, 401, a.StatusCode, name)
	}
	assert.Equal(t, 1, h.count(t, `SELECT count(*) FROM audit_log WHERE action = 'REFRESH_REUSED'`))
	h.login(t, waiterEmail, rightSecret).want(t, 200, "")
}

func TestLogoutEndsAllDevicesAndLoginFollowsAtOnce(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	phone, tablet := h.login(t, waiterEmail, rightSecret), h.login(t, waiterEmail, rightSecret)
	for range 3 { // all within the same second
		out := h.call(t, "POST", "/api/auth/logout", nil, bearing(phone.str(t, "access_token"))).want(t, 200, "")
		assert.Equal(t, true, out.body["success"])
		require.Len(t, out.Cookies(), 1)
		assert.Negative(t, out.Cookies()[0].MaxAge)
		for _, old := range []reply{phone, tablet} {
			h.call(t, "GET", "/api/auth/me", nil, bearing(old.str(t, "access_token"))).want(t, 401, "token_revoked")
			h.call(t, "POST", "/api/auth/refresh", map[string]any{"refresh_token": old.str(t, "refresh_token")}, nil).want(t, 401, "refresh_invalid")
		}
		phone = h.login(t, waiterEmail, rightSecret).want(t, 200, "")
		h.call(t, "GET", "/api/auth/me", nil, bearing(phone.str(t, "access_token"))).want(t, 200, "")
	}
}

func TestEmptyingRedisRevivesNoToken(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	in := h.login(t, waiterEmail, rightSecret)
	h.call(t, "POST", "/api/auth/logout", nil, bearing(in.str(t, "access_token"))).want(t, 200, "")
	require.NoError(t, h.redisClient(t).FlushAll(t.Context()).Err())
	h.clock.advance(2 * personFresh)
	h.call(t, "GET", "/api/auth/me", nil, bearing(in.str(t, "access_token"))).want(t, 401, "token_revoked")
}

func TestADismissedPersonIsOutWithinSeconds(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	in := h.login(t, waiterEmail, rightSecret)
	h.call(t, "GET", "/api/auth/me", nil, bearing(in.str(t, "access_token"))).want(t, 200, "")
	h.exec(t, `UPDATE app_user SET is_active = false WHERE id = 100`) // by another process
	h.clock.advance(personFresh)
	h.call(t, "GET", "/api/auth/me", nil, bearing(in.str(t, "access_token"))).want(t, 401, "token_revoked")
	h.call(t, "POST", "/api/auth/refresh", map[string]any{"refresh_token": in.str(t, "refresh_token")}, nil).want(t, 401, "refresh_invalid")
}

func TestTokensOfOtherKindsDoNotLetIn(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	in := h.login(t, waiterEmail, rightSecret)
	table := h.seated(t, "phone")[tableTokenHeader]
	for name, tt := range map[string]struct {
		with headers
		code string
	}{
		"none":             {nil, "not_authenticated"},
		"basic":            {headers{"Authorization": "Basic dGVzdA=="}, "not_authenticated"},
		"a refresh token":  {bearing(in.str(t, "refresh_token")), "token_invalid"},
		"a table token":    {bearing(table), "token_invalid"},
		"an altered token": {bearing(in.str(t, "access_token") + "x"), "token_invalid"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := h.call(t, "GET", "/api/auth/me", nil, tt.with).want(t, 401, tt.code)
			assert.Equal(t, "Bearer", a.Header.Get("WWW-Authenticate"))
		})
	}
}
