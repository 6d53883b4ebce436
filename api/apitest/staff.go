package apitest

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"integrador/api/dispatch"
	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/domain/fault"
	"integrador/internal/domain/tablesession"
)

// StaffFixture is a FloorFixture with its people: one of each role in its branch, a waiter of
// the other branch and one of the other tenant.
type StaffFixture struct {
	*FloorFixture
	Provider *ProviderFake

	Waiter, Cook, Manager, Admin, North, Canary Headers
}

const (
	FloorWaiterID, CookID, ManagerID, adminID, NorthWaiterID, CanaryWaiterID = 120, 121, 122, 123, 124, 220
	SectorID, OtherSectorID                                                  = 40, 41
)

// The waiter serves the fixture's table today; the table next to it is somebody else's.
const sectors = `
INSERT INTO branch_sector (id, tenant_id, branch_id, name, prefix) VALUES (40, 1, 10, 'Interior', 'INT'), (41, 1, 10, 'Terraza', 'TER');
UPDATE restaurant_table SET sector_id = 40 WHERE id = 1000;
UPDATE restaurant_table SET sector_id = 41 WHERE id = 1001;
INSERT INTO waiter_sector_assignment (tenant_id, branch_id, sector_id, waiter_id, assignment_date, shift)
SELECT 1, 10, 40, 120, timezone(timezone, now())::date, 'NIGHT' FROM branch WHERE id = 10;
INSERT INTO app_user (id, tenant_id, email, password) VALUES (220, 2, 'canary@demo.com', 'x');
INSERT INTO user_branch_role (tenant_id, user_id, branch_id, role) VALUES (2, 220, 20, 'WAITER');`

func NewStaff(t *testing.T, begin Start) *StaffFixture {
	t.Helper()
	c := &StaffFixture{Provider: &ProviderFake{}}
	c.FloorFixture = NewFloor(t, func(p Parts) (*httpx.API, error) {
		c.Provider.Sessions = p.Sessions
		p.Sessions = c.Provider
		return begin(p)
	})
	c.Waiter = c.Employ(t, FloorWaiterID, "crew@demo.com", BranchID, access.Waiter)
	c.Cook = c.Employ(t, CookID, "cook@demo.com", BranchID, access.Kitchen)
	c.Manager = c.Employ(t, ManagerID, "manager@demo.com", BranchID, access.Manager)
	c.Admin = c.Employ(t, adminID, "admin@demo.com", BranchID, access.Admin)
	c.North = c.Employ(t, NorthWaiterID, "north@demo.com", OtherBranchID, access.Manager)
	c.Exec(t, sectors)
	c.Canary = c.bearer(t, access.Staff{
		UserID: CanaryWaiterID, TenantID: CanaryTenantID, Email: "canary@demo.com", BranchIDs: []int64{CanaryBranchID},
		Roles: []access.Role{access.Waiter, access.Kitchen, access.Manager, access.Admin},
	})
	return c
}

func (c *StaffFixture) As(role access.Role) Headers {
	switch role {
	case access.Waiter:
		return c.Waiter
	case access.Kitchen:
		return c.Cook
	case access.Manager:
		return c.Manager
	case access.Admin:
		return c.Admin
	default:
		return nil
	}
}

// Order has the waiter order dishes, one of each, and gives the round's id.
func (c *StaffFixture) Order(t *testing.T, dishes ...int64) int64 {
	t.Helper()
	submit := tablesession.Submit{}
	for _, dish := range dishes {
		submit.Items = append(submit.Items, tablesession.Item{ProductID: dish, Qty: 1})
	}
	return c.asWaiter(t, submit).RoundID
}

// asWaiter has the fixture's session carry out a command of its waiter.
func (c *StaffFixture) asWaiter(t *testing.T, command tablesession.Command) tablesession.Result {
	t.Helper()
	waiter := int64(FloorWaiterID)
	env := tablesession.Envelope{SessionID: SessionID, Hash: fmt.Sprint(command), By: access.Actor{UserID: &waiter, Role: access.Waiter}}
	result, err := c.Fake.Send(t.Context(), TenantID, TableID, env, command)
	require.NoError(t, err)
	return result
}

// Items gives the ids of a round's lines.
func (c *StaffFixture) Items(t *testing.T, round int64) []int64 {
	t.Helper()
	rows, err := c.Pool.Query(t.Context(), `SELECT id FROM round_item WHERE round_id = $1 ORDER BY id`, round)
	require.NoError(t, err)
	var ids []int64
	for rows.Next() {
		var id int64
		require.NoError(t, rows.Scan(&id))
		ids = append(ids, id)
	}
	return ids
}

func (c *StaffFixture) Text(t *testing.T, sql string, args ...any) string {
	t.Helper()
	var text string
	require.NoError(t, c.Pool.QueryRow(t.Context(), sql, args...).Scan(&text))
	return text
}

// Bill asks for the check of the fixture's session, as its waiter, and gives its id.
func (c *StaffFixture) Bill(t *testing.T) int64 {
	t.Helper()
	return c.asWaiter(t, tablesession.RequestCheck{}).CheckID
}

// With adds headers to headers.
func (h Headers) With(name, value string) Headers {
	out := Headers{name: value}
	maps.Copy(out, h)
	return out
}

// ProviderFake is a Sessions where money can be paid through a provider, and where
// notices arrive. It remembers them.
type ProviderFake struct {
	dispatch.Sessions

	mu            sync.Mutex
	ProviderError error // what the provider says to who asks for a checkout, if not yes
	NoticeError   error // what Temporal says to a notice, if not yes
	Noted         map[int64]string
	failed        sync.Map // payments that got no page
}

// Send asks the provider for a checkout as the workflow does: between two turns.
func (c *ProviderFake) Send(ctx context.Context, tenant, table int64, env tablesession.Envelope, command tablesession.Command) (tablesession.Result, error) {
	answer, err := c.Sessions.Send(ctx, tenant, table, env, command)
	if _, checkout := command.(tablesession.StartCheckout); !checkout || err != nil {
		return answer, err
	}
	if _, over := c.failed.Load(answer.PaymentID); over { // as the workflow, which asks once for a payment
		return answer, nil
	}
	made := tablesession.CheckoutMade{Reference: "check_x", Failed: c.ProviderError != nil, Checkout: tablesession.Checkout{
		PaymentID: answer.PaymentID, PreferenceID: "pref-1", InitPoint: "https://mp.test/pay", ExpiresAt: time.Now().Add(time.Hour),
	}}
	note := tablesession.Envelope{SessionID: env.SessionID, Hash: made.Reference, By: access.BySystem}
	if _, err := c.Sessions.Send(ctx, tenant, table, note, made); err != nil {
		return answer, err
	}
	if c.ProviderError != nil {
		c.failed.Store(answer.PaymentID, true)
	}
	return answer, c.ProviderError
}

func (c *ProviderFake) NoteWebhook(ctx context.Context, notice int64, dataID string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.NoticeError != nil {
		return c.NoticeError
	}
	if c.Noted == nil {
		c.Noted = map[int64]string{}
	}
	c.Noted[notice] = dataID
	return ctx.Err()
}

func (c *ProviderFake) Notices() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.Noted)
}

var ErrTemporalDown = fault.New(fault.Unavailable, "floor_unavailable", "No está.").After(2)

// Call is an endpoint as a test asks for it.
type Call struct {
	Method, Path string
	Body         any
}

func (c *StaffFixture) Ask(t *testing.T, r Call, who Headers) Reply {
	t.Helper()
	return c.Call(t, r.Method, r.Path, r.Body, who)
}

const (
	get, post, patch, del = http.MethodGet, http.MethodPost, http.MethodPatch, http.MethodDelete
)

// ID writes an identifier into a path.
func ID(n int64) string { return strconv.FormatInt(n, 10) }
