package billing

import (
	"reflect"
	"slices"

	"integrador/internal/money"
)

// Change is what turns one state of a check into another: the sums, and each
// charge and payment that differs, whole.
type Change struct {
	CheckID  int64       `json:"check_id"`
	Status   Status      `json:"status"`
	Was      Status      `json:"was"`
	Total    money.Cents `json:"total"`
	OldTotal money.Cents `json:"old_total"`
	Paid     money.Cents `json:"paid"`
	Discount money.Cents `json:"discount"`
	Charges  []Charge    `json:"charges,omitempty"`
	Payments []Payment   `json:"payments,omitempty"`
	// News are the positions in Payments of those with a new status or more worth;
	// payments in neither list only settle other charges than before.
	News []int `json:"news,omitempty"`
	// Refunds are the positions of those that are worth less than before.
	Refunds []int `json:"refunds,omitempty"`
}

// JustPaid reports whether the change settled the check.
func (c Change) JustPaid() bool { return c.Status == Paid && c.Was != Paid }

// Diff tells what leads from before to after. Both are the same check.
func Diff(before, after Check) Change {
	ch := Change{
		CheckID: after.ID, Status: after.Status(), Was: before.Status(),
		Total: after.Total(), OldTotal: before.Total(), Paid: after.Paid(), Discount: after.Discount,
	}
	for i, c := range after.Charges {
		if c != before.Charges[i] {
			ch.Charges = append(ch.Charges, c)
		}
	}
	for i, p := range after.Payments {
		var was Payment
		if i < len(before.Payments) {
			was = before.Payments[i]
		}
		if reflect.DeepEqual(p, was) {
			continue
		}
		switch {
		case p.Effect < was.Effect:
			ch.Refunds = append(ch.Refunds, len(ch.Payments))
		case p.Status != was.Status || p.Effect > was.Effect:
			ch.News = append(ch.News, len(ch.Payments))
		}
		ch.Payments = append(ch.Payments, p)
	}
	return ch
}

// Applied is the check after ch.
func (c Check) Applied(ch Change) Check {
	c = c.clone()
	c.Discount = ch.Discount
	for _, changed := range ch.Charges {
		*c.charge(changed.ID) = changed
	}
	for _, changed := range ch.Payments {
		i := slices.IndexFunc(c.Payments, func(p Payment) bool { return p.ID == changed.ID })
		if i < 0 {
			c.Payments = append(c.Payments, changed)
			continue
		}
		c.Payments[i] = changed
	}
	return c
}
