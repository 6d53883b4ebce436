package readmodel_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/internal/domain/event"
	"integrador/internal/domain/fault"
	"integrador/internal/readmodel"
)

func TestKitchenRounds(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	beef := s.product("centro", "Bife de chorizo")
	one, _ := s.sit("centro", "INT-01")
	two, _ := s.sit("centro", "INT-02")
	far, _ := s.sit("godoy-cruz", "INT-01")
	late, _ := s.order(one, 1, "SUBMITTED", "DINER", 9, line{product: beef, qty: 1, cents: 15000})
	early, _ := s.order(two, 1, "IN_KITCHEN", "DINER", 3, line{product: beef, qty: 2, cents: 15000}, line{product: beef, qty: 9, cents: 15000, voided: true})
	for i, status := range []string{"PENDING", "CONFIRMED", "READY", "SERVED", "CANCELED"} {
		s.order(one, 2+i, status, "DINER", 0, line{product: beef, qty: 1, cents: 15000})
	}
	s.order(far, 1, "SUBMITTED", "DINER", 0, line{product: s.product("godoy-cruz", "Vacío"), qty: 1, cents: 12500})

	rounds, err := readmodel.KitchenRounds(t.Context(), s.db, s.staff("kitchen@demo.com"), nil)
	require.NoError(t, err)
	require.Len(t, rounds, 2)
	assert.Equal(t, []int64{early, late}, []int64{rounds[0].ID, rounds[1].ID}, "oldest first")
	require.Len(t, rounds[0].Items, 1, "voided items are not cooked")
	assert.Equal(t, 2, rounds[0].Items[0].Qty)
	assert.Equal(t, new("INT-02"), rounds[0].TableCode)

	all, err := readmodel.KitchenRounds(t.Context(), s.db, s.staff("admin@demo.com"), nil)
	require.NoError(t, err)
	assert.Len(t, all, 3)

	ref, err := readmodel.RoundFor(t.Context(), s.db, s.staff("kitchen@demo.com"), late)
	require.NoError(t, err)
	assert.Equal(t, one.SessionID, ref.SessionID)
	assert.Equal(t, one.TableID, ref.TableID)
	_, err = readmodel.RoundFor(t.Context(), s.db, s.staff("kitchen.godoycruz@demo.com"), late)
	assert.Equal(t, fault.Forbidden, fault.CodeOf(err))

	mine, err := readmodel.SessionRounds(t.Context(), s.db, one.TenantID, one.SessionID)
	require.NoError(t, err)
	assert.Len(t, mine, 6)
}

func TestEstimatedWaitGrowsWithTheQueue(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	branch := s.place("centro", "INT-01").BranchID
	idle, err := readmodel.EstimatedWait(t.Context(), s.db, branch, noon)
	require.NoError(t, err)
	assert.Zero(t, idle.QueueSize)
	assert.Positive(t, idle.EstimatedMinutes)

	at, _ := s.sit("centro", "INT-01")
	beef := s.product("centro", "Bife de chorizo") // 5 + 18 minutes
	for i := range 4 {
		s.order(at, i+1, "SUBMITTED", "DINER", 0, line{product: beef, qty: 1, cents: 15000})
	}
	busy, err := readmodel.EstimatedWait(t.Context(), s.db, branch, noon)
	require.NoError(t, err)
	assert.Equal(t, readmodel.EstimatedWaitResponse{EstimatedMinutes: idle.EstimatedMinutes + 23, QueueSize: 4}, busy)

	s.exec("UPDATE round SET status = 'IN_KITCHEN' WHERE table_session_id = $1", at.SessionID)
	later, err := readmodel.EstimatedWait(t.Context(), s.db, branch, noon.Add(13*time.Minute))
	require.NoError(t, err)
	assert.Equal(t, idle.EstimatedMinutes+10, later.EstimatedMinutes, "what cooks is nearly done")

	_, err = readmodel.EstimatedWait(t.Context(), s.db, -1, noon)
	assert.Equal(t, fault.NotFound, fault.CodeOf(err))
}

func TestTicketsByStation(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	at, _ := s.sit("centro", "INT-01")
	round, items := s.order(at, 1, "IN_KITCHEN", "DINER", 0,
		line{product: s.product("centro", "Vacío"), qty: 1, cents: 12500}, line{product: s.product("centro", "Limonada"), qty: 2, cents: 1800})
	ticket := func(station, status string, item int64) int64 {
		id := s.id()
		s.exec("INSERT INTO kitchen_ticket (id, tenant_id, branch_id, round_id, station, status) VALUES ($1, $2, $3, $4, $5, $6)", id, at.TenantID, at.BranchID, round, station, status)
		s.exec("INSERT INTO kitchen_ticket_item (id, tenant_id, ticket_id, round_item_id, qty) VALUES ($1, $2, $3, $4, 1)", s.id(), at.TenantID, id, item)
		return id
	}
	grill, bar := ticket("GRILL", "PENDING", items[0]), ticket("BAR", "DELIVERED", items[1])
	who := s.staff("kitchen@demo.com")

	list, err := readmodel.KitchenTickets(t.Context(), s.db, who, nil)
	require.NoError(t, err)
	require.Len(t, list.Stations, 1, "what was delivered is gone")
	assert.Equal(t, "GRILL", list.Stations[0].Station)
	assert.Equal(t, "Vacío", list.Stations[0].Tickets[0].Items[0].ProductName)
	list, err = readmodel.KitchenTickets(t.Context(), s.db, who, new("BAR"))
	require.NoError(t, err)
	assert.Empty(t, list.Stations)

	one, err := readmodel.TicketFor(t.Context(), s.db, who, bar)
	require.NoError(t, err)
	assert.Equal(t, at.SessionID, one.SessionID)
	both, err := readmodel.RoundTickets(t.Context(), s.db, who, round)
	require.NoError(t, err)
	assert.ElementsMatch(t, []int64{grill, bar}, []int64{both[0].ID, both[1].ID})
	_, err = readmodel.TicketFor(t.Context(), s.db, s.staff("kitchen.godoycruz@demo.com"), bar)
	assert.Equal(t, fault.Forbidden, fault.CodeOf(err))
}

func TestAvailabilityChangeIsPublishedOnce(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	who := s.staff("kitchen@demo.com")
	beef := s.product("centro", "Bife de chorizo")

	out, err := s.db.SetAvailability(t.Context(), who, beef, nil, false)
	require.NoError(t, err)
	assert.Equal(t, []any{beef, who.BranchIDs[0], false}, []any{out.ProductID, out.BranchID, out.IsAvailable})
	assert.Equal(t, "centro", out.BranchSlug)
	require.NotNil(t, out.Event)
	assert.Equal(t, event.ProductAvailabilityChanged, out.Event.Type)
	var payload event.Availability
	require.NoError(t, json.Unmarshal(out.Event.Entity, &payload))
	assert.Equal(t, event.Availability{ProductID: beef}, payload)
	assert.Equal(t, 1, look[int](s, "SELECT count(*) FROM event WHERE id = $1 AND session_id IS NULL AND branch_id = $2", out.Event.ID, out.BranchID))
	assert.False(t, look[bool](s, "SELECT is_available FROM branch_product WHERE product_id = $1", beef))

	repeated, err := s.db.SetAvailability(t.Context(), who, beef, nil, false)
	require.NoError(t, err)
	assert.Nil(t, repeated.Event, "nothing changed")

	_, err = s.db.SetAvailability(t.Context(), who, s.product("godoy-cruz", "Vacío"), nil, false)
	assert.Equal(t, fault.NotFound, fault.CodeOf(err), "not sold where the cook works")
	_, err = s.db.SetAvailability(t.Context(), who, beef, new(s.place("godoy-cruz", "INT-01").BranchID), false)
	assert.Equal(t, fault.Forbidden, fault.CodeOf(err))
}
