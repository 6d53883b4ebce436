package timeline

import (
	"slices"
	"time"

	"integrador/internal/domain/access"
)

// Update is a message to a session, as Temporal remembers it.
type Update struct {
	Name     string
	Key      string // under which the ledger knows what came of it
	By       *access.Actor
	Request  string // X-Request-ID
	Accepted time.Time
	Answered time.Time // zero: not yet, as far as the history goes
	Failed   string    // why it was refused; "" if it was not
}

// Attribute adds who asked for what the ledger recorded, and how long it took,
// from Temporal's memory. What Temporal remembers and the ledger does not comes
// back as a thread of its own: repetitions, refusals, what changed nothing.
func Attribute(commands []Line, updates []Update, people People) (known, others []Line) {
	known = slices.Clone(commands)
	for _, u := range updates {
		i := slices.IndexFunc(known, func(l Line) bool { return l.Key == u.Key })
		if i < 0 || known[i].Source == Both {
			others = append(others, u.line(people))
			continue
		}
		l := &known[i]
		l.Source, l.Took, l.Request = Both, u.took(), u.Request
		if u.By != nil && l.Who == "" { // the ledger also knows which diner
			l.Who = people.Name(*u.By)
		}
	}
	slices.SortStableFunc(others, func(a, b Line) int { return a.At.Compare(b.At) })
	return known, others
}

func (u Update) took() *time.Duration {
	if u.Answered.IsZero() {
		return nil
	}
	d := u.Answered.Sub(u.Accepted)
	return &d
}

func (u Update) line(people People) Line {
	l := Line{At: u.Accepted, Kind: Command, Source: Temporal, Name: u.Name, Took: u.took(), Request: u.Request, Text: commandWord(u.Name)}
	if u.By != nil {
		l.Who = people.Name(*u.By)
	}
	switch {
	case u.Failed != "":
		l.Text += ": rechazado (" + u.Failed + ")"
	case u.Answered.IsZero():
		l.Text += ": sin respuesta todavía"
	case u.Name != opening:
		l.Text += ": repetición, o nada que cambiar"
	}
	return l
}

// opening is the update that opens a session or joins the one there is.
const opening = "open_table"
