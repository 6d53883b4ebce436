package billing

import (
	"slices"
	"time"

	"integrador/internal/domain/money"
)

// IntentStatus is how far an intent is.
type IntentStatus string

// The statuses of an intent. Only an OPEN one holds a part of the bill.
const (
	IntentOpen     IntentStatus = "OPEN"
	IntentPaid     IntentStatus = "PAID"
	IntentExpired  IntentStatus = "EXPIRED"
	IntentCanceled IntentStatus = "CANCELED"
	IntentFailed   IntentStatus = "FAILED" // there is no page on which to pay it
)

// Intent holds a part of the bill for somebody who pays it through a provider. While
// it is open nobody else is offered that part.
type Intent struct {
	ID       int64        `json:"id"` // of the payment that was asked for with it
	DinerID  int64        `json:"diner,omitempty"`
	DeviceID string       `json:"device,omitempty"`
	Split    Split        `json:"split"`
	People   int          `json:"people,omitempty"` // of an EQUAL one: how many parts there are
	Cents    money.Cents  `json:"cents"`            // of the bill
	Tip      money.Cents  `json:"tip,omitempty"`    // on top of Cents
	Claims   []Part       `json:"claims,omitempty"` // the charges that it is for, where it is for certain ones
	Status   IntentStatus `json:"status"`
	AskedAt  time.Time    `json:"asked_at"`
	// ExpiresAt is when the provider takes no more money for it.
	ExpiresAt time.Time `json:"expires_at"`
}

// unheld is what is owed of a charge and claimed by no open intent.
func (c Check) unheld(ch Charge) money.Cents {
	left := ch.Owed()
	for _, in := range c.Intents {
		if in.Status != IntentOpen {
			continue
		}
		for _, claim := range in.Claims {
			if claim.ChargeID == ch.ID {
				left -= claim.Cents
			}
		}
	}
	return max(left, 0)
}

// Held is what open intents keep from being offered to others.
func (c Check) Held() money.Cents {
	var sum money.Cents
	for _, in := range c.Intents {
		sum += c.heldBy(in)
	}
	return sum
}

// heldBy is what an intent still waits for.
func (c Check) heldBy(in Intent) money.Cents {
	if in.Status != IntentOpen {
		return 0
	}
	return max(in.Cents-c.credited(in.ID), 0)
}

// credited is what payments of an intent are worth to the bill.
func (c Check) credited(intent int64) money.Cents {
	var sum money.Cents
	for _, p := range c.Payments {
		if p.IntentID == intent && intent != 0 {
			sum += p.Credit()
		}
	}
	return sum
}

// Available is what is owed and nobody is paying.
func (c Check) Available() money.Cents { return max(c.Owed()-c.Held(), 0) }

// Ask adds an open intent. Its ID may be 0 until the payment that comes with it
// has one.
func (c Check) Ask(in Intent) Check {
	c = c.clone()
	c.Intents = append(c.Intents, in)
	return c
}

// EndIntent ends an open intent and so lets go of its part.
func (c Check) EndIntent(id int64, as IntentStatus) Check {
	c = c.clone()
	if i := c.intentAt(id); i >= 0 && c.Intents[i].Status == IntentOpen {
		c.Intents[i].Status = as
	}
	return c
}

// Intent gives the intent with an ID; ok is false if there is none.
func (c Check) Intent(id int64) (in Intent, ok bool) {
	if i := c.intentAt(id); i >= 0 {
		return c.Intents[i], true
	}
	return Intent{}, false
}

// Pays reports whether an open intent still waits for its first payment.
func (c Check) Pays(id int64) bool {
	return slices.ContainsFunc(c.Payments, func(p Payment) bool { return p.ID == id && (p.Status == Pending || p.Status == Rejected) })
}

func (c Check) intentAt(id int64) int {
	return slices.IndexFunc(c.Intents, func(in Intent) bool { return in.ID == id && id != 0 })
}

// trim cancels the newest open intents while more is held than is owed: cash in
// hand, a discount or a void came in between.
func (c *Check) trim() {
	for i := len(c.Intents) - 1; i >= 0 && c.Held() > c.Owed(); i-- {
		if c.heldBy(c.Intents[i]) > 0 {
			c.Intents[i].Status = IntentCanceled
		}
	}
}
