package readmodel_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/internal/domain/access"
	"integrador/internal/domain/fault"
	"integrador/internal/platform/postgres"
	"integrador/internal/readmodel"
	"integrador/internal/readmodel/menu"
)

const canary = "CANARIO"

// planted are the rows of one session of the other tenant.
type planted struct {
	at                                      access.Table
	diner, product, round, item, call, bill int64
	ticket                                  int64
}

// plant writes a session of the other tenant in which every name is a canary.
func (s *fixture) plant() planted {
	var p planted
	var diners []int64
	p.at, diners = s.sit("la-esquina-palermo", "SAL-01", canary)
	p.diner, p.product = diners[0], s.product("la-esquina-palermo", "Muzzarella")
	for _, sql := range []string{
		"UPDATE product SET name = $1 || id WHERE tenant_id = $2", "UPDATE category SET name = $1 || id WHERE tenant_id = $2",
		"UPDATE restaurant_table SET code = $1 || id WHERE tenant_id = $2", "UPDATE branch SET name = $1 || id WHERE tenant_id = $2",
		"UPDATE branch_sector SET name = $1 || id WHERE tenant_id = $2", "UPDATE allergen SET name = $1 || id WHERE tenant_id = $2",
	} {
		s.exec(sql, canary, p.at.TenantID)
	}
	var items []int64
	p.round, items = s.order(p.at, 1, "SUBMITTED", "DINER", 0, line{product: p.product, diner: p.diner, qty: 1, cents: 9000})
	p.item, p.call, p.bill, p.ticket = items[0], s.call(p.at, "OPEN"), s.check(p.at, 9000, 0), s.id()
	s.charge(p.at, p.bill, p.diner, 9000, 0)
	s.exec("INSERT INTO kitchen_ticket (id, tenant_id, branch_id, round_id, station) VALUES ($1, $2, $3, $4, 'GRILL')", p.ticket, p.at.TenantID, p.at.BranchID, p.round)
	require.NoError(s, s.db.RegisterCustomer(s.Context(), p.at, canary, postgres.Customer{Name: new(canary)}))
	_, err := s.db.SetPreferences(s.Context(), p.at, readmodel.ImplicitPreferencesData{Strictness: canary}, noon)
	require.NoError(s, err)
	_, _, err = s.db.AddToCart(s.Context(), p.at, postgres.CartAdd{ProductID: p.product, Quantity: 1})
	require.NoError(s, err)
	return p
}

// TestNoReadCrossesTenants calls every read as one tenant's admin or table, with the
// identifiers of another tenant's rows.
func TestNoReadCrossesTenants(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	theirs := s.plant()
	who := s.staff("admin@demo.com")
	ours, _ := s.sit("centro", "INT-01", "Ana")
	forged := theirs.at // a table of ours that names a session of theirs
	forged.TenantID = ours.TenantID
	ctx, db, tenant := t.Context(), s.db, who.TenantID

	for name, read := range map[string]func() (any, error){
		"cards":           func() (any, error) { return readmodel.TableCards(ctx, db, who, readmodel.TableFilter{}, noon) },
		"calls":           func() (any, error) { return readmodel.ServiceCalls(ctx, db, who, noon) },
		"kitchen":         func() (any, error) { return readmodel.KitchenRounds(ctx, db, who, nil) },
		"tickets":         func() (any, error) { return readmodel.KitchenTickets(ctx, db, who, nil) },
		"tickets of":      func() (any, error) { return readmodel.RoundTickets(ctx, db, who, theirs.round) },
		"my tables":       func() (any, error) { return readmodel.MyTables(ctx, db, who, readmodel.AssignmentFilter{}, noon) },
		"assignments":     func() (any, error) { return readmodel.Assignments(ctx, db, who, readmodel.AssignmentFilter{}, noon) },
		"verify":          func() (any, error) { return readmodel.VerifyAssignment(ctx, db, who, theirs.at.BranchID, noon) },
		"diners":          func() (any, error) { return readmodel.Diners(ctx, db, tenant, theirs.at.SessionID, canary) },
		"rounds":          func() (any, error) { return readmodel.SessionRounds(ctx, db, tenant, theirs.at.SessionID) },
		"history":         func() (any, error) { return readmodel.DeviceHistory(ctx, db, tenant, "x") },
		"recognize":       func() (any, error) { return readmodel.Recognize(ctx, db, tenant, canary) },
		"menu":            func() (any, error) { return menu.NewReader(db).Menu(ctx, "centro") },
		"compact":         func() (any, error) { return menu.NewReader(db).Compact(ctx, who, who.BranchIDs[0]) },
		"allergens":       func() (any, error) { return menu.NewReader(db).Allergens(ctx, "centro") },
		"cart":            func() (any, error) { return readmodel.Cart(ctx, db, ours) },
		"our branch wait": func() (any, error) { return readmodel.EstimatedWait(ctx, db, who.BranchIDs[0], noon) },
	} {
		got, err := read()
		require.NoError(t, err, name)
		text, err := json.Marshal(got)
		require.NoError(t, err, name)
		assert.NotContains(t, string(text), canary, name)
	}
	wait, err := readmodel.EstimatedWait(ctx, db, who.BranchIDs[0], noon)
	require.NoError(t, err)
	assert.Zero(t, wait.QueueSize, "their queue")
	history, err := readmodel.DeviceHistory(ctx, db, tenant, canary)
	require.NoError(t, err)
	assert.Empty(t, history.Visits)
	preferences, err := readmodel.DevicePreferences(ctx, db, tenant, canary)
	require.NoError(t, err)
	assert.False(t, preferences.HasPreferences)
	suggestions, err := readmodel.Suggestions(ctx, db, tenant, theirs.at.BranchID, canary)
	require.NoError(t, err)
	assert.Empty(t, suggestions.Favorites)
	assert.Empty(t, suggestions.Recommendations)

	for name, read := range map[string]func() error{
		"place":        func() error { _, err := db.PlaceFor(ctx, who, theirs.at.TableID); return err },
		"card":         func() error { _, err := readmodel.TableCardByID(ctx, db, who, theirs.at.TableID); return err },
		"call":         func() error { _, err := readmodel.ServiceCallFor(ctx, db, who, theirs.call); return err },
		"session":      func() error { _, err := db.SessionFor(ctx, who, theirs.at.SessionID); return err },
		"live session": func() error { _, err := db.LiveSession(ctx, tenant, theirs.at.TableID); return err },
		"detail":       func() error { _, err := readmodel.SessionDetail(ctx, db, who, theirs.at.TableID); return err },
		"summary":      func() error { _, err := readmodel.SessionSummary(ctx, db, who, theirs.at.SessionID); return err },
		"total":        func() error { _, err := readmodel.TotalOfSession(ctx, db, tenant, theirs.at.SessionID); return err },
		"round":        func() error { _, err := readmodel.RoundFor(ctx, db, who, theirs.round); return err },
		"item":         func() error { _, err := db.ItemFor(ctx, who, theirs.item); return err },
		"ticket":       func() error { _, err := readmodel.TicketFor(ctx, db, who, theirs.ticket); return err },
		"availability": func() error { _, err := db.SetAvailability(ctx, who, theirs.product, nil, false); return err },
		"bill":         func() error { _, err := readmodel.CheckDetail(ctx, db, tenant, theirs.at.SessionID); return err },
		"check":        func() error { _, err := readmodel.CheckForStaff(ctx, db, who, theirs.bill); return err },
		"check here":   func() error { _, err := db.CheckAtTable(ctx, ours, theirs.bill); return err },
		"balances":     func() error { _, err := readmodel.Balances(ctx, db, forged, theirs.bill); return err },
		"cart":         func() error { _, err := readmodel.Cart(ctx, db, forged); return err },
		"customer":     func() error { _, err := readmodel.CustomerOfDevice(ctx, db, tenant, canary); return err },
		"preferences": func() error {
			_, err := db.SetPreferences(ctx, forged, readmodel.ImplicitPreferencesData{}, noon)
			return err
		},
		"feedback": func() error { _, err := db.GiveFeedback(ctx, forged, 1, nil); return err },
		"dish":     func() error { _, err := menu.NewReader(db).Product(ctx, "centro", theirs.product); return err },
		"page":     func() error { _, err := menu.NewReader(db).Complete(ctx, "centro", theirs.product); return err },
		"compact":  func() error { _, err := menu.NewReader(db).Compact(ctx, who, theirs.at.BranchID); return err },
		"buy": func() error {
			_, _, err := db.AddToCart(ctx, ours, postgres.CartAdd{ProductID: theirs.product, Quantity: 1})
			return err
		},
	} {
		assert.Equal(t, fault.NotFound, fault.CodeOf(read()), name)
	}
	_, err = db.ClearCart(ctx, forged)
	assert.Equal(t, "session_not_open", fault.ReasonOf(err))
	assert.Equal(t, 1, look[int](s, "SELECT count(*) FROM cart_item"), "their cart")
}
