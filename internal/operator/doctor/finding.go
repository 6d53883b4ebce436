// Package doctor checks everything that the system depends on and reports, in a
// sentence each, what works, what does not, and what to do. It changes nothing.
//
// The measurements are judged by pure functions.
//
// Imports: internal/operator, internal/platform/config, internal/platform/postgres,
// internal/platform/postgres/dbgen, workflows.
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

// Finding is the result of one check.
type Finding struct {
	Area    string  `json:"area"` // PostgreSQL, Redis, …
	Verdict Verdict `json:"verdict"`
	Says    string  `json:"says"`
	Remedy  string  `json:"remedy,omitempty"` // what to do, unless all is well
}

// Report is the result of all checks.
type Report []Finding

// Failed reports whether anything is wrong.
func (r Report) Failed() bool {
	return slices.ContainsFunc(r, func(f Finding) bool { return f.Verdict == Wrong })
}

// Count is the number of findings with a verdict.
func (r Report) Count(v Verdict) (n int) {
	for _, f := range r {
		if f.Verdict == v {
			n++
		}
	}
	return n
}

var marks = map[Verdict]string{Well: "✔", Advice: "!", Wrong: "✖"}

// Write prints the report, area by area.
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
