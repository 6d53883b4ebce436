package tablesession_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"integrador/internal/domain/access"
	"integrador/internal/domain/billing"
	"integrador/internal/domain/tablesession"
)

// TestChangesKeepTheirKindsInJSON encodes a change of every kind, as Temporal does with arguments that it stores.
func TestChangesKeepTheirKindsInJSON(t *testing.T) {
	t.Parallel()
	all := tablesession.Changes(tablesession.Kinds())
	encoded, err := json.Marshal(tablesession.Decision{Changes: all})
	require.NoError(t, err)
	var decoded tablesession.Decision
	require.NoError(t, json.Unmarshal(encoded, &decoded))
	require.Len(t, decoded.Changes, len(all))
	for i := range all {
		require.Equal(t, reflect.TypeOf(all[i]), reflect.TypeOf(decoded.Changes[i]))
	}
	require.Error(t, json.Unmarshal([]byte(`[{"kind":"Unheard","change":{}}]`), &all))
}

// TestIDsOfNewRowsKeepTheirOrder: a receipt in a recorded history names the first identifier only. Binding it again must
// give every row the identifier that the ledger has.
func TestIDsOfNewRowsKeepTheirOrder(t *testing.T) {
	t.Parallel()
	s := seated()
	round, err := s.as(access.Diner, order(3, 5)) // 1001, items 1002 and 1003
	require.NoError(t, err)
	require.EqualValues(t, 1001, round.RoundID)
	require.EqualValues(t, 1003, s.Rounds[0].Items[1].ID)
	_, err = s.as(access.Kitchen, tablesession.MakeTickets{RoundID: round.RoundID}) // 1004 with its two lines
	require.NoError(t, err)
	require.EqualValues(t, []int64{1004, 1005, 1006}, []int64{s.Tickets[0].ID, s.Tickets[0].Items[0].ID, s.Tickets[0].Items[1].ID})
	check, err := s.as(access.Diner, tablesession.RequestCheck{}) // 1007, charges 1008 and 1009
	require.NoError(t, err)
	require.EqualValues(t, 1007, check.CheckID)
	page, err := s.as(access.Diner, tablesession.StartCheckout{CheckID: check.CheckID}) // 1010: payment and intent
	require.NoError(t, err)
	require.EqualValues(t, 1010, page.PaymentID)
	require.EqualValues(t, 1010, s.Check.Intents[0].ID)
	_, err = s.as(access.System, tablesession.CheckoutMade{Reference: "r", Checkout: tablesession.Checkout{PaymentID: page.PaymentID}})
	require.NoError(t, err)
	snap := tablesession.Snapshot{Reference: "r", ExternalID: "1", Status: billing.Approved, Amount: 8000, Effect: 8000, UpdatedAt: s.now}
	_, err = s.as(access.System, snap)
	require.NoError(t, err)
	snap.ExternalID = "2"
	_, err = s.as(access.System, snap) // a second payment, 1011, which is given back by 1012
	require.NoError(t, err)
	require.EqualValues(t, []int64{1011, 1012, 1011}, []int64{s.Check.Payments[1].ID, s.Check.Refunds[0].ID, s.Check.Refunds[0].PaymentID})
	_, err = s.as(access.Manager, tablesession.RequestRefund{PaymentID: page.PaymentID, Reason: "x"}) // 1013: the override, 1014
	require.NoError(t, err)
	require.EqualValues(t, 1014, s.Check.Refunds[1].ID)
}

// TestKindsListsEveryChange compares the list with the types of this package that have the methods of a change.
func TestKindsListsEveryChange(t *testing.T) {
	t.Parallel()
	listed := map[string]bool{}
	for _, k := range tablesession.Kinds() {
		listed[reflect.TypeOf(k).Name()] = true
	}
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	method := regexp.MustCompile(`(?m)^func \((?:\w+ )?(\w+)\) announce\(`)
	found := 0
	for _, file := range files {
		source, err := os.ReadFile(file)
		require.NoError(t, err)
		for _, m := range method.FindAllStringSubmatch(string(source), -1) {
			require.True(t, listed[m[1]], "%s is not among kinds", m[1])
			found++
		}
	}
	require.Len(t, listed, found)
}
