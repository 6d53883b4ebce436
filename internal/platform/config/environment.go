package config

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// Environment says how strict to be.
type Environment string

// The environments. Test is development with quieter logs.
const (
	Development Environment = "development"
	Test        Environment = "test"
	Production  Environment = "production"
)

// UnmarshalText refuses an unknown name: "prod" must not mean development.
func (e *Environment) UnmarshalText(text []byte) error {
	*e = Environment(strings.ToLower(string(text)))
	if !slices.Contains([]Environment{Development, Test, Production}, *e) {
		return fmt.Errorf("%q no es development, test ni production", text)
	}
	return nil
}

// Production reports whether real money and real people depend on this process.
// The zero value counts as production.
func (e Environment) Production() bool { return e != Development && e != Test }

// SameSite is a cookie's SameSite attribute.
type SameSite http.SameSite

// UnmarshalText reads lax, strict or none.
func (s *SameSite) UnmarshalText(text []byte) error {
	switch strings.ToLower(string(text)) {
	case "lax":
		*s = SameSite(http.SameSiteLaxMode)
	case "strict":
		*s = SameSite(http.SameSiteStrictMode)
	case "none":
		*s = SameSite(http.SameSiteNoneMode)
	default:
		return fmt.Errorf("%q no es lax, strict ni none", text)
	}
	return nil
}

// HTTP is the attribute in net/http's terms.
func (s SameSite) HTTP() http.SameSite { return http.SameSite(s) }

// String is the name that UnmarshalText reads.
func (s SameSite) String() string {
	switch s.HTTP() {
	case http.SameSiteStrictMode:
		return "strict"
	case http.SameSiteNoneMode:
		return "none"
	default:
		return "lax"
	}
}

// Switch is "true", "false" or, without a value, "".
type Switch string

// UnmarshalText refuses any other value.
func (s *Switch) UnmarshalText(text []byte) error {
	*s = Switch(strings.ToLower(string(text)))
	if !slices.Contains([]Switch{"", "true", "false"}, *s) {
		return fmt.Errorf("%q no es true ni false", text)
	}
	return nil
}

func (s Switch) or(byDefault bool) bool {
	if s == "" {
		return byDefault
	}
	return s == "true"
}

// Values that a development machine uses without any setting. They are public, so
// production refuses them.
const (
	developmentJWTSecret     = "desarrollo: firma de los tokens del personal"
	developmentTableSecret   = "desarrollo: firma de los tokens de mesa"
	developmentWebhookSecret = "desarrollo: firma de los avisos de pago"
	developmentAccessToken   = "TEST-desarrollo"
	developmentSimAdmin      = "desarrollo: controles del simulador"
	developmentClientID      = "7000000001"
	developmentClientSecret  = "desarrollo: clave de la aplicación"
	developmentKeys          = "desarrollo:ZGVzYXJyb2xsbzogbGxhdmUgcXVlIG5vIGNpZnJhIG4="
	developmentDatabase      = "postgresql://postgres:postgres@localhost:5432/menu_ops"
	developmentRedis         = "redis://localhost:6380"

	developmentSeller = 100200300

	realMercadoPago = "https://api.mercadopago.com"
	realAuthorize   = "https://auth.mercadopago.com"
)

// developmentOrigins are where the PWAs' development servers run, and the screens of this process.
func developmentOrigins(apiPort int) []string {
	var origins []string
	for _, host := range []string{"localhost", "127.0.0.1"} {
		for _, port := range []int{5173, 5176, 5177, 5178, 5179, 5180, apiPort} {
			origins = append(origins, fmt.Sprintf("http://%s:%d", host, port))
		}
	}
	return origins
}

// withDefaults fills in the defaults that depend on the environment.
func (c Config) withDefaults() Config {
	orElse(&c.HTTP.BaseURL, c.HTTP.PublicURL)
	if c.Environment.Production() {
		orElse(&c.MercadoPago.APIURL, realMercadoPago)
		orElse(&c.MercadoPago.AuthURL, realAuthorize)
		return c
	}
	orElse(&c.MercadoPago.APIURL, fmt.Sprintf("http://localhost:%d", c.Simulator.Port))
	orElse(&c.MercadoPago.AuthURL, c.MercadoPago.APIURL)
	orElse(&c.MercadoPago.ClientID, developmentClientID)
	for secret, value := range map[*Secret]string{
		&c.Postgres.URL:              developmentDatabase,
		&c.Redis.URL:                 developmentRedis,
		&c.Tokens.Secret:             developmentJWTSecret,
		&c.Tokens.TableSecret:        developmentTableSecret,
		&c.MercadoPago.AccessToken:   developmentAccessToken,
		&c.MercadoPago.WebhookSecret: developmentWebhookSecret,
		&c.Simulator.AdminToken:      developmentSimAdmin,
		&c.MercadoPago.ClientSecret:  developmentClientSecret,
		&c.Credentials.Keys:          developmentKeys,
	} {
		if secret.Empty() {
			*secret = NewSecret(value)
		}
	}
	if c.MercadoPago.SellerID == 0 {
		c.MercadoPago.SellerID = developmentSeller
	}
	if len(c.HTTP.AllowedOrigins) == 0 {
		c.HTTP.AllowedOrigins = developmentOrigins(c.HTTP.APIPort)
	}
	return c
}

func orElse(field *string, value string) {
	if *field == "" {
		*field = value
	}
}
