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

// checkResponse returns nil for a valid response, or else a *payments.Error.
func checkResponse(call call, response *http.Response, body []byte) error {
	status := response.StatusCode
	failure := &payments.Error{
		Op: call.op, HTTP: status,
		RequestID:  clip(response.Header.Get("X-Request-Id"), 128),
		RetryAfter: retryAfter(response.Header),
	}
	switch {
	case len(body) > maxBody:
		failure.Kind, failure.Message = payments.Protocol, "the response is too long"
		failure.OutcomeUnknown = call.writes()
	case status >= 200 && status < 300:
		err := call.accept(body)
		if err == nil {
			return nil
		}
		failure.Kind, failure.Err, failure.OutcomeUnknown = payments.Protocol, err, call.writes()
	case status >= 500:
		failure.Kind, failure.OutcomeUnknown = payments.Unavailable, call.writes()
		failure.Code, failure.Message, _ = parseError(body)
	default:
		setRefusal(failure, call, body)
	}
	return failure
}

// setRefusal fills in the error of a request that was refused.
func setRefusal(failure *payments.Error, call call, body []byte) {
	var understood bool
	failure.Code, failure.Message, understood = parseError(body)
	failure.Kind = kindOf(failure.HTTP)
	switch {
	case !understood && failure.HTTP != http.StatusTooManyRequests:
		failure.Kind, failure.Message = payments.Protocol, "the error is not in JSON"
	case failure.HTTP == http.StatusForbidden && !call.writes() && strings.HasPrefix(failure.Code, "PA_UNAUTHORIZED"):
		failure.Kind = payments.Auth // the policy agent's response to a bad token
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
		return payments.Protocol // a redirect, for example
	}
}

// parseError reads the body of an error. Its cause may be null, empty or a list, its
// codes may be numbers or words, and some bodies have only a code.
func parseError(body []byte) (code, message string, understood bool) {
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
	return clip(redact(code), 64), clip(redact(string(wire.Message)), 200), true
}

// credential matches Mercado Pago's tokens.
var credential = regexp.MustCompile(`(?:APP_USR|TEST|TG)-[A-Za-z0-9_-]{6,}`)

// redact removes tokens that an error quotes, since errors are logged.
func redact(message string) string { return credential.ReplaceAllString(message, "[redacted]") }

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
