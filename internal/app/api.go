package app

import (
	"context"
	"net/http"
	"time"

	"golang.org/x/sync/errgroup"

	"integrador/api"
	"integrador/internal/platform/mercadopago"
	"integrador/internal/platform/ollama"
	"integrador/internal/platform/telemetry"
	"integrador/workflows"
)

// runAPI answers HTTP.
func runAPI(ctx context.Context, p *parts) error {
	p.answering.Add(1)
	defer p.answering.Done()
	server, err := p.api() //nolint:contextcheck // a request brings its own
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
	mercadoPago, err := p.collects()
	if err != nil {
		return nil, err
	}
	registry := telemetry.NewRegistry()
	registry.MustRegister(collectionMetrics{p})
	registry.MustRegister(workflows.Collectors()...)
	options := api.Options{
		Store: p.store, Keys: p.keys, Sessions: p.sessions, Events: p.bell, Menu: p.menus, MercadoPago: mercadoPago,
		MenuURL: cfg.HTTP.BaseURL, Redis: p.redis, Log: p.log, Registry: registry, Vault: p.vault, Subscriptions: p.sessions, Receivers: p.receivers(),
		Service: cfg.Telemetry.ServiceName, Environment: string(cfg.Environment), Production: cfg.Environment.Production(),
		AllowedOrigins: cfg.HTTP.AllowedOrigins, TrustedProxies: cfg.HTTP.TrustedProxies,
		Cookie: api.Cookie{Secure: cfg.Cookie.Secure, SameSite: http.SameSite(cfg.Cookie.SameSite), Domain: cfg.Cookie.Domain},
		Limits: limitsOf(cfg.RateLimits), InFlight: cfg.Gates.InFlight,
		Health: api.Health{PingTemporal: p.sessions.Ping, Breakers: p.breakers, WebhookRetry: p.webhookRetry},
	}
	if cfg.Model.URL != "" {
		model := ollama.New(ollama.Options{URL: cfg.Model.URL, Model: cfg.Model.Name})
		options.Model = model
		options.Health.Breakers = func(ctx context.Context) map[string]any {
			all := p.breakers(ctx)
			all["ollama"] = model.Stats()
			return all
		}
	}
	return api.New(options)
}

// collects tells the API how money is collected over the internet.
func (p *parts) collects() (api.MercadoPago, error) {
	out := api.MercadoPago{
		Collects: p.provider != nil, Connections: p.sessions, Vault: p.vault, NotifyURL: p.notifyURL, Verifier: verifierOf,
	}
	if p.connect.OAuth() {
		out.AuthorizeURL = p.connect.AuthorizeURL
	}
	secrets, err := p.cfg.MercadoPago.SigningSecrets()
	if err != nil || len(secrets) == 0 {
		return out, err
	}
	all := make([]mercadopago.SigningSecret, len(secrets))
	for i, s := range secrets {
		all[i] = mercadopago.SigningSecret{Label: s.Label, Secret: mercadopago.Secret(s.Secret.Reveal()), Retired: s.Retired}
	}
	out.Notices = mercadopago.NewSigningVerifier(signatureAge, all...)
	return out, nil
}

// signatureAge is longer than Mercado Pago goes on repeating a notice.
const signatureAge = 15 * 24 * time.Hour

func verifierOf(secrets []string) api.NoticeVerifier {
	all := make([]mercadopago.Secret, len(secrets))
	for i, s := range secrets {
		all[i] = mercadopago.Secret(s)
	}
	return mercadopago.NewVerifier(signatureAge, all...)
}

// breakers tells the circuit breakers as all processes see them, or, without
// Redis, as this one does.
func (p *parts) breakers(ctx context.Context) map[string]any {
	stats, err := p.circuits.Stats(ctx)
	switch {
	case err == nil:
		return map[string]any{"mercadopago": stats}
	case p.provider != nil:
		return map[string]any{"mercadopago": p.provider.Stats()}
	}
	return map[string]any{}
}

func (p *parts) webhookRetry(ctx context.Context) (pending, dead int, err error) {
	n, err := p.store.CountNotices(ctx)
	return int(n.Pending), int(n.Dead), err
}
