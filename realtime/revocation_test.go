package realtime_test

import (
	"net/http"
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

// within is how fast a revocation must close a socket.
const within = 5 * time.Second

func TestRevocationClosesSockets(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	g := f.gateway()
	loggedOut, dismissed, demoted := g.staff("waiter", waiter1), g.staff("waiter", waiter2), g.staff("admin", manager)
	staying := g.staff("kitchen", cook)

	f.exec("UPDATE app_user SET tokens_valid_from = now() WHERE id = $1", waiter1)
	f.exec("UPDATE app_user SET is_active = false WHERE id = $1", waiter2)
	f.exec("UPDATE user_branch_role SET is_active = false WHERE user_id = $1", manager)
	require.Equal(t, 4001, loggedOut.closeCode(within))
	require.Equal(t, 4001, dismissed.closeCode(within))
	require.Equal(t, 4003, demoted.closeCode(within))

	renewed := g.staff("waiter", waiter1) // a login after the logout, within its second
	require.Equal(t, 4001, g.rejected("/ws/waiter?token="+f.staffToken(waiter2), nil))
	require.Equal(t, 4003, g.rejected("/ws/admin?token="+f.staffToken(manager), nil))
	f.exec("UPDATE tenant SET is_active = false WHERE id = $1", tenantA)
	require.Equal(t, 4001, staying.closeCode(within))
	require.Equal(t, 4001, renewed.closeCode(within))
}

func TestExpiredTokensCloseSockets(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	// Its clock is an hour ahead, less the seconds that a new token still has.
	g := f.gateway(func(o *realtime.Options) {
		o.Keys.Now = func() time.Time { return time.Now().Add(time.Hour + 28*time.Second) }
	})
	c, phone := g.staff("waiter", waiter1), g.diner(session1)
	require.Equal(t, 4002, c.closeCode(2*within), "come back with a fresh token")
	require.Equal(t, 4001, phone.closeCode(2*within), "scan the QR code again")
	testkit.Eventually(t, soon, "the token is rejected", func() bool {
		old := f.keys
		old.Now = func() time.Time { return time.Now().Add(-5 * time.Second) }
		issued, err := old.IssueAccess(access.Staff{UserID: waiter1, TenantID: tenantA, Roles: []access.Role{access.Waiter}, BranchIDs: []int64{centro}})
		require.NoError(t, err)
		return g.rejected("/ws/waiter?token="+issued.Token, nil) == 4002
	})
}

// Phones still receive that the table was cleared.
func TestClosedTableClosesItsSockets(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	g := f.gateway()
	phone, otherTable := g.diner(session1), g.diner(session2)
	phone.idle()
	last := f.commit(session1, round(event.CheckPaid, hall, 1), event.Event{
		Type: event.TableCleared, Entity: event.Body(event.Table{TableCode: "M1", TableStatus: "FREE"}), Actor: access.BySystem,
	})
	f.exec("UPDATE table_session SET status = 'CLOSED' WHERE id = $1", session1)
	require.Equal(t, last[0].ID, phone.event().ID)
	require.Equal(t, last[1].ID, phone.event().ID)
	require.Equal(t, 4001, phone.closeCode(within))
	require.Equal(t, 4001, g.rejected("/ws/diner?table_token="+f.tableToken(session1), nil))
	otherTable.idle()
}

func TestWaiterReceivesTheSectorsOfToday(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	g := f.gateway()
	c, oversees := g.staff("waiter", idle), g.staff("waiter", admin)
	inHall := func() event.Event { return round(event.ServiceCallCreated, hall, 1) }
	everywhere := f.send(session1, inHall(), round(event.ServiceCallCreated, 0, 1), round(event.RoundPending, hall, 1))
	c.receives(everywhere[1:]...)

	f.exec(`INSERT INTO waiter_sector_assignment (tenant_id, branch_id, sector_id, waiter_id, assignment_date)
		SELECT 1, 1, s, $1, (now() AT TIME ZONE 'America/Argentina/Mendoza')::date FROM (VALUES (2), (1)) v (s)`, idle)
	c.write("refresh_sectors")
	require.Equal(t, "sectors_updated:1,2", c.next())
	now := f.send(session1, inHall())
	c.receives(now...)

	// Yesterday's assignment, and one that was taken back, do not count.
	f.exec("UPDATE waiter_sector_assignment SET is_active = false WHERE waiter_id = $1 AND sector_id = 1", idle)
	f.exec("UPDATE waiter_sector_assignment SET assignment_date = assignment_date - 1 WHERE waiter_id = $1 AND sector_id = 2", idle)
	c.write(`{"type":"refresh_sectors"}`)
	require.Equal(t, "sectors_updated:", c.next())
	later := f.send(session1, inHall())
	oversees.receives(append(append(everywhere, now...), later...)...)
	c.idle()
}

// A new or withdrawn assignment takes effect without any message to the gateway or the waiter's phone.
func TestAssignmentsTakeEffectWithinSeconds(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	g := f.gateway()
	c, oversees := g.staff("waiter", idle), g.staff("waiter", admin)
	// A call from the hall reaches the manager, and by then the waiter too, or not at all.
	receives := func() bool {
		f.send(session1, round(event.ServiceCallCreated, hall, 1))
		oversees.event()
		c.write(`{"type":"ping"}`)
		if c.next() == `{"type":"pong"}` {
			return false
		}
		require.Equal(t, `{"type":"pong"}`, c.next())
		return true
	}
	var today string
	err := f.pool.QueryRow(t.Context(), `SELECT (now() AT TIME ZONE timezone)::date::text FROM branch WHERE id = $1`, centro).Scan(&today)
	require.NoError(t, err)
	require.False(t, receives())
	made, err := f.store.Assign(t.Context(), dbgen.AssignParams{
		TenantID: tenantA, BranchID: centro, Day: today, SectorIds: []int64{hall}, WaiterIds: []int64{idle},
	})
	require.NoError(t, err)
	require.Len(t, made, 1)
	testkit.Eventually(t, within, "the sector is received", receives)

	_, err = f.store.TakeBackAssignments(t.Context(), dbgen.TakeBackAssignmentsParams{TenantID: tenantA, BranchID: centro, Day: today})
	require.NoError(t, err)
	testkit.Eventually(t, within, "the sector is not received any more", func() bool { return !receives() })
}

// The branch is newer than the socket too.
func TestAdminReceivesBranchNewerThanTheToken(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	g := f.gateway()
	open, one := g.staff("admin", admin), g.staff("admin", admin, "&branch_id=1")
	f.exec(`INSERT INTO branch (id, tenant_id, name, slug) VALUES (4, 1, 'Sur', 'sur')`)
	f.exec(`INSERT INTO restaurant_table (id, tenant_id, branch_id, code) VALUES (5, 1, 4, 'M1')`)
	f.exec(`INSERT INTO table_session (id, tenant_id, branch_id, table_id) VALUES (15, 1, 4, 5)`)
	// The open socket receives the event although it was published before the socket's channel existed.
	first := f.send(15, round(event.RoundPending, 0, 1))
	open.receives(first...)
	board, oversees := g.staff("admin", admin), g.staff("admin", manager)
	then := f.send(15, round(event.RoundPending, 0, 1))
	board.receives(then...)
	open.receives(then...)
	oversees.idle()
	one.idle()

	f.exec(`UPDATE branch SET is_active = false WHERE id = 4`)
	testkit.Eventually(t, within, "a closed branch is not received", func() bool {
		f.send(15, round(event.RoundPending, 0, 1))
		open.write(`{"type":"ping"}`)
		for received := false; ; received = true {
			if open.next() == `{"type":"pong"}` {
				return !received
			}
		}
	})
}

// Unless the URL names one.
func TestWaiterOfTwoBranchesReceivesBoth(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	g := f.gateway()
	both, one := g.staff("waiter", waiter1), g.staff("waiter", waiter1, "&branch_id=2")
	here := f.send(session1, round(event.RoundPending, hall, 1))[0]
	both.receives(here)
	there := f.send(sessionN, round(event.RoundPending, 0, 1))[0]
	both.receives(there)
	one.receives(there)
	f.exec("UPDATE user_branch_role SET is_active = false WHERE user_id = $1 AND branch_id = 2", waiter1)
	require.Equal(t, 4003, one.closeCode(within))
	require.Equal(t, 4003, both.closeCode(within))
	g.staff("waiter", waiter1).idle() // centro alone is left
}

func TestForgedAndWrongTokensAreRejected(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	g := f.gateway()
	other := f.keys
	other.Staff, other.Table = []byte("another secret of 32 bytes......"), []byte("and another one of 32 bytes.....")
	forge := func(issued token.Issued, err error) string { require.NoError(t, err); return issued.Token }
	staff := forge(other.IssueAccess(access.Staff{UserID: admin, TenantID: tenantA, Roles: []access.Role{access.Admin}, BranchIDs: []int64{centro}}))
	table := forge(other.IssueTable(access.Table{TenantID: tenantA, BranchID: centro, TableID: table1, SessionID: session1}))
	for target, status := range map[string]int{
		"/ws/waiter":                                         4001,
		"/ws/waiter?token=":                                  4001,
		"/ws/waiter?token=nonsense":                          4001,
		"/ws/admin?token=" + staff:                           4001,
		"/ws/diner":                                          4001,
		"/ws/diner?table_token=" + table:                     4001,
		"/ws/diner?table_token=" + f.staffToken(admin):       4001,
		"/ws/admin?token=" + f.tableToken(session1):          4001,
		"/ws/admin?token=" + f.staffToken(waiter1):           4003,
		"/ws/kitchen?token=" + f.staffToken(waiter1):         4003,
		"/ws/waiter?token=" + f.staffToken(cook):             4003,
		"/ws/waiter?branch_id=2&token=" + f.staffToken(idle): 4003,
		"/ws/admin?branch_id=3&token=" + f.staffToken(admin): 4003, // another tenant's
		"/ws/admin?branch_id=9&token=" + f.staffToken(admin): 4003, // nobody's: the same answer
		"/ws/admin?branch_id=2&token=" + f.staffToken(admin): 0,    // any branch of the tenant
		"/ws/kitchen?token=" + f.staffToken(manager):         0,
		"/ws/nothing?token=" + f.staffToken(admin):           404,
	} {
		require.Equal(t, status, g.rejected(target, nil), target)
		if status > 1000 { // who asks without upgrading gets an answer to read
			asked, _ := g.get(target, nil)
			require.Equal(t, http.StatusForbidden, asked, target)
		}
	}
}
