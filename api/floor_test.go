package api

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"integrador/internal/domain/access"
	"integrador/internal/domain/tablesession"
)

// floor is a house with dishes, a conductor and a bell, and beside it another
// tenant, whose every text says canary.
type floor struct {
	*house
	sessions *conductor
	bell     *bell
}

const (
	otherTableID, brokenTableID, uniqueTableID = 1001, 1002, 1003
	northTableID, northSessionID               = 1100, 5100
	closedSessionID                            = 5001
	milanesaID, flanID, soupID, northOnlyID    = 300, 301, 302, 303
	canaryTenantID, canaryBranchID             = 2, 20
	canaryTableID, canarySessionID             = 2000, 6000
	canaryProductID                            = 350
	milanesaPrice                              = 850_000
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

func newFloor(t *testing.T, change ...func(*Options)) *floor {
	t.Helper()
	f := &floor{bell: &bell{}}
	f.house = newHouse(t, func(o *Options) {
		f.sessions = &conductor{ledger: o.Store}
		o.Sessions, o.Events = f.sessions, f.bell
		for _, c := range change {
			c(o)
		}
	})
	f.exec(t, furniture)
	return f
}

// at are the headers of a device at some session.
func (f *floor) at(t *testing.T, seat access.Table, device string) headers {
	t.Helper()
	issued, err := f.keys.IssueTable(seat)
	require.NoError(t, err)
	return headers{tableTokenHeader: issued.Token, deviceHeader: device}
}

var (
	northSeat  = access.Table{TenantID: tenantID, BranchID: otherBranchID, TableID: northTableID, SessionID: northSessionID}
	closedSeat = access.Table{TenantID: tenantID, BranchID: branchID, TableID: otherTableID, SessionID: closedSessionID}
	canarySeat = access.Table{TenantID: canaryTenantID, BranchID: canaryBranchID, TableID: canaryTableID, SessionID: canarySessionID}
)

// register sits somebody down at the house's session and gives their id.
func (f *floor) register(t *testing.T, name, device string) int64 {
	t.Helper()
	a := f.call(t, "POST", "/api/diner/register", map[string]any{"name": name, "color": "#FF8800", "local_id": "local-" + device}, f.seated(t, device))
	return a.want(t, 200, "").int(t, "id")
}

// employ gives somebody a role in a branch, and their headers.
func (f *floor) employ(t *testing.T, id int64, email string, branch int64, role access.Role) headers {
	t.Helper()
	f.exec(t, `INSERT INTO app_user (id, tenant_id, email, password) SELECT $1, 1, $2, password FROM app_user WHERE id = 100`, id, email)
	f.exec(t, `INSERT INTO user_branch_role (tenant_id, user_id, branch_id, role) VALUES (1, $1, $2, $3)`, id, branch, string(role))
	return bearing(f.login(t, email, rightSecret).want(t, 200, "").str(t, "access_token"))
}

func (a reply) int(t *testing.T, key string) int64 {
	t.Helper()
	value, ok := a.body[key].(float64)
	require.True(t, ok, "no number %q in %s", key, a.text)
	return int64(value)
}

// list is the body of a reply that is a list of objects.
func (a reply) list(t *testing.T) []map[string]any {
	t.Helper()
	var out []map[string]any
	require.NoError(t, json.Unmarshal([]byte(a.text), &out), a.text)
	require.NotNil(t, out, "null instead of []")
	return out
}

// fields fails unless an object has exactly these.
func fields(t *testing.T, object map[string]any, names ...string) {
	t.Helper()
	slices.Sort(names)
	require.Equal(t, names, slices.Sorted(maps.Keys(object)))
}

// requestCheck has the house's session ask for its check.
func (f *floor) requestCheck(t *testing.T) {
	t.Helper()
	env := tablesession.Envelope{SessionID: sessionID, By: access.Actor{Role: access.Diner}}
	_, err := f.sessions.Send(t.Context(), tenantID, tableID, env, tablesession.RequestCheck{})
	require.NoError(t, err)
}

func text(id int64) string { return strconv.FormatInt(id, 10) }

// lines are the items of an order with n lines.
func lines(n int) string {
	return strings.TrimSuffix(strings.Repeat(`{"product_id":300,"qty":1},`, n), ",")
}
