package mercadopago

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"integrador/internal/domain/payments"
)

// Why a notification was refused. ErrNoSecret is a misconfiguration (503),
// ErrLegacyNotice is acknowledged and ignored, the others are 401.
var (
	ErrNoSecret     error = refusal{"no_secret", "webhook: no secret is configured"}
	ErrLegacyNotice error = refusal{"ipn", "webhook: an IPN, which cannot be verified"}
	ErrMalformed    error = refusal{"malformed", "webhook: malformed notification"}
	ErrMismatch     error = refusal{"mismatch", "webhook: the signature does not match"}
	ErrStale        error = refusal{"stale", "webhook: the signature is too old"}
)

// refusal is why a notification was refused.
type refusal struct{ reason, text string }

func (r refusal) Error() string { return r.text }

// Reason is the label in the metrics.
func (r refusal) Reason() string { return r.reason }

// How far in the future a signature may be.
const clockSkew = 10 * time.Minute

// None of these can contain ";" or ":", which separate the signed parts: otherwise one
// signature could match several notifications.
var (
	validID      = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)
	validRequest = regexp.MustCompile(`^[A-Za-z0-9_.-]{0,128}$`)
	validTime    = regexp.MustCompile(`^[0-9]{1,18}$`)
)

// Verifier verifies the signatures of notifications.
//
// A signature covers the id in the query, the request ID and a time, but neither path
// nor body. It proves only that Mercado Pago once sent a notification about that id; the
// state of the payment must be read with GetPayment.
type Verifier struct {
	secrets []SigningSecret
	maxAge  time.Duration
}

// SigningSecret is a secret and until when its signatures are accepted.
type SigningSecret struct {
	Label   string
	Secret  Secret
	Retired time.Time // zero: never
}

// NewVerifier accepts the signatures of all the secrets, so that they can be rotated.
// Empty ones are ignored; without any left everything is refused. A maxAge of 0 accepts
// signatures of any age: Mercado Pago repeats a notification for days, and processing it
// twice does no harm.
func NewVerifier(maxAge time.Duration, secrets ...Secret) *Verifier {
	all := make([]SigningSecret, len(secrets))
	for i, secret := range secrets {
		all[i].Secret = secret
	}
	return NewSigningVerifier(maxAge, all...)
}

// NewSigningVerifier is NewVerifier for secrets that expire.
func NewSigningVerifier(maxAge time.Duration, secrets ...SigningSecret) *Verifier {
	v := &Verifier{maxAge: maxAge}
	for _, secret := range secrets {
		if secret.Secret != "" {
			v.secrets = append(v.secrets, secret)
		}
	}
	return v
}

// Verify reads the notice in a request. Its errors are the Err values of this package.
func (v *Verifier) Verify(header http.Header, query url.Values, body []byte, now time.Time) (payments.Notice, error) {
	secrets := v.active(now)
	if len(secrets) == 0 {
		return payments.Notice{}, ErrNoSecret
	}
	if !query.Has("data.id") && query.Has("topic") && query.Has("id") {
		return payments.Notice{}, ErrLegacyNotice
	}
	id, requestID, signature, err := signed(header, query)
	if err != nil {
		return payments.Notice{}, err
	}
	if !matches(secrets, id, requestID, signature) {
		return payments.Notice{}, ErrMismatch
	}
	if age := now.Sub(signature.at); v.maxAge > 0 && (age > v.maxAge || age < -clockSkew) {
		return payments.Notice{}, ErrStale
	}
	return notice(id, requestID, query, body)
}

func (v *Verifier) active(now time.Time) []Secret {
	var active []Secret
	for _, s := range v.secrets {
		if s.Retired.IsZero() || now.Before(s.Retired) {
			active = append(active, s.Secret)
		}
	}
	return active
}

// signed collects what the signature covers. A repeated parameter or header is refused:
// other code might read the other value.
func signed(header http.Header, query url.Values) (id, requestID string, s signature, err error) {
	ids := query["data.id"]
	requests, signatures := header.Values("X-Request-Id"), header.Values("X-Signature")
	if len(ids) != 1 || len(requests) > 1 || len(signatures) != 1 {
		return "", "", s, ErrMalformed
	}
	if len(requests) == 1 {
		requestID = requests[0]
	}
	if !validID.MatchString(ids[0]) || !validRequest.MatchString(requestID) {
		return "", "", s, ErrMalformed
	}
	s, err = parseSignature(signatures[0])
	return ids[0], requestID, s, err
}

type signature struct {
	ts string // as sent, since that is what was signed
	at time.Time
	v1 []byte
}

// parseSignature reads "ts=1742505638683,v1=ced36a…". Other keys are ignored.
func parseSignature(text string) (signature, error) {
	var s signature
	if len(text) > 512 {
		return s, ErrMalformed
	}
	seen := map[string]string{}
	for part := range strings.SplitSeq(text, ",") {
		key, value, _ := strings.Cut(part, "=")
		key = strings.TrimSpace(key)
		if _, twice := seen[key]; twice && (key == "ts" || key == "v1") {
			return s, ErrMalformed
		}
		seen[key] = strings.TrimSpace(value)
	}
	sum, err := hex.DecodeString(seen["v1"])
	if err != nil || len(sum) != sha256.Size || !validTime.MatchString(seen["ts"]) {
		return s, ErrMalformed
	}
	s.ts, s.v1 = seen["ts"], sum
	s.at = signatureTime(s.ts)
	return s, nil
}

// signatureTime reads a time in milliseconds, or in seconds if it is too short for that:
// Mercado Pago's documents and libraries disagree.
func signatureTime(ts string) time.Time {
	n, _ := strconv.ParseInt(ts, 10, 64) // 18 digits at most
	if n >= 1e11 {
		return time.UnixMilli(n)
	}
	return time.Unix(n, 0)
}

// matches tries each secret with the id as sent and in lower case, as the documents say
// that letters are signed. It does not stop at a match, to take constant time.
func matches(secrets []Secret, id, requestID string, s signature) bool {
	found := false
	for _, secret := range secrets {
		for _, spelling := range []string{strings.ToLower(id), id} {
			sum := sign(secret, manifest(spelling, requestID, s.ts))
			found = hmac.Equal(sum, s.v1) || found
		}
	}
	return found
}

// manifest is the text that is signed; an empty part is left out.
func manifest(id, requestID, ts string) string {
	var text strings.Builder
	for _, part := range [][2]string{{"id", id}, {"request-id", requestID}, {"ts", ts}} {
		if part[1] != "" {
			text.WriteString(part[0] + ":" + part[1] + ";")
		}
	}
	return text.String()
}

func sign(secret Secret, text string) []byte {
	mac := hmac.New(sha256.New, []byte(secret.Reveal()))
	mac.Write([]byte(text))
	return mac.Sum(nil)
}

// notice reads the body, which is not signed: it may not contradict the query.
func notice(id, requestID string, query url.Values, body []byte) (payments.Notice, error) {
	var wire struct {
		ID     text `json:"id"`
		Type   text `json:"type"`
		Action text `json:"action"`
		UserID text `json:"user_id"`
		Data   struct {
			ID text `json:"id"`
		} `json:"data"`
	}
	if len(body) > 0 && json.Unmarshal(body, &wire) != nil {
		return payments.Notice{}, ErrMalformed
	}
	if inBody := string(wire.Data.ID); inBody != "" && !strings.EqualFold(inBody, id) {
		return payments.Notice{}, ErrMismatch
	}
	topic := query.Get("type")
	if topic == "" {
		topic = string(wire.Type)
	}
	return payments.Notice{
		Topic: clip(topic, 64), Action: clip(string(wire.Action), 64), DataID: id,
		NotificationID: clip(string(wire.ID), 64), RequestID: requestID, Seller: sellerOf(wire.UserID),
	}, nil
}

// sellerOf reads the seller that a body names, or 0.
func sellerOf(claimed text) int64 {
	id, err := strconv.ParseInt(string(claimed), 10, 64)
	if err != nil || id < 0 {
		return 0
	}
	return id
}
