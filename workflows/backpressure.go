package workflows

import (
	"context"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"integrador/internal/domain/access"
	"integrador/internal/domain/fault"
)

var bySystem = access.BySystem

// gate bounds the messages in flight to Temporal: per table, because one workflow executes one command at a time, and per
// process, because more would only queue there. Past the bound a caller waits for gateTimeout and is then refused.
type gate struct {
	perTable int
	process  chan struct{}

	mu     sync.Mutex
	tables map[int64]*tableGate
}

type tableGate struct {
	slots chan struct{}
	users int
}

var gateRefusals = prometheus.NewCounterVec(prometheus.CounterOpts{
	Name: "integrador_gate_refused_total", Help: "Commands that got no slot in time, by what was busy: table or process.",
}, []string{"gate"})

// Collectors are the package's metrics, for the process's registry.
func Collectors() []prometheus.Collector {
	gateRefusals.WithLabelValues("table")
	gateRefusals.WithLabelValues("process")
	return []prometheus.Collector{gateRefusals}
}

// gateTimeout is how long a caller waits for a slot.
const gateTimeout = 2 * time.Second

func newGate(perTable, perProcess int) *gate {
	if perTable == 0 {
		perTable = 8
	}
	if perProcess == 0 {
		perProcess = 64
	}
	return &gate{perTable: perTable, process: make(chan struct{}, perProcess), tables: map[int64]*tableGate{}}
}

// enter waits for a slot and gives the function that frees it.
//
// Errors: fault.TooMany if the table is busy, fault.Unavailable if the process is.
func (g *gate) enter(ctx context.Context, table int64) (leave func(), err error) {
	ctx, cancel := context.WithTimeout(ctx, gateTimeout)
	defer cancel()
	t := g.join(table)
	select {
	case t.slots <- struct{}{}:
	case <-ctx.Done():
		g.part(table, t)
		gateRefusals.WithLabelValues("table").Inc()
		return nil, fault.New(fault.TooMany, "table_busy", "Hay demasiados pedidos a la vez en esta mesa. Probá de nuevo.").After(1)
	}
	select {
	case g.process <- struct{}{}:
	case <-ctx.Done():
		<-t.slots
		g.part(table, t)
		gateRefusals.WithLabelValues("process").Inc()
		return nil, fault.New(fault.Unavailable, "floor_busy", "El sistema está muy ocupado. Probá de nuevo en unos segundos.").After(2)
	}
	return func() {
		<-g.process
		<-t.slots
		g.part(table, t)
	}, nil
}

func (g *gate) join(table int64) *tableGate {
	g.mu.Lock()
	defer g.mu.Unlock()
	t := g.tables[table]
	if t == nil {
		t = &tableGate{slots: make(chan struct{}, g.perTable)}
		g.tables[table] = t
	}
	t.users++
	return t
}

// part removes a table that has no messages left, so that the gate does not grow.
func (g *gate) part(table int64, t *tableGate) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if t.users--; t.users == 0 {
		delete(g.tables, table)
	}
}
