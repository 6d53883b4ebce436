package billing_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"integrador/internal/domain/billing"
	"integrador/internal/domain/fault"
	"integrador/internal/domain/money"
)

func TestATipIsDividedToTheLastCent(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		waiter := rapid.IntRange(0, 100).Draw(t, "waiter")
		kitchen := rapid.IntRange(0, 100-waiter).Draw(t, "kitchen")
		pool := billing.TipPool{Waiter: waiter, Kitchen: kitchen, Other: 100 - waiter - kitchen}
		percent := map[billing.TipRole]int{billing.TipWaiter: waiter, billing.TipKitchen: kitchen, billing.TipOther: pool.Other}
		tip := money.Cents(rapid.Int64Range(1, 1e10).Draw(t, "tip"))
		if rapid.Bool().Draw(t, "small") {
			tip = tip%50 + 1
		}
		team := map[billing.TipRole][]int64{}
		for role := range percent {
			team[role] = rapid.SliceOfNDistinct(rapid.Int64Range(1, 99), 1, 12, rapid.ID).Draw(t, string(role))
		}
		shares, err := pool.Divide(tip, team, rapid.Int64Range(1, 1e12).Draw(t, "turn"))
		if err != nil {
			t.Fatal(err)
		}
		var all money.Cents
		of := map[billing.TipRole]map[int64]money.Cents{}
		for _, s := range shares {
			if s.Cents <= 0 || of[s.Role][s.UserID] != 0 {
				t.Fatalf("%+v: nothing, or twice", s)
			}
			if of[s.Role] == nil {
				of[s.Role] = map[int64]money.Cents{}
			}
			of[s.Role][s.UserID] = s.Cents
			all += s.Cents
		}
		if all != tip {
			t.Fatalf("%d of %d", all, tip)
		}
		for role, people := range team {
			var sum, most money.Cents
			least := tip
			for _, who := range people {
				sum, most, least = sum+of[role][who], max(most, of[role][who]), min(least, of[role][who])
			}
			if most-least > 1 {
				t.Fatalf("%s: %v is not equal", role, of[role])
			}
			if off := sum*100 - tip*money.Cents(percent[role]); off >= 100 || off <= -100 {
				t.Fatalf("%s: %d is not %d %% of %d", role, sum, percent[role], tip)
			}
		}
	})
}

func TestTheOddCentGoesRound(t *testing.T) {
	t.Parallel()
	team := map[billing.TipRole][]int64{billing.TipWaiter: {7, 8, 9}}
	got := map[int64]money.Cents{}
	for turn := range int64(3) {
		shares, err := billing.TipPool{Waiter: 100}.Divide(100, team, turn)
		require.NoError(t, err)
		for _, s := range shares {
			got[s.UserID] += s.Cents
		}
	}
	require.Equal(t, map[int64]money.Cents{7: 100, 8: 100, 9: 100}, got)
}

func TestNobodyToTakeAPart(t *testing.T) {
	t.Parallel()
	team := map[billing.TipRole][]int64{billing.TipWaiter: {7}}
	_, err := billing.TipPool{Waiter: 70, Kitchen: 30}.Divide(1000, team, 1)
	require.Equal(t, "tip_pool_nobody", fault.ReasonOf(err))
	shares, err := billing.TipPool{Waiter: 100}.Divide(1000, team, 1)
	require.NoError(t, err)
	require.Equal(t, []billing.TipShare{{UserID: 7, Role: billing.TipWaiter, Cents: 1000}}, shares)
}

func TestAPoolIsWhole(t *testing.T) {
	t.Parallel()
	require.NoError(t, billing.TipPool{Waiter: 70, Kitchen: 20, Other: 10}.Check())
	for _, p := range []billing.TipPool{{}, {Waiter: 99}, {Waiter: 101}, {Waiter: 110, Kitchen: -10}} {
		require.Equal(t, "tip_pool_not_whole", fault.ReasonOf(p.Check()), "%+v", p)
	}
}
