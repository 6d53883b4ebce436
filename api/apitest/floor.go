package apitest

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/domain/tablesession"
)

// FloorFixture is a fixture with dishes, a conductor and a publisher, and beside it another
// tenant, whose every text says canary.
type FloorFixture struct {
	*Fixture
	Fake      *SessionsFake
	Published *EventsFake
}

const (
	OtherTableID, brokenTableID, UniqueTableID = 1001, 1002, 1003
	NorthTableID, northSessionID               = 1100, 5100
	closedSessionID                            = 5001
	MilanesaID, FlanID, SoupID, NorthOnlyID    = 300, 301, 302, 303
	CanaryTenantID, CanaryBranchID             = 2, 20
	CanaryTableID, CanarySessionID             = 2000, 6000
	CanaryProductID                            = 350
	MilanesaPrice                              = 850_000
)

const furniture = `
INSERT INTO restaurant_table (id, tenant_id, branch_id, code, status) VALUES
  (1001, 1, 10, 'INT-02', 'FREE'), (1002, 1, 10, 'INT-03', 'OUT_OF_SERVICE'), (1003, 1, 10, 'UNICA-7', 'FREE'), (1100, 1, 11, 'INT-01', 'ACTIVE');
INSERT INTO restaurant_table (id, tenant_id, branch_id, code, is_active) VALUES (1004, 1, 10, 'INT-09', false);
INSERT INTO table_session (id, tenant_id, branch_id, table_id, status) VALUES (5100, 1, 11, 1100, 'OPEN'), (5001, 1, 10, 1001, 'CLOSED');
INSERT INTO category (id, tenant_id, branch_id, name) VALUES (50, 1, 10, 'Platos');
INSERT INTO product (id, tenant_id, category_id, name, popular) VALUES
  (300, 1, 50, 'Milanesa', true), (301, 1, 50, 'Flan', true), (302, 1, 50, 'Sopa', false), (303, 1, 50, 'Chivito', true);
INSERT INTO branch_product (tenant_id, branch_id, product_id, price_cents, is_available) VALUES
  (1, 10, 300, 850000, true), (1, 10, 301, 320000, true), (1, 10, 302, 410000, false), (1, 11, 303, 990000, true);
INSERT INTO allergen (id, tenant_id, name, is_mandatory) VALUES (70, 1, 'Gluten', true), (71, 1, 'Centeno', false);
INSERT INTO allergen_cross_reaction (tenant_id, allergen_id, cross_reacts_with_id) VALUES (1, 70, 71);
INSERT INTO product_allergen (tenant_id, product_id, allergen_id) VALUES (1, 300, 70);

INSERT INTO tenant (id, name, slug) VALUES (2, 'canary', 'canary'), (3, 'Cerrado', 'cerrado');
UPDATE tenant SET is_active = false WHERE id = 3;
INSERT INTO branch (id, tenant_id, name, slug, phone) VALUES (20, 2, 'canary', 'canary', 'canary'), (30, 3, 'Cerrado', 'cerrado', NULL);
INSERT INTO restaurant_table (id, tenant_id, branch_id, code) VALUES (2000, 2, 20, 'INT-01');
INSERT INTO table_session (id, tenant_id, branch_id, table_id) VALUES (6000, 2, 20, 2000);
INSERT INTO diner (id, tenant_id, branch_id, session_id, name, color, local_id, device_id) VALUES
  (900, 2, 20, 6000, 'canary', '#000000', 'canary', 'phone');
INSERT INTO category (id, tenant_id, branch_id, name) VALUES (60, 2, 20, 'canary');
INSERT INTO product (id, tenant_id, category_id, name, popular) VALUES (350, 2, 60, 'canary', true);
INSERT INTO branch_product (tenant_id, branch_id, product_id, price_cents) VALUES (2, 20, 350, 100);
INSERT INTO allergen (id, tenant_id, name) VALUES (80, 2, 'canary');
INSERT INTO cart_item (tenant_id, branch_id, session_id, diner_id, product_id, quantity) VALUES (2, 20, 6000, 900, 350, 1);
INSERT INTO customer (id, tenant_id, name) VALUES (90, 2, 'canary');
INSERT INTO customer_device (tenant_id, device_id, customer_id) VALUES (2, 'phone', 90);`

func NewFloor(t *testing.T, begin Start) *FloorFixture {
	t.Helper()
	f := &FloorFixture{Published: &EventsFake{}, Fixture: prepare(t)}
	f.Fake = &SessionsFake{Ledger: f.Store}
	f.Sessions, f.Events = f.Fake, f.Published
	f.serve(t, begin)
	f.Exec(t, furniture)
	return f
}

// At are the headers of a device at some session.
func (f *FloorFixture) At(t *testing.T, seat access.Table, device string) Headers {
	t.Helper()
	issued, err := f.Keys.IssueTable(seat)
	require.NoError(t, err)
	return Headers{httpx.TableTokenHeader: issued.Token, httpx.DeviceHeader: device}
}

var (
	NorthSeat  = access.Table{TenantID: TenantID, BranchID: OtherBranchID, TableID: NorthTableID, SessionID: northSessionID}
	ClosedSeat = access.Table{TenantID: TenantID, BranchID: BranchID, TableID: OtherTableID, SessionID: closedSessionID}
	CanarySeat = access.Table{TenantID: CanaryTenantID, BranchID: CanaryBranchID, TableID: CanaryTableID, SessionID: CanarySessionID}
)

// Register has somebody join the fixture's session and gives their id.
func (f *FloorFixture) Register(t *testing.T, name, device string) int64 {
	t.Helper()
	join := tablesession.Join{Diner: tablesession.Diner{Name: name, Color: "#FF8800", LocalID: "local-" + device, DeviceID: device}}
	env := tablesession.Envelope{SessionID: SessionID, Hash: name + device, By: access.Actor{Role: access.Diner}}
	result, err := f.Fake.Send(t.Context(), TenantID, TableID, env, join)
	require.NoError(t, err)
	return result.DinerID
}

// Employ gives somebody a role in a branch, and their headers.
func (f *FloorFixture) Employ(t *testing.T, id int64, email string, branch int64, role access.Role) Headers {
	t.Helper()
	f.Exec(t, `INSERT INTO app_user (id, tenant_id, email, password) SELECT $1, 1, $2, password FROM app_user WHERE id = 100`, id, email)
	f.Exec(t, `INSERT INTO user_branch_role (tenant_id, user_id, branch_id, role) VALUES (1, $1, $2, $3)`, id, branch, string(role))
	return f.bearer(t, access.Staff{UserID: id, TenantID: TenantID, Email: email, BranchIDs: []int64{branch}, Roles: []access.Role{role}})
}

// bearer are the headers of somebody who has logged in.
func (f *FloorFixture) bearer(t *testing.T, who access.Staff) Headers {
	t.Helper()
	issued, err := f.Keys.IssueAccess(who)
	require.NoError(t, err)
	return Bearing(issued.Token)
}

func (a Reply) Int(t *testing.T, key string) int64 {
	t.Helper()
	value, ok := a.Body[key].(float64)
	require.True(t, ok, "no number %q in %s", key, a.Text)
	return int64(value)
}

// List is the body of a reply that is a list of objects.
func (a Reply) List(t *testing.T) []map[string]any {
	t.Helper()
	var out []map[string]any
	require.NoError(t, json.Unmarshal([]byte(a.Text), &out), a.Text)
	require.NotNil(t, out, "null instead of []")
	return out
}

// Fields fails unless an object has exactly these.
func Fields(t *testing.T, object map[string]any, names ...string) {
	t.Helper()
	slices.Sort(names)
	require.Equal(t, names, slices.Sorted(maps.Keys(object)))
}

// RequestCheck has the fixture's session ask for its check.
func (f *FloorFixture) RequestCheck(t *testing.T) {
	t.Helper()
	env := tablesession.Envelope{SessionID: SessionID, By: access.Actor{Role: access.Diner}}
	_, err := f.Fake.Send(t.Context(), TenantID, TableID, env, tablesession.RequestCheck{})
	require.NoError(t, err)
}

// Lines are the items of an order with n lines.
func Lines(n int) string {
	return strings.TrimSuffix(strings.Repeat(`{"product_id":300,"qty":1},`, n), ",")
}
