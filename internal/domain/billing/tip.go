package billing

import (
	"integrador/internal/domain/fault"
	"integrador/internal/domain/money"
)

// TipRole says as what somebody has a part in tips.
type TipRole string

// The roles that a pool knows.
const (
	TipWaiter  TipRole = "WAITER"
	TipKitchen TipRole = "KITCHEN"
	TipOther   TipRole = "OTHER"
)

// TipPool says how much of a tip is for each role, in hundredths.
type TipPool struct{ Waiter, Kitchen, Other int }

// Check refuses a pool that does not divide the whole of a tip.
func (p TipPool) Check() error {
	if min(p.Waiter, p.Kitchen, p.Other) < 0 || p.Waiter+p.Kitchen+p.Other != 100 {
		return fault.New(fault.Refused, "tip_pool_not_whole", "Los porcentajes del reparto tienen que sumar 100.")
	}
	return nil
}

// TipShare is what one person gets of a tip.
type TipShare struct {
	UserID int64
	Role   TipRole
	Cents  money.Cents // more than nothing
}

// Divide gives everybody's share: each role's part is divided equally among its
// team. Cents that do not divide go round with turn, so that nobody always gets
// them. The shares sum to the tip.
//
// Errors: fault.Refused if there is nobody to take a role's part.
func (p TipPool) Divide(tip money.Cents, team map[TipRole][]int64, turn int64) ([]TipShare, error) {
	parts := money.Prorate(tip, []money.Cents{money.Cents(p.Waiter), money.Cents(p.Kitchen), money.Cents(p.Other)})
	var shares []TipShare
	for i, role := range []TipRole{TipWaiter, TipKitchen, TipOther} {
		people := team[role]
		if parts[i] > 0 && len(people) == 0 {
			return nil, fault.Newf(fault.Refused, "tip_pool_nobody", "En la sucursal no hay nadie %s que reciba su parte. Elegí otro reparto.", among[role])
		}
		shares = append(shares, equally(parts[i], role, people, turn)...)
	}
	return shares, nil
}

var among = map[TipRole]string{TipWaiter: "del salón", TipKitchen: "de la cocina", TipOther: "entre los demás"} //nolint:gosec // no credentials

// equally divides a part among people, leaving out who would get nothing.
func equally(part money.Cents, role TipRole, people []int64, turn int64) (shares []TipShare) {
	n := len(people)
	for i := range n {
		cents := part / money.Cents(n)
		if money.Cents(i) < part%money.Cents(n) {
			cents++
		}
		if cents > 0 {
			shares = append(shares, TipShare{people[(int(turn%int64(n))+i)%n], role, cents})
		}
	}
	return shares
}
