// Package doctor looks at everything that the system leans on and says, in a
// sentence each, what is well, what is not, and what to do.
//
// What was measured is judged by pure functions; measuring asks and changes
// nothing. It may import config, store, workflows' names, migrations, and the
// clients of Redis and Temporal. Only the composition imports it.
package doctor

import (
	"fmt"
	"io"
	"slices"
)

// Verdict is how bad a finding is.
type Verdict string

// The verdicts. Advice is for what works today and may hurt tomorrow.
const (
	Well   Verdict = "ok"
	Advice Verdict = "advice"
	Wrong  Verdict = "wrong"
)

// Finding is what one look came to.
type Finding struct {
	Area    string  `json:"area"` // PostgreSQL, Redis, …
	Verdict Verdict `json:"verdict"`
	Says    string  `json:"says"`
	Remedy  string  `json:"remedy,omitempty"` // what to do, unless all is well
}

// Report is what all looks came to.
type Report []Finding

// Sick reports whether anything is wrong.
func (r Report) Sick() bool {
	return slices.ContainsFunc(r, func(f Finding) bool { return f.Verdict == Wrong })
}

// Count tells how many findings have a verdict.
func (r Report) Count(v Verdict) (n int) {
	for _, f := range r {
		if f.Verdict == v {
			n++
		}
	}
	return n
}

var marks = map[Verdict]string{Well: "✔", Advice: "!", Wrong: "✖"}

// Write tells the report, area by area.
func (r Report) Write(w io.Writer) error {
	area := ""
	for _, f := range r {
		if f.Area != area {
			area = f.Area
			if _, err := fmt.Fprintf(w, "%s\n", area); err != nil {
				return err
			}
		}
		line := fmt.Sprintf("  %s %s", marks[f.Verdict], f.Says)
		if f.Remedy != "" {
			line += "\n      → " + f.Remedy
		}
		if _, err := fmt.Fprintln(w, line); err != nil {
			return err
		}
	}
	return nil
}

func well(area, format string, args ...any) Finding {
	return Finding{Area: area, Verdict: Well, Says: fmt.Sprintf(format, args...)}
}

func advice(area, remedy, format string, args ...any) Finding {
	return Finding{area, Advice, fmt.Sprintf(format, args...), remedy}
}

func wrong(area, remedy, format string, args ...any) Finding {
	return Finding{area, Wrong, fmt.Sprintf(format, args...), remedy}
}
