package httpx

import (
	"net/http"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus"

	"integrador/internal/domain/fault"
	"integrador/internal/platform/telemetry"
)

const (
	// inFlight is how many requests a process works on at once, unless it is set
	// otherwise: more only wait for each other, in PostgreSQL's pool and in Temporal.
	inFlight = 256
	// queueTime is how long a request waits for its turn. Who would wait longer is
	// better refused at once, while the answers that are given still come in time.
	queueTime = 500 * time.Millisecond
	// waitersPerPlace bounds the queue. Past it nobody waits at all.
	waitersPerPlace = 2
)

// overloaded answers a request that did not get its turn.
var overloaded = fault.New(fault.Unavailable, "overloaded", "Estamos a tope en este momento. Probá de nuevo en unos segundos.").After(2)

// loadShedder turns requests away before all of them become slow.
type loadShedder struct {
	places  chan struct{}
	queue   chan struct{} // holds one item per request that waits or works
	wait    time.Duration
	refused prometheus.Counter
}

func newLoadShedder(o Options) *loadShedder {
	n := o.InFlight
	if n == 0 {
		n = inFlight
	}
	wait := o.QueueTime
	if wait == 0 {
		wait = queueTime
	}
	s := &loadShedder{
		places: make(chan struct{}, n), queue: make(chan struct{}, n*(1+waitersPerPlace)), wait: wait,
		refused: prometheus.NewCounter(prometheus.CounterOpts{
			Name: telemetry.Shed, Help: "Pedidos rechazados con 503 porque el proceso estaba a tope.",
		}),
	}
	o.Registry.MustRegister(s.refused)
	return s
}

// shedLoad is the middleware.
func (a *API) shedLoad(c *gin.Context) {
	if a.neverShed[c.FullPath()] {
		c.Next()
		return
	}
	leave, ok := a.shed.enter(c.Request)
	if !ok {
		a.shed.refused.Inc()
		refuse(c, problemOf(overloaded))
		return
	}
	defer leave()
	c.Next()
}

func (s *loadShedder) enter(r *http.Request) (leave func(), ok bool) {
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
