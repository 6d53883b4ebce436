package app

import (
	"context"
	"net/http"
	"time"

	"integrador/api"
	"integrador/api/httpx"
	mpapi "integrador/api/mercadopago"
	"integrador/internal/platform/mercadopago"
	"integrador/internal/platform/ollama"
	"integrador/internal/platform/telemetry"
	"integrador/workflows"
)

// runAPI serves HTTP.
func runAPI(ctx context.Context, d *Deps) error {
	d.apis.Add(1)
	defer d.apis.Done()
	server, err := d.api() //nolint:contextcheck // a request brings its own
	if err != nil {
		return err
	}
	if n, err := d.Menus.Warm(ctx); err != nil {
		d.Log.WarnContext(ctx, "menus not warmed", "warmed", n, "error", err)
	}
	gateway, err := d.Config.Gateway()
	if err != nil {
		return err
	}
	handler := withGateway(gateway, d.withScreens(server, server.Handler()), d.Log)
	return serve(ctx, d.Config.HTTP.APIPort, httpx.NewHTTPServer("", handler, d.Log))
}

func (d *Deps) api() (*api.Server, error) {
	cfg := d.Config
	mercadoPago, err := d.mercadoPagoOptions()
	if err != nil {
		return nil, err
	}
	registry := telemetry.NewRegistry()
	registry.MustRegister(paymentMetrics{d})
	registry.MustRegister(workflows.Collectors()...)
	options := api.Options{
		Options: httpx.Options{
			Store:          d.Store,
			Keys:           d.keys,
			Redis:          d.Redis,
			Log:            d.Log,
			Registry:       registry,
			Vault:          d.Box,
			Service:        cfg.Telemetry.ServiceName,
			Environment:    string(cfg.Environment),
			Production:     cfg.Environment.Production(),
			AllowedOrigins: cfg.HTTP.AllowedOrigins,
			TrustedProxies: cfg.HTTP.TrustedProxies,
			Limits:         limitsOf(cfg.RateLimits),
			InFlight:       cfg.Gates.InFlight,
			Health:         httpx.Health{PingTemporal: d.Sessions.Ping, Breakers: d.breakers, WebhookRetry: d.webhookRetry},
		},
		Sessions:      d.Sessions,
		Events:        d.events,
		Menu:          d.Menus,
		MercadoPago:   mercadoPago,
		MenuURL:       cfg.HTTP.BaseURL,
		Subscriptions: d.Sessions,
		Receivers:     d.checkReceiver(),
		Cookie: httpx.Cookie{
			Secure:   cfg.Cookie.Secure,
			SameSite: http.SameSite(cfg.Cookie.SameSite),
			Domain:   cfg.Cookie.Domain,
		},
	}
	if cfg.Model.URL != "" {
		model := ollama.New(ollama.Options{URL: cfg.Model.URL, Model: cfg.Model.Name})
		options.Model = model
		options.Health.Breakers = func(ctx context.Context) map[string]any {
			all := d.breakers(ctx)
			all["ollama"] = model.Stats()
			return all
		}
	}
	return api.New(options)
}

// mercadoPagoOptions is how the API collects with Mercado Pago.
func (d *Deps) mercadoPagoOptions() (mpapi.Settings, error) {
	out := mpapi.Settings{
		Collects:    d.provider != nil,
		Connections: d.Sessions,
		Vault:       d.Box,
		NotifyURL:   d.notifyURL,
		Verifier:    verifierOf,
	}
	if d.connector.OAuth() {
		out.AuthorizeURL = d.connector.AuthorizeURL
	}
	secrets, err := d.Config.MercadoPago.SigningSecrets()
	if err != nil || len(secrets) == 0 {
		return out, err
	}
	all := make([]mercadopago.SigningSecret, len(secrets))
	for i, s := range secrets {
		secret := mercadopago.Secret(s.Secret.Reveal())
		all[i] = mercadopago.SigningSecret{Label: s.Label, Secret: secret, Retired: s.Retired}
	}
	out.Notices = mercadopago.NewSigningVerifier(signatureAge, all...)
	return out, nil
}

// signatureAge is longer than Mercado Pago repeats a notice.
const signatureAge = 15 * 24 * time.Hour

func verifierOf(secrets []string) mpapi.NoticeVerifier {
	all := make([]mercadopago.Secret, len(secrets))
	for i, s := range secrets {
		all[i] = mercadopago.Secret(s)
	}
	return mercadopago.NewVerifier(signatureAge, all...)
}

// breakers reports the circuit breakers as all processes share them or, without
// Redis, as this process has them.
func (d *Deps) breakers(ctx context.Context) map[string]any {
	stats, err := d.circuits.Stats(ctx)
	switch {
	case err == nil:
		return map[string]any{"mercadopago": stats}
	case d.provider != nil:
		return map[string]any{"mercadopago": d.provider.Stats()}
	}
	return map[string]any{}
}

func (d *Deps) webhookRetry(ctx context.Context) (pending, dead int, err error) {
	n, err := d.Store.CountNotices(ctx)
	return int(n.Pending), int(n.Dead), err
}
