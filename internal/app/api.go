package app

import (
	"context"
	"net/http"

	"golang.org/x/sync/errgroup"

	"integrador/api"
	"integrador/internal/mercadopago"
	"integrador/internal/ollama"
)

// runAPI answers HTTP.
func runAPI(ctx context.Context, p *parts) error {
	server, err := p.api()
	if err != nil {
		return err
	}
	if n, err := p.menus.Warm(ctx); err != nil {
		p.log.WarnContext(ctx, "menus not warmed", "warmed", n, "error", err)
	}
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return server.SweepNotices(ctx) })
	group.Go(func() error {
		return serve(ctx, p.cfg.HTTP.APIPort, api.NewHTTPServer("", server.Handler(), p.log))
	})
	return group.Wait()
}

func (p *parts) api() (*api.Server, error) {
	cfg := p.cfg
	options := api.Options{
		Store: p.store, Keys: p.keys, Sessions: p.sittings, Events: p.bell, Menu: p.menus, MercadoPago: p.collects(),
		Redis: p.redis, Log: p.log, Vault: p.vault, Subscriptions: p.sittings, Receivers: p.receivers(),
		Service: cfg.Telemetry.ServiceName, Environment: string(cfg.Environment), Production: cfg.Environment.Production(),
		AllowedOrigins: cfg.HTTP.AllowedOrigins, TrustedProxies: cfg.HTTP.TrustedProxies,
		Cookie: api.Cookie{Secure: cfg.Cookie.Secure, SameSite: http.SameSite(cfg.Cookie.SameSite), Domain: cfg.Cookie.Domain},
		Limits: limitsOf(cfg.RateLimits),
		Health: api.Health{PingTemporal: p.sittings.Ping, Breakers: p.breakers, WebhookRetry: p.webhookRetry},
	}
	if cfg.Model.URL != "" {
		options.Model = ollama.New(ollama.Options{URL: cfg.Model.URL, Model: cfg.Model.Name})
	}
	return api.New(options)
}

// collects tells the API whether money can be collected over the internet.
func (p *parts) collects() api.MercadoPago {
	out := api.MercadoPago{Collects: p.provider != nil}
	if secret := p.cfg.MercadoPago.WebhookSecret; !secret.Empty() {
		out.Notices = mercadopago.NewVerifier(0, mercadopago.Secret(secret.Reveal()))
	}
	return out
}

func (p *parts) breakers() map[string]any {
	if p.provider == nil {
		return map[string]any{}
	}
	return map[string]any{"mercadopago": p.provider.Stats()}
}

func (p *parts) webhookRetry(ctx context.Context) (pending, dead int, err error) {
	n, err := p.store.CountNotices(ctx)
	return int(n.Pending), int(n.Dead), err
}
