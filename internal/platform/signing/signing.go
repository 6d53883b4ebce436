// Package signing signs requests between programs and verifies signatures: HMAC-SHA256
// over "v1.", the timestamp, "." and the body. Signature, timestamp and version travel
// in headers. The caller stores the secrets and the signatures already used.
//
// Imports: internal/domain/fault.
package signing

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strconv"
	"time"

	"integrador/internal/domain/fault"
)

// The headers of a signed request.
const (
	SignatureHeader = "X-Signature"         // hexadecimal
	TimestampHeader = "X-Timestamp"         // Unix seconds
	VersionHeader   = "X-Signature-Version" // Version
)

// Version names the signature scheme.
const Version = "v1"

// Window is how far the clocks of both sides may differ. To refuse replays, remember
// signatures for twice as long.
const Window = 5 * time.Minute

var (
	errMissing = fault.New(fault.Unauthenticated, "signature_missing", "El pedido tiene que venir firmado.")
	errVersion = fault.New(fault.Unauthenticated, "signature_version", "No conocemos esa versión de firma.")
	errStale   = fault.New(fault.Unauthenticated, "signature_stale", "La firma es de otro momento: revisá el reloj.")
	errWrong   = fault.New(fault.Unauthenticated, "signature_wrong", "La firma no corresponde.")
	// ErrRepeated refuses a signature that was used before.
	ErrRepeated = fault.New(fault.Unauthenticated, "signature_repeated", "Ese pedido firmado ya llegó.")
)

// Sign adds the headers of a signature to a request.
func Sign(h http.Header, secret, body []byte, at time.Time) {
	stamp := strconv.FormatInt(at.Unix(), 10)
	h.Set(SignatureHeader, hex.EncodeToString(mac(secret, stamp, body)))
	h.Set(TimestampHeader, stamp)
	h.Set(VersionHeader, Version)
}

// Verify checks the signature of a request that arrives now and returns the signature
// to remember.
//
// Errors: fault.Unauthenticated, by reason.
func Verify(h http.Header, secret, body []byte, now time.Time) (used string, err error) {
	signature, stamp := h.Get(SignatureHeader), h.Get(TimestampHeader)
	if signature == "" || stamp == "" {
		return "", errMissing
	}
	if h.Get(VersionHeader) != Version {
		return "", errVersion
	}
	seconds, err := strconv.ParseInt(stamp, 10, 64)
	if err != nil || now.Sub(time.Unix(seconds, 0)).Abs() > Window {
		return "", errStale
	}
	given, err := hex.DecodeString(signature)
	if err != nil || len(secret) == 0 || !hmac.Equal(given, mac(secret, stamp, body)) {
		return "", errWrong
	}
	return hex.EncodeToString(given), nil
}

func mac(secret []byte, stamp string, body []byte) []byte {
	h := hmac.New(sha256.New, secret)
	h.Write([]byte(Version + "." + stamp + "."))
	h.Write(body)
	return h.Sum(nil)
}
