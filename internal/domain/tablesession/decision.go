package tablesession

import (
	"encoding/json"
	"fmt"
	"reflect"
	"time"

	"integrador/internal/domain/access"
	"integrador/internal/domain/event"
	"integrador/internal/domain/money"
)

// Decision is what one command writes into the ledger, in one transaction. New rows have ID 0 until Bind.
type Decision struct {
	// Key makes a repeat harmless: the ledger records one decision per session and key.
	Key       string `json:"key"`
	Version   int64  `json:"version"` // of the session that it was decided on
	Name      string `json:"name"`
	Hash      string `json:"hash"`
	CallerKey string `json:"caller_key,omitempty"` // "" if the caller chose none
	// Late lets money in although the session is over.
	Late    bool         `json:"late,omitempty"`
	Ref     Ref          `json:"ref"`
	By      access.Actor `json:"by"`
	At      time.Time    `json:"at"`
	Request string       `json:"request,omitempty"` // X-Request-ID, for the audit log
	// TableAfter is what the session's table is doing after the decision.
	TableAfter TableStatus `json:"table_after"`
	Changes    Changes     `json:"changes,omitempty"`
	Result     Result      `json:"result"`
}

// Change is one thing that a decision changes. A new kind of change is a type here, listed in kinds, and its writer in
// the recorder of internal/platform/postgres.
type Change interface {
	// bind gives new rows their identifiers, in an order that never changes: receipts are bound again when a workflow is
	// replayed. It returns a copy, and says in the result what it created.
	bind(ids *ids, r *Result) Change
	// apply changes the session as the ledger was changed.
	apply(s *Session, d Decision)
	// announce adds the change's events.
	announce(to *announcement)
}

// kinds has an empty change of every kind.
var kinds = []Change{
	DinerJoined{}, RoundOrdered{}, RoundMoved{}, ItemDeleted{}, ItemVoided{}, TicketCreated{}, TicketMoved{}, CallMade{}, CallMoved{},
	Reminders{}, CheckOpened{}, BillChanged{}, Checkout{}, Override{}, WaiterAssigned{}, TableMoved{}, StatusChanged{},
}

// Kinds gives an empty change of every kind.
func Kinds() []Change { return kinds }

// Changes are encoded with their kinds. That is for activities whose arguments Temporal stores: those of local
// activities are handed over as they are.
type Changes []Change

type encodedChange struct {
	Kind   string          `json:"kind"`
	Change json.RawMessage `json:"change"`
}

// MarshalJSON implements json.Marshaler.
func (cs Changes) MarshalJSON() ([]byte, error) {
	all := make([]encodedChange, len(cs))
	for i, c := range cs {
		body, err := json.Marshal(c)
		if err != nil {
			return nil, err
		}
		all[i] = encodedChange{reflect.TypeOf(c).Name(), body}
	}
	return json.Marshal(all)
}

// UnmarshalJSON implements json.Unmarshaler.
func (cs *Changes) UnmarshalJSON(b []byte) error {
	var all []encodedChange
	if err := json.Unmarshal(b, &all); err != nil {
		return err
	}
	types := map[string]reflect.Type{}
	for _, k := range kinds {
		types[reflect.TypeOf(k).Name()] = reflect.TypeOf(k)
	}
	*cs = make(Changes, len(all))
	for i, one := range all {
		kind, known := types[one.Kind]
		if !known {
			return fmt.Errorf("unknown kind of change %q", one.Kind)
		}
		c := reflect.New(kind)
		if err := json.Unmarshal(one.Change, c.Interface()); err != nil {
			return err
		}
		(*cs)[i] = c.Elem().Interface().(Change) //nolint:forcetypeassert // it is one of kinds
	}
	return nil
}

// add puts a change at the end of the decision.
func (d *Decision) add(c Change) { d.Changes = append(d.Changes, c) }

// Find gives the decision's first change of kind C.
func Find[C Change](d Decision) (found C, ok bool) {
	for _, c := range d.Changes {
		if found, ok = c.(C); ok {
			return found, true
		}
	}
	return found, false
}

// Priced is what the ledger captured of an item when it was ordered.
type Priced struct {
	Name     string      `json:"name"`
	Category string      `json:"category,omitempty"`
	Unit     money.Cents `json:"unit"`
}

// Receipt is what the recorder gives back for a decision.
type Receipt struct {
	FirstID int64    `json:"first_id,omitempty"` // of the new rows, numbered in Bind's order
	Items   []Priced `json:"items,omitempty"`    // of a new round, in its order
	Cart    int      `json:"cart,omitempty"`     // the version of the cart that a new round left
	// Before is the result of the same command when it was recorded, decided on another session than now. The receipt
	// then binds nothing: read the session again.
	Before *Result `json:"before,omitempty"`
}

// ids gives new rows consecutive identifiers.
type ids struct {
	first int64
	given int
	items []Priced
	cart  int
}

func (n *ids) next() int64 {
	n.given++
	return n.first + int64(n.given-1)
}

// NewIDs counts the rows that d creates.
func (d Decision) NewIDs() int {
	counted := &ids{}
	for _, c := range d.Changes {
		c.bind(counted, &Result{})
	}
	return counted.given
}

// Bind gives the new rows their identifiers, and a new round its prices. d stays as it is.
func (d Decision) Bind(r Receipt) Decision {
	given := &ids{first: r.FirstID, items: r.Items, cart: r.Cart}
	d.Result.SessionID = d.Ref.SessionID
	bound := make(Changes, len(d.Changes))
	for i, c := range d.Changes {
		bound[i] = c.bind(given, &d.Result)
	}
	d.Changes = bound
	return d
}

// Empty reports whether d writes nothing: the command found done what it asks.
func (d Decision) Empty() bool { return len(d.Changes) == 0 }

// announcement collects the events of a decision.
type announcement struct {
	Decision
	events []event.Event
}

func (a *announcement) add(t event.Type, payload any) {
	a.events = append(a.events, event.Event{Type: t, Entity: event.Body(payload), Actor: a.By, SectorID: a.Ref.SectorID})
}

// toBranch is add for what every waiter of the branch receives, not the table's sector alone.
func (a *announcement) toBranch(t event.Type, payload any) {
	a.add(t, payload)
	a.events[len(a.events)-1].SectorID = nil
}

// Events are what subscribers receive about a recorded decision, in order. d must be bound. The ledger adds the session,
// the numbers and the moment.
func (d Decision) Events() []event.Event {
	a := &announcement{Decision: d}
	for _, c := range d.Changes {
		c.announce(a)
	}
	return a.events
}
