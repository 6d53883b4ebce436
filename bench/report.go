package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"text/template"
	"time"

	_ "embed"
)

//go:embed report.md.tmpl
var reportText string

// markdown is the report: every figure is the median of the repetitions.
func (r *results) markdown() string {
	t := template.Must(template.New("report").Funcs(template.FuncMap{
		"ms": ms, "mb": mb, "n": decimal, "q": quantile, "seconds": func(d time.Duration) string { return decimal(d.Seconds(), 2) },
		"round": func(d time.Duration) string { return d.Round(time.Second).String() },
	}).Parse(reportText))
	var b strings.Builder
	if err := t.Execute(&b, r); err != nil {
		panic("the report does not fit its template: " + err.Error())
	}
	return b.String()
}

// The template reads these.

// Machine is where and when.
func (r *results) Machine() string {
	m := r.machine
	return fmt.Sprintf("%d CPU (%s), %s de memoria, %s; Go %s, PostgreSQL %s, Redis %s, Temporal %s", m.cores, m.model,
		m.memory, m.kernel,
		m.golang, m.postgres, m.redis, m.server)
}

// Date is the day of the run.
func (r *results) Date() string { return r.machine.at.Format("2006-01-02") }

// Took is how long it lasted.
func (r *results) Took() time.Duration { return r.took }

// Repetitions is how often each cell was measured.
func (r *results) Repetitions() int { return r.plan.repetitions }

// Cell is how long each cell lasted.
func (r *results) Cell() time.Duration { return r.plan.cell }

// Targets is the table of what to reach.
func (r *results) Targets() string {
	t := table{head: []string{"Qué", "Medido", "Tope", "Meta", ""}}
	for _, g := range r.targets() {
		aim := ""
		if g.aim != 0 {
			aim = g.bound(g.aim)
		}
		t.add(g.what, g.number(g.value), g.bound(g.limit), aim, g.verdict())
	}
	return t.String()
}

// costs are the processes in the order of the report's columns.
var costs = []string{"api", "worker", "gateway", "temporal", "postgres", "redis"}

func figures(of string) table {
	return table{head: slices.Concat([]string{"Carga", of, "p50 ms", "p95 ms", "p99 ms", "por s", "CPU ms"}, costs,
		[]string{generator, "rechazos", "errores"})}
}

// Rounds is the table of the three variants.
func (r *results) Rounds() string {
	t := figures("")
	for _, l := range loads {
		for _, v := range variants {
			if all := r.rounds[v][l]; len(all) > 0 {
				t.add(append([]string{l.String(), string(v)}, row(all)...)...)
			}
		}
	}
	return t.String()
}

// Ratios is the table of what B costs in terms of A and C.
func (r *results) Ratios() string {
	t := table{head: []string{"Carga", "p50 B ÷ A", "p99 B ÷ A", "ritmo A ÷ B", "CPU B ÷ A", "ritmo B ÷ C", "CPU C ÷ B"}}
	p99 := func(s *sample) float64 { return float64(s.quantile(0.99)) }
	for _, l := range loads {
		a, b, c := r.rounds[variantA][l], r.rounds[variantB][l], r.rounds[variantC][l]
		if len(b) > 0 {
			t.add(l.String(), decimal(ratio(b, a, p50), 1), decimal(ratio(b, a, p99), 1), decimal(ratio(a, b, rate), 1),
				decimal(ratio(b, a, cost), 1), decimal(ratio(b, c, rate), 1), decimal(ratio(c, b, cost), 1))
		}
	}
	return t.String()
}

// Menu is the table of the public menu.
func (r *results) Menu() string {
	t := figures("")
	for _, l := range loads {
		if all := r.menu[l]; len(all) > 0 {
			t.add(append([]string{strings.NewReplacer("mesas", "a la vez", "mesa", "a la vez", "rondas",
				"pedidos").Replace(l.String()), "menú"}, row(all)...)...)
		}
	}
	return t.String()
}

// Phones is the table of ten phones at one table.
func (r *results) Phones() string {
	t := figures("")
	for _, v := range variants {
		if all := r.phones[v]; len(all) > 0 {
			t.add(append([]string{"10 teléfonos", string(v)}, row(all)...)...)
		}
	}
	return t.String()
}

// Kitchen is the table of the kitchen's screen.
func (r *results) Kitchen() string {
	t := table{head: []string{"Carga", "respuesta p50", "p95", "p99 ms", "pantalla p50", "p95", "p99 ms", "no vistas"}}
	for _, l := range []load{{sessions: 1}, {sessions: 10}, {sessions: 50}, {perSec: 20}, {perSec: 60}} {
		all := r.kitchen[l]
		if len(all) == 0 {
			continue
		}
		cells, missing := []string{l.String()}, 0
		for _, of := range []func(kitchenSample) []time.Duration{
			func(k kitchenSample) []time.Duration { return k.latencies }, func(k kitchenSample) []time.Duration { return k.screen },
		} {
			for _, at := range []float64{0.5, 0.95, 0.99} {
				cells = append(cells, ms(medianOf(all, func(k kitchenSample) time.Duration { return quantile(of(k), at) })))
			}
		}
		for _, k := range all {
			missing += k.missing
		}
		t.add(append(cells, strconv.Itoa(missing))...)
	}
	return t.String()
}

// Long, Crashes and Many are of the single experiments.
func (r *results) Long() *longSession { return r.long }

// Crashes is the table of kills.
func (r *results) Crashes() string {
	t := table{head: []string{"kill -9 a", "primera respuesta s", "la última de 10 s", "espera más larga s", "rondas", "perdidas", "dobles"}}
	for _, c := range r.crashes {
		t.add(c.of, decimal(c.first.Seconds(), 2), decimal(c.last.Seconds(), 2), decimal(c.longest.Seconds(), 2),
			strconv.Itoa(c.rounds), strconv.Itoa(c.lost), strconv.Itoa(c.doubled))
	}
	return t.String()
}

// Many is what very many sessions cost.
func (r *results) Many() *manySessions { return r.many }

// row is the median of every figure of a cell's repetitions.
func row(all []sample) []string {
	at := func(q float64) string {
		return ms(medianOf(all, func(s sample) time.Duration { return s.quantile(q) }))
	}
	cells := []string{
		at(0.5), at(0.95), at(0.99), decimal(medianOf(all, func(s sample) float64 { return s.rate() }), 0),
		decimal(medianOf(all, func(s sample) float64 { return cost(&s) }), 2),
	}
	for _, name := range slices.Concat(costs, []string{generator}) {
		cells = append(cells, decimal(medianOf(all, func(s sample) float64 { return s.per(s.cpu[name]) }), 2))
	}
	refused, failed := 0, 0
	for _, s := range all {
		refused, failed = refused+s.refused, failed+s.failed
	}
	return append(cells, fmt.Sprint(refused), fmt.Sprint(failed))
}

// cost is the CPU time, in ms, of one good answer, without the load generator's.
func cost(s *sample) float64 { return s.per(s.cpu.total()) }

func (s *sample) per(t time.Duration) float64 {
	return float64(t) / float64(time.Millisecond) / float64(max(1, len(s.latencies)))
}

func medianOf[S any, T int | float64 | time.Duration](all []S, figure func(S) T) T {
	values := make([]T, len(all))
	for i, s := range all {
		values[i] = figure(s)
	}
	return median(values)
}
