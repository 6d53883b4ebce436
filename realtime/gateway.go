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

	"integrador/internal/platform/cors"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/presence"
	"integrador/internal/platform/pubsub"
	"integrador/internal/platform/token"
)

const (
	// queryTimeout bounds every query of the database.
	queryTimeout = 2500 * time.Millisecond
	// drainTimeout bounds how long a gateway that ends waits for its sockets to close.
	drainTimeout = 5 * time.Second
	// maxFillers is how many sessions' gaps are read at the same time.
	maxFillers = 8
)

// Options configure a gateway.
type Options struct {
	Store  *postgres.Store
	Redis  *redis.Client
	Keys   token.Keys
	Limits Limits
	// AllowedOrigins are the origins of our own pages: "https://menu.example.com".
	AllowedOrigins []string
	// RequireOrigin rejects sockets without an Origin header. A browser always sends one.
	RequireOrigin bool
	// Retention is how far back catch-up goes; 0 means 24 hours.
	Retention time.Duration
	Log       *slog.Logger
	// Registry is what /ws/metrics shows; nil means one of the gateway's own.
	Registry *prometheus.Registry
}

// Gateway is one process's sockets. Any number of gateways may run.
type Gateway struct {
	store         *postgres.Store
	redis         *redis.Client
	keys          token.Keys
	limits        Limits
	origins       cors.Origins
	requireOrigin bool
	retention     time.Duration
	log           *slog.Logger

	hub          *hub
	metrics      *metrics
	subscription *pubsub.Subscription
	presence     *presence.Tracker
	decoder      *decoder

	ctx    context.Context // ends when Run has closed all sockets
	end    context.CancelFunc
	replay chan struct{} // wakes the replayer
	// sessionsChanged wakes maintainPresence.
	sessionsChanged chan struct{}
	fillers         chan struct{} // holds one item per reader of a gap
	sockets         sync.WaitGroup
	background      sync.WaitGroup
}

// New makes a gateway. Events are delivered only while Run runs.
func New(o Options) *Gateway {
	g := &Gateway{
		store:           o.Store,
		redis:           o.Redis,
		keys:            o.Keys,
		limits:          o.Limits,
		origins:         o.AllowedOrigins,
		requireOrigin:   o.RequireOrigin,
		retention:       o.Retention,
		log:             o.Log,
		hub:             newHub(o.Limits),
		presence:        presence.New(o.Redis, uuid.NewString()),
		decoder:         newDecoder(),
		sessionsChanged: make(chan struct{}, 1),
		replay:          make(chan struct{}, 1),
		fillers:         make(chan struct{}, maxFillers),
	}
	if g.retention == 0 {
		g.retention = 24 * time.Hour
	}
	g.ctx, g.end = context.WithCancel(context.Background()) //nolint:forbidigo // Run ends it
	g.subscription = pubsub.NewSubscription(o.Redis, o.Log, pubsub.Handlers{
		Message: g.consume, Subscribed: g.channelSubscribed, Interrupted: g.interrupted,
	})
	g.hub.onOpen, g.hub.onClose = g.channelOpened, g.channelClosed
	g.metrics = newMetrics(g, o.Registry)
	return g
}

func (g *Gateway) channelOpened(ch *channel) {
	g.subscription.Add(ch.name)
	g.wakePresence()
}

func (g *Gateway) channelClosed(ch *channel) {
	g.subscription.Remove(ch.name)
	g.wakePresence()
}

func (g *Gateway) wakePresence() {
	select {
	case g.sessionsChanged <- struct{}{}:
	default:
	}
}

// Handler serves everything under /ws/.
func (g *Gateway) Handler() http.Handler {
	mux := http.NewServeMux()
	for _, e := range staffEndpoints {
		mux.HandleFunc("GET "+e.Path(), g.serveStaff(e))
	}
	mux.HandleFunc("GET "+diner.Path(), g.serveDiner)
	mux.Handle("/ws/catchup", readable(g.origins, g.catchUp))
	mux.Handle("/ws/catchup/session", readable(g.origins, g.catchUpSession))
	mux.HandleFunc("GET /ws/health", g.health)
	mux.HandleFunc("GET /ws/health/detailed", g.healthDetailed)
	mux.Handle("GET /ws/metrics", g.metrics.handler())
	return traced(mux)
}

// Run delivers events until ctx ends; then it closes all sockets, waits some seconds for them, and returns nil. It may
// run once.
func (g *Gateway) Run(ctx context.Context) error {
	defer g.end()
	work, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	loops, work := errgroup.WithContext(work)
	for _, loop := range []func(context.Context) error{
		g.subscription.Run, g.replayMissed, g.recheck, g.maintainPresence,
	} {
		loops.Go(func() error { return loop(work) })
	}
	select {
	case <-ctx.Done():
	case <-work.Done():
	}
	g.closeSockets()
	cancel()
	err := loops.Wait()
	g.end()
	g.background.Wait()
	if errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

// closeSockets closes all sockets and waits for them. Those that do not close in time are cut.
func (g *Gateway) closeSockets() {
	g.hub.close()
	closed := make(chan struct{})
	go func() { g.sockets.Wait(); close(closed) }()
	select {
	case <-closed:
		return
	case <-time.After(drainTimeout):
	}
	for _, s := range g.hub.allSockets() {
		_ = s.conn.Close()
	}
	<-closed
}
