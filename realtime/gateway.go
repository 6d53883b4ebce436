package realtime

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/google/uuid"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/redis/go-redis/v9"
	"golang.org/x/sync/errgroup"

	"integrador/internal/platform/postgres"
	"integrador/internal/platform/presence"
	"integrador/internal/platform/pubsub"
	"integrador/internal/platform/token"
)

const (
	// askTimeout bounds every question to the ledger.
	askTimeout = 2500 * time.Millisecond
	// drainTimeout bounds the farewells of a gateway that ends.
	drainTimeout = 5 * time.Second
	// maxFillers is how many sessions' gaps are read at the same time.
	maxFillers = 8
)

// Options are what a gateway works with.
type Options struct {
	Store  *postgres.Store
	Redis  *redis.Client
	Keys   token.Keys
	Limits Limits
	// AllowedOrigins are the origins of our own pages: "https://menu.example.com".
	AllowedOrigins []string
	// RequireOrigin refuses sockets of whoever sends no Origin. A browser always
	// sends one.
	RequireOrigin bool
	// Retention is how far back catch-up goes; 0 means 24 hours.
	Retention time.Duration
	Log       *slog.Logger
	// Registry is what /ws/metrics shows; nil means one of the gateway's own.
	Registry *prometheus.Registry
}

// Gateway is one process's sockets. Any number of gateways may run.
type Gateway struct {
	store     *postgres.Store
	redis     *redis.Client
	keys      token.Keys
	limits    Limits
	origins   origins
	retention time.Duration
	log       *slog.Logger

	hub      *hub
	metrics  *metrics
	hearing  *pubsub.Subscription
	presence *presence.Tracker
	frames   *frameCache
	seats    *seats

	ctx     context.Context // ends when Run has said goodbye to everybody
	end     context.CancelFunc
	replay  chan struct{} // wakes the replayer
	fillers chan struct{} // holds one item per reader of a gap
	sockets sync.WaitGroup
	chores  sync.WaitGroup
}

// New makes a gateway. It serves nobody well until Run runs.
func New(o Options) *Gateway {
	g := &Gateway{
		store: o.Store, redis: o.Redis, keys: o.Keys, limits: o.Limits, log: o.Log,
		origins: origins{o.AllowedOrigins, o.RequireOrigin}, retention: o.Retention,
		hub: newHub(o.Limits), presence: presence.New(o.Redis, uuid.NewString()),
		frames: newFrameCache(), seats: newSeats(),
		replay: make(chan struct{}, 1), fillers: make(chan struct{}, maxFillers),
	}
	if g.retention == 0 {
		g.retention = 24 * time.Hour
	}
	g.ctx, g.end = context.WithCancel(context.Background()) //nolint:forbidigo // Run ends it
	g.hearing = pubsub.NewSubscription(o.Redis, o.Log, pubsub.Handlers{Message: g.heard, Subscribed: g.tuned, Interrupted: g.deaf})
	g.hub.opened, g.hub.ended = g.opened, g.ended
	g.metrics = newMetrics(g, o.Registry)
	return g
}

func (g *Gateway) opened(r *room) {
	g.hearing.Add(r.channel)
	if r.session != 0 {
		g.seats.take(r.session)
	}
}

func (g *Gateway) ended(r *room) {
	g.hearing.Remove(r.channel)
	if r.session != 0 {
		g.seats.free(r.session)
	}
}

// Handler serves everything under /ws/.
func (g *Gateway) Handler() http.Handler {
	mux := http.NewServeMux()
	for _, k := range staffKinds {
		mux.HandleFunc("GET /ws/"+k.name, g.serveStaff(k))
	}
	mux.HandleFunc("GET /ws/diner", g.serveDiner)
	mux.Handle("/ws/catchup", g.origins.cors(g.catchUp))
	mux.Handle("/ws/catchup/session", g.origins.cors(g.catchUpSession))
	mux.HandleFunc("GET /ws/health", g.health)
	mux.HandleFunc("GET /ws/health/detailed", g.healthDetailed)
	mux.Handle("GET /ws/metrics", g.metrics.handler())
	return traced(mux)
}

// Run listens, replays and watches until ctx ends; then it says goodbye to all
// sockets, waits some seconds for them, and returns nil. It may run once.
func (g *Gateway) Run(ctx context.Context) error {
	defer g.end()
	work, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	loops, work := errgroup.WithContext(work)
	for _, loop := range []func(context.Context) error{g.hearing.Run, g.replayer, g.watch, g.attend} {
		loops.Go(func() error { return loop(work) })
	}
	select {
	case <-ctx.Done():
	case <-work.Done():
	}
	g.farewell()
	cancel()
	err := loops.Wait()
	g.end()
	g.chores.Wait()
	if errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

// farewell lets all sockets go and waits for them, the last by force.
func (g *Gateway) farewell() {
	g.hub.close()
	gone := make(chan struct{})
	go func() { g.sockets.Wait(); close(gone) }()
	select {
	case <-gone:
		return
	case <-time.After(drainTimeout):
	}
	for _, s := range g.hub.allSockets() {
		_ = s.conn.Close()
	}
	<-gone
}
