package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// results is everything that a run measured.
type results struct {
	plan
	machine machine
	took    time.Duration

	rounds    map[variant]map[load][]sample // by repetition
	menu      map[load][]sample
	kitchen   map[load][]kitchenSample
	phones    map[variant][]sample
	long      *longSession
	crashes   []crash
	many      *manySessions
	coldStart []coldStart
	largeMenu []largeMenuSample
	pages     []pagesSample
}

// experiment is one part of the benchmark.
type experiment struct {
	name, about string
	do          func(*benchmark, context.Context, *results) error
}

func experiments() []experiment {
	return []experiment{
		{"rondas", "la misma ronda, tres maneras", (*benchmark).measureRounds},
		{"menu", "el menú público, de la caché", (*benchmark).measureMenu},
		{"cocina", "del pedido a la pantalla de la cocina", (*benchmark).measureKitchen},
		{"telefonos", "diez teléfonos en una mesa", (*benchmark).measurePhones},
		{"paginas", "cobrar en efectivo con páginas de pago abiertas", (*benchmark).measurePages},
		{"larga", "la mesa más larga", (*benchmark).measureLong},
		{"caidas", "kill -9 al worker y a Temporal", (*benchmark).measureCrashes},
		{"frio", "el menú de un proceso que recién arranca", (*benchmark).measureColdStart},
		{"memoria", "muchas mesas abiertas a la vez", (*benchmark).measureMany},
		{"productos", "una carta de quinientos platos", (*benchmark).measureProducts},
	}
}

func experimentNames() []string {
	var names []string
	for _, p := range experiments() {
		names = append(names, p.name)
	}
	return names
}

// measure runs all experiments, or those that only names.
func (bm *benchmark) measure(ctx context.Context, only string) (*results, error) {
	began := time.Now()
	r := &results{
		plan: bm.plan, rounds: map[variant]map[load][]sample{}, menu: map[load][]sample{},
		kitchen: map[load][]kitchenSample{}, phones: map[variant][]sample{},
	}
	for _, v := range variants {
		r.rounds[v] = map[load][]sample{}
	}
	var err error
	if r.machine, err = bm.machine(ctx); err != nil {
		return nil, err
	}
	if err := bm.warm(ctx); err != nil {
		return nil, err
	}
	var failed error
	for _, p := range experiments() {
		if only != "" && !slices.Contains(strings.Split(only, ","), p.name) {
			continue
		}
		bm.say("%s", p.about)
		if err := p.do(bm, ctx, r); err != nil {
			// What the other experiments measured is reported all the same.
			bm.say("%s: no se pudo medir: %v", p.name, err)
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
func (bm *benchmark) warm(ctx context.Context) error {
	bm.say("caliento")
	for _, v := range variants {
		seats, err := bm.seatDiners(ctx, v, 10)
		if err != nil {
			return err
		}
		s := load{sessions: 10}.run(ctx, bm.short, nil, bm.rounds(seats))
		if s.failed > 0 {
			return fmt.Errorf("a round of %s fails: %s", v, s.failure)
		}
	}
	if err := bm.get(ctx, bm.menuURL()).err(); err != nil {
		return err
	}
	return bm.vacuum(ctx)
}

// cell measures one load on one variant.
func (bm *benchmark) cell(ctx context.Context, l load, v variant, do request) (sample, error) {
	if err := bm.vacuum(ctx); err != nil {
		return sample{}, err
	}
	return l.run(ctx, bm.plan.cell, bm.roles(v), do), nil
}

// rounds sends the next round of one of the sessions.
func (bm *benchmark) rounds(seats []seat) request {
	return func(ctx context.Context, i int) outcome { return bm.round(ctx, seats[i]) }
}

// measureRounds runs every load on every variant, one after the other, so that
// what else the machine does falls on all alike. Each repetition begins with
// another variant and has sessions of its own.
func (bm *benchmark) measureRounds(ctx context.Context, r *results) error {
	for n := range bm.repetitions {
		order := append(slices.Clone(variants[n%len(variants):]), variants[:n%len(variants)]...)
		seats := map[variant][]seat{}
		for _, v := range order {
			var err error
			if seats[v], err = bm.seatDiners(ctx, v, 1+maxSessions); err != nil {
				return err
			}
		}
		for _, l := range loads {
			for _, v := range order {
				mine := seats[v][1:]
				if l.sessions == 1 {
					mine = seats[v][:1]
				}
				s, err := bm.cell(ctx, l, v, bm.rounds(mine))
				if err != nil {
					return err
				}
				r.rounds[v][l] = append(r.rounds[v][l], s)
				bm.say("vuelta %d, %s, %s: %s", n+1, l, v, s.line())
			}
		}
		for _, v := range order {
			if err := bm.checkNumbers(ctx, v, seats[v]); err != nil {
				return err
			}
		}
	}
	return nil
}

func (bm *benchmark) menuURL() string {
	return bm.ports.url(bm.ports.api) + "/api/public/menu/" + bm.restaurant.slug
}

func (bm *benchmark) measureMenu(ctx context.Context, r *results) error {
	url := bm.menuURL()
	for n := range bm.repetitions {
		for _, l := range loads {
			s := l.run(ctx, bm.short, bm.roles(variantB), func(ctx context.Context, _ int) outcome { return bm.get(ctx, url) })
			r.menu[l] = append(r.menu[l], s)
			bm.say("vuelta %d, %s, menú: %s", n+1, l, s.line())
		}
	}
	return nil
}

// phonesAtOnce is how many people at one table press the button at once.
const phonesAtOnce = 10

// measurePhones has ten phones order at one table: for A, one locked row.
func (bm *benchmark) measurePhones(ctx context.Context, r *results) error {
	for n := range bm.repetitions {
		for _, v := range []variant{variantA, variantB} {
			seats, err := bm.seatDiners(ctx, v, 1)
			if err != nil {
				return err
			}
			phones := make([]seat, phonesAtOnce)
			for i := range phones {
				if phones[i], err = bm.addDiner(ctx, v, seats[0]); err != nil {
					return err
				}
			}
			s, err := bm.cell(ctx, load{sessions: phonesAtOnce}, v, bm.rounds(phones))
			if err != nil {
				return err
			}
			r.phones[v] = append(r.phones[v], s)
			bm.say("vuelta %d, diez teléfonos, %s: %s", n+1, v, s.line())
			if err := bm.checkNumbers(ctx, v, seats); err != nil {
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

// line describes a sample in short.
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
