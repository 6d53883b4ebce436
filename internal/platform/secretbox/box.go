// Package secretbox encrypts secrets that the database keeps: AES-256-GCM under a key
// from the configuration. A sealed text names its key, so that keys can be rotated. It
// is bound to one row and column, so that it cannot be opened anywhere else.
//
// Imports: none of this module.
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

// Key is a key with the ID that sealed texts name. Printing it shows the ID only.
type Key struct {
	ID    string
	bytes []byte
}

var validID = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,31}$`)

// ParseKeys reads "id:base64,id:base64". The first seals; all open.
func ParseKeys(list string) ([]Key, error) {
	var keys []Key
	for one := range strings.SplitSeq(list, ",") {
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

// Weak reports a key that is hardly random: it has fewer than half as many different
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

// ErrSealed reports a text that cannot be opened: its key is unknown, its binding is
// another one, or it was changed. The text is not quoted.
var ErrSealed = errors.New("secretbox: cannot be opened")

// Box seals and opens. It is safe for concurrent use.
type Box struct {
	current string
	ciphers map[string]cipher.AEAD
}

// New makes a box that seals with the first key and opens with all of them.
func New(keys ...Key) (*Box, error) {
	if len(keys) == 0 {
		return nil, errors.New("secretbox: there is no key")
	}
	b := &Box{current: keys[0].ID, ciphers: make(map[string]cipher.AEAD, len(keys))}
	for _, key := range keys {
		if _, twice := b.ciphers[key.ID]; twice {
			return nil, fmt.Errorf("secretbox: two keys are called %s", key.ID)
		}
		block, err := aes.NewCipher(key.bytes)
		if err != nil {
			return nil, fmt.Errorf("secretbox: key %s: %w", key.ID, err)
		}
		// Each text gets a random nonce, which is stored in front of it.
		if b.ciphers[key.ID], err = cipher.NewGCMWithRandomNonce(block); err != nil {
			return nil, fmt.Errorf("secretbox: key %s: %w", key.ID, err)
		}
	}
	return b, nil
}

// Seal encrypts a secret for one binding, such as "provider_connection/7/access_token".
func (b *Box) Seal(secret, binding string) string {
	//nolint:gosec // the cipher chooses a random nonce itself
	sealed := b.ciphers[b.current].Seal(nil, nil, []byte(secret), associatedData(b.current, binding))
	return b.current + ":" + base64.RawStdEncoding.EncodeToString(sealed)
}

// Open decrypts a text that was sealed for a binding. Its only error is ErrSealed.
func (b *Box) Open(sealed, binding string) (string, error) {
	id, encoded, _ := strings.Cut(sealed, ":")
	key, known := b.ciphers[id]
	raw, err := base64.RawStdEncoding.DecodeString(encoded)
	if !known || err != nil {
		return "", ErrSealed
	}
	secret, err := key.Open(nil, nil, raw, associatedData(id, binding))
	if err != nil {
		return "", ErrSealed
	}
	return string(secret), nil
}

// IsSealed reports whether a text is sealed. Secrets that were stored before there was
// a box have no colon.
func IsSealed(text string) bool { return strings.Contains(text, ":") }

// Stale reports whether a text was sealed with another key than the current one.
func (b *Box) Stale(sealed string) bool {
	id, _, _ := strings.Cut(sealed, ":")
	return id != b.current
}

func associatedData(key, binding string) []byte {
	return []byte("integrador/v1|" + key + "|" + binding)
}
