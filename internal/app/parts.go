// Package app builds the processes from their parts: what an api, a worker, a
// gateway or all of them in one need, in the order in which they start and end.
//
// It may import everything; nothing but cmd imports it.
package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/redis/go-redis/v9"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/interceptor"
	tlog "go.temporal.io/sdk/log"
	"go.temporal.io/sdk/workflow"
	"google.golang.org/grpc"

	"integrador/internal/platform/breaker"
	"integrador/internal/platform/config"
	"integrador/internal/platform/mercadopago"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/pubsub"
	"integrador/internal/platform/redisclient"
	"integrador/internal/platform/secretbox"
	"integrador/internal/platform/telemetry"
	"integrador/internal/platform/telemetry/temporaltrace"
	"integrador/internal/platform/token"
	"integrador/internal/readmodel/menu"
	"integrador/workflows"
)

// Version is told by the command line and to Mercado Pago. The build sets it.
var Version = "dev"

// parts are what the roles of one process share.
type parts struct {
	cfg      config.Config
	log      *slog.Logger
	store    *postgres.Store
	redis    *redis.Client
	bell     *pubsub.Publisher
	menus    *menu.Cache
	temporal client.Client
	sessions *workflows.Client
	provider *mercadopago.Client // the platform's; nil if it collects for nobody
	circuits *breaker.Service
	vault    *secretbox.Box
	connect  *mercadopago.Connector
	keys     token.Keys
	stops    []func()

	conducting *prometheus.Registry // what Temporal's SDK counts
	answering  sync.WaitGroup       // APIs that still answer; a worker of the same process waits for them
}

// open connects a process to what it leans on. Nothing has to answer yet.
func open(ctx context.Context, cfg config.Config, log *slog.Logger) (*parts, error) {
	tuneCollector(ctx)
	p := &parts{cfg: cfg, log: log, keys: keysOf(cfg)}
	for _, step := range []func(context.Context) error{p.openTraces, p.openStore, p.openRedis, p.openTemporal, p.openProvider} {
		if err := step(ctx); err != nil {
			p.close()
			return nil, err
		}
	}
	return p, nil
}

func (p *parts) close() {
	for _, stop := range slices.Backward(p.stops) {
		stop()
	}
}

func (p *parts) openTraces(ctx context.Context) error {
	stop, err := telemetry.StartTraces(ctx, telemetry.TraceOptions{
		Endpoint: p.cfg.Telemetry.Endpoint, Service: p.cfg.Telemetry.ServiceName,
		Environment: string(p.cfg.Environment), SampleRatio: p.cfg.Telemetry.SampleRatio,
	})
	if err != nil {
		return err
	}
	p.stops = append(p.stops, func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 3*time.Second)
		defer cancel()
		if err := stop(ctx); err != nil {
			p.log.WarnContext(ctx, "last traces not sent", "error", err)
		}
	})
	return nil
}

func (p *parts) openStore(ctx context.Context) (err error) {
	p.store, err = postgres.Open(ctx, p.cfg.Postgres.URL.Reveal(), postgres.Options{MaxConns: p.cfg.Postgres.MaxConnections})
	if err == nil {
		p.stops = append(p.stops, p.store.Close)
	}
	return err
}

func (p *parts) openRedis(context.Context) (err error) {
	redis.SetLogger(quietRedis{p.log})
	p.redis, err = redisclient.New(p.cfg.Redis.URL.Reveal(), p.cfg.Redis.MaxConnections)
	if err != nil {
		return err
	}
	p.stops = append(p.stops, func() { _ = p.redis.Close() })
	p.bell = pubsub.NewPublisher(p.redis, p.store, p.log)
	p.menus = menu.NewCache(menu.NewReader(p.store), p.redis, p.log)
	return nil
}

func (p *parts) openTemporal(context.Context) error {
	trace, err := temporaltrace.New()
	if err != nil {
		return err
	}
	p.conducting = prometheus.NewRegistry()
	counted, err := temporaltrace.NewMetrics(p.conducting, p.log)
	if err != nil {
		return err
	}
	// The client connects when it is first used: an api starts, and says what is
	// wrong, while Temporal does not answer.
	p.temporal, err = client.NewLazyClient(client.Options{
		HostPort: p.cfg.Temporal.Address, Namespace: p.cfg.Temporal.Namespace, Logger: tlog.NewStructuredLogger(p.log),
		Interceptors: []interceptor.ClientInterceptor{trace}, MetricsHandler: counted,
		ContextPropagators: []workflow.ContextPropagator{workflows.Correlation{}},
		// On one machine or in one rack compressing costs more than it saves.
		ConnectionOptions: client.ConnectionOptions{
			GrpcCompression: &client.GrpcCompressionNone{},
			DialOptions:     []grpc.DialOption{grpc.WithChainUnaryInterceptor(workflows.KeepPolling)},
		},
	})
	if err != nil {
		return fmt.Errorf("prepare Temporal's client: %w", err)
	}
	p.stops = append(p.stops, p.temporal.Close)
	p.sessions = workflows.NewClient(p.temporal, p.store, workflows.Options{
		TaskQueue: p.cfg.Temporal.TaskQueue, DedupWindow: p.cfg.Gates.RoundDedup.Duration(),
		PerTable: p.cfg.Gates.PerTable, PerProcess: p.cfg.Gates.PerProcess, NoticePace: p.cfg.MercadoPago.NoticePace.Duration(),
	})
	return nil
}

func (p *parts) openProvider(context.Context) (err error) {
	p.circuits = breaker.New(p.redis, "mercadopago", breaker.Options{})
	if p.vault, err = p.cfg.Credentials.Vault(); err != nil {
		return fmt.Errorf("open the vault: %w", err)
	}
	mp := p.cfg.MercadoPago
	p.connect, err = mercadopago.NewConnector(p.mercadoPago(), mercadopago.Application{
		ClientID: mp.ClientID, ClientSecret: mercadopago.Secret(mp.ClientSecret.Reveal()), RedirectURL: p.cfg.Return(), AuthURL: mp.AuthURL,
	})
	if err != nil || !p.cfg.Collects() || mp.AccessToken.Empty() {
		return err
	}
	p.provider, err = mercadopago.New(p.mercadoPago(), mercadopago.Connection{
		AccessToken: mercadopago.Secret(mp.AccessToken.Reveal()), Circuit: p.circuits.Of("platform"),
	})
	return err
}

func (p *parts) mercadoPago() mercadopago.Config {
	return mercadopago.Config{
		BaseURL: p.cfg.MercadoPago.APIURL, UserAgent: "integrador/" + Version,
		AllowInsecure: !p.cfg.Environment.Production(), CheckoutHost: simulatorHost(p.cfg), Observe: p.observeProvider,
	}
}

// observeProvider logs each request to Mercado Pago by the number that its support
// asks for.
func (p *parts) observeProvider(ctx context.Context, o mercadopago.Observation) {
	level := slog.LevelDebug
	if o.Kind != "" {
		level = slog.LevelInfo
	}
	p.log.LogAttrs(ctx, level, "mercado pago asked", slog.String("op", o.Op), slog.Int("status", o.HTTP), slog.String("kind", string(o.Kind)),
		slog.String("provider_request_id", o.RequestID), slog.Int64("duration_ms", o.Took.Milliseconds()))
}

func keysOf(cfg config.Config) token.Keys {
	t := cfg.Tokens
	return token.Keys{
		Staff: []byte(t.Secret.Reveal()), Issuer: t.Issuer, Audience: t.Audience, Table: []byte(t.TableSecret.Reveal()),
		AccessLife: t.AccessLife.Duration(), RefreshLife: t.RefreshLife.Duration(), TableLife: t.TableLife.Duration(),
	}
}

// quietRedis keeps the client's own chatter out of the log: whoever needed Redis
// reports what failed.
type quietRedis struct{ log *slog.Logger }

// Printf implements the client's logger.
func (q quietRedis) Printf(ctx context.Context, format string, args ...any) {
	q.log.DebugContext(ctx, "redis client", "message", fmt.Sprintf(format, args...))
}

// errEnded marks that a role ended on its own account, which none should.
var errEnded = errors.New("ended without being asked to")
