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

// Neither live nor by catch-up.
func TestDinerNeverReceivesAnotherTable(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	g := f.gateway()
	phone := g.diner(session2)
	others := f.send(session1, round(event.RoundReady, hall, 1), round(event.CheckPaid, 0, 1), round(event.RoundPending, 0, 2))
	staffOnly := f.emit(event.Event{TenantID: tenantA, BranchID: centro, Type: event.EntityUpdated, Entity: json.RawMessage(`{}`), Actor: access.BySystem})
	f.publish(staffOnly)
	own := f.send(session2, round(event.RoundReady, patio, 1))
	phone.receives(own...)
	for _, q := range []url.Values{{"since": {"0"}}, {"since_seq": {"0"}}} {
		if q.Has("since") {
			q.Set("since", seconds(others[0].At))
		}
		q.Set("table_token", f.tableToken(session2))
		require.Equal(t, idsOf(own...), g.caughtUp("/ws/catchup/session", q))
		q.Set("session_id", "11")
		status, _ := g.get("/ws/catchup/session", q)
		require.Equal(t, http.StatusForbidden, status)
	}
}

// A marked event of one tenant is published, also on channels where only somebody with access to Redis could.
func TestTenantsNeverReceiveEachOther(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	g := f.gateway()
	receivers := []*client{g.staff("admin", admin), g.staff("waiter", manager), g.staff("kitchen", cook), g.diner(session1)}
	other := g.staff("admin", otherAdmin)

	canary := round(event.RoundReady, 0, 1)
	canary.Entity = json.RawMessage(`{"note":"CANARY-B"}`)
	sent := f.send(sessionB, canary)
	other.receives(sent...)
	forged := []event.Event{sent[0], sent[0]}
	forged[1].BranchID, forged[1].SessionID = centro, new(int64(session1)) // tenant B's, posing as centro's
	for _, message := range forged {
		body, err := json.Marshal(message)
		require.NoError(t, err)
		for _, channel := range []string{event.AdminChannel(centro), event.WaiterChannel(centro), event.KitchenChannel(centro), event.SessionChannel(session1)} {
			require.NoError(t, f.redis.Publish(t.Context(), channel, body).Err())
		}
	}
	end := f.send(session1, round(event.RoundServed, 0, 1))
	for _, c := range receivers {
		c.receives(end...)
	}
	for _, q := range []url.Values{
		{"token": {f.staffToken(admin)}, "branch_id": {"3"}, "since": {seconds(sent[0].At)}},
		{"token": {f.staffToken(admin)}, "branch_id": {"77"}, "since": {seconds(sent[0].At)}},
	} {
		status, body := g.get("/ws/catchup", q)
		require.Equal(t, http.StatusForbidden, status)
		require.JSONEq(t, `{"code":"branch_forbidden","detail":"No tenés acceso a esta sucursal."}`, body)
	}
}

func TestOnlyOurPagesConnect(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	ours := func(o *realtime.Options) { o.AllowedOrigins = []string{"https://menu.example.com"} }
	open := f.gateway(ours)
	strict := f.gateway(ours, func(o *realtime.Options) { o.RequireOrigin = true })
	target := "/ws/diner?table_token=" + f.tableToken(session1)
	for origin, status := range map[string]int{
		"https://menu.example.com":           0,
		"https://menu.example.com.evil.test": 4003,
		"https://evil.test":                  4003,
		"http://menu.example.com":            4003,
		"null":                               4003,
	} {
		require.Equal(t, status, open.rejected(target, http.Header{"Origin": {origin}}), origin)
		require.Equal(t, status, strict.rejected(target, http.Header{"Origin": {origin}}), origin)
	}
	require.Zero(t, open.rejected(target, nil))
	require.Zero(t, strict.rejected(target, http.Header{"Origin": {strict.url}}), "the page came from this address")
	require.Equal(t, 4003, strict.rejected(target, nil))

	for origin, allowed := range map[string]string{"https://menu.example.com": "https://menu.example.com", "https://evil.test": ""} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, open.url+"/ws/catchup/session?since_seq=0&table_token="+f.tableToken(session1), nil)
		require.NoError(t, err)
		r.Header.Set("Origin", origin)
		response, err := http.DefaultClient.Do(r)
		require.NoError(t, err)
		require.NoError(t, response.Body.Close())
		require.Equal(t, allowed, response.Header.Get("Access-Control-Allow-Origin"))
		require.Equal(t, "Origin", response.Header.Get("Vary"))
	}
}
