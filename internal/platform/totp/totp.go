// Package totp creates and checks time-based one-time passwords (RFC 6238): six digits
// that change every 30 seconds. The caller stores the secret and the last used step.
//
// Imports: none of this module.
package totp

import (
	"fmt"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
	"github.com/pquerna/otp/totp"
)

const period = 30 // seconds

// Key is what the person's authenticator app needs.
type Key struct {
	Secret string // base32
	URL    string // otpauth://totp/…, which a QR code carries
}

// New creates a secret for an account. Apps list it under issuer and account.
func New(issuer, account string) (Key, error) {
	key, err := totp.Generate(totp.GenerateOpts{Issuer: issuer, AccountName: account, Period: period, SecretSize: 20})
	if err != nil {
		return Key{}, fmt.Errorf("create a second factor: %w", err)
	}
	return Key{Secret: key.Secret(), URL: key.URL()}, nil
}

// Check reports whether code is valid at a time, give or take one step, and returns
// its step. Codes of the step after and of earlier ones count as used.
func Check(secret, code string, at time.Time, after int64) (step int64, ok bool) {
	for _, drift := range []int64{0, -1, 1} {
		step := at.Unix()/period + drift
		if step <= after {
			continue
		}
		options := hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1}
		good, err := hotp.ValidateCustom(code, uint64(step), secret, options) //nolint:gosec // steps count from 1970
		if err == nil && good {
			return step, true
		}
	}
	return 0, false
}
