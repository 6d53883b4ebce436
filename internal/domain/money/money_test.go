package money_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"integrador/internal/domain/money"
)

func TestSplitLosesNoCent(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c := money.Cents(rapid.Int64Range(0, 1e12).Draw(t, "cents"))
		n := rapid.IntRange(1, 60).Draw(t, "people")
		parts := money.Split(c, n)
		if got := sum(parts); got != c {
			t.Fatalf("Split(%d, %d) sums to %d", c, n, got)
		}
		for _, p := range parts[:n-1] {
			if p != parts[0] {
				t.Fatalf("Split(%d, %d) = %v: only the last part may differ", c, n, parts)
			}
		}
	})
}

func TestProrateLosesNoCentAndExceedsNoWeight(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		weights := make([]money.Cents, 0, 40)
		for _, w := range rapid.SliceOfN(rapid.Int64Range(0, 1e11), 1, 40).Draw(t, "weights") {
			weights = append(weights, money.Cents(w))
		}
		total := sum(weights)
		c := money.Cents(rapid.Int64Range(0, int64(total)).Draw(t, "cents"))
		parts := money.Prorate(c, weights)
		if got := sum(parts); got != c {
			t.Fatalf("Prorate(%d, %v) sums to %d", c, weights, got)
		}
		for i, p := range parts {
			if p < 0 || p > weights[i] {
				t.Fatalf("Prorate(%d, %v)[%d] = %d", c, weights, i, p)
			}
		}
	})
}

func TestArithmeticRefusesToOverflow(t *testing.T) {
	t.Parallel()
	_, err := money.Cents(math.MaxInt64).Add(1)
	require.ErrorIs(t, err, money.ErrOverflow)
	_, err = money.Cents(math.MinInt64).Add(-1)
	require.ErrorIs(t, err, money.ErrOverflow)
	_, err = money.Cents(math.MaxInt64/2 + 1).Times(2)
	require.ErrorIs(t, err, money.ErrOverflow)
	_, err = money.Cents(-1).Times(2)
	require.ErrorIs(t, err, money.ErrOverflow)
	_, err = money.Cents(100).Percent(101)
	require.ErrorIs(t, err, money.ErrOverflow)
}

func TestPercentRoundsHalfUp(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		cents money.Cents
		p     int
		want  money.Cents
	}{{1000, 10, 100}, {105, 10, 11}, {104, 10, 10}, {1, 50, 1}, {0, 100, 0}, {999, 100, 999}} {
		got, err := tt.cents.Percent(tt.p)
		require.NoError(t, err)
		require.Equal(t, tt.want, got, "%d %% of %d", tt.p, tt.cents)
	}
}

func TestCentsAreFormattedAsInArgentina(t *testing.T) {
	t.Parallel()
	for cents, want := range map[money.Cents]string{
		0: "$ 0,00", 5: "$ 0,05", 123: "$ 1,23", 2450000: "$ 24.500,00", 100000000: "$ 1.000.000,00", -150: "-$ 1,50",
		math.MinInt64: "-$ 92.233.720.368.547.758,08",
	} {
		require.Equal(t, want, cents.String())
	}
}

func sum(parts []money.Cents) (total money.Cents) {
	for _, p := range parts {
		total += p
	}
	return total
}
