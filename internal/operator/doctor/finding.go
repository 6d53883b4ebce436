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
	Area    area    `json:"area"`
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
func (r Report) Write(w io.Writer) {
	var current area
	for _, f := range r {
		if f.Area != current {
			current = f.Area
			fmt.Fprintln(w, current)
		}
		line := fmt.Sprintf("  %s %s", marks[f.Verdict], f.Says)
		if f.Remedy != "" {
			line += "\n      → " + f.Remedy
		}
		fmt.Fprintln(w, line)
	}
}

// area is a group of findings.
type area string

// The areas.
const (
	areaConfig    area = "Configuración"
	areaPostgres  area = "PostgreSQL"
	areaLedger    area = "Libro"
	areaMoney     area = "Dinero"
	areaRedis     area = "Redis"
	areaTemporal  area = "Temporal"
	areaProcesses area = "Procesos"
	areaDisk      area = "Disco"
)

func (a area) ok(format string, args ...any) Finding {
	return Finding{Area: a, Verdict: Well, Says: fmt.Sprintf(format, args...)}
}

func (a area) advice(remedy, format string, args ...any) Finding {
	return Finding{a, Advice, fmt.Sprintf(format, args...), remedy}
}

func (a area) wrong(remedy, format string, args ...any) Finding {
	return Finding{a, Wrong, fmt.Sprintf(format, args...), remedy}
}
