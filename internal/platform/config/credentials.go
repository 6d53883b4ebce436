package config

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"integrador/internal/platform/secretbox"
)

func (c Credentials) keys() ([]secretbox.Key, error) { return secretbox.ParseKeys(c.Keys.Reveal()) }

// Box encrypts with the first of the keys and decrypts with any.
func (c Credentials) Box() (*secretbox.Box, error) {
	keys, err := c.keys()
	if err != nil {
		return nil, err
	}
	return secretbox.New(keys...)
}

// SigningSecret is a secret that signs webhooks until its date.
type SigningSecret struct {
	Label   string
	Secret  Secret
	Retired time.Time // zero: never
}

// SigningSecrets are the application's own, the current one first.
//
// The error quotes no secret.
func (m MercadoPago) SigningSecrets() ([]SigningSecret, error) {
	var all []SigningSecret
	if !m.WebhookSecret.Empty() {
		all = append(all, SigningSecret{Label: "actual", Secret: m.WebhookSecret})
	}
	for one := range strings.SplitSeq(m.WebhookSecrets.Reveal(), ",") {
		if strings.TrimSpace(one) == "" {
			continue
		}
		secret, err := parseSigningSecret(one)
		if err != nil {
			return nil, err
		}
		all = append(all, secret)
	}
	return all, nil
}

func parseSigningSecret(written string) (SigningSecret, error) {
	parts := strings.Split(strings.TrimSpace(written), ":")
	if len(parts) < 2 || len(parts) > 3 || parts[0] == "" || parts[1] == "" {
		return SigningSecret{}, errors.New("hace falta etiqueta:clave o etiqueta:clave:AAAA-MM-DD")
	}
	s := SigningSecret{Label: parts[0], Secret: NewSecret(parts[1])}
	if len(parts) == 3 {
		at, err := time.Parse(time.DateOnly, parts[2])
		if err != nil {
			return SigningSecret{}, fmt.Errorf("la fecha de %s no es AAAA-MM-DD", s.Label)
		}
		s.Retired = at
	}
	return s, nil
}

// invalidCredentials finds keys and secrets that cannot be parsed and, in
// production, weak keys.
func (c Config) invalidCredentials() (p Problems) {
	if _, err := c.MercadoPago.SigningSecrets(); err != nil {
		p = append(p, fmt.Sprintf("MERCADOPAGO_WEBHOOK_SECRETS no se entiende: %v.", err))
	}
	if c.Credentials.Keys.Empty() {
		return p // missing reports it
	}
	keys, err := c.Credentials.keys()
	if err == nil {
		_, err = secretbox.New(keys...)
	}
	if err != nil {
		return append(p, "CREDENTIALS_KEYS no se entiende: se espera nombre:clave, "+
			"cada clave de 32 bytes en base64 (openssl rand -base64 32).")
	}
	for _, key := range keys {
		if c.Environment.Production() && key.Weak() {
			p = append(p, fmt.Sprintf("CREDENTIALS_KEYS: la clave %s se adivina; sacala de openssl rand -base64 32.", key.ID))
		}
	}
	return p
}
