package auth

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/api/apitest"
)

func TestLoginSaysWhoCameIn(t *testing.T) {
	t.Parallel()
	h := newFixture(t)
	in := h.Login(t, "Waiter@Demo.com", "waiter123").Want(t, 200, "")

	user := map[string]any{
		"id": 100.0, "email": "waiter@demo.com", "tenant_id": 1.0, "branch_ids": []any{10.0}, "roles": []any{"KITCHEN", "WAITER"},
	}
	assert.Equal(t, user, in.Body["user"])
	assert.Equal(t, "Bearer", in.Body["token_type"])
	assert.Equal(t, 900.0, in.Body["expires_in"])
	assert.Equal(t, false, in.Body["requires_2fa"])
	assert.Equal(t, 1, h.Count(t, `SELECT count(*) FROM audit_log WHERE action = 'LOGIN' AND user_id = 100 AND ip_address = '127.0.0.1'`))

	require.Len(t, in.Cookies(), 1)
	c := in.Cookies()[0]
	assert.Equal(t, in.Body["refresh_token"], c.Value)
	assert.Equal(t, []any{"refresh_token", "/api/auth", true, http.SameSiteLaxMode, 604800},
		[]any{c.Name, c.Path, c.HttpOnly, c.SameSite, c.MaxAge})

	me := h.Call(t, "GET", "/api/auth/me", nil, apitest.Bearing(in.Str(t, "access_token"))).Want(t, 200, "")
	assert.Equal(t, user, me.Body["user"])
	delete(me.Body, "user")
	assert.Equal(t, user, me.Body, "the same fields stand at the top")
}

func TestLoginRefuses(t *testing.T) {
	t.Parallel()
	h := newFixture(t)
	wrong := h.Login(t, "waiter@demo.com", "nope").Want(t, 401, "invalid_credentials")
	unknown := h.Login(t, "nobody@demo.com", "nope").Want(t, 401, "invalid_credentials")
	delete(wrong.Body, "request_id")
	delete(unknown.Body, "request_id")
	assert.Equal(t, wrong.Body, unknown.Body, "nobody learns which e-mails exist")
	assert.Equal(t, 1, h.Count(t, `SELECT count(*) FROM audit_log WHERE action = 'LOGIN_FAILED' AND user_id = 100`))

	h.Login(t, "idler@demo.com", "waiter123").Want(t, 403, "no_branch")
	h.Exec(t, `UPDATE app_user SET is_active = false WHERE id = 100`)
	h.Login(t, "waiter@demo.com", "waiter123").Want(t, 401, "invalid_credentials")
}

func TestThePasswordChoosesAmongTenants(t *testing.T) {
	t.Parallel()
	h := newFixture(t)
	h.Exec(t, `INSERT INTO tenant (id, name, slug) VALUES (2, 'Otro', 'otro');
		INSERT INTO branch (id, tenant_id, name, slug) VALUES (20, 2, 'Otra', 'otra');
		INSERT INTO app_user (id, tenant_id, email, password) SELECT 200, 2, email, 'no hash' FROM app_user WHERE id = 100;
		INSERT INTO user_branch_role (tenant_id, user_id, branch_id, role) VALUES (2, 200, 20, 'ADMIN');
		UPDATE app_user SET id = 300 WHERE id = 101`)
	in := h.Login(t, "waiter@demo.com", "waiter123").Want(t, 200, "")
	assert.Equal(t, 1.0, in.Body["user"].(map[string]any)["tenant_id"])
}

func TestRefreshRotates(t *testing.T) {
	t.Parallel()
	h := newFixture(t)
	first := h.Login(t, "waiter@demo.com", "waiter123").Str(t, "refresh_token")

	second := h.Call(t, "POST", "/api/auth/refresh", nil, apitest.Headers{"Cookie": "refresh_token=" + first}).Want(t, 200, "")
	require.Len(t, second.Cookies(), 1)
	assert.Equal(t, second.Body["refresh_token"], second.Cookies()[0].Value)
	h.Call(t, "GET", "/api/auth/me", nil, apitest.Bearing(second.Str(t, "access_token"))).Want(t, 200, "")

	// A client without cookies shows it in the body; a broken cookie does not hinder it.
	third := h.Call(t, "POST", "/api/auth/refresh", map[string]any{"refresh_token": second.Str(t, "refresh_token")},
		apitest.Headers{"Cookie": "refresh_token=old"}).Want(t, 200, "")
	assert.NotEqual(t, second.Str(t, "refresh_token"), third.Str(t, "refresh_token"))
}

func TestTwoTabsRefreshAtOnce(t *testing.T) {
	t.Parallel()
	h := newFixture(t)
	shared := map[string]any{"refresh_token": h.Login(t, "waiter@demo.com", "waiter123").Str(t, "refresh_token")}
	replies := make(chan apitest.Reply, 2)
	for range cap(replies) {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, h.HTTP.URL+"/api/auth/refresh", apitest.Reader(t, shared))
		require.NoError(t, err)
		req.Header.Set("Content-Type", "application/json")
		go func() {
			a, err := apitest.Send(req)
			assert.NoError(t, err)
			replies <- a
		}()
	}
	for range cap(replies) {
		tab := (<-replies).Want(t, 200, "")
		h.Call(t, "GET", "/api/auth/me", nil, apitest.Bearing(tab.Str(t, "access_token"))).Want(t, 200, "")
		h.Call(t, "POST", "/api/auth/refresh", map[string]any{"refresh_token": tab.Str(t, "refresh_token")}, nil).Want(t, 200, "")
	}
}

func TestAUsedRefreshTokenKillsEverything(t *testing.T) {
	t.Parallel()
	h := newFixture(t)
	phone := h.Login(t, "waiter@demo.com", "waiter123")
	stolen := map[string]any{"refresh_token": h.Login(t, "waiter@demo.com", "waiter123").Str(t, "refresh_token")}
	owner := h.Call(t, "POST", "/api/auth/refresh", stolen, nil).Want(t, 200, "")

	h.Clock.Advance(refreshGrace + time.Second)
	h.Call(t, "POST", "/api/auth/refresh", stolen, nil).Want(t, 401, "refresh_reused")

	for name, in := range map[string]apitest.Reply{"the family": owner, "another login": phone} {
		h.Call(t, "GET", "/api/auth/me", nil, apitest.Bearing(in.Str(t, "access_token"))).Want(t, 401, "token_revoked")
		a := h.Call(t, "POST", "/api/auth/refresh", map[string]any{"refresh_token": in.Str(t, "refresh_token")}, nil)
		assert.Equal(t, 401, a.StatusCode, name)
	}
	assert.Equal(t, 1, h.Count(t, `SELECT count(*) FROM audit_log WHERE action = 'REFRESH_REUSED'`))
	h.Login(t, "waiter@demo.com", "waiter123").Want(t, 200, "")
}

func TestLogoutEndsAllDevicesAndLoginFollowsAtOnce(t *testing.T) {
	t.Parallel()
	h := newFixture(t)
	phone, tablet := h.Login(t, "waiter@demo.com", "waiter123"), h.Login(t, "waiter@demo.com", "waiter123")
	for range 3 { // all within the same second
		out := h.Call(t, "POST", "/api/auth/logout", nil, apitest.Bearing(phone.Str(t, "access_token"))).Want(t, 200, "")
		assert.Equal(t, true, out.Body["success"])
		require.Len(t, out.Cookies(), 1)
		assert.Negative(t, out.Cookies()[0].MaxAge)
		for _, old := range []apitest.Reply{phone, tablet} {
			h.Call(t, "GET", "/api/auth/me", nil, apitest.Bearing(old.Str(t, "access_token"))).Want(t, 401, "token_revoked")
			h.Call(t, "POST", "/api/auth/refresh", map[string]any{"refresh_token": old.Str(t, "refresh_token")}, nil).Want(t, 401, "refresh_invalid")
		}
		phone = h.Login(t, "waiter@demo.com", "waiter123").Want(t, 200, "")
		h.Call(t, "GET", "/api/auth/me", nil, apitest.Bearing(phone.Str(t, "access_token"))).Want(t, 200, "")
	}
}

func TestEmptyingRedisRevivesNoToken(t *testing.T) {
	t.Parallel()
	h := newFixture(t)
	in := h.Login(t, "waiter@demo.com", "waiter123")
	h.Call(t, "POST", "/api/auth/logout", nil, apitest.Bearing(in.Str(t, "access_token"))).Want(t, 200, "")
	require.NoError(t, h.RedisClient(t).FlushAll(t.Context()).Err())
	h.Clock.Advance(6 * time.Second)
	h.Call(t, "GET", "/api/auth/me", nil, apitest.Bearing(in.Str(t, "access_token"))).Want(t, 401, "token_revoked")
}

func TestADismissedPersonIsOutWithinSeconds(t *testing.T) {
	t.Parallel()
	h := newFixture(t)
	in := h.Login(t, "waiter@demo.com", "waiter123")
	h.Call(t, "GET", "/api/auth/me", nil, apitest.Bearing(in.Str(t, "access_token"))).Want(t, 200, "")
	h.Exec(t, `UPDATE app_user SET is_active = false WHERE id = 100`) // by another process
	h.Clock.Advance(3 * time.Second)
	h.Call(t, "GET", "/api/auth/me", nil, apitest.Bearing(in.Str(t, "access_token"))).Want(t, 401, "token_revoked")
	h.Call(t, "POST", "/api/auth/refresh", map[string]any{"refresh_token": in.Str(t, "refresh_token")}, nil).Want(t, 401, "refresh_invalid")
}

func TestTokensOfOtherKindsDoNotLetIn(t *testing.T) {
	t.Parallel()
	h := newFixture(t)
	in := h.Login(t, "waiter@demo.com", "waiter123")
	table := h.Seated(t, "phone")["X-Table-Token"]
	for name, tt := range map[string]struct {
		with apitest.Headers
		code string
	}{
		"none":             {nil, "not_authenticated"},
		"basic":            {apitest.Headers{"Authorization": "Basic dGVzdA=="}, "not_authenticated"},
		"a refresh token":  {apitest.Bearing(in.Str(t, "refresh_token")), "token_invalid"},
		"a table token":    {apitest.Bearing(table), "token_invalid"},
		"an altered token": {apitest.Bearing(in.Str(t, "access_token") + "x"), "token_invalid"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := h.Call(t, "GET", "/api/auth/me", nil, tt.with).Want(t, 401, tt.code)
			assert.Equal(t, "Bearer", a.Header.Get("WWW-Authenticate"))
		})
	}
}
