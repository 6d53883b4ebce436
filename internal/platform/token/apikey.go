package token

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"strings"
)

// APIKeyPrefix starts every key, so that people and secret scanners recognize one.
const APIKeyPrefix = "intk_"

// lookupLength is how many characters of a key are its public half.
const lookupLength = 12

// APIKey is an API key. Its text is shown once and not stored.
type APIKey struct {
	Text   string
	Lookup string // the public half, by which its row is found
	Hash   []byte // of the secret half, which itself is not stored
}

// NewAPIKey makes a key. The secret half has 256 random bits, so a plain SHA-256 of it
// cannot be guessed.
func NewAPIKey() APIKey {
	var secret [32]byte
	_, _ = rand.Read(secret[:]) // never fails
	lookup := strings.ToLower(rand.Text()[:lookupLength])
	text := base64.RawURLEncoding.EncodeToString(secret[:])
	return APIKey{Text: APIKeyPrefix + lookup + "_" + text, Lookup: lookup, Hash: hashSecret(text)}
}

// ParseAPIKey splits the text of a key. It reports false if text is not a key.
func ParseAPIKey(text string) (k APIKey, ok bool) {
	rest, ok := strings.CutPrefix(text, APIKeyPrefix)
	if !ok || len(rest) != lookupLength+1+43 || rest[lookupLength] != '_' {
		return k, false
	}
	return APIKey{Text: text, Lookup: rest[:lookupLength], Hash: hashSecret(rest[lookupLength+1:])}, true
}

// Matches compares with the stored hash, in constant time.
func (k APIKey) Matches(hash []byte) bool { return subtle.ConstantTimeCompare(k.Hash, hash) == 1 }

func hashSecret(text string) []byte {
	sum := sha256.Sum256([]byte(text))
	return sum[:]
}
