package postgres_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"integrador/internal/dev/testkit"
	"integrador/internal/domain/event"
	"integrador/internal/domain/fault"
	"integrador/internal/domain/money"
	"integrador/internal/platform/postgres"
)

func TestDeadlockIsTemporary(t *testing.T) {
	t.Parallel()
	_, err := testkit.Postgres(t).Exec(t.Context(), `DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '40P01'; END $$`)
	require.Equal(t, fault.Unavailable, fault.CodeOf(postgres.Fault(err)))
}

func TestANewPriceIsInItsEvent(t *testing.T) {
	t.Parallel()
	was := postgres.Offers{10: {PriceCents: 100_000, IsAvailable: true}, 11: {PriceCents: 100_000}}
	is := postgres.Offers{10: {PriceCents: 175_000, IsAvailable: true}, 11: {PriceCents: 100_000, IsAvailable: true}}
	events := was.Changes(is, 7)
	require.Len(t, events, 2)
	require.JSONEq(t, `{"product_id":7,"is_available":true,"price_cents":175000}`, string(events[0].Entity))
	require.JSONEq(t, `{"product_id":7,"is_available":true}`, string(events[1].Entity), "where the price stays it is not said")
}

// TestOfferChangesEmitOneEventPerBranch: a branch gets one event if its offer
// changed, and none otherwise.
func TestOfferChangesEmitOneEventPerBranch(t *testing.T) {
	t.Parallel()
	price := rapid.Custom(func(t *rapid.T) postgres.Price {
		return postgres.Price{PriceCents: money.Cents(rapid.IntRange(1, 2).Draw(t, "cents")), IsAvailable: rapid.Bool().Draw(t, "available")}
	})
	offers := rapid.MapOf(rapid.Int64Range(1, 5), price)
	rapid.Check(t, func(t *rapid.T) {
		before, after := postgres.Offers(offers.Draw(t, "before")), postgres.Offers(offers.Draw(t, "after"))
		events := map[int64]string{}
		for _, e := range before.Changes(after, 7) {
			require.Equal(t, event.ProductAvailabilityChanged, e.Type)
			require.NotContains(t, events, e.BranchID, "twice")
			events[e.BranchID] = string(e.Entity)
		}
		for branch := range int64(6) {
			was, had := before[branch]
			is, has := after[branch]
			body, emitted := events[branch]
			require.Equal(t, had != has || was != is, emitted, branch)
			if !emitted {
				continue
			}
			want := map[string]any{"product_id": 7, "is_available": has && is.IsAvailable}
			if has && was.PriceCents != is.PriceCents {
				want["price_cents"] = is.PriceCents
			}
			told, err := json.Marshal(want)
			require.NoError(t, err)
			require.JSONEq(t, string(told), body)
		}
	})
}
