package api

import (
	"net/http"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus"

	"integrador/internal/domain/fault"
	"integrador/internal/platform/telemetry"
)

const (
	// inFlight is how many requests a process works on at once, unless it is told
	// otherwise: more only wait for each other, in PostgreSQL's pool and in Temporal.
	inFlight = 256
	// queueTime is how long a request waits for its turn. Who would wait longer is
	// better told at once, while the answers that are given still come in time.
	queueTime = 500 * time.Millisecond
	// waitersPerPlace bounds the queue. Past it nobody waits at all.
	waitersPerPlace = 2
)

// overloaded answers a request that did not get its turn.
var overloaded = fault.New(fault.Unavailable, "overloaded", "Estamos a tope en este momento. Probá de nuevo en unos segundos.").After(2)

// shedder turns requests away before all of them become slow.
type shedder struct {
	places  chan struct{}
	queue   chan struct{} // holds one item per request that waits or works
	wait    time.Duration
	refused prometheus.Counter
}

func newShedder(o Options) *shedder {
	n := o.InFlight
	if n == 0 {
		n = inFlight
	}
	s := &shedder{
		places: make(chan struct{}, n), queue: make(chan struct{}, n*(1+waitersPerPlace)), wait: queueTime,
		refused: prometheus.NewCounter(prometheus.CounterOpts{
			Name: telemetry.Shed, Help: "Pedidos rechazados con 503 porque el proceso estaba a tope.",
		}),
	}
	o.Registry.MustRegister(s.refused)
	return s
}

// spare are routes that are answered however busy the process is: those that say
// how busy it is, and the notices of payments, which are cheap and worth money.
var spare = map[string]bool{
	metricsPath: true, healthPath: true, detailedHealthPath: true, noticePath: true, connectionNoticePath + ":connection": true,
}

// bound is the middleware.
func (s *shedder) bound(c *gin.Context) {
	if spare[c.FullPath()] {
		c.Next()
		return
	}
	leave, ok := s.enter(c.Request)
	if !ok {
		s.refused.Inc()
		refuse(c, problemOf(overloaded))
		return
	}
	defer leave()
	c.Next()
}

func (s *shedder) enter(r *http.Request) (leave func(), ok bool) {
	select {
	case s.queue <- struct{}{}:
	default:
		return nil, false
	}
	timer := time.NewTimer(s.wait)
	defer timer.Stop()
	select {
	case s.places <- struct{}{}:
		return func() { <-s.places; <-s.queue }, true
	case <-timer.C:
	case <-r.Context().Done():
	}
	<-s.queue
	return nil, false
}
