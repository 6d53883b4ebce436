package mercadopago

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	"integrador/internal/domain/payments"
)

// judge turns an answer into nil or an *checkout.Error.
func judge(call call, response *http.Response, body []byte) error {
	status := response.StatusCode
	failure := &payments.Error{
		Op: call.op, HTTP: status, RequestID: clip(response.Header.Get("X-Request-Id"), 128), RetryAfter: retryAfter(response.Header),
	}
	switch {
	case len(body) > maxBody:
		failure.Kind, failure.Message = payments.Protocol, "the answer is too long"
		failure.OutcomeUnknown = call.writes()
	case status >= 200 && status < 300:
		err := call.accept(body)
		if err == nil {
			return nil
		}
		failure.Kind, failure.Err, failure.OutcomeUnknown = payments.Protocol, err, call.writes()
	case status >= 500:
		failure.Kind, failure.OutcomeUnknown = payments.Unavailable, call.writes()
		failure.Code, failure.Message, _ = complaint(body)
	default:
		refuse(failure, call, body)
	}
	return failure
}

// refuse fills in an answer that says the request was not carried out.
func refuse(failure *payments.Error, call call, body []byte) {
	var understood bool
	failure.Code, failure.Message, understood = complaint(body)
	failure.Kind = kindOf(failure.HTTP)
	switch {
	case !understood && failure.HTTP != http.StatusTooManyRequests:
		failure.Kind, failure.Message = payments.Protocol, "the error is not in JSON"
	case failure.HTTP == http.StatusForbidden && !call.writes() && strings.HasPrefix(failure.Code, "PA_UNAUTHORIZED"):
		failure.Kind = payments.Auth // how the policy agent answers a bad token
	}
}

func kindOf(status int) payments.ErrorKind {
	switch status {
	case http.StatusUnauthorized:
		return payments.Auth
	case http.StatusForbidden:
		return payments.Forbidden
	case http.StatusNotFound:
		return payments.NotFound
	case http.StatusConflict:
		return payments.Conflict
	case http.StatusTooManyRequests:
		return payments.RateLimited
	default:
		if status >= 400 {
			return payments.Invalid
		}
		return payments.Protocol // a redirect, or something stranger
	}
}

// complaint reads an error's body. Its cause may be null, empty or a list, its
// codes numbers or words, and some answers name the error only as a code.
func complaint(body []byte) (code, message string, understood bool) {
	var wire struct {
		Message text            `json:"message"`
		Error   text            `json:"error"`
		Code    text            `json:"code"`
		Cause   json.RawMessage `json:"cause"`
	}
	if json.Unmarshal(body, &wire) != nil {
		return "", "", false
	}
	code = string(wire.Error)
	if code == "" {
		code = string(wire.Code)
	}
	causes := optional[[]struct {
		Code text `json:"code"`
	}](wire.Cause)
	if len(causes) > 0 && causes[0].Code != "" && code != CodeInvalidGrant {
		code = string(causes[0].Code)
	}
	return clip(scrub(code), 64), clip(scrub(string(wire.Message)), 200), true
}

// credential is what Mercado Pago's tokens look like.
var credential = regexp.MustCompile(`(?:APP_USR|TEST|TG)-[A-Za-z0-9_-]{6,}`)

// scrub keeps a token that an error quotes out of our logs.
func scrub(message string) string { return credential.ReplaceAllString(message, "[redacted]") }

func clip(s string, most int) string {
	if len(s) > most {
		s = s[:most]
	}
	return strings.ToValidUTF8(s, "")
}

func retryAfter(header http.Header) time.Duration {
	seconds, err := strconv.ParseUint(header.Get("Retry-After"), 10, 16)
	if err != nil {
		return 0
	}
	return time.Duration(seconds) * time.Second
}
