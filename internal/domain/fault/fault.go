// Package fault is the one error type that people see: a class that decides the
// HTTP status, a stable reason that programs read, and a Spanish sentence.
//
// It imports nothing of this project. An error that is not a fault is a bug or
// an outage, and its text never leaves the process that met it.
package fault

import (
	"errors"
	"fmt"
	"maps"
)

// Code is the class of a fault. One table in api turns it into a status.
type Code string

// The classes. Only Unavailable, TooMany and Upstream may pass with time.
const (
	Invalid         Code = "invalid"         // 422: the request does not have the right form
	Refused         Code = "refused"         // 400: well formed, but not now or not like this
	Unauthenticated Code = "unauthenticated" // 401
	Forbidden       Code = "forbidden"       // 403
	NotFound        Code = "not_found"       // 404
	Conflict        Code = "conflict"        // 409: somebody else was first
	KeyReused       Code = "key_reused"      // 422: an idempotency key came back with another body
	TooMany         Code = "too_many"        // 429
	Upstream        Code = "upstream"        // 502: Mercado Pago answered something unusable
	Unavailable     Code = "unavailable"     // 503: repeat with the same key
	Internal        Code = "internal"        // 500
)

// Temporary reports whether repeating the same request may help.
func (c Code) Temporary() bool { return c == TooMany || c == Unavailable || c == Upstream }

// Error is a refusal with a reason.
type Error struct {
	Code    Code   `json:"code"`
	Reason  string `json:"reason"`  // stable, snake_case: "check_already_requested"
	Message string `json:"message"` // a Spanish sentence for the person at the screen
	// RetryAfter is how many seconds to wait before repeating; 0 says nothing.
	RetryAfter int `json:"retry_after,omitempty"`
	// Extra goes beside detail and code in the response's body.
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

// Unwrap gives the cause, which is for logs only.
func (e *Error) Unwrap() error { return e.cause }

// Is makes two faults of the same reason equal to errors.Is.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Reason == e.Reason
}

// Because returns a copy of e that remembers cause for the log.
func (e *Error) Because(cause error) *Error {
	c := *e
	c.cause = cause
	return &c
}

// With returns a copy of e that also tells key in the response's body.
func (e *Error) With(key string, value any) *Error {
	c := *e
	c.Extra = make(map[string]any, len(e.Extra)+1)
	maps.Copy(c.Extra, e.Extra)
	c.Extra[key] = value
	return &c
}

// After returns a copy of e that asks to wait for so many seconds.
func (e *Error) After(seconds int) *Error {
	c := *e
	c.RetryAfter = seconds
	return &c
}

// CodeOf gives the class of err; what is no fault is Internal.
func CodeOf(err error) Code {
	if f, ok := errors.AsType[*Error](err); ok {
		return f.Code
	}
	return Internal
}

// ReasonOf gives the reason of err, or "".
func ReasonOf(err error) string {
	if f, ok := errors.AsType[*Error](err); ok {
		return f.Reason
	}
	return ""
}
