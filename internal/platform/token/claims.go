package token

import (
	"encoding/json"
	"math"
	"strconv"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// registered is the claims of every token. It implements jwt.Claims.
type registered struct {
	Issuer    string  `json:"iss"`
	Audience  string  `json:"aud"`
	Type      string  `json:"type"`
	ID        string  `json:"jti"`
	IssuedAt  instant `json:"iat"`
	ExpiresAt int64   `json:"exp"`
	NotBefore int64   `json:"nbf,omitempty"` // never issued, but checked
}

func (r registered) expiry() time.Time { return time.Unix(r.ExpiresAt, 0).UTC() }

// GetExpirationTime implements jwt.Claims.
func (r registered) GetExpirationTime() (*jwt.NumericDate, error) {
	if r.ExpiresAt == 0 {
		return nil, nil
	}
	return &jwt.NumericDate{Time: r.expiry()}, nil
}

// GetIssuedAt implements jwt.Claims.
func (r registered) GetIssuedAt() (*jwt.NumericDate, error) {
	return &jwt.NumericDate{Time: r.IssuedAt.time()}, nil
}

// GetNotBefore implements jwt.Claims.
func (r registered) GetNotBefore() (*jwt.NumericDate, error) {
	if r.NotBefore == 0 {
		return nil, nil
	}
	return &jwt.NumericDate{Time: time.Unix(r.NotBefore, 0)}, nil
}

// GetIssuer implements jwt.Claims.
func (r registered) GetIssuer() (string, error) { return r.Issuer, nil }

// GetSubject implements jwt.Claims.
func (r registered) GetSubject() (string, error) { return "", nil }

// GetAudience implements jwt.Claims.
func (r registered) GetAudience() (jwt.ClaimStrings, error) {
	return jwt.ClaimStrings{r.Audience}, nil
}

// instant is a time in microseconds since 1970, encoded as seconds with a fraction. The
// fraction orders a login and a logout of the same second; PostgreSQL has the same
// resolution. A float64 is exact until the year 2242.
type instant int64

func instantOf(t time.Time) instant { return instant(t.UnixMicro()) }

func (i instant) time() time.Time { return time.UnixMicro(int64(i)).UTC() }

// MarshalJSON implements json.Marshaler.
func (i instant) MarshalJSON() ([]byte, error) {
	return strconv.AppendFloat(nil, float64(i)/1e6, 'f', 6, 64), nil
}

// UnmarshalJSON implements json.Unmarshaler.
func (i *instant) UnmarshalJSON(b []byte) error {
	var seconds float64
	if err := json.Unmarshal(b, &seconds); err != nil {
		return err
	}
	if math.Abs(seconds) > 1e11 { // it would overflow
		return jwt.ErrInvalidType
	}
	*i = instant(math.Round(seconds * 1e6))
	return nil
}
