package mpsim

import (
	"cmp"
	"slices"
	"time"
)

// counters number things. They count up from fixed values, so that the same steps
// give the same ids.
type counters struct {
	Payment      int64 `json:"payment"`
	Refund       int64 `json:"refund"`
	Preference   int64 `json:"preference"`
	Order        int64 `json:"order"`
	Notification int64 `json:"notification"`
	Delivery     int64 `json:"delivery"`
	Chargeback   int64 `json:"chargeback"`
	Grant        int64 `json:"grant"`
}

// state is all that a restart must not lose.
type state struct {
	Last        counters                `json:"last"`
	Clock       clock                   `json:"clock"`
	Settings    Settings                `json:"settings"`
	Sellers     map[int64]*seller       `json:"sellers"`
	Apps        map[string]*application `json:"applications"`
	Grants      map[string]*grant       `json:"grants"` // by access token
	Codes       map[string]*code        `json:"codes"`
	Preferences map[string]*preference  `json:"preferences"`
	Payments    []*payment              `json:"payments"` // in the order they were made
	RefundKeys  map[string]*refundKey   `json:"refund_keys"`
	Chargebacks []*chargeback           `json:"chargebacks"`
	Deliveries  []*delivery             `json:"deliveries"`
}

// refundKey remembers what an idempotency key was used for.
type refundKey struct {
	Key       string    `json:"key"`
	PaymentID int64     `json:"payment_id"`
	Request   string    `json:"request"`
	RefundID  int64     `json:"refund_id"`
	At        time.Time `json:"at"`
}

func newState(settings Settings) state {
	return state{
		Last: counters{
			Payment:      100_000_000_000, // twelve digits: more than an int32 can hold
			Refund:       1_600_000_000,
			Order:        20_000_000_000,
			Notification: 110_000_000_000,
			Chargeback:   217_000_000_000,
		},
		Settings:    settings,
		Sellers:     map[int64]*seller{},
		Apps:        map[string]*application{},
		Grants:      map[string]*grant{},
		Codes:       map[string]*code{},
		Preferences: map[string]*preference{},
		RefundKeys:  map[string]*refundKey{},
	}
}

func (st *state) payment(id int64) *payment {
	return found(st.Payments, id, func(p *payment) int64 { return p.ID })
}

func (st *state) delivery(id int64) *delivery {
	return found(st.Deliveries, id, func(d *delivery) int64 { return d.ID })
}

func (st *state) chargeback(id int64) *chargeback {
	return found(st.Chargebacks, id, func(c *chargeback) int64 { return c.ID })
}

// found looks in a list that is in the order of its ids.
func found[T any](list []*T, id int64, idOf func(*T) int64) *T {
	at, ok := slices.BinarySearchFunc(list, id, func(one *T, id int64) int { return cmp.Compare(idOf(one), id) })
	if !ok {
		return nil
	}
	return list[at]
}

// put replaces the one with the same id, or adds it in its place.
func put[T any](list []*T, one *T, idOf func(*T) int64) []*T {
	at, ok := slices.BinarySearchFunc(list, idOf(one), func(other *T, id int64) int { return cmp.Compare(idOf(other), id) })
	if ok {
		list[at] = one
		return list
	}
	return slices.Insert(list, at, one)
}

// repair completes what a state file of an older simulator left out.
func (st *state) repair(c Config) {
	fresh := newState(st.Settings)
	st.Last.Payment, st.Last.Refund = max(st.Last.Payment, fresh.Last.Payment), max(st.Last.Refund, fresh.Last.Refund)
	st.Last.Order, st.Last.Notification = max(st.Last.Order, fresh.Last.Order), max(st.Last.Notification, fresh.Last.Notification)
	st.Last.Preference = max(st.Last.Preference, int64(len(st.Preferences)))
	for _, p := range st.Preferences {
		st.Last.Order = max(st.Last.Order, p.OrderID)
		if p.CollectorID == 0 {
			p.CollectorID, p.ClientID = c.SellerID, c.ClientID
		}
	}
	for _, p := range st.Payments {
		st.Last.Payment = max(st.Last.Payment, p.ID)
		if p.CollectorID == 0 {
			p.CollectorID, p.Reference = c.SellerID, st.Preferences[p.PreferenceID].ExternalReference
		}
		for i := range p.Refunds {
			st.Last.Refund = max(st.Last.Refund, p.Refunds[i].ID)
			p.Refunds[i].Status = orElse(p.Refunds[i].Status, "approved")
		}
	}
	for _, d := range st.Deliveries {
		st.Last.Delivery = max(st.Last.Delivery, d.ID)
		st.Last.Notification = max(st.Last.Notification, d.NotificationID)
	}
}
