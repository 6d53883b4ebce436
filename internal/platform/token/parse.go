package token

import (
	"errors"
	"fmt"

	"github.com/golang-jwt/jwt/v5"
)

// expected is what a token must be, whatever it says of itself.
type expected struct {
	kind, issuer, audience string
	secret                 []byte
}

// typed is how parse reads the claim "type".
type typed interface {
	jwt.Claims
	kind() (name, id string)
}

func (r registered) kind() (name, id string) { return r.Type, r.ID }

// parse verifies raw and fills into. The algorithm and the key are ours: of the
// header only the algorithm's name is read, to refuse any other.
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

// check refuses a token of another kind, one that cannot be told from others,
// and one whose header demands what nobody here understands (RFC 7515, 4.1.11).
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
