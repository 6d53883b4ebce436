package token

import (
	"errors"
	"fmt"

	"github.com/golang-jwt/jwt/v5"
)

// expected is what a token is checked against.
type expected struct {
	kind, issuer, audience string
	secret                 []byte
}

// typed gives parse the claims "type" and "jti".
type typed interface {
	jwt.Claims
	kind() (name, id string)
}

func (r registered) kind() (name, id string) { return r.Type, r.ID }

// parse verifies raw and fills in into. The token's header chooses neither algorithm
// nor key.
func (k Keys) parse(raw string, into typed, want expected) error {
	if raw == "" {
		return errMissing
	}
	if len(raw) > maxSize {
		return errInvalid.Because(fmt.Errorf("token of %d bytes", len(raw)))
	}
	if len(want.secret) == 0 {
		return errInvalid.Because(errors.New("no secret is configured"))
	}
	parser := jwt.NewParser(
		jwt.WithValidMethods([]string{jwt.SigningMethodHS256.Alg()}),
		jwt.WithStrictDecoding(), jwt.WithTimeFunc(k.now), jwt.WithLeeway(leeway),
		jwt.WithIssuer(want.issuer), jwt.WithAudience(want.audience),
		jwt.WithExpirationRequired(), jwt.WithIssuedAt(),
	)
	t, err := parser.ParseWithClaims(raw, into, func(*jwt.Token) (any, error) { return want.secret, nil })
	if errors.Is(err, jwt.ErrTokenExpired) {
		return errExpired
	}
	if err != nil {
		return errInvalid.Because(err)
	}
	return check(t, into, want.kind)
}

// check refuses a token of another kind, one without ID, and one whose header has
// critical extensions (RFC 7515, 4.1.11).
func check(t *jwt.Token, claims typed, want string) error {
	kind, id := claims.kind()
	if kind != want || id == "" {
		return errInvalid.Because(fmt.Errorf("token of kind %.20q instead of %s", kind, want))
	}
	if _, critical := t.Header["crit"]; critical {
		return errInvalid.Because(errors.New("critical header"))
	}
	if typ, ok := t.Header["typ"]; ok && typ != "JWT" {
		return errInvalid.Because(errors.New("header typ is not JWT"))
	}
	return nil
}
