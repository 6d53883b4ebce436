package payments

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// ErrorKind is the class of a provider's failure. It decides whether to try again.
type ErrorKind string

// The kinds. Only Unavailable, RateLimited and Protocol may pass with time.
const (
	Invalid     ErrorKind = "invalid"      // the request itself is wrong
	Auth        ErrorKind = "auth"         // the seller's credentials are not accepted any more
	Forbidden   ErrorKind = "forbidden"    // accepted, but not for this
	NotFound    ErrorKind = "not_found"    // unknown, of another seller, or not visible yet
	Conflict    ErrorKind = "conflict"     // the key was used for another request
	RateLimited ErrorKind = "rate_limited" // see RetryAfter
	Unavailable ErrorKind = "unavailable"  // down, unreachable, too slow, or the breaker is open
	Protocol    ErrorKind = "protocol"     // an answer that cannot be used
)

// CodeBreakerOpen is the Code of a call that was refused without being sent.
const CodeBreakerOpen = "breaker_open"

// Error is a failed call to the provider. Its text is for operators: it names no
// token, card or payer, and no person in front of a screen should read it.
type Error struct {
	Op         string        // "create checkout"
	Kind       ErrorKind     // what to do about it
	HTTP       int           // 0 when there was no answer
	Code       string        // the provider's, the most specific one it gave
	Message    string        // the provider's or ours
	RequestID  string        // what the provider's support asks for
	RetryAfter time.Duration // 0 when not told
	// OutcomeUnknown is true when a write may have happened all the same. Find
	// out, or repeat it with the same key; never assume that it failed.
	OutcomeUnknown bool
	Err            error // the cause on our side of the wire, may be nil
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
