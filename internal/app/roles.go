package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"golang.org/x/sync/errgroup"

	"integrador/internal/dev/mpsim"
	"integrador/internal/platform/config"
	"integrador/internal/platform/pubsub"
	"integrador/internal/platform/telemetry"
	"integrador/migrations"
	"integrador/realtime"
)

// A Role is one kind of process. It runs until ctx ends and returns nil then.
type Role func(ctx context.Context, p *parts) error

// The roles that scale apart.
var (
	API     Role = runAPI
	Worker  Role = runWorker
	Gateway Role = runGateway
)

// Run runs roles in one process until ctx ends: connects them, starts them, and
// ends them in order. When one fails the others are stopped and its error returned.
func Run(ctx context.Context, cfg config.Config, log *slog.Logger, roles ...Role) error {
	p, err := open(ctx, cfg, log)
	if err != nil {
		return err
	}
	defer p.close()
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return p.bell.Run(ctx) })
	for _, role := range roles {
		group.Go(func() error {
			err := role(ctx, p)
			if err == nil && ctx.Err() == nil {
				return errEnded
			}
			return err
		})
	}
	return group.Wait()
}

// Migrate brings the ledger's database up to date.
func Migrate(ctx context.Context, cfg config.Config) error {
	return migrations.Up(ctx, cfg.Postgres.Owner().Reveal())
}

// drain is how long a server may take to answer what it has begun.
const drain = 10 * time.Second

// serve listens on a port until ctx ends, and then lets requests finish.
func serve(ctx context.Context, port int, server *http.Server) error {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", net.JoinHostPort("", strconv.Itoa(port)))
	if err != nil {
		return fmt.Errorf("el puerto %d no está libre: cerrá el programa que lo usa o elegí otro por configuración: %w", port, err)
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return fmt.Errorf("serve port %d: %w", port, err)
	case <-ctx.Done():
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), drain)
	defer cancel()
	if err := server.Shutdown(ctx); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("stop port %d: %w", port, err)
	}
	return nil
}

func runGateway(ctx context.Context, p *parts) error {
	ws, registry := p.cfg.Realtime, telemetry.NewRegistry()
	registry.MustRegister(pubsub.Collectors()...)
	gateway := realtime.New(realtime.Options{
		Store: p.store, Redis: p.redis, Keys: p.keys, Log: p.log,
		AllowedOrigins: p.cfg.HTTP.AllowedOrigins, RequireOrigin: p.cfg.Environment.Production(), Registry: registry,
		Limits: realtime.Limits{
			PerUser: ws.MaxPerUser, PerTable: ws.MaxPerTable, Total: ws.MaxTotal,
			Messages: ws.MessageLimit, MessageWindow: ws.MessageWindow.Duration(),
			MessageBytes: ws.MaxMessageBytes, Heartbeat: ws.HeartbeatTimeout.Duration(),
		},
	})
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return gateway.Run(ctx) })
	group.Go(func() error {
		return serve(ctx, p.cfg.HTTP.GatewayPort, &http.Server{
			Handler: gateway.Handler(), MaxHeaderBytes: 32 << 10, // a token comes in the address
			ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 15 * time.Second, IdleTimeout: 75 * time.Second, // until it is a socket
			ErrorLog: slog.NewLogLogger(p.log.Handler(), slog.LevelWarn),
		})
	})
	return group.Wait()
}

// Simulator runs the stand-in for Mercado Pago until ctx ends.
func Simulator(ctx context.Context, cfg config.Config, log *slog.Logger) error {
	sim, err := mpsim.New(mpsim.Config{
		Token: cfg.MercadoPago.AccessToken.Reveal(), SellerID: cfg.MercadoPago.SellerID, SellerName: "Buen Sabor",
		WebhookSecret: cfg.MercadoPago.WebhookSecret.Reveal(), AdminToken: cfg.Simulator.AdminToken.Reveal(),
		WebhookURL: cfg.Webhook(), Profile: mpsim.Dev, StateFile: cfg.Simulator.StateFile, Logger: log,
		Production: cfg.Environment.Production(),
		ClientID:   cfg.MercadoPago.ClientID, ClientSecret: cfg.MercadoPago.ClientSecret.Reveal(),
	})
	if err != nil {
		return err
	}
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return sim.Run(ctx) })
	group.Go(func() error {
		return serve(ctx, cfg.Simulator.Port, &http.Server{Handler: sim.Handler(), ReadHeaderTimeout: 5 * time.Second})
	})
	return group.Wait()
}

// simulatorHost is where the simulator's pages are, or "" if the provider is real.
func simulatorHost(cfg config.Config) string {
	if cfg.Environment.Production() {
		return ""
	}
	u, err := url.Parse(cfg.MercadoPago.APIURL)
	if err != nil {
		return ""
	}
	return u.Host
}
