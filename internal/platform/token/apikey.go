package token

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"strings"
)

// APIKeyPrefix begins every key. It lets people and scanners of leaked secrets tell what they see.
const APIKeyPrefix = "intk_"

// lookupLength is how many characters of a key are its public half.
const lookupLength = 12

// APIKey is a key as its holder has it. Its text is shown once.
type APIKey struct {
	Text   string
	Lookup string // the public half, by which it is found
	Hash   []byte // of the secret half, which is all that is kept of it
}

// NewAPIKey makes a key. The secret half has 256 random bits, so that a plain
// hash of it cannot be searched.
func NewAPIKey() APIKey {
	var secret [32]byte
	_, _ = rand.Read(secret[:]) // never fails
	lookup := strings.ToLower(rand.Text()[:lookupLength])
	text := base64.RawURLEncoding.EncodeToString(secret[:])
	return APIKey{Text: APIKeyPrefix + lookup + "_" + text, Lookup: lookup, Hash: hashSecret(text)}
}

// ParseAPIKey reads the halves of a key. It reports false for what is none.
func ParseAPIKey(text string) (k APIKey, ok bool) {
	rest, ok := strings.CutPrefix(text, APIKeyPrefix)
	if !ok || len(rest) != lookupLength+1+43 || rest[lookupLength] != '_' {
		return k, false
	}
	return APIKey{Text: text, Lookup: rest[:lookupLength], Hash: hashSecret(rest[lookupLength+1:])}, true
}

// Matches compares with the hash that was kept, in constant time.
func (k APIKey) Matches(hash []byte) bool { return subtle.ConstantTimeCompare(k.Hash, hash) == 1 }

func hashSecret(text string) []byte {
	sum := sha256.Sum256([]byte(text))
	return sum[:]
}
