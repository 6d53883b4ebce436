package money

import "math/bits"

// Split divides c into n equal parts; the last one gets the remainder.
// n must be at least 1 and c not negative.
func Split(c Cents, n int) []Cents {
	parts := make([]Cents, n)
	share := c / Cents(n)
	for i := range parts {
		parts[i] = share
	}
	parts[n-1] += c - share*Cents(n)
	return parts
}

// Prorate divides c over the weights, in proportion to them. The parts sum to
// exactly c and none exceeds its weight as long as c does not exceed their sum.
// Remaining cents go to the largest fractions first, then to the earlier parts (the
// largest remainder method).
//
// c and the weights must not be negative. If all weights are zero, so are the parts.
func Prorate(c Cents, weights []Cents) []Cents {
	var total uint64
	for _, w := range weights {
		total += uint64(w) //nolint:gosec // weights are not negative
	}
	parts := make([]Cents, len(weights))
	if total == 0 {
		return parts
	}
	fractions := make([]uint64, len(weights))
	left := c
	for i, w := range weights {
		hi, lo := bits.Mul64(uint64(c), uint64(w)) //nolint:gosec // neither is negative
		quotient, rest := bits.Div64(hi, lo, total)
		parts[i], fractions[i] = Cents(quotient), rest //nolint:gosec // at most c
		left -= parts[i]
	}
	for ; left > 0; left-- {
		best := -1
		for i, f := range fractions {
			if f > 0 && (best < 0 || f > fractions[best]) {
				best = i
			}
		}
		parts[best]++
		fractions[best] = 0
	}
	return parts
}
