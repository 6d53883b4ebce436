package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// results is everything that a run found out.
type results struct {
	plan
	machine machine
	took    time.Duration

	rounds  map[variant]map[load][]sample // by repetition
	menu    map[load][]sample
	kitchen map[load][]kitchenSample
	phones  map[variant][]sample
	long    *longSession
	crashes []crash
	many    *manySessions
	cold    []cold
	carta   []cartaSample
	pages   []pagesSample
}

// part is one thing to find out.
type part struct {
	name, about string
	do          func(*floor, context.Context, *results) error
}

func parts() []part {
	return []part{
		{"rondas", "la misma ronda, tres maneras", (*floor).measureRounds},
		{"menu", "el menú público, de la caché", (*floor).measureMenu},
		{"cocina", "del pedido a la pantalla de la cocina", (*floor).measureKitchen},
		{"telefonos", "diez teléfonos en una mesa", (*floor).measurePhones},
		{"paginas", "cobrar en efectivo con páginas de pago abiertas", (*floor).measurePages},
		{"larga", "la mesa más larga", (*floor).measureLong},
		{"caidas", "kill -9 al worker y a Temporal", (*floor).measureCrashes},
		{"frio", "el menú de un proceso que recién arranca", (*floor).measureCold},
		{"memoria", "muchas mesas abiertas a la vez", (*floor).measureMany},
		{"productos", "una carta de quinientos platos", (*floor).measureProducts},
	}
}

func partNames() []string {
	var names []string
	for _, p := range parts() {
		names = append(names, p.name)
	}
	return names
}

// measure finds out all parts, or those that only names.
func (f *floor) measure(ctx context.Context, only string) (*results, error) {
	began := time.Now()
	r := &results{
		plan: f.plan, rounds: map[variant]map[load][]sample{}, menu: map[load][]sample{},
		kitchen: map[load][]kitchenSample{}, phones: map[variant][]sample{},
	}
	for _, v := range variants {
		r.rounds[v] = map[load][]sample{}
	}
	var err error
	if r.machine, err = f.machine(ctx); err != nil {
		return nil, err
	}
	if err := f.warm(ctx); err != nil {
		return nil, err
	}
	var failed error
	for _, p := range parts() {
		if only != "" && !slices.Contains(strings.Split(only, ","), p.name) {
			continue
		}
		f.say("%s", p.about)
		if err := p.do(f, ctx, r); err != nil {
			// What the other parts measured is worth telling all the same.
			f.say("%s: no se pudo medir: %v", p.name, err)
			failed = errors.Join(failed, fmt.Errorf("%s: %w", p.name, err))
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
	}
	r.took = time.Since(began)
	return r, failed
}

// warm fills pools, caches and prepared statements.
func (f *floor) warm(ctx context.Context) error {
	f.say("caliento")
	for _, v := range variants {
		seats, err := f.sit(ctx, v, 10)
		if err != nil {
			return err
		}
		s := load{sessions: 10}.run(ctx, f.short, nil, f.rounds(seats))
		if s.failed > 0 {
			return fmt.Errorf("a round of %s fails: %s", v, s.failure)
		}
	}
	if err := f.get(ctx, f.menuURL()).err(); err != nil {
		return err
	}
	return f.tidy(ctx)
}

// cell measures one load on one variant.
func (f *floor) cell(ctx context.Context, l load, v variant, do act) (sample, error) {
	if err := f.tidy(ctx); err != nil {
		return sample{}, err
	}
	return l.run(ctx, f.plan.cell, f.roles(v), do), nil
}

// rounds sends the next round of one of the sessions.
func (f *floor) rounds(seats []seat) act {
	return func(ctx context.Context, i int) outcome { return f.round(ctx, seats[i]) }
}

// measureRounds runs every load on every variant, one after the other, so that
// what else the machine does falls on all alike. Each repetition begins with
// another variant and has sessions of its own.
func (f *floor) measureRounds(ctx context.Context, r *results) error {
	for n := range f.repetitions {
		order := append(slices.Clone(variants[n%len(variants):]), variants[:n%len(variants)]...)
		seats := map[variant][]seat{}
		for _, v := range order {
			var err error
			if seats[v], err = f.sit(ctx, v, 1+most); err != nil {
				return err
			}
		}
		for _, l := range loads {
			for _, v := range order {
				mine := seats[v][1:]
				if l.sessions == 1 {
					mine = seats[v][:1]
				}
				s, err := f.cell(ctx, l, v, f.rounds(mine))
				if err != nil {
					return err
				}
				r.rounds[v][l] = append(r.rounds[v][l], s)
				f.say("vuelta %d, %s, %s: %s", n+1, l, v, s.line())
			}
		}
		for _, v := range order {
			if err := f.whole(ctx, v, seats[v]); err != nil {
				return err
			}
		}
	}
	return nil
}

func (f *floor) menuURL() string {
	return f.ports.url(f.ports.api) + "/api/public/menu/" + f.house.slug
}

func (f *floor) measureMenu(ctx context.Context, r *results) error {
	url := f.menuURL()
	for n := range f.repetitions {
		for _, l := range loads {
			s := l.run(ctx, f.short, f.roles(variantB), func(ctx context.Context, _ int) outcome { return f.get(ctx, url) })
			r.menu[l] = append(r.menu[l], s)
			f.say("vuelta %d, %s, menú: %s", n+1, l, s.line())
		}
	}
	return nil
}

// phonesAtOnce is how many people at one table press the button at once.
const phonesAtOnce = 10

// measurePhones has ten phones order at one table: for A, one locked row.
func (f *floor) measurePhones(ctx context.Context, r *results) error {
	for n := range f.repetitions {
		for _, v := range []variant{variantA, variantB} {
			seats, err := f.sit(ctx, v, 1)
			if err != nil {
				return err
			}
			phones := make([]seat, phonesAtOnce)
			for i := range phones {
				if phones[i], err = f.join(ctx, v, seats[0]); err != nil {
					return err
				}
			}
			s, err := f.cell(ctx, load{sessions: phonesAtOnce}, v, f.rounds(phones))
			if err != nil {
				return err
			}
			r.phones[v] = append(r.phones[v], s)
			f.say("vuelta %d, diez teléfonos, %s: %s", n+1, v, s.line())
			if err := f.whole(ctx, v, seats); err != nil {
				return err
			}
		}
	}
	return nil
}

// String names a load on the report.
func (l load) String() string {
	switch {
	case l.perSec > 0:
		return fmt.Sprintf("%.0f rondas/s abierto", l.perSec)
	case l.sessions == 1:
		return "1 mesa"
	}
	return fmt.Sprintf("%d mesas", l.sessions)
}

// line tells a sample in short.
func (s *sample) line() string {
	text := fmt.Sprintf("p50 %s ms, %.0f/s", ms(s.quantile(0.5)), s.rate())
	if s.refused > 0 {
		text += fmt.Sprintf(", %d rechazos", s.refused)
	}
	if s.failed > 0 {
		text += fmt.Sprintf(", %d errores (%s)", s.failed, s.failure)
	}
	return text
}
