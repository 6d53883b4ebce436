package client

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"
)

// Problem is an answer that is no success.
type Problem struct {
	Method, Path string
	Status       int
	Code         string // the reason, for programs
	Message      string // the reason, for people, in Spanish
	Fields       []FieldError
	RetryAfter   time.Duration
	RequestID    string
	Body         []byte
}

// FieldError says what is wrong with one field of a request.
type FieldError struct {
	Location []any  `json:"loc"`
	Message  string `json:"msg"`
	Type     string `json:"type"`
}

// Error implements error.
func (p *Problem) Error() string {
	return fmt.Sprintf("%s %s: %d %s: %s", p.Method, p.Path, p.Status, p.Code, p.Message)
}

// StatusOf is the status of a problem, and 0 for any other error.
func StatusOf(err error) int {
	if p, ok := errors.AsType[*Problem](err); ok {
		return p.Status
	}
	return 0
}

// HasCode reports whether err is a problem for one of these reasons.
func HasCode(err error, codes ...string) bool {
	p, ok := errors.AsType[*Problem](err)
	return ok && slices.Contains(codes, p.Code)
}

func problemOf(of request, r *Response) *Problem {
	p := &Problem{Method: of.method, Path: of.path, Status: r.Status, RetryAfter: r.RetryAfter(), Body: r.Body}
	var read struct {
		Code      string          `json:"code"`
		Detail    json.RawMessage `json:"detail"`
		RequestID string          `json:"request_id"`
	}
	if json.Unmarshal(r.Body, &read) != nil {
		p.Message = fmt.Sprintf("%.200s", r.Body)
		return p
	}
	p.Code, p.RequestID = read.Code, read.RequestID
	if json.Unmarshal(read.Detail, &p.Message) == nil {
		return p
	}
	if json.Unmarshal(read.Detail, &p.Fields) != nil {
		p.Fields = nil
	}
	p.Message = string(read.Detail)
	return p
}

// Problem reads an answer that is no success; it gives nil for one that is.
func (r *Response) Problem() *Problem {
	if r.Status/100 == 2 {
		return nil
	}
	return problemOf(request{}, r)
}
