// Package foodcost works out what a recipe's ingredients cost, from what the
// branch pays for each unit of its stock.
//
// It is a rule: lines in, cents out. Recipes are written by cooks: a quantity
// that is no number ("a gusto"), or a unit that does not turn into the stock's,
// is named instead of guessed. It imports money alone.
package foodcost

import (
	"math"
	"math/big"
	"regexp"
	"strings"

	"integrador/internal/domain/money"
)

// Line is an ingredient of a recipe as it is written down.
type Line struct {
	Name, Quantity, Unit string
	Stock                *Price // nil: the branch keeps none
}

// Price is what a unit of an ingredient costs. 0 means that nobody has said.
type Price struct {
	Unit  string      `json:"unit"`
	Cents money.Cents `json:"cents"`
}

// Cost is what can be said of a recipe.
type Cost struct {
	Total    money.Cents
	Unpriced []string // the names of lines that the total leaves out; never nil
}

// Of adds the lines up. Each is rounded to a cent, half up.
func Of(lines []Line) Cost {
	out := Cost{Unpriced: []string{}}
	for _, l := range lines {
		cents, ok := l.cents()
		if !ok {
			out.Unpriced = append(out.Unpriced, l.Name)
			continue
		}
		out.Total += cents
	}
	return out
}

// Percent is which part of a price the cost is, to hundredths of a percent; 0
// without a price.
func Percent(cost money.Cents, price *money.Cents) float64 {
	if price == nil || *price <= 0 {
		return 0
	}
	return math.Round(float64(cost)*10_000/float64(*price)) / 100
}

// mostCents bounds a line: more is a slip of the pen.
const mostCents = 1_000_000_000_000

func (l Line) cents() (money.Cents, bool) {
	if l.Stock == nil || l.Stock.Cents == 0 {
		return 0, false
	}
	qty, ok := quantity(l.Quantity)
	if !ok {
		return 0, false
	}
	factor, ok := convert(l.Unit, l.Stock.Unit)
	if !ok {
		return 0, false
	}
	cost := qty.Mul(qty, factor)
	cost.Mul(cost, new(big.Rat).SetInt64(int64(l.Stock.Cents)))
	cost.Add(cost, big.NewRat(1, 2))
	rounded := new(big.Int).Quo(cost.Num(), cost.Denom())
	if !rounded.IsInt64() || rounded.Int64() > mostCents {
		return 0, false
	}
	return money.Cents(rounded.Int64()), true
}

var (
	decimal  = regexp.MustCompile(`^\d{1,9}([.,]\d{1,6})?$`)
	fraction = regexp.MustCompile(`^(?:(\d{1,4})\s+)?(\d{1,4}/[1-9]\d{0,3})$`)
)

// quantity reads 400, 0,5, 1.5, 1/2 and 1 1/2.
func quantity(text string) (*big.Rat, bool) {
	text = strings.TrimSpace(text)
	if decimal.MatchString(text) {
		return new(big.Rat).SetString(strings.Replace(text, ",", ".", 1))
	}
	m := fraction.FindStringSubmatch(text)
	if m == nil {
		return nil, false
	}
	part, ok := new(big.Rat).SetString(m[2])
	if ok && m[1] != "" {
		whole, _ := new(big.Rat).SetString(m[1]) // digits
		part.Add(part, whole)
	}
	return part, ok
}

type measure struct {
	dimension string
	size      *big.Rat // in the dimension's smallest
}

var measures = func() map[string]measure {
	all := map[string]measure{}
	for _, m := range []struct {
		dimension string
		size      int64
		names     string
	}{
		{"mass", 1, "mg miligramo miligramos"},
		{"mass", 1_000, "g gr grs gramo gramos"},
		{"mass", 1_000_000, "kg kgs kilo kilos kilogramo kilogramos"},
		{"volume", 1, "ml cc mililitro mililitros cm3"},
		{"volume", 10, "cl centilitro centilitros"},
		{"volume", 1_000, "l lt lts litro litros"},
		{"count", 1, "u un und uni unid unidad unidades pieza piezas unit units"},
		{"count", 12, "docena docenas"},
	} {
		for name := range strings.FieldsSeq(m.names) {
			all[name] = measure{m.dimension, new(big.Rat).SetInt64(m.size)}
		}
	}
	return all
}()

// convert tells how many of a stock's unit one of a recipe's is.
func convert(from, to string) (*big.Rat, bool) {
	from, to = plain(from), plain(to)
	if from == to {
		return big.NewRat(1, 1), true
	}
	a, known := measures[from]
	b, alsoKnown := measures[to]
	if !known || !alsoKnown || a.dimension != b.dimension {
		return nil, false
	}
	return new(big.Rat).Quo(a.size, b.size), true
}

func plain(unit string) string {
	return strings.TrimRight(strings.ToLower(strings.TrimSpace(unit)), ".")
}
