// Package money has the type of amounts, Cents, with checked arithmetic and exact ways to
// divide an amount.
//
// Imports: none of this module.
package money

import (
	"errors"
	"math"
	"math/bits"
	"strconv"
)

// Cents is an amount in hundredths of the tenant's currency (ARS). It is
// negative only as a difference.
type Cents int64

// Max is the largest amount that anybody may send: a thousand million pesos. Sums of such amounts stay far
// from the bounds of Cents.
const Max Cents = 100_000_000_000

// ErrOverflow reports an amount outside the range of Cents.
var ErrOverflow = errors.New("amount out of range")

// Add returns a + b, or ErrOverflow.
func (c Cents) Add(b Cents) (Cents, error) {
	sum := c + b
	if (b > 0 && sum < c) || (b < 0 && sum > c) {
		return 0, ErrOverflow
	}
	return sum, nil
}

// Times returns c repeated n times, for n ≥ 0 and c ≥ 0, or ErrOverflow.
func (c Cents) Times(n int) (Cents, error) {
	if c < 0 || n < 0 {
		return 0, ErrOverflow
	}
	hi, lo := bits.Mul64(uint64(c), uint64(n))
	if hi != 0 || lo > math.MaxInt64 {
		return 0, ErrOverflow
	}
	return Cents(lo), nil
}

// Percent returns p hundredths of c, half a cent rounded up, for 0 ≤ p ≤ 100
// and c ≥ 0.
func (c Cents) Percent(p int) (Cents, error) {
	if p < 0 || p > 100 {
		return 0, ErrOverflow
	}
	product, err := c.Times(p)
	if err != nil {
		return 0, err
	}
	half, err := product.Add(50)
	return half / 100, err
}

// String formats c as Argentine bills do: "$ 24.500,00".
func (c Cents) String() string {
	sign, n := "", uint64(c) //nolint:gosec // a negative amount is negated below
	if c < 0 {
		sign, n = "-", -n
	}
	whole := strconv.FormatUint(n/100, 10)
	grouped := whole[:len(whole)%3]
	for rest := whole[len(whole)%3:]; rest != ""; rest = rest[3:] {
		if grouped != "" {
			grouped += "."
		}
		grouped += rest[:3]
	}
	cents := strconv.FormatUint(100+n%100, 10)[1:]
	return sign + "$ " + grouped + "," + cents
}
