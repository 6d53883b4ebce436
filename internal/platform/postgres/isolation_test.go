package postgres_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/internal/domain/access"
	"integrador/internal/domain/fault"
	"integrador/internal/platform/postgres"
	"integrador/internal/readmodel/menu"
)

const canary = "CANARIO"

// plant makes a whole evening at the stranger's, every name of it a canary.
type planted struct {
	at                                      access.Table
	diner, product, round, item, call, bill int64
	ticket                                  int64
}

func (s *stage) plant() planted {
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
	_, err := s.db.RegisterCustomer(s.Context(), p.at, canary, postgres.Customer{Name: new(canary)})
	require.NoError(s, err)
	_, err = s.db.SetPreferences(s.Context(), p.at, postgres.ImplicitPreferencesData{Strictness: canary}, noon)
	require.NoError(s, err)
	_, _, err = s.db.AddToCart(s.Context(), p.at, postgres.CartAdd{ProductID: p.product, Quantity: 1})
	require.NoError(s, err)
	return p
}

// TestNoReadCrossesTenants asks everything that can be asked, as the other
// tenant's admin or table, for the stranger's rows.
func TestNoReadCrossesTenants(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	theirs := s.plant()
	who := s.staff("admin@demo.com")
	ours, _ := s.sit("centro", "INT-01", "Ana")
	forged := theirs.at // a table of ours that names a session of theirs
	forged.TenantID = ours.TenantID
	ctx, db, mine := t.Context(), s.db, who.TenantID

	for name, ask := range map[string]func() (any, error){
		"cards":           func() (any, error) { return db.TableCards(ctx, who, nil, noon) },
		"calls":           func() (any, error) { return db.ServiceCalls(ctx, who, noon) },
		"kitchen":         func() (any, error) { return db.KitchenRounds(ctx, who) },
		"tickets":         func() (any, error) { return db.KitchenTickets(ctx, who, nil) },
		"tickets of":      func() (any, error) { return db.RoundTickets(ctx, who, theirs.round) },
		"my tables":       func() (any, error) { return db.MyTables(ctx, who, postgres.AssignmentFilter{}, noon) },
		"assignments":     func() (any, error) { return db.Assignments(ctx, who, postgres.AssignmentFilter{}, noon) },
		"verify":          func() (any, error) { return db.VerifyAssignment(ctx, who, theirs.at.BranchID, noon) },
		"diners":          func() (any, error) { return db.Diners(ctx, mine, theirs.at.SessionID, canary) },
		"rounds":          func() (any, error) { return db.SessionRounds(ctx, mine, theirs.at.SessionID) },
		"history":         func() (any, error) { return db.DeviceHistory(ctx, mine, "x") },
		"recognize":       func() (any, error) { return db.Recognize(ctx, mine, canary) },
		"menu":            func() (any, error) { return menu.NewReader(db).Menu(ctx, "centro") },
		"compact":         func() (any, error) { return menu.NewReader(db).Compact(ctx, who, who.BranchIDs[0]) },
		"allergens":       func() (any, error) { return menu.NewReader(db).Allergens(ctx, "centro") },
		"cart":            func() (any, error) { return db.Cart(ctx, ours) },
		"our branch wait": func() (any, error) { return db.EstimatedWait(ctx, who.BranchIDs[0], noon) },
	} {
		got, err := ask()
		require.NoError(t, err, name)
		text, err := json.Marshal(got)
		require.NoError(t, err, name)
		assert.NotContains(t, string(text), canary, name)
	}
	wait, err := db.EstimatedWait(ctx, who.BranchIDs[0], noon)
	require.NoError(t, err)
	assert.Zero(t, wait.QueueSize, "their queue")
	history, err := db.DeviceHistory(ctx, mine, canary)
	require.NoError(t, err)
	assert.Empty(t, history.Visits)
	preferences, err := db.DevicePreferences(ctx, mine, canary)
	require.NoError(t, err)
	assert.False(t, preferences.HasPreferences)
	suggestions, err := db.Suggestions(ctx, mine, theirs.at.BranchID, canary)
	require.NoError(t, err)
	assert.Empty(t, suggestions.Favorites)
	assert.Empty(t, suggestions.Recommendations)

	for name, ask := range map[string]func() error{
		"place":        func() error { _, err := db.PlaceFor(ctx, who, theirs.at.TableID); return err },
		"card":         func() error { _, err := db.TableCard(ctx, who, theirs.at.TableID); return err },
		"call":         func() error { _, err := db.ServiceCallFor(ctx, who, theirs.call); return err },
		"session":      func() error { _, err := db.SessionFor(ctx, who, theirs.at.SessionID); return err },
		"live session": func() error { _, err := db.LiveSession(ctx, mine, theirs.at.TableID); return err },
		"detail":       func() error { _, err := db.SessionDetail(ctx, who, theirs.at.TableID); return err },
		"summary":      func() error { _, err := db.SessionSummary(ctx, who, theirs.at.SessionID); return err },
		"total":        func() error { _, err := db.SessionTotal(ctx, mine, theirs.at.SessionID); return err },
		"round":        func() error { _, err := db.RoundFor(ctx, who, theirs.round); return err },
		"item":         func() error { _, err := db.ItemFor(ctx, who, theirs.item); return err },
		"ticket":       func() error { _, err := db.TicketFor(ctx, who, theirs.ticket); return err },
		"availability": func() error { _, err := db.SetAvailability(ctx, who, theirs.product, nil, false); return err },
		"bill":         func() error { _, err := db.CheckDetail(ctx, mine, theirs.at.SessionID); return err },
		"check":        func() error { _, err := db.StaffCheck(ctx, who, theirs.bill); return err },
		"check here":   func() error { _, err := db.CheckAtTable(ctx, ours, theirs.bill); return err },
		"balances":     func() error { _, err := db.Balances(ctx, forged, theirs.bill); return err },
		"cart":         func() error { _, err := db.Cart(ctx, forged); return err },
		"customer":     func() error { _, err := db.CustomerOfDevice(ctx, mine, canary); return err },
		"preferences": func() error {
			_, err := db.SetPreferences(ctx, forged, postgres.ImplicitPreferencesData{}, noon)
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
		assert.Equal(t, fault.NotFound, fault.CodeOf(ask()), name)
	}
	_, err = db.ClearCart(ctx, forged)
	assert.Equal(t, "session_not_open", fault.ReasonOf(err))
	assert.Equal(t, 1, look[int](s, "SELECT count(*) FROM cart_item"), "their cart")
}
