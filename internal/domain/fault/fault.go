// Package fault is the error type that clients see: a code that decides the HTTP status,
// a stable reason for programs, and a message in Spanish for people. Any other error is
// a bug or an outage; its text is logged and never sent to a client.
//
// Imports: none of this module.
package fault

import (
	"errors"
	"fmt"
	"maps"
)

// Code is the class of a fault. Status gives the HTTP status of each.
type Code string

// The codes. Only TooMany, Upstream and Unavailable are temporary.
const (
	Invalid         Code = "invalid"         // 422: the request is malformed
	Refused         Code = "refused"         // 400: well formed, but not allowed in this state
	Unauthenticated Code = "unauthenticated" // 401
	Forbidden       Code = "forbidden"       // 403
	NotFound        Code = "not_found"       // 404
	Conflict        Code = "conflict"        // 409: another change came first
	KeyReused       Code = "key_reused"      // 422: an idempotency key was used with another body
	TooMany         Code = "too_many"        // 429
	Upstream        Code = "upstream"        // 502: Mercado Pago's response cannot be used
	Unavailable     Code = "unavailable"     // 503: retry with the same key
	Internal        Code = "internal"        // 500
)

// Temporary reports whether the same request may succeed later.
func (c Code) Temporary() bool { return c == TooMany || c == Unavailable || c == Upstream }

// Error is a fault.
type Error struct {
	Code    Code   `json:"code"`
	Reason  string `json:"reason"`  // stable, snake_case: "check_already_requested"
	Message string `json:"message"` // a sentence in Spanish for people
	// RetryAfter is how many seconds to wait before a retry; 0 if unknown.
	RetryAfter int `json:"retry_after,omitempty"`
	// Extra are further members of the response's body, beside detail and code.
	Extra map[string]any `json:"extra,omitempty"`

	cause error
}

// New makes a fault.
func New(code Code, reason, message string) *Error {
	return &Error{Code: code, Reason: reason, Message: message}
}

// Newf makes a fault whose message is formatted.
func Newf(code Code, reason, format string, args ...any) *Error {
	return New(code, reason, fmt.Sprintf(format, args...))
}

// Error implements error.
func (e *Error) Error() string {
	if e.cause != nil {
		return e.Reason + ": " + e.Message + ": " + e.cause.Error()
	}
	return e.Reason + ": " + e.Message
}

// Unwrap returns the cause, which is for logs only.
func (e *Error) Unwrap() error { return e.cause }

// Is makes errors.Is compare reasons.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Reason == e.Reason
}

// Because returns a copy of e with a cause for the log.
func (e *Error) Because(cause error) *Error {
	c := *e
	c.cause = cause
	return &c
}

// With returns a copy of e with a further member of the response's body.
func (e *Error) With(key string, value any) *Error {
	c := *e
	c.Extra = make(map[string]any, len(e.Extra)+1)
	maps.Copy(c.Extra, e.Extra)
	c.Extra[key] = value
	return &c
}

// After returns a copy of e with RetryAfter.
func (e *Error) After(seconds int) *Error {
	c := *e
	c.RetryAfter = seconds
	return &c
}

// CodeOf returns the code of err, or Internal if it is not a fault.
func CodeOf(err error) Code {
	if f, ok := errors.AsType[*Error](err); ok {
		return f.Code
	}
	return Internal
}

// ReasonOf returns the reason of err, or "".
func ReasonOf(err error) string {
	if f, ok := errors.AsType[*Error](err); ok {
		return f.Reason
	}
	return ""
}
