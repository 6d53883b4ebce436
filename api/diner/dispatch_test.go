package diner

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/api/apitest"
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
		with := f.Seated(t, "phone")
		with["X-Idempotency-Key"] = sent
		before := f.Fake.Count()
		a := f.Call(t, "POST", servicePath, `{}`, with)
		require.Equal(t, status, a.StatusCode, "%q: %s", sent, a.Text)
		if status == 200 {
			assert.Equal(t, sent, f.Fake.Last().Env.Key)
		} else {
			assert.Equal(t, before, f.Fake.Count(), "%q was sent on", sent)
		}
	}
}

func TestWhatGoesWithACommand(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	with := f.Seated(t, "phone")
	with["X-Request-ID"] = "req-1"
	f.Call(t, "POST", servicePath, `{"type":"OTHER"}`, with).Want(t, 200, "")
	m := f.Fake.Last()
	assert.EqualValues(t, apitest.TenantID, m.Tenant)
	assert.EqualValues(t, apitest.TableID, m.Table)
	assert.Equal(t, tablesession.CallService{Type: "OTHER"}, m.Command)
	assert.Equal(t, tablesession.Envelope{SessionID: apitest.SessionID, Hash: m.Env.Hash, By: access.Actor{Role: access.Diner}, Request: "req-1"}, m.Env)
}

func TestAKeyComesBack(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	with := f.Seated(t, "phone")
	with["X-Idempotency-Key"] = "once"
	order := `{"items":[{"product_id":300,"qty":2}]}`
	first := f.Call(t, "POST", "/api/diner/rounds/submit", order, with).Want(t, 200, "")
	again := f.Call(t, "POST", "/api/diner/rounds/submit", order, with).Want(t, 200, "")
	assert.JSONEq(t, first.Text, again.Text)
	assert.Equal(t, 1, f.Count(t, `SELECT count(*) FROM round`))
	f.Call(t, "POST", "/api/diner/rounds/submit", `{"items":[{"product_id":300,"qty":3}]}`, with).Want(t, 422, "idempotency_key_reused")

	thief := f.Seated(t, "another phone at the table")
	thief["X-Device-Id"] = "other"
	thief["X-Idempotency-Key"] = "once"
	f.Call(t, "POST", "/api/diner/rounds/submit", order, thief).Want(t, 422, "idempotency_key_reused")
}

func TestASessionThatIsOver(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	phone := f.Seated(t, "phone")
	f.Call(t, "GET", "/api/diner/cart", nil, phone).Want(t, 200, "") // this process now believes the token
	f.Exec(t, `UPDATE table_session SET status = 'CLOSED', closed_at = now() WHERE id = 5000`)
	f.Call(t, "POST", servicePath, `{}`, phone).Want(t, 401, "session_closed")
	f.Call(t, "GET", "/api/diner/cart", nil, phone).Want(t, 401, "session_closed")
}

func TestABellThatFailsDelaysNothing(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	f.Register(t, "Ana", "phone")
	f.Published.Fail = errors.New("no Redis")
	f.Call(t, "POST", "/api/diner/cart"+"/add", `{"product_id":300}`, f.Seated(t, "phone")).Want(t, 200, "")
	assert.Equal(t, 1, f.Count(t, `SELECT count(*) FROM event WHERE type = $1`, string(event.CartItemAdded)))
	f.HTTP.Close()
	assert.Contains(t, f.Logged.String(), "events will be late")
}

func TestWhenTheConductorDoesNotAnswer(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	f.Fake.Fail = fault.New(fault.Unavailable, "conductor_unavailable", "Probá de nuevo.").After(3)
	for _, path := range []string{servicePath, "/api/tables/1000/session"} {
		a := f.Call(t, "POST", path, `{}`, f.Seated(t, "phone")).Want(t, 503, "conductor_unavailable")
		assert.Equal(t, "3", a.Header.Get("Retry-After"))
	}
}
