package timeline

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"integrador/internal/domain/access"
	"integrador/internal/domain/event"
	"integrador/internal/domain/money"
	"integrador/internal/domain/tablesession"
)

// Recorded is what the ledger has of a session. Lists are in the ledger's own
// order.
type Recorded struct {
	TenantID  int64
	SessionID int64
	TableCode string
	Branch    string
	Zone      string // IANA name
	OpenedAt  time.Time
	ClosedAt  *time.Time
	Commands  []Recording
	Events    []event.Event
	Payments  []Asked
	Audit     []Entry
	Dishes    []Served
	People    People
	Session   tablesession.Session // as the ledger has it now
}

// Recording is a command that changed the session.
type Recording struct {
	Key, Name string
	Answer    json.RawMessage
	At        time.Time
}

// Asked is a payment's row.
type Asked struct {
	ID       int64
	Provider string
	Status   string // now
	Cents    money.Cents
	By       access.Actor
	At       time.Time
}

// Entry is a line of the audit log.
type Entry struct {
	UserID         *int64
	Email          string
	Entity, Action string
	Was, Is        json.RawMessage
	Request        string
	At             time.Time
}

// Served is a dish that was ordered and not deleted.
type Served struct {
	RoundID int64
	Dish
}

// Remembered is what Temporal has of a session.
type Remembered struct {
	Updates []Update
	Lines   []Line // everything else, in order
	Runs    int
	Events  int    // of the histories
	Missing string // why there is nothing, or not all; "" if all is there
}

// Lines are the whole timeline, in order.
func Lines(l Recorded, m Remembered) []Line {
	known, others := Attribute(l.commands(), m.Updates, l.People)
	return Merge(known, l.events(), l.payments(), l.audit(), others, m.Lines)
}

// commands are the ledger's. Who gave one is in the events of the same
// transaction, whose moment is the same.
func (l Recorded) commands() []Line {
	who := map[int64]access.Actor{}
	for _, e := range l.Events {
		who[e.At.UnixMicro()] = e.Actor
	}
	out := make([]Line, len(l.Commands))
	for i, c := range l.Commands {
		out[i] = Line{At: c.At, Kind: Command, Source: Ledger, Name: c.Name, Key: c.Key, Text: commandWord(c.Name), Body: c.Answer}
		if by, ok := who[c.At.UnixMicro()]; ok {
			out[i].Who = l.People.Name(by)
		}
	}
	return out
}

func (l Recorded) events() []Line {
	out := make([]Line, len(l.Events))
	for i, e := range l.Events {
		out[i] = Line{
			At: e.At, Kind: Event, Source: Ledger, Name: string(e.Type), Seq: e.Seq, Who: l.People.Name(e.Actor), Text: InWords(e), Body: e.Entity,
		}
	}
	return out
}

func (l Recorded) payments() []Line {
	out := make([]Line, len(l.Payments))
	for i, p := range l.Payments {
		out[i] = Line{
			At: p.At, Kind: Payment, Source: Ledger, Name: "payment", Who: l.People.Name(p.By),
			Text: fmt.Sprintf("pago %d %s por %s (hoy %s)", p.ID, word(providerWords, p.Provider), p.Cents, word(paymentWords, p.Status)),
		}
	}
	return out
}

func (l Recorded) audit() []Line {
	out := make([]Line, len(l.Audit))
	for i, a := range l.Audit {
		who := a.Email
		if who == "" && a.UserID != nil {
			who = l.People.Staff[*a.UserID]
		}
		out[i] = Line{At: a.At, Kind: Audit, Source: Ledger, Name: a.Action, Who: who, Request: a.Request, Text: auditWords(a.Action, a.Entity, a.Was, a.Is)}
	}
	return out
}

// At rebuilds what the table looked like at a moment, from what the ledger wrote
// down until then.
func (l Recorded) At(moment time.Time) (State, error) {
	until := slices.IndexFunc(l.Events, func(e event.Event) bool { return e.At.After(moment) })
	if until < 0 {
		until = len(l.Events)
	}
	s, err := Fold(l.Events[:until])
	if err != nil {
		return s, err
	}
	s.At = moment
	l.addItems(&s)
	for _, e := range l.Events[until:] {
		if e.Type == event.RoundItemDeleted {
			decoded(e, func(b event.DeletedItem) {
				if i := s.indexOfRound(b.RoundID); i >= 0 {
					s.Rounds[i].Gone++
				}
			})
		}
	}
	for _, p := range l.Payments {
		known := slices.ContainsFunc(s.Payments, func(mine Paid) bool { return mine.ID == p.ID })
		if !known && !p.At.After(moment) {
			s.Payments = append(s.Payments, Paid{p.ID, p.Provider, pending, p.Cents})
		}
	}
	return s, nil
}

// addItems puts the dishes on the rounds.
func (l Recorded) addItems(s *State) {
	for _, d := range l.Dishes {
		i := s.indexOfRound(d.RoundID)
		if i < 0 {
			continue
		}
		r := &s.Rounds[i]
		dish := d.Dish
		dish.Voided = r.voided[dish.ItemID]
		if !dish.Voided {
			r.Cents += dish.Unit * money.Cents(dish.Qty)
		}
		r.Dishes = append(r.Dishes, dish)
	}
}
