package foodcost_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"integrador/internal/domain/foodcost"
	"integrador/internal/domain/money"
)

func TestLineCostFromStockPrice(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		quantity, unit, stocked string
		perUnit, want           money.Cents
	}{
		{"400", "g", "kg", 900_000, 360_000},
		{"0,5", "Kg.", "kg", 900_000, 450_000},
		{"1 1/2", "l", "ml", 2, 3_000},
		{"1/3", "kg", "kg", 100, 33},
		{"2", "unidades", "docena", 1_200, 200},
		{"3", "atado", "Atado", 700, 2_100},
		{"0.5", "u", "u", 1, 1}, // half a cent is one
	} {
		got := foodcost.Of([]foodcost.Line{{Name: "x", Quantity: c.quantity, Unit: c.unit, Stock: &foodcost.Price{Unit: c.stocked, Cents: c.perUnit}}})
		assert.Equal(t, foodcost.Cost{Total: c.want, Unpriced: []string{}}, got, "%s %s", c.quantity, c.unit)
	}
}

func TestUnpricedLinesAreReported(t *testing.T) {
	t.Parallel()
	kilo := &foodcost.Price{Unit: "kg", Cents: 100}
	got := foodcost.Of([]foodcost.Line{
		{Name: "Nalga", Quantity: "2", Unit: "kg", Stock: kilo},
		{Name: "Sal", Quantity: "a gusto", Unit: "kg", Stock: kilo},
		{Name: "Huevo", Quantity: "2", Unit: "u", Stock: kilo},
		{Name: "Agua", Quantity: "1", Unit: "l"},
		{Name: "Perejil", Quantity: "1", Unit: "kg", Stock: &foodcost.Price{Unit: "kg"}},
		{Name: "Oro", Quantity: "999999999", Unit: "kg", Stock: &foodcost.Price{Unit: "mg", Cents: 100_000_000}},
		{Name: "Nada", Quantity: "1/0", Unit: "kg", Stock: kilo},
	})
	require.Equal(t, foodcost.Cost{Total: 200, Unpriced: []string{"Sal", "Huevo", "Agua", "Perejil", "Oro", "Nada"}}, got)
}

func TestPercent(t *testing.T) {
	t.Parallel()
	price := func(c money.Cents) *money.Cents { return &c }
	require.InDelta(t, 33.33, foodcost.Percent(100, price(300)), 1e-9)
	require.Zero(t, foodcost.Percent(100, nil))
	require.Zero(t, foodcost.Percent(100, price(0)))
}

func TestAnyQuantityIsHandled(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		line := foodcost.Line{
			Name: "x", Quantity: rapid.OneOf(rapid.String(), rapid.StringMatching(`\d{0,10}[.,/ e]?\d{0,10}`)).Draw(t, "quantity"),
			Unit:  rapid.SampledFrom([]string{"g", "kg", "mg", "l", "u"}).Draw(t, "unit"),
			Stock: &foodcost.Price{Unit: "kg", Cents: money.Cents(rapid.Int64Range(0, 100_000_000_000).Draw(t, "cents"))},
		}
		got := foodcost.Of([]foodcost.Line{line})
		if got.Total < 0 || (len(got.Unpriced) == 1) == (got.Total > 0) && len(got.Unpriced) == 1 {
			t.Fatalf("%v costs %v", line, got)
		}
	})
}
