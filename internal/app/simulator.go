package app

import (
	"context"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"golang.org/x/sync/errgroup"

	"integrador/internal/dev/mpsim"
	"integrador/internal/platform/config"
)

// Simulator runs the simulator of Mercado Pago until ctx ends.
func Simulator(ctx context.Context, cfg config.Config, log *slog.Logger) error {
	sim, err := mpsim.New(mpsim.Config{
		Token:         cfg.MercadoPago.AccessToken.Reveal(),
		SellerID:      cfg.MercadoPago.SellerID,
		SellerName:    "Buen Sabor",
		WebhookSecret: cfg.MercadoPago.WebhookSecret.Reveal(),
		AdminToken:    cfg.Simulator.AdminToken.Reveal(),
		WebhookURL:    cfg.Webhook(),
		Profile:       mpsim.Dev,
		StateFile:     cfg.Simulator.StateFile,
		Logger:        log,
		Production:    cfg.Environment.Production(),
		ClientID:      cfg.MercadoPago.ClientID,
		ClientSecret:  cfg.MercadoPago.ClientSecret.Reveal(),
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
