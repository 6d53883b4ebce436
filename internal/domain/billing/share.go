package billing

import (
	"slices"

	"integrador/internal/domain/money"
)

// person is who puts money in: a diner, else a device, else whoever made one payment.
type person struct {
	dinerID   int64
	deviceID  string
	paymentID int64
}

// stake is what one person has put in, or is putting in.
type stake struct {
	person
	cents money.Cents
	parts int // of how many people's shares it may be
}

// assumed is the check as it will be when all open intents are paid.
func (c Check) assumed() Check {
	for _, in := range c.Intents {
		if held := c.heldBy(in); held > 0 {
			c = c.Settle(Payment{ID: -in.ID, IntentID: in.ID, DinerID: in.DinerID, Status: Approved, Amount: held, Effect: held})
		}
	}
	return c
}

// stakes are what payments settle of the charges that fit, by person. One of so many equal parts is one person's
// share, whatever it came to; other money may be the shares of several.
func (c Check) stakes(people int, fits func(Charge) bool) (all []stake) {
	for _, p := range c.Payments {
		var cents money.Cents
		for _, part := range p.Parts {
			if fits(*c.charge(part.ChargeID)) {
				cents += part.Cents
			}
		}
		in, known := c.Intent(p.IntentID)
		if !known {
			in = Intent{ID: p.ID, DinerID: p.DinerID}
		}
		i := slices.IndexFunc(all, func(s stake) bool { return s.person == personOf(in) })
		switch {
		case cents == 0:
			continue
		case i < 0:
			i = len(all)
			all = append(all, stake{person: personOf(in)})
		}
		all[i].cents += cents
		if in.Split == Equal && in.People == people {
			all[i].parts++
		} else {
			all[i].parts += MaxPeople
		}
	}
	return all
}

func personOf(in Intent) person {
	switch {
	case in.DinerID != 0:
		return person{dinerID: in.DinerID}
	case in.DeviceID != "":
		return person{deviceID: in.DeviceID}
	default:
		return person{paymentID: in.ID}
	}
}

// slots are the stakes of whoever asks, and of others, as shares of about so much each: who has put in twice that has
// put in for two, except that a diner's part of what is shared is that diner's alone.
func slots(stakes []stake, asks SplitRequest, each money.Cents) (own, others []money.Cents) {
	who := personOf(Intent{DinerID: asks.DinerID, DeviceID: asks.DeviceID})
	for _, s := range stakes {
		parts := 1
		if each > 0 && (s.dinerID == 0 || asks.Split == Equal) { // half a share more is not one share more
			parts = int(max(min((2*s.cents+each-1)/(2*each), money.Cents(s.parts)), 1))
		}
		if s.person == who {
			own = append(own, money.Split(s.cents, parts)...)
		} else {
			others = append(others, money.Split(s.cents, parts)...)
		}
	}
	return own, others
}

// fairShare is what one of so many people still has to put in, when left is what all of them still have to: it brings
// everybody to the same level, and who has put in more than that is left alone. own is what the one has put in, others
// what each of the rest has; the cents are rounded up, so that the last one pays exactly the rest.
func fairShare(left money.Cents, people int, own money.Cents, others []money.Cents) money.Cents {
	others = fit(others, people-1)
	sum, n := left, 0
	for _, put := range slices.Sorted(slices.Values(append(slices.Clone(others), own))) {
		if n > 0 && sum <= put*money.Cents(n) {
			break
		}
		sum, n = sum+put, n+1
	}
	return max(min(ceil(sum, n)-own, left), 0)
}

// fit makes stakes those of so many people, lowest first: people who have put in nothing are added, and the lowest
// stakes taken together where there are too many.
func fit(stakes []money.Cents, people int) []money.Cents {
	stakes = slices.Clone(stakes)
	for len(stakes) < people {
		stakes = append(stakes, 0)
	}
	slices.Sort(stakes)
	for len(stakes) > max(people, 1) {
		stakes[1] += stakes[0]
		stakes = stakes[1:]
		slices.Sort(stakes)
	}
	return stakes[:min(len(stakes), people)]
}

// ceil is one of n equal parts of cents, rounded up.
func ceil(cents money.Cents, n int) money.Cents {
	parts := money.Cents(n)
	return (cents + parts - 1) / parts
}
