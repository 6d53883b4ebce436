// Package totp proves that a person holds their phone: codes of six digits that
// change every half minute (RFC 6238), as authenticator apps make them.
//
// It imports nothing of this project, and keeps nothing: the caller remembers the
// secret and the last step.
package totp

import (
	"fmt"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
	"github.com/pquerna/otp/totp"
)

const period = 30 // seconds

// Key is what the person's app is told.
type Key struct {
	Secret string // base32
	URL    string // otpauth://totp/…, which a QR code carries
}

// New draws a secret for an account as issuer's apps list it.
func New(issuer, account string) (Key, error) {
	key, err := totp.Generate(totp.GenerateOpts{Issuer: issuer, AccountName: account, Period: period, SecretSize: 20})
	if err != nil {
		return Key{}, fmt.Errorf("draw a second factor: %w", err)
	}
	return Key{Secret: key.Secret(), URL: key.URL()}, nil
}

// Check reports whether code is one that secret makes around at, a clock's
// inaccuracy of one step allowed, and gives its step. A code of the step after, or
// of an older one, has been used and is none.
func Check(secret, code string, at time.Time, after int64) (step int64, ok bool) {
	for _, drift := range []int64{0, -1, 1} {
		step := at.Unix()/period + drift
		if step <= after {
			continue
		}
		good, err := hotp.ValidateCustom(code, uint64(step), secret, hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1}) //nolint:gosec // steps count from 1970
		if err == nil && good {
			return step, true
		}
	}
	return 0, false
}
