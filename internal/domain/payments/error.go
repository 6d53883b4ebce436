package payments

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// ErrorKind is the class of a failed call. It decides whether to retry.
type ErrorKind string

// The kinds. Only Unavailable, RateLimited and Protocol are temporary.
const (
	Invalid     ErrorKind = "invalid"      // the request itself is wrong
	Auth        ErrorKind = "auth"         // the seller's credentials are no longer accepted
	Forbidden   ErrorKind = "forbidden"    // the credentials do not allow this
	NotFound    ErrorKind = "not_found"    // unknown, another seller's, or not visible yet
	Conflict    ErrorKind = "conflict"     // the key was used for another request
	RateLimited ErrorKind = "rate_limited" // see RetryAfter
	Unavailable ErrorKind = "unavailable"  // down, unreachable, too slow, or the breaker is open
	Protocol    ErrorKind = "protocol"     // the response cannot be used
)

// CodeBreakerOpen is the Code of a call that the circuit breaker did not send.
const CodeBreakerOpen = "breaker_open"

// Error is a failed call to the provider. Its text is for operators: it contains no
// token, card or payer.
type Error struct {
	Op         string        // "create checkout"
	Kind       ErrorKind     // what to do about it
	HTTP       int           // 0 without a response
	Code       string        // the provider's most specific code
	Message    string        // the provider's or ours
	RequestID  string        // for the provider's support
	RetryAfter time.Duration // 0 if unknown
	// OutcomeUnknown reports that a write may have been carried out. Read the state, or
	// retry with the same key; do not assume that it failed.
	OutcomeUnknown bool
	Err            error // the cause on this side, may be nil
}

func (e *Error) Error() string {
	var text strings.Builder
	text.WriteString(fmt.Sprintf("%s: %s", e.Op, e.Kind))
	if e.HTTP != 0 {
		text.WriteString(fmt.Sprintf(", http %d", e.HTTP))
	}
	for _, part := range []struct{ name, value string }{
		{"code ", e.Code}, {"", e.Message}, {"request ", e.RequestID},
	} {
		if part.value != "" {
			text.WriteString(", " + part.name + part.value)
		}
	}
	if e.Err != nil {
		text.WriteString(": " + e.Err.Error())
	}
	return text.String()
}

func (e *Error) Unwrap() error { return e.Err }

// Temporary reports whether the same call may succeed later.
func (e *Error) Temporary() bool {
	return e.Kind == Unavailable || e.Kind == RateLimited || e.Kind == Protocol
}

// KindOf returns the kind of the *Error in err's chain, or "" without one.
func KindOf(err error) ErrorKind {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	return ""
}
