package billing

import (
	"reflect"
	"slices"

	"integrador/internal/domain/money"
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
	Added    []Charge    `json:"added,omitempty"` // new charges
	Payments []Payment   `json:"payments,omitempty"`
	Intents  []Intent    `json:"intents,omitempty"`
	Returns  []Refund    `json:"returns,omitempty"` // refunds, new or changed
	Reversed money.Cents `json:"reversed,omitempty"`
	// News are the positions in Payments of those with a new status or more worth;
	// payments in neither list only settle other charges than before.
	News []int `json:"news,omitempty"`
	// Refunds are the positions of those that are worth less than before.
	Refunds []int `json:"refunds,omitempty"`
	// Disputes are the positions of those about which a dispute began or ended.
	Disputes []int `json:"disputes,omitempty"`
}

// JustPaid reports whether the change settled the check.
func (c Change) JustPaid() bool { return c.Status == Paid && c.Was != Paid }

// JustWithdrawn reports whether the table goes on ordering since the change.
func (c Change) JustWithdrawn() bool { return c.Status == Withdrawn && c.Was != Withdrawn }

// Diff is what leads from before to after. Both are the same check.
func Diff(before, after Check) Change {
	ch := Change{
		CheckID: after.ID, Status: after.Status(), Was: before.Status(),
		Total: after.Total(), OldTotal: before.Total(), Paid: after.Paid(), Discount: after.Discount,
		Reversed: after.Reversed,
	}
	for i, c := range after.Charges {
		switch {
		case i >= len(before.Charges):
			ch.Added = append(ch.Added, c)
		case c != before.Charges[i]:
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
		if p.Disputed != was.Disputed {
			ch.Disputes = append(ch.Disputes, len(ch.Payments))
		}
		ch.Payments = append(ch.Payments, p)
	}
	ch.Intents = differing(before.Intents, after.Intents)
	ch.Returns = differing(before.Refunds, after.Refunds)
	return ch
}

// differing are the elements of after that are new or changed; nothing is ever
// taken out of such a list.
func differing[T any](before, after []T) (out []T) {
	for i, is := range after {
		if i >= len(before) || !reflect.DeepEqual(is, before[i]) {
			out = append(out, is)
		}
	}
	return out
}

// Applied is the check after ch.
func (c Check) Applied(ch Change) Check {
	c = c.clone()
	c.Discount, c.Reversed, c.Withdrawn = ch.Discount, ch.Reversed, ch.Status == Withdrawn
	c.Charges = append(c.Charges, ch.Added...)
	for _, changed := range ch.Charges {
		*c.charge(changed.ID) = changed
	}
	c.Payments = merged(c.Payments, ch.Payments, func(p Payment) int64 { return p.ID })
	c.Intents = merged(c.Intents, ch.Intents, func(in Intent) int64 { return in.ID })
	c.Refunds = merged(c.Refunds, ch.Returns, func(r Refund) int64 { return r.ID })
	return c
}

func merged[T any](all, changed []T, id func(T) int64) []T {
	for _, one := range changed {
		i := slices.IndexFunc(all, func(known T) bool { return id(known) == id(one) })
		if i < 0 {
			all = append(all, one)
			continue
		}
		all[i] = one
	}
	return all
}
