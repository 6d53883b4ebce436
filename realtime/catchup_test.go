package realtime_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"integrador/internal/domain/event"
)

// seconds writes a time as clients do.
func seconds(at time.Time) string { return fmt.Sprintf("%.3f", float64(at.UnixMilli())/1000) }

func idsOf(events ...event.Event) []int64 {
	ids := []int64{}
	for _, e := range events {
		ids = append(ids, e.ID)
	}
	return ids
}

// caughtUp returns the ids of the events that a complete catch-up returns.
func (g *gateway) caughtUp(path string, q url.Values) []int64 {
	g.f.t.Helper()
	status, body := g.get(path, q)
	require.Equal(g.f.t, http.StatusOK, status, body)
	var out struct {
		Events []event.Event
		Count  int
		Reload bool
	}
	require.NoError(g.f.t, json.Unmarshal([]byte(body), &out), body)
	require.False(g.f.t, out.Reload)
	require.Len(g.f.t, out.Events, out.Count)
	return idsOf(out.Events...)
}

// The two are compared for every endpoint.
func TestCatchUpEqualsWhatTheSocketReceives(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	g := f.gateway()
	type receiver struct {
		*client
		path string
		q    url.Values
	}
	staff := func(socket string, user int64) receiver {
		return receiver{g.staff(socket, user, "&branch_id=1"), "/ws/catchup", url.Values{
			"token": {f.staffToken(user)}, "branch_id": {"1"}, "socket": {socket},
		}}
	}
	byRole := staff("waiter", idle)
	byRole.q.Del("socket") // it is the one of the strongest role
	receivers := []receiver{
		staff("waiter", waiter1), staff("waiter", waiter2), staff("waiter", manager), staff("kitchen", cook),
		staff("kitchen", admin), staff("admin", admin), byRole,
		{g.diner(session1), "/ws/catchup/session", url.Values{"table_token": {f.tableToken(session1)}, "session_id": {"11"}}},
		{g.diner(session2), "/ws/catchup/session", url.Values{"table_token": {f.tableToken(session2)}}},
	}
	since := time.Now()
	for i, typ := range everyType(t) {
		session, sector := int64(session1), int64(hall)
		if i%2 == 1 {
			session, sector = session2, patio
		}
		if event.AudienceOf(typ)&(event.Diners|event.Sector) == 0 {
			e := dish(centro, int64(i))
			e.Type = typ
			f.publish(f.emit(e))
			continue
		}
		f.send(session, round(typ, sector*int64(i%3%2), i))
	}
	for i, l := range receivers {
		l.q.Set("since", seconds(since))
		got := g.caughtUp(l.path, l.q)
		require.NotEmpty(t, got, i)
		// An event without a number may overtake one that had to be read from the database.
		live := []int64{}
		for range got {
			live = append(live, l.event().ID)
		}
		require.ElementsMatch(t, got, live, "receiver %d", i)
		l.idle()
	}
}

func TestCatchUpStartsAtTheCursor(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	g := f.gateway()
	var all []event.Event
	for i := range 4 {
		all = append(all, f.send(session1, round(event.RoundReady, hall, i))...)
		f.exec("UPDATE event SET at = now() - make_interval(secs => $1) WHERE id = $2", 100-10*i, all[i].ID)
	}
	f.exec("UPDATE table_session SET opened_at = now() - interval '1 hour'")
	all = f.logOf(session1)
	diner, cookQ := url.Values{"table_token": {f.tableToken(session1)}}, url.Values{"token": {f.staffToken(cook)}, "branch_id": {"1"}}
	for from := range all {
		diner.Set("since", seconds(all[from].At))
		require.Equal(t, idsOf(all[from:]...), g.caughtUp("/ws/catchup/session", diner))
		diner.Set("since", fmt.Sprint(all[from].At.Unix())) // whole seconds
		require.Equal(t, idsOf(all[from:]...), g.caughtUp("/ws/catchup/session", diner))
		numbered := url.Values{"table_token": diner["table_token"], "since_seq": {itoa(all[from].Seq)}}
		require.Equal(t, idsOf(all[from+1:]...), g.caughtUp("/ws/catchup/session", numbered))
	}
	// The rows were published now: a client that has the first still needs them all.
	cookQ.Set("since", seconds(all[2].At))
	require.Subset(t, g.caughtUp("/ws/catchup", cookQ), idsOf(all[2:]...))

	// What was published in time and received is not returned.
	f.exec("UPDATE event SET published_at = at")
	require.Equal(t, idsOf(all[2:]...), g.caughtUp("/ws/catchup", cookQ))
}

func TestCatchUpAsksToReloadWhenIncomplete(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	g := f.gateway()
	events := make([]event.Event, 301)
	for i := range events {
		events[i] = round(event.RoundReady, hall, i)
	}
	first := f.send(session1, events...)[0]
	diner := func(key, value string) url.Values {
		return url.Values{"table_token": {f.tableToken(session1)}, key: {value}}
	}
	board := func(since string) url.Values {
		return url.Values{"token": {f.staffToken(admin)}, "branch_id": {"1"}, "since": {since}}
	}
	for _, ask := range []struct {
		path string
		q    url.Values
	}{
		{"/ws/catchup", board(seconds(first.At))},
		{"/ws/catchup", board("1")},
		{"/ws/catchup/session", diner("since", seconds(first.At))},
		{"/ws/catchup/session", diner("since", "1")},
		{"/ws/catchup/session", diner("since_seq", "0")},
		{"/ws/catchup/session", diner("since_seq", "302")},
	} {
		status, body := g.get(ask.path, ask.q)
		require.Equal(t, http.StatusOK, status)
		require.JSONEq(t, `{"events":[],"count":0,"reload":true}`, body, ask)
	}
	require.Len(t, g.caughtUp("/ws/catchup/session", diner("since_seq", "1")), 300)
}

func TestCatchUpRejectsInvalidParameters(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	g := f.gateway()
	good := func() url.Values {
		return url.Values{"token": {f.staffToken(cook)}, "branch_id": {"1"}, "since": {seconds(time.Now())}}
	}
	with := func(key, value string) url.Values { q := good(); q.Set(key, value); return q }
	require.Empty(t, g.caughtUp("/ws/catchup", good()))
	for name, c := range map[string]struct {
		q      url.Values
		status int
	}{
		"no token":          {with("token", ""), 401},
		"bad token":         {with("token", "x.y.z"), 401},
		"another branch":    {with("branch_id", "2"), 403},
		"no branch":         {with("branch_id", ""), 422},
		"branch a word":     {with("branch_id", "centro"), 422},
		"no moment":         {with("since", ""), 422},
		"moment NaN":        {with("since", "NaN"), 422},
		"moment -1":         {with("since", "-1"), 422},
		"moment beyond all": {with("since", "1e300"), 422},
		"another's socket":  {with("socket", "admin"), 403},
		"unknown socket":    {with("socket", "diner"), 422},
	} {
		status, body := g.get("/ws/catchup", c.q)
		require.Equal(t, c.status, status, "%s: %s", name, body)
		require.NotContains(t, body, "x.y.z", name)
	}
	for _, q := range []url.Values{{}, {"table_token": {"x"}}, {"table_token": {f.staffToken(admin)}}} {
		status, _ := g.get("/ws/catchup/session", q)
		require.Equal(t, 401, status)
	}
	for _, q := range []url.Values{{"since_seq": {"-1"}}, {"since_seq": {"x"}}, {}} {
		q.Set("table_token", f.tableToken(session1))
		status, _ := g.get("/ws/catchup/session", q)
		require.Equal(t, 422, status)
	}
}
