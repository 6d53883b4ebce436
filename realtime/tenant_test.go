package realtime_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"integrador/internal/domain/access"
	"integrador/internal/domain/event"
	"integrador/realtime"
)

// TestDinerNeverHearsAnotherTable, neither live nor when catching up.
func TestDinerNeverHearsAnotherTable(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	g := w.gateway()
	phone := g.diner(session2)
	others := w.tell(session1, round(event.RoundReady, hall, 1), round(event.CheckPaid, 0, 1), round(event.RoundPending, 0, 2))
	staffOnly := w.emit(event.Event{TenantID: tenantA, BranchID: centro, Type: event.EntityUpdated, Entity: json.RawMessage(`{}`), Actor: access.BySystem})
	w.publish(staffOnly)
	mine := w.tell(session2, round(event.RoundReady, patio, 1))
	phone.hears(mine...)
	for _, q := range []url.Values{{"since": {"0"}}, {"since_seq": {"0"}}} {
		if q.Has("since") {
			q.Set("since", seconds(others[0].At))
		}
		q.Set("table_token", w.tableToken(session2))
		require.Equal(t, idsOf(mine...), g.caughtUp("/ws/catchup/session", q))
		q.Set("session_id", "11")
		status, _ := g.get("/ws/catchup/session", q)
		require.Equal(t, http.StatusForbidden, status)
	}
}

// TestTenantsNeverHearEachOther plants a canary in one tenant, also on channels
// where only somebody inside Redis could publish it.
func TestTenantsNeverHearEachOther(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	g := w.gateway()
	listeners := []*client{g.staff("admin", admin), g.staff("waiter", manager), g.staff("kitchen", cook), g.diner(session1)}
	abroad := g.staff("admin", foreigner)

	canary := round(event.RoundReady, 0, 1)
	canary.Entity = json.RawMessage(`{"note":"CANARY-B"}`)
	told := w.tell(sessionB, canary)
	abroad.hears(told...)
	strays := []event.Event{told[0], told[0]}
	strays[1].BranchID, strays[1].SessionID = centro, new(int64(session1)) // tenant B's, posing as centro's
	for _, stray := range strays {
		body, err := json.Marshal(stray)
		require.NoError(t, err)
		for _, channel := range []string{event.AdminsOf(centro), event.WaitersOf(centro), event.KitchenOf(centro), event.DinersOf(session1)} {
			require.NoError(t, w.redis.Publish(t.Context(), channel, body).Err())
		}
	}
	end := w.tell(session1, round(event.RoundServed, 0, 1))
	for _, c := range listeners {
		c.hears(end...)
	}
	for _, q := range []url.Values{
		{"token": {w.staffToken(admin)}, "branch_id": {"3"}, "since": {seconds(told[0].At)}},
		{"token": {w.staffToken(admin)}, "branch_id": {"77"}, "since": {seconds(told[0].At)}},
	} {
		status, body := g.get("/ws/catchup", q)
		require.Equal(t, http.StatusForbidden, status)
		require.JSONEq(t, `{"code":"branch_forbidden","detail":"No tenés acceso a esta sucursal."}`, body)
	}
}

func TestOnlyOurPagesConnect(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ours := func(o *realtime.Options) { o.AllowedOrigins = []string{"https://menu.example.com"} }
	open := w.gateway(ours)
	strict := w.gateway(ours, func(o *realtime.Options) { o.RequireOrigin = true })
	target := "/ws/diner?table_token=" + w.tableToken(session1)
	for origin, status := range map[string]int{
		"https://menu.example.com":           0,
		"https://menu.example.com.evil.test": 403,
		"https://evil.test":                  403,
		"http://menu.example.com":            403,
		"null":                               403,
	} {
		require.Equal(t, status, open.refused(target, http.Header{"Origin": {origin}}), origin)
		require.Equal(t, status, strict.refused(target, http.Header{"Origin": {origin}}), origin)
	}
	require.Zero(t, open.refused(target, nil))
	require.Equal(t, 403, strict.refused(target, nil))

	for origin, allowed := range map[string]string{"https://menu.example.com": "https://menu.example.com", "https://evil.test": ""} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, open.url+"/ws/catchup/session?since_seq=0&table_token="+w.tableToken(session1), nil)
		require.NoError(t, err)
		r.Header.Set("Origin", origin)
		response, err := http.DefaultClient.Do(r)
		require.NoError(t, err)
		require.NoError(t, response.Body.Close())
		require.Equal(t, allowed, response.Header.Get("Access-Control-Allow-Origin"))
		require.Equal(t, "Origin", response.Header.Get("Vary"))
	}
}
