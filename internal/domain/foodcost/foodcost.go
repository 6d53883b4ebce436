// Package foodcost calculates the cost of a recipe's ingredients from the prices of the
// branch's stock. Quantities and units are free text of cooks: a line whose quantity is
// not a number ("a gusto") or whose unit cannot be converted is reported, not guessed.
//
// Imports: internal/domain/money.
package foodcost

import (
	"math"
	"math/big"
	"regexp"
	"strings"

	"integrador/internal/domain/money"
)

// Line is an ingredient of a recipe.
type Line struct {
	Name, Quantity, Unit string
	Stock                *Price // nil: not in the branch's stock
}

// Price is the price of one unit of an ingredient; 0 cents means unknown.
type Price struct {
	Unit  string      `json:"unit"`
	Cents money.Cents `json:"cents"`
}

// Cost is the cost of a recipe as far as it is known.
type Cost struct {
	Total    money.Cents
	Unpriced []string // the names of lines that are not in the total; never nil
}

// Of adds up the lines, each rounded to a cent, half up.
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

// Percent is the cost in percent of a price, to two decimals; 0 without a price.
func Percent(cost money.Cents, price *money.Cents) float64 {
	if price == nil || *price <= 0 {
		return 0
	}
	return math.Round(float64(cost)*10_000/float64(*price)) / 100
}

// maxCents limits the cost of a line: more is a typing error.
const maxCents = 1_000_000_000_000

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
	if !rounded.IsInt64() || rounded.Int64() > maxCents {
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
	size      *big.Rat // in the smallest unit of the dimension
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

// convert is the factor between two units.
func convert(from, to string) (*big.Rat, bool) {
	from, to = normalize(from), normalize(to)
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

func normalize(unit string) string {
	return strings.TrimRight(strings.ToLower(strings.TrimSpace(unit)), ".")
}
