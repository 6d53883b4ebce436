package main

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// target is a figure with its limit, a ratio inside the run where there is one.
type target struct {
	what    string
	value   float64
	limit   float64
	aim     float64 // 0: none beyond the limit
	atLeast bool    // value has to reach limit; otherwise, to stay below it
	unit    string
}

func (t target) reaches(mark float64) bool {
	if t.atLeast {
		return t.value >= mark
	}
	return t.value <= mark
}

// verdict is a mark, and whether the aim was reached too.
func (t target) verdict() string {
	switch {
	case !t.reaches(t.limit):
		return "✗"
	case t.aim != 0 && t.reaches(t.aim):
		return "✓ y la meta"
	}
	return "✓"
}

func (t target) bound(mark float64) string {
	sign := "≤"
	if t.atLeast {
		sign = "≥"
	}
	return sign + " " + t.number(mark)
}

func (t target) number(v float64) string {
	if v == float64(int64(v)) && (t.unit == "" || v >= 100 || v == 0) {
		return fmt.Sprintf("%d%s", int64(v), t.unit)
	}
	return decimal(v, 2) + t.unit
}

// targets are those of the experiments that were measured.
func (r *results) targets() []target {
	return slices.Concat(r.roundTargets(), r.menuTargets(), r.kitchenTargets(), r.phoneTargets(), r.pagesTargets(),
		r.longTargets(), r.crashTargets(), r.manyTargets(), r.largeMenuTargets(), r.coldStartTargets())
}

func (r *results) roundTargets() []target {
	a, b, c := r.rounds[variantA], r.rounds[variantB], r.rounds[variantC]
	if len(b) == 0 {
		return nil
	}
	one, ten, fifty, twenty := load{sessions: 1}, load{sessions: 10}, load{sessions: 50}, load{perSec: 20}
	failed := 0
	for _, s := range b[load{sessions: maxSessions}] {
		failed += s.failed
	}
	return []target{
		{what: "p50 con 1 mesa, B ÷ A", value: ratio(b[one], a[one], p50), limit: 8, aim: 7},
		{what: "ritmo con 10 mesas, A ÷ B", value: ratio(a[ten], b[ten], rate), limit: 7, aim: 6},
		{what: "ritmo con 50 mesas, A ÷ B", value: ratio(a[fifty], b[fifty], rate), limit: 7, aim: 6},
		{what: "p50 a 20 rondas/s, B ÷ A", value: ratio(b[twenty], a[twenty], p50), limit: 5, aim: 4.2},
		{what: "ritmo con 10 mesas, B ÷ C", value: ratio(b[ten], c[ten], rate), limit: 2, atLeast: true},
		{what: "ritmo con 50 mesas, B ÷ C", value: ratio(b[fifty], c[fifty], rate), limit: 2, atLeast: true},
		{what: "con 200 mesas, errores de B que no son 429 ni 503", value: float64(failed)},
	}
}

func (r *results) menuTargets() (out []target) {
	if len(r.menu) == 0 || len(r.rounds[variantB]) == 0 {
		return nil
	}
	for _, n := range []int{10, 50} {
		l := load{sessions: n}
		out = append(out, target{
			what:  fmt.Sprintf("ritmo con %d a la vez, menú ÷ B", n),
			value: ratio(r.menu[l], r.rounds[variantB][l], rate), limit: 10, atLeast: true,
		})
	}
	return out
}

func (r *results) kitchenTargets() []target {
	at := r.kitchen[load{perSec: 20}]
	if len(at) == 0 {
		return nil
	}
	var ratios []float64
	missing := 0
	for _, k := range at {
		ratios = append(ratios, over(quantile(k.screen, 0.99), k.quantile(0.99)))
		missing += k.missing
	}
	return []target{
		{what: "p99 a 20 rondas/s, pantalla de cocina ÷ respuesta", value: median(ratios), limit: 2},
		{what: "rondas que la cocina no vio", value: float64(missing)},
	}
}

func (r *results) phoneTargets() []target {
	if len(r.phones) == 0 {
		return nil
	}
	return []target{{what: "diez teléfonos en una mesa, ritmo A ÷ B", value: ratio(r.phones[variantA], r.phones[variantB], rate), limit: 5}}
}

func (r *results) longTargets() []target {
	l := r.long
	if l == nil {
		return nil
	}
	return []target{
		{what: fmt.Sprintf("p50 de las rondas %d a %d ÷ las primeras %d", l.rounds-block+1, l.rounds, block), value: l.last().times(p50), limit: 1.3},
		{what: "CPU de las mismas", value: l.last().times(cost), limit: 1.3},
		{what: "el tramo más caro del camino, p50", value: l.dearest(p50), limit: 1.3},
	}
}

func (r *results) crashTargets() []target {
	if len(r.crashes) == 0 {
		return nil
	}
	first := map[string]time.Duration{}
	var wrong float64
	for _, c := range r.crashes {
		first[c.of] = max(first[c.of], c.first)
		wrong += float64(c.lost + c.doubled)
	}
	return []target{
		{what: "kill -9 al worker: primera respuesta", value: first["worker"].Seconds(), limit: 4, unit: " s"},
		{what: "kill -9 a Temporal: primera respuesta", value: first["Temporal"].Seconds(), limit: 4, unit: " s"},
		{what: "rondas perdidas o dobles después de esos kill", value: wrong},
	}
}

func (r *results) manyTargets() []target {
	m := r.many
	if m == nil {
		return nil
	}
	const allowed, of = 250, 5000 // MB, sessions
	return []target{
		{
			what:  fmt.Sprintf("memoria del worker con %d mesas abiertas", m.sessions),
			value: float64((m.after.now - m.before.now) >> 20), limit: float64(allowed * m.sessions / of), unit: " MB",
		},
		{what: "mesas trabadas después de reiniciarlo", value: float64(m.stuck)},
	}
}

func p50(s *sample) float64  { return float64(s.quantile(0.5)) }
func rate(s *sample) float64 { return s.rate() }

// ratio is the median, over the repetitions, of a figure of x to that of y.
func ratio(x, y []sample, figure func(*sample) float64) float64 {
	ratios := make([]float64, min(len(x), len(y)))
	for i := range ratios {
		ratios[i] = figure(&x[i]) / figure(&y[i])
	}
	return median(ratios)
}

// over is a ratio of latencies.
func over(x, y time.Duration) float64 { return float64(x) / float64(y) }

// median of an even number is the upper of the two in the middle; of none, zero.
func median[T cmp.Ordered](values []T) (m T) {
	if len(values) == 0 {
		return m
	}
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}
