package config

import (
	"fmt"
	"net"
	"reflect"
	"slices"
	"strings"
)

// shortestSecret is the minimum length of a signing secret in production.
const shortestSecret = 32

// Validate reports every problem at once, as Problems, or returns nil.
func (c Config) Validate() error {
	problems := slices.Concat(c.invalidNumbers(), c.invalidAddresses(), c.invalidCredentials())
	if c.Environment.Production() {
		problems = append(problems, c.unfitForProduction()...)
	}
	if len(problems) == 0 {
		return nil
	}
	return problems
}

// invalidNumbers finds invalid counts, durations and ports. Every whole number must
// be positive.
func (c Config) invalidNumbers() (p Problems) {
	for _, v := range variablesOf(c) {
		if !v.value.CanInt() || v.named() || v.name == "MERCADOPAGO_SELLER_ID" && !c.Collects() {
			continue
		}
		switch n := v.value.Int(); {
		case n < 1:
			p = append(p, fmt.Sprintf("%s tiene que ser mayor que cero y es %d.", v.name, n))
		case strings.HasSuffix(v.name, "_PORT") && n > 65535:
			p = append(p, fmt.Sprintf("%s tiene que ser un puerto entre 1 y 65535 y es %d.", v.name, n))
		}
	}
	if r := c.Telemetry.SampleRatio; !(r >= 0 && r <= 1) {
		p = append(p, fmt.Sprintf("OTEL_TRACES_SAMPLER_ARG tiene que estar entre 0 y 1 y es %v.", r))
	}
	return p
}

func (c Config) invalidAddresses() (p Problems) {
	for name, check := range map[string]struct {
		value   string
		schemes []string
	}{
		"BASE_URL":                     {c.HTTP.BaseURL, []string{"http", "https"}},
		"WS_GATEWAY_URL":               {c.HTTP.GatewayURL, []string{"http", "https"}},
		"PUBLIC_URL":                   {c.HTTP.PublicURL, []string{"http", "https"}},
		"PUBLIC_WS_URL":                {c.HTTP.PublicWSURL, []string{"ws", "wss"}},
		"DATABASE_URL":                 {c.Postgres.URL.Reveal(), []string{"postgres", "postgresql"}},
		"REDIS_URL":                    {c.Redis.URL.Reveal(), []string{"redis", "rediss", "unix"}},
		"MERCADOPAGO_API_URL":          {c.MercadoPago.APIURL, []string{"http", "https"}},
		"MERCADOPAGO_AUTH_URL":         {c.MercadoPago.AuthURL, []string{"http", "https"}},
		"MERCADOPAGO_NOTIFICATION_URL": {c.Webhook(), []string{"http", "https"}},
		"OLLAMA_URL":                   {c.Model.URL, []string{"http", "https"}},
		"OTEL_EXPORTER_OTLP_ENDPOINT":  {c.Telemetry.Endpoint, []string{"http", "https"}},
	} {
		if check.value != "" && !isURL(check.value, check.schemes) {
			p = append(p, fmt.Sprintf("%s tiene que ser una dirección completa que empiece con %s://.",
				name, strings.Join(check.schemes, ":// o ")))
		}
	}
	if _, _, err := net.SplitHostPort(c.Temporal.Address); err != nil {
		p = append(p, "TEMPORAL_ADDRESS tiene que tener la forma servidor:puerto.")
	}
	for _, proxy := range c.HTTP.TrustedProxies {
		if !isNetwork(proxy) {
			p = append(p, fmt.Sprintf("TRUSTED_PROXIES: %q no es una IP ni una red CIDR.", proxy))
		}
	}
	for _, origin := range c.HTTP.AllowedOrigins {
		if !isOrigin(origin) {
			p = append(p, fmt.Sprintf("ALLOWED_ORIGINS: %q no es un origen como https://menu.ejemplo.com.", origin))
		}
	}
	slices.Sort(p)
	return p
}

func (c Config) unfitForProduction() (p Problems) {
	p = append(p, c.missing()...)
	p = append(p, c.weakSecrets()...)
	if c.Debug {
		p = append(p, "DEBUG tiene que estar apagado en production.")
	}
	if c.Webhooks.AllowInside {
		p = append(p,
			"WEBHOOKS_ALLOW_INSIDE tiene que ser false en production: los programas de los restaurantes están en Internet.")
	}
	if !c.Cookie.Secure {
		p = append(p, "COOKIE_SECURE tiene que ser true en production: la cookie de sesión viaja solo por HTTPS.")
	}
	if c.Collects() && c.MercadoPago.AccessToken.Empty() {
		p = append(p, "Falta MERCADOPAGO_ACCESS_TOKEN, con la que cobraría quien no conectó su cuenta.")
	}
	if (c.MercadoPago.ClientID == "") != c.MercadoPago.ClientSecret.Empty() {
		p = append(p, "MERCADOPAGO_CLIENT_ID y MERCADOPAGO_CLIENT_SECRET van juntas.")
	}
	if isSimulator(c.MercadoPago.AuthURL) {
		p = append(p,
			"MERCADOPAGO_AUTH_URL apunta a un simulador o a esta máquina; en production se autoriza en "+realAuthorize+".")
	}
	if isSimulator(c.MercadoPago.APIURL) {
		p = append(p,
			"MERCADOPAGO_API_URL apunta a un simulador o a esta máquina; en production se cobra con "+realMercadoPago+".")
	}
	for name, address := range map[string]string{
		"BASE_URL": c.HTTP.BaseURL, "PUBLIC_URL": c.HTTP.PublicURL, "PUBLIC_WS_URL": c.HTTP.PublicWSURL,
	} {
		if isLocal(address) {
			p = append(p, name+" apunta a esta máquina: los teléfonos de los comensales no llegarían.")
		}
	}
	for _, proxy := range c.HTTP.TrustedProxies {
		if strings.HasSuffix(proxy, "/0") {
			p = append(p, fmt.Sprintf("TRUSTED_PROXIES: %s confía en cualquiera.", proxy))
		}
	}
	slices.Sort(p)
	return p
}

// missing lists the required variables without a value.
func (c Config) missing() (p Problems) {
	for _, v := range variablesOf(c) {
		if v.needed && v.empty() {
			p = append(p, fmt.Sprintf("Falta %s: %s.", v.name, v.about))
		}
	}
	return p
}

func (c Config) weakSecrets() (p Problems) {
	known := []string{
		developmentJWTSecret, developmentTableSecret, developmentWebhookSecret,
		developmentAccessToken, developmentClientSecret, developmentKeys,
	}
	for _, v := range variablesOf(c) {
		secret, ok := reflect.TypeAssert[Secret](v.value)
		if ok && slices.Contains(known, secret.Reveal()) {
			p = append(p, fmt.Sprintf("%s tiene un valor de desarrollo, que cualquiera conoce.", v.name))
		}
	}
	for name, secret := range map[string]Secret{
		"JWT_SECRET": c.Tokens.Secret, "TABLE_TOKEN_SECRET": c.Tokens.TableSecret,
	} {
		if n := len(secret.Reveal()); n > 0 && n < shortestSecret {
			p = append(p, fmt.Sprintf("%s es corto: tiene %d caracteres y hacen falta %d.", name, n, shortestSecret))
		}
	}
	if s := c.Tokens.Secret.Reveal(); s != "" && s == c.Tokens.TableSecret.Reveal() {
		p = append(p,
			"TABLE_TOKEN_SECRET tiene que ser distinto de JWT_SECRET: un token de mesa no puede valer como uno del personal.")
	}
	return p
}
