package app

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"golang.org/x/sync/errgroup"

	"integrador/internal/platform/pubsub"
	"integrador/internal/platform/telemetry"
	"integrador/realtime"
)

// runGateway serves the WebSockets.
func runGateway(ctx context.Context, d *Deps) error {
	ws, registry := d.Config.Realtime, telemetry.NewRegistry()
	registry.MustRegister(pubsub.Collectors()...)
	gateway := realtime.New(realtime.Options{
		Store:          d.Store,
		Redis:          d.Redis,
		Keys:           d.keys,
		Log:            d.Log,
		AllowedOrigins: d.Config.HTTP.AllowedOrigins,
		RequireOrigin:  d.Config.Environment.Production(),
		Registry:       registry,
		Limits: realtime.Limits{
			PerUser:       ws.MaxPerUser,
			PerTable:      ws.MaxPerTable,
			Total:         ws.MaxTotal,
			Messages:      ws.MessageLimit,
			MessageWindow: ws.MessageWindow.Duration(),
			MessageBytes:  ws.MaxMessageBytes,
			Heartbeat:     ws.HeartbeatTimeout.Duration(),
		},
	})
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return gateway.Run(ctx) })
	group.Go(func() error {
		return serve(ctx, d.Config.HTTP.GatewayPort, &http.Server{
			Handler:           gateway.Handler(),
			MaxHeaderBytes:    32 << 10,        // a token comes in the address
			ReadHeaderTimeout: 5 * time.Second, // these hold until the connection is a socket
			ReadTimeout:       15 * time.Second,
			IdleTimeout:       75 * time.Second,
			ErrorLog:          slog.NewLogLogger(d.Log.Handler(), slog.LevelWarn),
		})
	})
	return group.Wait()
}
