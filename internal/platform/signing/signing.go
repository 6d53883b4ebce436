// Package signing signs requests between programs and checks signatures:
// HMAC-SHA256 over "v1.", the moment, ".", and the body, as the headers
// X-Signature, X-Timestamp and X-Signature-Version tell.
//
// It imports fault alone; the caller keeps the secrets, and the signatures that
// were seen.
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

// Version names the way of signing.
const Version = "v1"

// Window is how far the clocks of both sides may be apart. A signature is
// remembered for twice as long by whoever refuses repetitions.
const Window = 5 * time.Minute

var (
	errMissing = fault.New(fault.Unauthenticated, "signature_missing", "El pedido tiene que venir firmado.")
	errVersion = fault.New(fault.Unauthenticated, "signature_version", "No conocemos esa versión de firma.")
	errStale   = fault.New(fault.Unauthenticated, "signature_stale", "La firma es de otro momento: revisá el reloj.")
	errWrong   = fault.New(fault.Unauthenticated, "signature_wrong", "La firma no corresponde.")
	// ErrRepeated refuses a signature that was seen.
	ErrRepeated = fault.New(fault.Unauthenticated, "signature_repeated", "Ese pedido firmado ya llegó.")
)

// Sign puts the headers of a signature onto a request.
func Sign(h http.Header, secret, body []byte, at time.Time) {
	stamp := strconv.FormatInt(at.Unix(), 10)
	h.Set(SignatureHeader, hex.EncodeToString(sum(secret, stamp, body)))
	h.Set(TimestampHeader, stamp)
	h.Set(VersionHeader, Version)
}

// Verify checks the signature of a request that arrived at now, and gives what to
// remember of it.
//
// Errors: fault.Unauthenticated, by reason.
func Verify(h http.Header, secret, body []byte, now time.Time) (seen string, err error) {
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
	if err != nil || len(secret) == 0 || !hmac.Equal(given, sum(secret, stamp, body)) {
		return "", errWrong
	}
	return hex.EncodeToString(given), nil
}

func sum(secret []byte, stamp string, body []byte) []byte {
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(Version + "." + stamp + "."))
	mac.Write(body)
	return mac.Sum(nil)
}
