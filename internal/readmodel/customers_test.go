package readmodel_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/internal/domain/fault"
	"integrador/internal/domain/money"
	"integrador/internal/platform/postgres"
	"integrador/internal/readmodel"
)

func TestCustomerIsRecognizedByDevice(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	at, diners := s.sit("centro", "INT-01", "tel-ana", "tel-beto")
	tenant := at.TenantID
	beef, flan := s.product("centro", "Bife de chorizo"), s.product("centro", "Flan casero")
	s.order(at, 1, "SERVED", "DINER", 0,
		line{product: beef, diner: diners[0], qty: 1, cents: 15000}, line{product: flan, diner: diners[0], qty: 2, cents: 3800},
		line{product: beef, diner: diners[1], qty: 9, cents: 15000}, line{product: beef, diner: diners[0], qty: 9, cents: 15000, voided: true})

	who, err := readmodel.Recognize(t.Context(), s.db, tenant, "tel-ana")
	require.NoError(t, err)
	assert.Equal(t, readmodel.CustomerRecognizeResponse{AnonymousVisitCount: 1}, who)
	s.exec("UPDATE table_session SET status = 'CLOSED' WHERE id = $1", at.SessionID)
	second, _ := s.sit("centro", "INT-01", "tel-ana")
	who, err = readmodel.Recognize(t.Context(), s.db, tenant, "tel-ana")
	require.NoError(t, err)
	assert.Equal(t, readmodel.CustomerRecognizeResponse{AnonymousVisitCount: 2, ShouldPromptOptin: true}, who)

	register := func(c postgres.Customer) readmodel.CustomerOutput {
		t.Helper()
		require.NoError(t, s.db.RegisterCustomer(t.Context(), second, "tel-ana", c))
		kept, err := readmodel.CustomerOfDevice(t.Context(), s.db, tenant, "tel-ana")
		require.NoError(t, err)
		return kept
	}
	c := register(postgres.Customer{
		Name: new("Ana"), Phone: new("261-1"), Email: new("ana@x.com"), ExcludedAllergenIDs: []int64{3}, DietaryPreferences: []string{"vegetarian"},
	})
	assert.Equal(t, 2, c.TotalVisits)
	assert.Equal(t, money.Cents(22600), c.TotalSpentCents)
	assert.Equal(t, money.Cents(11300), c.AvgTicketCents)
	assert.Equal(t, []int64{flan, beef}, c.FavoriteProductIDs)
	assert.Equal(t, []int64{3}, c.ExcludedAllergenIDs)
	assert.Equal(t, []string{}, c.ExcludedCookingMethods)
	assert.True(t, c.ConsentRemember)
	assert.False(t, c.ConsentMarketing)
	assert.Equal(t, c.ID, look[int64](s, "SELECT customer_id FROM diner WHERE session_id = $1", second.SessionID))

	who, err = readmodel.Recognize(t.Context(), s.db, tenant, "tel-ana")
	require.NoError(t, err)
	assert.True(t, who.Recognized)
	assert.Equal(t, new("Ana"), who.CustomerName)

	changed := register(postgres.Customer{Name: new("Ana María"), ConsentMarketing: new(true)})
	assert.Equal(t, c.ID, changed.ID)
	assert.Equal(t, new("Ana María"), changed.Name)
	assert.Equal(t, new("261-1"), changed.Phone, "a field that was left out stays")
	assert.True(t, changed.ConsentMarketing)

	err = s.db.RegisterCustomer(t.Context(), second, "tel-beto", postgres.Customer{Phone: new("261-1")})
	assert.Equal(t, "customer_phone_taken", fault.ReasonOf(err), "a telephone number alone does not give access to its customer")
	err = s.db.UpdateCustomer(t.Context(), tenant, "tel-beto", postgres.Customer{Name: new("x")})
	assert.Equal(t, fault.NotFound, fault.CodeOf(err))
	require.NoError(t, s.db.UpdateCustomer(t.Context(), tenant, "tel-ana", postgres.Customer{DietaryPreferences: []string{}}))
	updated, err := readmodel.CustomerOfDevice(t.Context(), s.db, tenant, "tel-ana")
	require.NoError(t, err)
	assert.Equal(t, []string{}, updated.DietaryPreferences, "an empty list is said, nil is not")
	assert.Equal(t, []int64{3}, updated.ExcludedAllergenIDs)

	history, err := readmodel.DeviceHistory(t.Context(), s.db, tenant, "tel-ana")
	require.NoError(t, err)
	assert.Equal(t, 2, history.TotalVisits)
	assert.Equal(t, money.Cents(22600), history.TotalSpentCents)
	assert.Equal(t, 3, history.Visits[1].ItemsOrdered)
}

func TestSuggestionsAreOnSale(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	at, diners := s.sit("centro", "INT-01", "tel-ana")
	flan, beef, gone := s.product("centro", "Flan casero"), s.product("centro", "Bife de chorizo"), s.product("centro", "Entraña")
	s.order(at, 1, "SERVED", "DINER", 0, line{product: flan, diner: diners[0], qty: 3, cents: 1}, line{product: gone, diner: diners[0], qty: 9, cents: 1})
	s.order(at, 2, "SERVED", "DINER", 5, line{product: beef, diner: diners[0], qty: 1, cents: 1})
	s.exec("UPDATE round SET created_at = submitted_at WHERE table_session_id = $1", at.SessionID)
	s.exec("UPDATE product SET is_active = false WHERE id = $1", gone)

	out, err := readmodel.Suggestions(t.Context(), s.db, at.TenantID, at.BranchID, "tel-ana")
	require.NoError(t, err)
	ids := func(products []readmodel.FavoriteProductOutput) (ids []int64) {
		for _, p := range products {
			ids = append(ids, p.ID)
		}
		return ids
	}
	assert.Equal(t, []int64{flan, beef}, ids(out.Favorites))
	assert.Equal(t, []int64{beef, flan}, ids(out.LastOrdered))
	assert.Len(t, out.Recommendations, 5)
	assert.NotContains(t, ids(out.Recommendations), beef, "popular, but known already")

	unknown, err := readmodel.Suggestions(t.Context(), s.db, at.TenantID, at.BranchID, "tel-nadie")
	require.NoError(t, err)
	assert.Empty(t, unknown.Favorites)
	assert.Contains(t, ids(unknown.Recommendations), beef)
}

func TestPreferencesFollowTheDevice(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	at, diners := s.sit("centro", "INT-01", "tel-ana", "tel-beto")
	at.DeviceID = "tel-ana"
	want := readmodel.ImplicitPreferencesData{ExcludedAllergenIDs: []int64{1}, DietaryPreferences: []string{"vegan"}, ExcludedCookingMethods: []string{}, Strictness: "very_strict"}
	saved, err := s.db.SetPreferences(t.Context(), at, want, noon)
	require.NoError(t, err)
	assert.Equal(t, diners[0], saved.ID)
	got, err := readmodel.DevicePreferences(t.Context(), s.db, at.TenantID, "tel-ana")
	require.NoError(t, err)
	assert.Equal(t, &want, got.ImplicitPreferences)
	assert.Equal(t, 1, got.VisitCount)
	got, err = readmodel.DevicePreferences(t.Context(), s.db, at.TenantID, "tel-beto")
	require.NoError(t, err)
	assert.False(t, got.HasPreferences)

	at.DeviceID = ""
	saved, err = s.db.SetPreferences(t.Context(), at, want, noon)
	require.NoError(t, err)
	assert.Equal(t, diners[1], saved.ID, "who sat down last")
	assert.Nil(t, saved.DeviceID)
	empty, _ := s.sit("centro", "INT-02")
	_, err = s.db.SetPreferences(t.Context(), empty, want, noon)
	assert.Equal(t, fault.NotFound, fault.CodeOf(err))
}

func TestFeedbackIsGivenOnce(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	at, _ := s.sit("centro", "INT-01")
	given, err := s.db.GiveFeedback(t.Context(), at, 5, new("Todo rico"))
	require.NoError(t, err)
	assert.Equal(t, at.SessionID, given.SessionID)
	_, err = s.db.GiveFeedback(t.Context(), at, 1, nil)
	assert.Equal(t, fault.Conflict, fault.CodeOf(err))
	assert.Equal(t, "feedback_given", fault.ReasonOf(err))
	at.SessionID = -1
	_, err = s.db.GiveFeedback(t.Context(), at, 1, nil)
	assert.Equal(t, fault.NotFound, fault.CodeOf(err))
}
