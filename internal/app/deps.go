// Package app connects a process to PostgreSQL, Redis, Temporal and Mercado Pago,
// and runs the roles (API, worker, gateway, simulator), in the order in which they
// start and stop.
//
// Imports: activities, api, api/httpx, api/mercadopago, internal/dev/devservices, internal/dev/mpsim,
// internal/dev/seed, internal/domain/audit, internal/jobs, internal/jobs/floormetrics,
// internal/jobs/relay, internal/jobs/sweeps, internal/operator/health, internal/platform/breaker,
// internal/platform/config, internal/platform/mercadopago, internal/platform/ollama,
// internal/platform/postgres, internal/platform/presence, internal/platform/publicurl,
// internal/platform/pubsub, internal/platform/qr, internal/platform/redisclient,
// internal/platform/secretbox, internal/platform/telemetry, internal/platform/telemetry/temporaltrace,
// internal/platform/token, internal/readmodel/menu,
// internal/readmodel/noticeboard, migrations, realtime, web, workflows.
package app

import (
	"context"
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

// Version is part of the user agent and of `integrador version`. The build sets it.
var Version = "dev"

// Deps are the connections that the roles of one process, or a command, share.
type Deps struct {
	Config   config.Config
	Log      *slog.Logger
	Store    *postgres.Store
	Redis    *redis.Client
	Menus    *menu.Cache
	Temporal client.Client
	Sessions *workflows.Client
	Box      *secretbox.Box

	events    *pubsub.Publisher
	provider  *mercadopago.Client // the platform's; nil if it collects for no restaurant
	circuits  *breaker.Service
	connector *mercadopago.Connector
	keys      token.Keys
	stops     []func()

	sdkMetrics *prometheus.Registry // of Temporal's SDK
	apis       sync.WaitGroup       // APIs with requests under way; a worker of the same process waits for them
}

// Open prepares the connections of a process. It does not wait for any service.
func Open(ctx context.Context, cfg config.Config, log *slog.Logger) (*Deps, error) {
	tuneGC(ctx)
	d := &Deps{Config: cfg, Log: log, keys: keysOf(cfg)}
	for _, step := range []func(context.Context) error{
		d.openTraces, d.openStore, d.openRedis, d.openTemporal, d.openProvider,
	} {
		if err := step(ctx); err != nil {
			d.Close()
			return nil, err
		}
	}
	return d, nil
}

// Close ends the connections, the last one first.
func (d *Deps) Close() {
	for _, stop := range slices.Backward(d.stops) {
		stop()
	}
}

func (d *Deps) openTraces(ctx context.Context) error {
	stop, err := telemetry.StartTraces(ctx, telemetry.TraceOptions{
		Endpoint: d.Config.Telemetry.Endpoint, Service: d.Config.Telemetry.ServiceName,
		Environment: string(d.Config.Environment), SampleRatio: d.Config.Telemetry.SampleRatio,
	})
	if err != nil {
		return err
	}
	d.stops = append(d.stops, func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 3*time.Second)
		defer cancel()
		if err := stop(ctx); err != nil {
			d.Log.WarnContext(ctx, "last traces not sent", "error", err)
		}
	})
	return nil
}

func (d *Deps) openStore(ctx context.Context) (err error) {
	options := postgres.Options{MaxConns: d.Config.Postgres.MaxConnections}
	d.Store, err = postgres.Open(ctx, d.Config.Postgres.URL.Reveal(), options)
	if err == nil {
		d.stops = append(d.stops, d.Store.Close)
	}
	return err
}

func (d *Deps) openRedis(context.Context) (err error) {
	redis.SetLogger(redisLogger{d.Log})
	d.Redis, err = redisclient.New(d.Config.Redis.URL.Reveal(), d.Config.Redis.MaxConnections)
	if err != nil {
		return err
	}
	d.stops = append(d.stops, func() { _ = d.Redis.Close() })
	d.events = pubsub.NewPublisher(d.Redis, d.Store, d.Log)
	d.Menus = menu.NewCache(menu.NewReader(d.Store), d.Redis, d.Log)
	return nil
}

func (d *Deps) openTemporal(context.Context) error {
	trace, err := temporaltrace.New()
	if err != nil {
		return err
	}
	d.sdkMetrics = prometheus.NewRegistry()
	metrics, err := temporaltrace.NewMetrics(d.sdkMetrics, d.Log)
	if err != nil {
		return err
	}
	// The client connects when it is first used: an API starts without Temporal and
	// reports in its health what is wrong.
	d.Temporal, err = client.NewLazyClient(client.Options{
		HostPort:           d.Config.Temporal.Address,
		Namespace:          d.Config.Temporal.Namespace,
		Logger:             tlog.NewStructuredLogger(d.Log),
		Interceptors:       []interceptor.ClientInterceptor{trace},
		MetricsHandler:     metrics,
		ContextPropagators: []workflow.ContextPropagator{workflows.Propagator{}},
		// On one machine or in one rack compressing costs more than it saves.
		ConnectionOptions: client.ConnectionOptions{
			GrpcCompression: &client.GrpcCompressionNone{},
			DialOptions:     []grpc.DialOption{grpc.WithChainUnaryInterceptor(workflows.RetryPolls)},
		},
	})
	if err != nil {
		return fmt.Errorf("prepare Temporal's client: %w", err)
	}
	d.stops = append(d.stops, d.Temporal.Close)
	d.Sessions = workflows.NewClient(d.Temporal, d.Store, workflows.Options{
		TaskQueue:   d.Config.Temporal.TaskQueue,
		DedupWindow: d.Config.Gates.RoundDedup.Duration(),
		PerTable:    d.Config.Gates.PerTable,
		PerProcess:  d.Config.Gates.PerProcess,
		NoticePace:  d.Config.MercadoPago.NoticePace.Duration(),
	})
	return nil
}

func (d *Deps) openProvider(context.Context) (err error) {
	d.circuits = breaker.New(d.Redis, "mercadopago", breaker.Options{})
	if d.Box, err = d.Config.Credentials.Box(); err != nil {
		return fmt.Errorf("open the vault: %w", err)
	}
	mp := d.Config.MercadoPago
	d.connector, err = mercadopago.NewConnector(d.mercadoPago(), mercadopago.Application{
		ClientID:     mp.ClientID,
		ClientSecret: mercadopago.Secret(mp.ClientSecret.Reveal()),
		RedirectURL:  d.Config.Return(),
		AuthURL:      mp.AuthURL,
	})
	if err != nil || !d.Config.Collects() || mp.AccessToken.Empty() {
		return err
	}
	d.provider, err = mercadopago.New(d.mercadoPago(), mercadopago.Connection{
		AccessToken: mercadopago.Secret(mp.AccessToken.Reveal()), Circuit: d.circuits.Of("platform"),
	})
	return err
}

func (d *Deps) mercadoPago() mercadopago.Config {
	return mercadopago.Config{
		BaseURL:       d.Config.MercadoPago.APIURL,
		UserAgent:     "integrador/" + Version,
		AllowInsecure: !d.Config.Environment.Production(),
		CheckoutHost:  simulatorHost(d.Config),
		Observe:       d.logProviderCall,
	}
}

// logProviderCall logs each request to Mercado Pago with the id that its support asks for.
func (d *Deps) logProviderCall(ctx context.Context, o mercadopago.Observation) {
	level := slog.LevelDebug
	if o.Kind != "" {
		level = slog.LevelInfo
	}
	d.Log.LogAttrs(ctx, level, "mercado pago asked",
		slog.String("op", o.Op), slog.Int("status", o.HTTP), slog.String("kind", string(o.Kind)),
		slog.String("provider_request_id", o.RequestID), slog.Int64("duration_ms", o.Took.Milliseconds()))
}

func keysOf(cfg config.Config) token.Keys {
	t := cfg.Tokens
	return token.Keys{
		Staff:       []byte(t.Secret.Reveal()),
		Issuer:      t.Issuer,
		Audience:    t.Audience,
		Table:       []byte(t.TableSecret.Reveal()),
		AccessLife:  t.AccessLife.Duration(),
		RefreshLife: t.RefreshLife.Duration(),
		TableLife:   t.TableLife.Duration(),
	}
}

// redisLogger logs the client's own messages for debugging only: callers report
// what failed.
type redisLogger struct{ log *slog.Logger }

// Printf implements the client's logger.
func (l redisLogger) Printf(ctx context.Context, format string, args ...any) {
	l.log.DebugContext(ctx, "redis client", "message", fmt.Sprintf(format, args...))
}
