package readmodel_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/internal/domain/fault"
	"integrador/internal/domain/money"
	"integrador/internal/readmodel"
)

func codes(cards []readmodel.TableCard) (out []string) {
	for _, c := range cards {
		out = append(out, c.Code)
	}
	return out
}

func TestWaitersSeeTodaysSectors(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	cards := func(email string, branch *int64, at time.Time) []string {
		cards, err := readmodel.TableCards(t.Context(), s.db, s.staff(email), readmodel.TableFilter{Branch: branch}, at)
		require.NoError(t, err)
		return codes(cards)
	}
	assert.Equal(t, []string{"INT-01", "INT-02", "INT-03", "INT-04", "INT-05"}, cards("ana@demo.com", nil, noon))
	assert.Equal(t, []string{"TER-01", "TER-02", "TER-03", "BAR-01", "BAR-02"}, cards("alberto.cortez@demo.com", nil, noon))
	assert.Empty(t, cards("ana@demo.com", nil, noon.Add(24*time.Hour)), "nobody assigned tomorrow")
	assert.Len(t, cards("manager@demo.com", nil, noon), 10)
	assert.Len(t, cards("admin@demo.com", nil, noon), 14)
	assert.Len(t, cards("admin@demo.com", new(s.place("godoy-cruz", "INT-01").BranchID), noon), 4)

	centro := s.place("centro", "INT-01").BranchID
	all, err := readmodel.TableCards(t.Context(), s.db, s.staff("ana@demo.com"), readmodel.TableFilter{Branch: &centro, EverySector: true}, noon)
	require.NoError(t, err)
	assert.Len(t, all, 10, "of every sector of the branch")

	elsewhere := readmodel.TableFilter{Branch: new(s.place("godoy-cruz", "INT-01").BranchID), EverySector: true}
	_, err = readmodel.TableCards(t.Context(), s.db, s.staff("ana@demo.com"), elsewhere, noon)
	assert.Equal(t, fault.Forbidden, fault.CodeOf(err))
}

func TestTableCard(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	who := s.staff("ana@demo.com")
	at, diners := s.sit("centro", "INT-01", "Ana")
	lemonade := s.product("centro", "Limonada")
	s.order(at, 1, "SERVED", "DINER", 0, line{product: lemonade, diner: diners[0], qty: 1, cents: 1800})
	confirmed, _ := s.order(at, 2, "SUBMITTED", "DINER", 1, line{product: lemonade, qty: 1, cents: 1800})
	s.order(at, 3, "CANCELED", "DINER", 2)
	s.exec("UPDATE round SET confirmed_by_user_id = $1 WHERE id = $2", who.UserID, confirmed)
	open, acked := s.call(at, "OPEN"), s.call(at, "ACKED")
	s.call(at, "CLOSED")

	card, err := readmodel.TableCardByID(t.Context(), s.db, who, at.TableID)
	require.NoError(t, err)
	assert.Equal(t, readmodel.TableCard{
		TableID: at.TableID, Code: "INT-01", Status: "ACTIVE", SessionID: &at.SessionID, OpenRounds: 1, PendingCalls: 1,
		ActiveServiceCallIDs: []int64{open, acked}, SectorID: s.place("centro", "INT-01").SectorID, SectorName: new("Interior"), ConfirmedByName: new("Ana Molina"),
		BranchID: at.BranchID, Capacity: 4, OpenedAt: card.OpenedAt, DinerCount: 1, TotalCents: 3600,
		Rounds: []readmodel.OpenRound{{RoundID: confirmed, RoundNumber: 2, Status: "SUBMITTED", Since: card.Rounds[0].Since}},
	}, card)
	assert.WithinDuration(t, noon.Add(time.Minute), card.Rounds[0].Since, 0, "since it was submitted")
	require.NotNil(t, card.OpenedAt)
	s.check(at, 3000, 500) // after a discount
	card, err = readmodel.TableCardByID(t.Context(), s.db, who, at.TableID)
	require.NoError(t, err)
	assert.Equal(t, new("REQUESTED"), card.CheckStatus)
	assert.Equal(t, money.Cents(3000), card.TotalCents, "what the bill says")
	assert.Equal(t, money.Cents(500), card.PaidCents)

	calls, err := readmodel.ServiceCalls(t.Context(), s.db, who, noon)
	require.NoError(t, err)
	assert.Len(t, calls, 2)
	calls, err = readmodel.ServiceCalls(t.Context(), s.db, s.staff("alberto.cortez@demo.com"), noon)
	require.NoError(t, err)
	assert.Empty(t, calls, "another sector's")
	s.exec("UPDATE service_call SET escalated = true WHERE id = $1", open)
	calls, err = readmodel.ServiceCalls(t.Context(), s.db, s.staff("alberto.cortez@demo.com"), noon)
	require.NoError(t, err)
	assert.Len(t, calls, 1, "nobody came, so everybody hears")
}

func TestSessionDetailAndSummary(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	who := s.staff("ana@demo.com")
	at, diners := s.sit("centro", "INT-01", "Ana", "Beto")
	beef, lemonade := s.product("centro", "Bife de chorizo"), s.product("centro", "Limonada")
	_, items := s.order(at, 1, "SUBMITTED", "DINER", 0,
		line{product: beef, diner: diners[1], qty: 2, cents: 15000}, line{product: lemonade, qty: 1, cents: 1800, voided: true})
	s.order(at, 2, "CANCELED", "DINER", 1, line{product: beef, qty: 1, cents: 15000})

	detail, err := readmodel.SessionDetail(t.Context(), s.db, who, at.TableID)
	require.NoError(t, err)
	assert.Equal(t, money.Cents(30000), detail.TotalCents, "neither voided nor canceled")
	assert.Len(t, detail.Diners, 2)
	require.Len(t, detail.Rounds, 2)
	assert.Equal(t, []readmodel.RoundItemDetail{{
		ID: items[0], ProductID: beef, ProductName: "Bife de chorizo", Qty: 2, UnitPriceCents: 15000,
		DinerID: &diners[1], DinerName: new("Beto"), DinerColor: new("#aabbcc"),
	}}, detail.Rounds[0].Items)
	for _, d := range detail.Diners {
		assert.Nil(t, d.DeviceID, "a device's id is a secret of who holds it")
	}

	summary, err := readmodel.SessionSummary(t.Context(), s.db, who, at.SessionID)
	require.NoError(t, err)
	assert.Equal(t, 1, summary.RoundsCount)
	assert.Equal(t, 2, summary.DinerCount)
	assert.False(t, summary.IsHybrid)
	s.order(at, 3, "PENDING", "WAITER", 2, line{product: lemonade, qty: 1, cents: 1800})
	summary, err = readmodel.SessionSummary(t.Context(), s.db, who, at.SessionID)
	require.NoError(t, err)
	assert.True(t, summary.IsHybrid)

	s.check(at, 25000, 5000) // after a discount
	total, err := readmodel.TotalOfSession(t.Context(), s.db, at.TenantID, at.SessionID)
	require.NoError(t, err)
	assert.Equal(t, money.Cents(25000), total.TotalCents)
	assert.Equal(t, money.Cents(5000), total.PaidCents)

	_, err = readmodel.SessionDetail(t.Context(), s.db, who, s.place("centro", "INT-02").TableID)
	assert.Equal(t, fault.NotFound, fault.CodeOf(err))
	_, err = readmodel.SessionDetail(t.Context(), s.db, s.staff("waiter.godoycruz@demo.com"), at.TableID)
	assert.Equal(t, fault.Forbidden, fault.CodeOf(err))
}

func TestAmbiguousTableCodeNeedsABranch(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	_, err := s.db.PlaceByCode(t.Context(), "INT-01", "")
	assert.Equal(t, "branch_required", fault.ReasonOf(err))
	place, err := s.db.PlaceByCode(t.Context(), "bar-01", "")
	require.NoError(t, err, "the only one of its kind")
	assert.Equal(t, "centro", place.BranchSlug)
	_, err = s.db.PlaceByCode(t.Context(), "INT-01", "la-esquina-palermo")
	assert.Equal(t, fault.NotFound, fault.CodeOf(err))
	s.exec("UPDATE tenant SET is_active = false WHERE id = $1", place.TenantID)
	_, err = s.db.Place(t.Context(), place.TableID)
	assert.Equal(t, fault.NotFound, fault.CodeOf(err))
}

func TestVerifyAssignment(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	centro, godoy := s.place("centro", "INT-01").BranchID, s.place("godoy-cruz", "INT-01").BranchID
	stranger := s.place("la-esquina-palermo", "SAL-01").BranchID
	verify := func(email string, branch int64, at time.Time) readmodel.BranchAssignmentVerifyOutput {
		out, err := readmodel.VerifyAssignment(t.Context(), s.db, s.staff(email), branch, at)
		require.NoError(t, err)
		return out
	}
	yes := verify("ana@demo.com", centro, noon)
	assert.True(t, yes.IsAssigned)
	assert.Equal(t, "2026-05-08", yes.AssignmentDate)
	assert.Len(t, yes.Sectors, 1)
	tomorrow := verify("ana@demo.com", centro, noon.Add(24*time.Hour))
	assert.False(t, tomorrow.IsAssigned)
	assert.Equal(t, "2026-05-09", tomorrow.AssignmentDate)
	assert.False(t, verify("ana@demo.com", godoy, noon).IsAssigned)
	assert.True(t, verify("manager@demo.com", centro, noon).IsAssigned)
	assert.False(t, verify("manager@demo.com", godoy, noon).IsAssigned)
	assert.True(t, verify("admin@demo.com", godoy, noon).IsAssigned)
	foreign := verify("admin@demo.com", stranger, noon)
	assert.False(t, foreign.IsAssigned)
	assert.Nil(t, foreign.BranchName)
}

func TestPushSubscriptions(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	who := s.staff("ana@demo.com")
	require.NoError(t, s.db.SavePush(t.Context(), who, "https://push.example/1", []byte(`{"auth":"a"}`)))
	require.NoError(t, s.db.SavePush(t.Context(), who, "https://push.example/1", []byte(`{"auth":"b"}`)))
	assert.JSONEq(t, `{"auth":"b"}`, look[string](s, "SELECT keys FROM push_subscription WHERE user_id = $1", who.UserID))
	require.NoError(t, s.db.DropPush(t.Context(), s.staff("waiter@demo.com"), "https://push.example/1"))
	assert.Equal(t, 1, look[int](s, "SELECT count(*) FROM push_subscription"), "not another's to drop")
	require.NoError(t, s.db.DropPush(t.Context(), who, "https://push.example/1"))
	require.NoError(t, s.db.DropPush(t.Context(), who, "https://push.example/1"))
	assert.Zero(t, look[int](s, "SELECT count(*) FROM push_subscription"))
}
