// Package vault seals secrets that must be kept: AES-256-GCM under a key from
// the configuration. What is sealed names its key, so that a new key can take
// over while the old one still opens what it sealed, and is bound to the place
// it was sealed for, so that a row's secret opens in no other row.
//
// It imports the standard library alone, and knows no database.
package secretbox

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/base64"
	"errors"
	"fmt"
	"log/slog"
	"regexp"
	"strings"
)

// KeyBytes is the length of a key: AES-256.
const KeyBytes = 32

// Key is one key and the name under which sealed texts refer to it. It prints
// without its bytes.
type Key struct {
	ID    string
	bytes []byte
}

var validID = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,31}$`)

// ParseKeys reads "id:base64,id:base64". The first seals; all open.
func ParseKeys(written string) ([]Key, error) {
	var keys []Key
	for one := range strings.SplitSeq(written, ",") {
		if one = strings.TrimSpace(one); one == "" {
			continue
		}
		id, encoded, _ := strings.Cut(one, ":")
		raw, err := base64.StdEncoding.DecodeString(encoded)
		switch {
		case !validID.MatchString(id):
			return nil, errors.New("a key's name must be lower-case letters, digits and dashes")
		case err != nil || len(raw) != KeyBytes:
			return nil, fmt.Errorf("key %s must be 32 bytes in base64", id)
		}
		keys = append(keys, Key{ID: id, bytes: raw})
	}
	if len(keys) == 0 {
		return nil, errors.New("there is no key")
	}
	return keys, nil
}

// Weak reports a key that nobody drew by lot: fewer than half as many different
// bytes as a random key of this length has on average.
func (k Key) Weak() bool {
	seen := map[byte]bool{}
	for _, b := range k.bytes {
		seen[b] = true
	}
	return len(seen) < KeyBytes/2
}

// String implements fmt.Stringer.
func (k Key) String() string { return k.ID + ":[redacted]" }

// GoString implements fmt.GoStringer.
func (k Key) GoString() string { return k.String() }

// LogValue implements slog.LogValuer.
func (k Key) LogValue() slog.Value { return slog.StringValue(k.String()) }

// ErrSealed marks what cannot be opened: another key's, another place's, or not
// what was sealed. It never quotes it.
var ErrSealed = errors.New("vault: cannot be opened")

// Box seals and opens. It is safe for concurrent use.
type Box struct {
	current string
	ciphers map[string]cipher.AEAD
}

// New makes a vault that seals with the first key and opens with all of them.
func New(keys ...Key) (*Box, error) {
	if len(keys) == 0 {
		return nil, errors.New("vault: there is no key")
	}
	v := &Box{current: keys[0].ID, ciphers: make(map[string]cipher.AEAD, len(keys))}
	for _, key := range keys {
		if _, twice := v.ciphers[key.ID]; twice {
			return nil, fmt.Errorf("vault: two keys are called %s", key.ID)
		}
		block, err := aes.NewCipher(key.bytes)
		if err != nil {
			return nil, fmt.Errorf("vault: key %s: %w", key.ID, err)
		}
		// The nonce is drawn for each text and travels in front of it.
		if v.ciphers[key.ID], err = cipher.NewGCMWithRandomNonce(block); err != nil {
			return nil, fmt.Errorf("vault: key %s: %w", key.ID, err)
		}
	}
	return v, nil
}

// Seal hides secret for one place, such as "provider_connection/7/access_token".
func (v *Box) Seal(secret, place string) string {
	sealed := v.ciphers[v.current].Seal(nil, nil, []byte(secret), bound(v.current, place)) //nolint:gosec // the cipher draws its own nonce
	return v.current + ":" + base64.RawStdEncoding.EncodeToString(sealed)
}

// Open gives back what was sealed for a place. Its only error is ErrSealed.
func (v *Box) Open(sealed, place string) (string, error) {
	id, encoded, _ := strings.Cut(sealed, ":")
	key, known := v.ciphers[id]
	raw, err := base64.RawStdEncoding.DecodeString(encoded)
	if !known || err != nil {
		return "", ErrSealed
	}
	secret, err := key.Open(nil, nil, raw, bound(id, place))
	if err != nil {
		return "", ErrSealed
	}
	return string(secret), nil
}

// IsSealed tells sealed text, which names its key before a colon, from a secret
// without one that was kept before there was a vault.
func IsSealed(text string) bool { return strings.Contains(text, ":") }

// Stale reports whether another key than the current one sealed it.
func (v *Box) Stale(sealed string) bool {
	id, _, _ := strings.Cut(sealed, ":")
	return id != v.current
}

func bound(key, place string) []byte { return []byte("integrador/v1|" + key + "|" + place) }
