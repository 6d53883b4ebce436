package realtime_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"integrador/internal/dev/testkit"
	"integrador/internal/domain/access"
	"integrador/internal/domain/event"
	"integrador/internal/platform/postgres/dbgen"
	"integrador/internal/platform/token"
	"integrador/realtime"
)

// within is how fast a revocation must end a socket.
const within = 5 * time.Second

func TestRevocationEndsSockets(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	g := w.gateway()
	loggedOut, dismissed, demoted := g.staff("waiter", waiter1), g.staff("waiter", waiter2), g.staff("admin", manager)
	staying := g.staff("kitchen", cook)

	w.exec("UPDATE app_user SET tokens_valid_from = now() WHERE id = $1", waiter1)
	w.exec("UPDATE app_user SET is_active = false WHERE id = $1", waiter2)
	w.exec("UPDATE user_branch_role SET is_active = false WHERE user_id = $1", manager)
	require.Equal(t, 4001, loggedOut.closes(within))
	require.Equal(t, 4001, dismissed.closes(within))
	require.Equal(t, 4003, demoted.closes(within))

	again := g.staff("waiter", waiter1) // a login after the logout, within its second
	require.Equal(t, 403, g.refused("/ws/waiter?token="+w.staffToken(waiter2), nil))
	require.Equal(t, 403, g.refused("/ws/admin?token="+w.staffToken(manager), nil))
	w.exec("UPDATE tenant SET is_active = false WHERE id = $1", tenantA)
	require.Equal(t, 4001, staying.closes(within))
	require.Equal(t, 4001, again.closes(within))
}

func TestExpiredTokensEndSockets(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	// Its clock is an hour ahead, less the seconds that a new token still has.
	g := w.gateway(func(o *realtime.Options) {
		o.Keys.Now = func() time.Time { return time.Now().Add(time.Hour + 28*time.Second) }
	})
	c := g.staff("waiter", waiter1)
	require.Equal(t, 4001, c.closes(2*within))
	testkit.Eventually(t, soon, "the token is refused", func() bool {
		old := w.keys
		old.Now = func() time.Time { return time.Now().Add(-5 * time.Second) }
		issued, err := old.IssueAccess(access.Staff{UserID: waiter1, TenantID: tenantA, Roles: []access.Role{access.Waiter}, BranchIDs: []int64{centro}})
		require.NoError(t, err)
		return g.refused("/ws/waiter?token="+issued.Token, nil) == 403
	})
}

// TestClosedTableEndsItsPhones: they still hear that the table was cleared.
func TestClosedTableEndsItsPhones(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	g := w.gateway()
	phone, neighbour := g.diner(session1), g.diner(session2)
	phone.silent()
	last := w.commit(session1, round(event.CheckPaid, hall, 1), event.Event{
		Type: event.TableCleared, Entity: event.Body(event.Table{TableCode: "M1", TableStatus: "FREE"}), Actor: access.BySystem,
	})
	w.exec("UPDATE table_session SET status = 'CLOSED' WHERE id = $1", session1)
	require.Equal(t, last[0].ID, phone.event().ID)
	require.Equal(t, last[1].ID, phone.event().ID)
	require.Equal(t, 4001, phone.closes(within))
	require.Equal(t, 403, g.refused("/ws/diner?table_token="+w.tableToken(session1), nil))
	neighbour.silent()
}

func TestWaiterHearsTheSectorsOfToday(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	g := w.gateway()
	c, boss := g.staff("waiter", idle), g.staff("waiter", admin)
	inHall := func() event.Event { return round(event.ServiceCallCreated, hall, 1) }
	everywhere := w.tell(session1, inHall(), round(event.ServiceCallCreated, 0, 1), round(event.RoundPending, hall, 1))
	c.hears(everywhere[1:]...)

	w.exec(`INSERT INTO waiter_sector_assignment (tenant_id, branch_id, sector_id, waiter_id, assignment_date)
		SELECT 1, 1, s, $1, (now() AT TIME ZONE 'America/Argentina/Mendoza')::date FROM (VALUES (2), (1)) v (s)`, idle)
	c.say("refresh_sectors")
	require.Equal(t, "sectors_updated:1,2", c.next())
	now := w.tell(session1, inHall())
	c.hears(now...)

	// Yesterday's assignment, and one that was taken back, do not count.
	w.exec("UPDATE waiter_sector_assignment SET is_active = false WHERE waiter_id = $1 AND sector_id = 1", idle)
	w.exec("UPDATE waiter_sector_assignment SET assignment_date = assignment_date - 1 WHERE waiter_id = $1 AND sector_id = 2", idle)
	c.say(`{"type":"refresh_sectors"}`)
	require.Equal(t, "sectors_updated:", c.next())
	later := w.tell(session1, inHall())
	boss.hears(append(append(everywhere, now...), later...)...)
	c.silent()
}

// TestAssignmentsCountWithinSeconds: nobody tells the gateway nor the phone that
// a waiter was given a sector, or that it was taken back.
func TestAssignmentsCountWithinSeconds(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	g := w.gateway()
	c, boss := g.staff("waiter", idle), g.staff("waiter", admin)
	// A call from the hall reaches the boss, and by then the waiter too, or not at all.
	hears := func() bool {
		w.tell(session1, round(event.ServiceCallCreated, hall, 1))
		boss.event()
		c.say(`{"type":"ping"}`)
		if c.next() == `{"type":"pong"}` {
			return false
		}
		require.Equal(t, `{"type":"pong"}`, c.next())
		return true
	}
	var today string
	err := w.pool.QueryRow(t.Context(), `SELECT (now() AT TIME ZONE timezone)::date::text FROM branch WHERE id = $1`, centro).Scan(&today)
	require.NoError(t, err)
	require.False(t, hears())
	made, err := w.store.Assign(t.Context(), dbgen.AssignParams{
		TenantID: tenantA, BranchID: centro, Day: today, SectorIds: []int64{hall}, WaiterIds: []int64{idle},
	})
	require.NoError(t, err)
	require.Len(t, made, 1)
	testkit.Eventually(t, within, "the sector is heard", hears)

	_, err = w.store.TakeBackAssignments(t.Context(), dbgen.TakeBackAssignmentsParams{TenantID: tenantA, BranchID: centro, Day: today})
	require.NoError(t, err)
	testkit.Eventually(t, within, "the sector is heard no more", func() bool { return !hears() })
}

// TestAnAdminHearsABranchThatIsNewerThanTheToken, and than the socket.
func TestAnAdminHearsABranchThatIsNewerThanTheToken(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	g := w.gateway()
	open, one := g.staff("admin", admin), g.staff("admin", admin, "&branch_id=1")
	w.exec(`INSERT INTO branch (id, tenant_id, name, slug) VALUES (4, 1, 'Sur', 'sur')`)
	w.exec(`INSERT INTO restaurant_table (id, tenant_id, branch_id, code) VALUES (5, 1, 4, 'M1')`)
	w.exec(`INSERT INTO table_session (id, tenant_id, branch_id, table_id) VALUES (15, 1, 4, 5)`)
	// The socket that is open hears of the branch although nothing is left of it in Redis.
	first := w.tell(15, round(event.RoundPending, 0, 1))
	open.hears(first...)
	board, boss := g.staff("admin", admin), g.staff("admin", manager)
	then := w.tell(15, round(event.RoundPending, 0, 1))
	board.hears(then...)
	open.hears(then...)
	boss.silent()
	one.silent()

	w.exec(`UPDATE branch SET is_active = false WHERE id = 4`)
	testkit.Eventually(t, within, "a branch that was closed is not heard", func() bool {
		w.tell(15, round(event.RoundPending, 0, 1))
		open.say(`{"type":"ping"}`)
		for heard := false; ; heard = true {
			if open.next() == `{"type":"pong"}` {
				return !heard
			}
		}
	})
}

// TestWaiterOfTwoBranchesHearsBoth, unless the URL asks for one.
func TestWaiterOfTwoBranchesHearsBoth(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	g := w.gateway()
	both, one := g.staff("waiter", waiter1), g.staff("waiter", waiter1, "&branch_id=2")
	here := w.tell(session1, round(event.RoundPending, hall, 1))[0]
	both.hears(here)
	there := w.tell(sessionN, round(event.RoundPending, 0, 1))[0]
	both.hears(there)
	one.hears(there)
	w.exec("UPDATE user_branch_role SET is_active = false WHERE user_id = $1 AND branch_id = 2", waiter1)
	require.Equal(t, 4003, one.closes(within))
	require.Equal(t, 4003, both.closes(within))
	g.staff("waiter", waiter1).silent() // centro alone is left
}

func TestKeysOfTheGatewayAreNotThoseOfOthers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	g := w.gateway()
	other := w.keys
	other.Staff, other.Table = []byte("another secret of 32 bytes......"), []byte("and another one of 32 bytes.....")
	forge := func(issued token.Issued, err error) string { require.NoError(t, err); return issued.Token }
	staff := forge(other.IssueAccess(access.Staff{UserID: admin, TenantID: tenantA, Roles: []access.Role{access.Admin}, BranchIDs: []int64{centro}}))
	table := forge(other.IssueTable(access.Table{TenantID: tenantA, BranchID: centro, TableID: table1, SessionID: session1}))
	for target, status := range map[string]int{
		"/ws/waiter":                                         403,
		"/ws/waiter?token=":                                  403,
		"/ws/waiter?token=nonsense":                          403,
		"/ws/admin?token=" + staff:                           403,
		"/ws/diner":                                          403,
		"/ws/diner?table_token=" + table:                     403,
		"/ws/diner?table_token=" + w.staffToken(admin):       403,
		"/ws/admin?token=" + w.tableToken(session1):          403,
		"/ws/admin?token=" + w.staffToken(waiter1):           403,
		"/ws/kitchen?token=" + w.staffToken(waiter1):         403,
		"/ws/waiter?token=" + w.staffToken(cook):             403,
		"/ws/waiter?branch_id=2&token=" + w.staffToken(idle): 403,
		"/ws/admin?branch_id=3&token=" + w.staffToken(admin): 403, // another tenant's
		"/ws/admin?branch_id=9&token=" + w.staffToken(admin): 403, // nobody's: the same answer
		"/ws/admin?branch_id=2&token=" + w.staffToken(admin): 0,   // any branch of the tenant
		"/ws/kitchen?token=" + w.staffToken(manager):         0,
		"/ws/nothing?token=" + w.staffToken(admin):           404,
	} {
		require.Equal(t, status, g.refused(target, nil), target)
	}
}
