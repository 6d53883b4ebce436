// Package timeline puts together what happened at a table, from the scan of the QR to the
// last cent: it puts what the ledger and Temporal remember into one order, says
// each line in words, and folds the events up to any moment into what the table
// looked like then.
//
// It reads nothing itself: values in, values out.
//
// Imports: internal/domain/access, internal/domain/event, internal/domain/money, internal/domain/tablesession.
package timeline

import (
	"encoding/json"
	"fmt"
	"time"

	"integrador/internal/domain/access"
)

// Kind is what a line is about.
type Kind string

// The kinds of lines.
const (
	Command  Kind = "command"  // somebody asked for something
	Event    Kind = "event"    // an event was published
	Payment  Kind = "payment"  // a payment was asked for
	Audit    Kind = "audit"    // money or a manager's word went into the audit log
	Timer    Kind = "timer"    // the table waited for something, or waited long enough
	Activity Kind = "activity" // work outside of the ledger
	Run      Kind = "run"      // a workflow began, went on or ended
)

// Source is who remembers a line.
type Source string

// The sources.
const (
	Ledger   Source = "ledger"
	Temporal Source = "temporal"
	Both     Source = "both"
)

// Line is one thing that happened.
type Line struct {
	At      time.Time       `json:"at"`
	Kind    Kind            `json:"kind"`
	Source  Source          `json:"source"`
	Name    string          `json:"name"`           // ROUND_SUBMITTED, submit_round, TimerFired …
	Seq     int64           `json:"seq,omitempty"`  // of an event, within the session
	Who     string          `json:"who"`            // in words; "" if nobody knows
	Text    string          `json:"text"`           // in Spanish
	Key     string          `json:"key,omitempty"`  // of a command, in the ledger
	Took    *time.Duration  `json:"took,omitempty"` // nanoseconds, from a command's acceptance to its answer
	Request string          `json:"request_id,omitempty"`
	Body    json.RawMessage `json:"body,omitempty"` // an event's entity, a command's answer
}

// People gives names.
type People struct {
	Staff  map[int64]string
	Diners map[int64]string
}

var roles = map[access.Role]string{
	access.Waiter: "mozo", access.Kitchen: "cocina", access.Manager: "encargado", access.Admin: "administrador", access.Diner: "comensal",
}

// Name is an actor in words.
func (p People) Name(by access.Actor) string {
	switch {
	case by.UserID != nil:
		name, ok := p.Staff[*by.UserID]
		if !ok {
			name = fmt.Sprintf("persona %d", *by.UserID)
		}
		return name + " (" + roles[by.Role] + ")"
	case by.Role == access.System:
		return "el sistema"
	case by.DinerID != 0 && p.Diners[by.DinerID] != "":
		return p.Diners[by.DinerID] + " (comensal)"
	case by.Role == access.Diner:
		return "un comensal"
	}
	return ""
}
