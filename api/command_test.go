package api

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/internal/domain/access"
	"integrador/internal/domain/event"
	"integrador/internal/domain/fault"
	"integrador/internal/domain/tablesession"
)

const servicePath = "/api/diner/service-call"

func TestIdempotencyKeys(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	for sent, status := range map[string]int{
		"": 200, "k": 200, "a key, with ASCII ~": 200, strings.Repeat("k", 128): 200,
		strings.Repeat("k", 129): 422, "añejo": 422, "tab\tin it": 422,
	} {
		with := f.seated(t, "phone")
		with["X-Idempotency-Key"] = sent
		before := f.sessions.count()
		a := f.call(t, "POST", servicePath, `{}`, with)
		require.Equal(t, status, a.StatusCode, "%q: %s", sent, a.text)
		if status == 200 {
			assert.Equal(t, sent, f.sessions.last().env.Key)
		} else {
			assert.Equal(t, before, f.sessions.count(), "%q was sent on", sent)
		}
	}
}

func TestWhatGoesWithACommand(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	with := f.seated(t, "phone")
	with[requestIDHeader] = "req-1"
	f.call(t, "POST", servicePath, `{"type":"OTHER"}`, with).want(t, 200, "")
	m := f.sessions.last()
	assert.EqualValues(t, tenantID, m.tenant)
	assert.EqualValues(t, tableID, m.table)
	assert.Equal(t, tablesession.CallService{Type: "OTHER"}, m.command)
	assert.Equal(t, tablesession.Envelope{SessionID: sessionID, Hash: m.env.Hash, By: access.Actor{Role: access.Diner}, Request: "req-1"}, m.env)
}

func TestTheHashTellsRequestsApart(t *testing.T) {
	t.Parallel()
	user := int64(7)
	base := errand{device: "phone"}
	command := tablesession.CallService{Type: "OTHER"}
	hash := func(e errand, c tablesession.Command) string {
		h, err := e.hash(c)
		require.NoError(t, err)
		require.Len(t, h, 32)
		return h
	}
	same := hash(base, command)
	assert.Equal(t, same, hash(errand{device: "phone", key: "k", by: access.Actor{DinerID: 3}}, command), "a key and a guessed diner are no part of it")
	for name, other := range map[string]string{
		"another device":   hash(errand{device: "tablet"}, command),
		"another person":   hash(errand{device: "phone", by: access.Actor{UserID: &user}}, command),
		"another argument": hash(base, tablesession.CallService{Type: "WAITER_CALL"}),
		"another command":  hash(base, tablesession.RequestCheck{}),
		"shifted parts":    hash(errand{by: access.Actor{UserID: &user}}, command),
	} {
		assert.NotEqual(t, same, other, name)
	}
}

func TestAKeyComesBack(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	with := f.seated(t, "phone")
	with["X-Idempotency-Key"] = "once"
	order := `{"items":[{"product_id":300,"qty":2}]}`
	first := f.call(t, "POST", submitPath, order, with).want(t, 200, "")
	again := f.call(t, "POST", submitPath, order, with).want(t, 200, "")
	assert.JSONEq(t, first.text, again.text)
	assert.Equal(t, 1, f.count(t, `SELECT count(*) FROM round`))
	f.call(t, "POST", submitPath, `{"items":[{"product_id":300,"qty":3}]}`, with).want(t, 422, "idempotency_key_reused")

	thief := f.seated(t, "another phone at the table")
	thief[deviceHeader] = "other"
	thief["X-Idempotency-Key"] = "once"
	f.call(t, "POST", submitPath, order, thief).want(t, 422, "idempotency_key_reused")
}

func TestASessionThatIsOver(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	phone := f.seated(t, "phone")
	f.call(t, "GET", cartPath, nil, phone).want(t, 200, "") // this process now believes the token
	f.exec(t, `UPDATE table_session SET status = 'CLOSED', closed_at = now() WHERE id = 5000`)
	f.call(t, "POST", servicePath, `{}`, phone).want(t, 401, "session_closed")
	f.call(t, "GET", cartPath, nil, phone).want(t, 401, "session_closed")
}

func TestStaffAreToldThatASessionIsOver(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	f.sessions.fail = tablesession.NotHere
	ctx := access.WithStaff(t.Context(), access.Staff{UserID: waiterID, TenantID: tenantID, Roles: []access.Role{access.Waiter, access.Kitchen}})
	to := fromStaff(ctx, place{branchID, tableID, sessionID}, floorRoles, Keyed{Key: "k"})
	_, err := f.send(ctx, to, tablesession.AckCall{CallID: 1})
	assert.Equal(t, fault.Refused, fault.CodeOf(err))

	m := f.sessions.last()
	assert.Equal(t, access.Waiter, m.env.By.Role, "a cook who waits acts as a waiter on the floor")
	assert.EqualValues(t, waiterID, *m.env.By.UserID)
	assert.Equal(t, "k", m.env.Key)
}

func TestABellThatFailsDelaysNothing(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	f.register(t, "Ana", "phone")
	f.bell.fail = errors.New("no Redis")
	f.call(t, "POST", cartPath+"/add", `{"product_id":300}`, f.seated(t, "phone")).want(t, 200, "")
	assert.Equal(t, 1, f.count(t, `SELECT count(*) FROM event WHERE type = $1`, string(event.CartItemAdded)))
	f.http.Close()
	assert.Contains(t, f.log.String(), "events will be late")
}

func TestWhenTheConductorDoesNotAnswer(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	f.sessions.fail = fault.New(fault.Unavailable, "conductor_unavailable", "Probá de nuevo.").After(3)
	for _, path := range []string{servicePath, "/api/tables/1000/session"} {
		a := f.call(t, "POST", path, `{}`, f.seated(t, "phone")).want(t, 503, "conductor_unavailable")
		assert.Equal(t, "3", a.Header.Get("Retry-After"))
	}
}
