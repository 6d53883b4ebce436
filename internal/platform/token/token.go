// Package token issues and parses the signed tokens: access and refresh tokens of staff,
// and table tokens of diners; and API keys.
//
// Tokens are JWTs signed with HMAC-SHA256; staff and tables have different secrets. A
// valid token may be revoked since (a logout, a closed session): the caller checks that
// in the database.
//
// Imports: internal/domain/access, internal/domain/fault.
package token

import (
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"

	"integrador/internal/domain/fault"
)

// The issuer and the audience of table tokens. Those of staff are configured.
const (
	TableIssuer   = "integrador:table"
	TableAudience = "integrador:diner"
)

const (
	leeway  = 30 * time.Second // clocks of two machines may differ by so much
	maxSize = 8 << 10          // bytes; a longer token is not even decoded
)

// The values of the claim "type".
const (
	kindAccess  = "access"
	kindRefresh = "refresh"
	kindTable   = "table"
)

// Keys issue and parse tokens. All fields but Now are required.
type Keys struct {
	Staff    []byte // secret of access and refresh tokens
	Issuer   string // of staff tokens: "menu-ops"
	Audience string // of staff tokens: "menu-ops-users"
	Table    []byte // secret of table tokens, another one

	AccessLife  time.Duration
	RefreshLife time.Duration
	TableLife   time.Duration

	Now func() time.Time // nil means time.Now
}

// String hides the secrets.
func (Keys) String() string { return "token.Keys" }

// GoString hides the secrets from %#v.
func (Keys) GoString() string { return "token.Keys" }

// Issued is a new token.
type Issued struct {
	Token     string
	ID        string // the claim "jti", a UUID
	IssuedAt  time.Time
	ExpiresAt time.Time
}

// ReasonExpired is the reason of an error for a token that was good until it expired.
const ReasonExpired = "token_expired"

var (
	errMissing = fault.New(fault.Unauthenticated, "token_missing", "Falta el token.")
	errExpired = fault.New(fault.Unauthenticated, ReasonExpired, "La sesión venció. Volvé a ingresar.")
	errInvalid = fault.New(fault.Unauthenticated, "token_invalid", "El token no es válido.")
)

func (k Keys) now() time.Time {
	if k.Now != nil {
		return k.Now()
	}
	return time.Now()
}

// stamp fills in the claims of every token.
func (k Keys) stamp(kind, issuer, audience string, life time.Duration) registered {
	now := k.now()
	return registered{
		Issuer: issuer, Audience: audience, Type: kind, ID: uuid.NewString(),
		IssuedAt: instantOf(now), ExpiresAt: now.Add(life).Unix(),
	}
}

func sign(claims jwt.Claims, r registered, secret []byte) (Issued, error) {
	raw, err := jwt.NewWithClaims(jwt.SigningMethodHS256, claims).SignedString(secret)
	return Issued{Token: raw, ID: r.ID, IssuedAt: r.IssuedAt.time(), ExpiresAt: r.expiry()}, err
}
