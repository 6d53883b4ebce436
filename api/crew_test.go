package api

import (
	"context"
	"maps"
	"net/http"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"integrador/internal/domain/access"
	"integrador/internal/domain/fault"
	"integrador/internal/domain/tablesession"
)

// crew is a floor with its people: one of each role in its branch, a waiter of
// the other branch and one of the other tenant.
type crew struct {
	*floor
	counter *counter

	waiter, cook, manager, admin, north, canary headers
}

const (
	crewWaiterID, cookID, managerID, adminID, northWaiterID, canaryWaiterID = 120, 121, 122, 123, 124, 220
	sectorID, otherSectorID                                                 = 40, 41
)

// The waiter serves the house's table today; the table next to it is somebody else's.
const sectors = `
INSERT INTO branch_sector (id, tenant_id, branch_id, name, prefix) VALUES (40, 1, 10, 'Interior', 'INT'), (41, 1, 10, 'Terraza', 'TER');
UPDATE restaurant_table SET sector_id = 40 WHERE id = 1000;
UPDATE restaurant_table SET sector_id = 41 WHERE id = 1001;
INSERT INTO waiter_sector_assignment (tenant_id, branch_id, sector_id, waiter_id, assignment_date, shift)
SELECT 1, 10, 40, 120, timezone(timezone, now())::date, 'NIGHT' FROM branch WHERE id = 10;
INSERT INTO app_user (id, tenant_id, email, password) VALUES (220, 2, 'canary@demo.com', 'x');
INSERT INTO user_branch_role (tenant_id, user_id, branch_id, role) VALUES (2, 220, 20, 'WAITER');`

func newCrew(t *testing.T, change ...func(*Options)) *crew {
	t.Helper()
	c := &crew{counter: &counter{}}
	c.floor = newFloor(t, append(change, func(o *Options) {
		c.counter.Sessions = o.Sessions
		o.Sessions = c.counter
	})...)
	c.waiter = c.employ(t, crewWaiterID, "crew@demo.com", branchID, access.Waiter)
	c.cook = c.employ(t, cookID, "cook@demo.com", branchID, access.Kitchen)
	c.manager = c.employ(t, managerID, "manager@demo.com", branchID, access.Manager)
	c.admin = c.employ(t, adminID, "admin@demo.com", branchID, access.Admin)
	c.north = c.employ(t, northWaiterID, "north@demo.com", otherBranchID, access.Manager)
	c.exec(t, sectors)
	issued, err := c.keys.IssueAccess(access.Staff{
		UserID: canaryWaiterID, TenantID: canaryTenantID, Email: "canary@demo.com", BranchIDs: []int64{canaryBranchID},
		Roles: []access.Role{access.Waiter, access.Kitchen, access.Manager, access.Admin},
	})
	require.NoError(t, err)
	c.canary = bearing(issued.Token)
	return c
}

func (c *crew) as(role access.Role) headers {
	switch role {
	case access.Waiter:
		return c.waiter
	case access.Kitchen:
		return c.cook
	case access.Manager:
		return c.manager
	case access.Admin:
		return c.admin
	default:
		return nil
	}
}

// order has the waiter order dishes, one of each, and gives the round's id.
func (c *crew) order(t *testing.T, dishes ...int64) int64 {
	t.Helper()
	items := []map[string]any{}
	for _, dish := range dishes {
		items = append(items, map[string]any{"product_id": dish, "qty": 1})
	}
	return c.call(t, "POST", "/api/waiter/sessions/5000/rounds", map[string]any{"items": items}, c.waiter).want(t, 200, "").int(t, "round_id")
}

// items gives the ids of a round's lines.
func (c *crew) items(t *testing.T, round int64) []int64 {
	t.Helper()
	rows, err := c.pool.Query(t.Context(), `SELECT id FROM round_item WHERE round_id = $1 ORDER BY id`, round)
	require.NoError(t, err)
	var ids []int64
	for rows.Next() {
		var id int64
		require.NoError(t, rows.Scan(&id))
		ids = append(ids, id)
	}
	return ids
}

func (c *crew) text(t *testing.T, sql string, args ...any) string {
	t.Helper()
	var text string
	require.NoError(t, c.pool.QueryRow(t.Context(), sql, args...).Scan(&text))
	return text
}

// bill asks for the check of the house's session, as its waiter, and gives its id.
func (c *crew) bill(t *testing.T) int64 {
	t.Helper()
	return c.call(t, "POST", "/api/waiter/sessions/5000/check", nil, c.waiter).want(t, 200, "").int(t, "check_id")
}

// with adds headers to headers.
func (h headers) with(name, value string) headers {
	out := headers{name: value}
	maps.Copy(out, h)
	return out
}

// counter is a Sessions where money can be paid through a provider, and where
// notices arrive. It remembers them.
type counter struct {
	Sessions

	mu       sync.Mutex
	provider error // what the provider says to who asks for a checkout, if not yes
	noting   error // what Temporal says to a notice, if not yes
	noted    map[int64]string
}

// Send asks the provider for a checkout as the workflow does: between two turns.
func (c *counter) Send(ctx context.Context, tenant, table int64, env tablesession.Envelope, command tablesession.Command) (tablesession.Result, error) {
	answer, err := c.Sessions.Send(ctx, tenant, table, env, command)
	if _, checkout := command.(tablesession.StartCheckout); !checkout || err != nil {
		return answer, err
	}
	made := tablesession.CheckoutMade{Reference: "check_x", Failed: c.provider != nil, Checkout: tablesession.Checkout{
		PaymentID: answer.PaymentID, PreferenceID: "pref-1", InitPoint: "https://mp.test/pay", ExpiresAt: time.Now().Add(time.Hour),
	}}
	note := tablesession.Envelope{SessionID: env.SessionID, Hash: made.Reference, By: access.BySystem}
	if _, err := c.Sessions.Send(ctx, tenant, table, note, made); err != nil {
		return answer, err
	}
	return answer, c.provider
}

func (c *counter) NoteWebhook(ctx context.Context, notice int64, dataID string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.noting != nil {
		return c.noting
	}
	if c.noted == nil {
		c.noted = map[int64]string{}
	}
	c.noted[notice] = dataID
	return ctx.Err()
}

func (c *counter) notices() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.noted)
}

var errTemporalDown = fault.New(fault.Unavailable, "floor_unavailable", "No está.").After(2)

// errandTo is an endpoint as a test asks for it.
type errandTo struct {
	method, path string
	body         any
}

func (c *crew) ask(t *testing.T, r errandTo, who headers) reply {
	t.Helper()
	return c.call(t, r.method, r.path, r.body, who)
}

const (
	get, post, patch, del = http.MethodGet, http.MethodPost, http.MethodPatch, http.MethodDelete
)

// id writes an identifier into a path.
func id(n int64) string { return strconv.FormatInt(n, 10) }
