package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// object is a JSON object.
type object = map[string]any

// caller speaks in somebody's name.
type caller struct {
	h      *house
	at     string
	header map[string]string
}

func (h *house) caller() caller { return caller{h: h, at: h.api} }

// provider opens the simulator's controls.
func (h *house) provider() caller {
	return caller{h, h.sim, map[string]string{"X-Sim-Token": simToken}}
}

func (c caller) with(name, value string) caller {
	header := maps.Clone(c.header)
	if header == nil {
		header = map[string]string{}
	}
	header[name] = value
	return caller{c.h, c.at, header}
}

func (c caller) keyed(key string) caller { return c.with("X-Idempotency-Key", key) }

// reply is an answer that has been read.
type reply struct {
	status int
	header http.Header
	body   []byte
}

// once sends a request and reads the answer, whatever its status.
func (c caller) once(ctx context.Context, method, path string, body any) (r reply, err error) {
	var content io.Reader = http.NoBody
	if body != nil {
		raw, err := json.Marshal(body)
		if err != nil {
			return r, fmt.Errorf("encode the body: %w", err)
		}
		content = bytes.NewReader(raw)
	}
	req, err := http.NewRequestWithContext(ctx, method, c.at+path, content) //nolint:gosec // our own process
	if err != nil {
		return r, fmt.Errorf("make the request: %w", err)
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	for name, value := range c.header {
		req.Header.Set(name, value)
	}
	began := time.Now()
	defer func() { c.h.journal.note(c, method, path, began, r, err) }()
	resp, err := c.h.web.Do(req) //nolint:gosec // our own process
	if err != nil {
		return r, err
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		return r, err
	}
	return reply{resp.StatusCode, resp.Header, raw}, nil
}

// refusal is an answer that no repetition changes.
type refusal struct {
	what   string
	status int
	Code   string `json:"code"`
	Detail string `json:"detail"`
}

func (r *refusal) Error() string {
	return fmt.Sprintf("%s: %d %s: %s", r.what, r.status, r.Code, r.Detail)
}

// refused tells whether err is a refusal for one of the reasons.
func refused(err error, reasons ...string) bool {
	r, ok := errors.AsType[*refusal](err)
	return ok && slices.Contains(reasons, r.Code)
}

// unknown reports whether an answer leaves open what became of the request, or
// asks to come back: a phone repeats it.
func unknown(r reply, err error) bool {
	return err != nil || r.status >= 500 || r.status == http.StatusTooManyRequests || r.status == http.StatusConflict
}

// good sends a request once; anything but 2xx is an error.
func (c caller) good(ctx context.Context, method, path string, body, out any) error {
	r, err := c.once(ctx, method, path, body)
	if err != nil {
		return err
	}
	return r.into(method+" "+path, out)
}

func (r reply) into(what string, out any) error {
	if r.status/100 != 2 {
		no := &refusal{what: what, status: r.status}
		if json.Unmarshal(r.body, no) != nil {
			no.Detail = fmt.Sprintf("%.120s", r.body)
		}
		return no
	}
	if out == nil {
		return nil
	}
	if err := json.Unmarshal(r.body, out); err != nil {
		return fmt.Errorf("%s: read the answer: %w", what, err)
	}
	return nil
}

// patience is how long a person repeats something while everything fails.
const patience = 4 * time.Minute

// insist repeats a request while nobody knows what became of it.
func (c caller) insist(ctx context.Context, method, path string, body, out any) error {
	end := time.Now().Add(patience)
	for {
		r, err := c.once(ctx, method, path, body)
		if !unknown(r, err) {
			return r.into(method+" "+path, out)
		}
		if ctx.Err() != nil || time.Now().After(end) {
			return fmt.Errorf("%s %s is not answered for %v: %d %.120s: %w", method, path, patience, r.status, r.body, errors.Join(err, ctx.Err()))
		}
		pause(ctx, haste(r))
	}
}

// haste is how long a person waits before trying again: not as long as they are
// told to, but longer for being told.
func haste(r reply) time.Duration {
	if r.header.Get("Retry-After") != "" {
		return 700 * time.Millisecond
	}
	return 150 * time.Millisecond
}

// call is a request as its sender saw it.
type call struct {
	began, ended time.Time
	kind         string // order, pay, other
	status       int    // 0: no answer
}

// journal remembers every request, and what must never be in an answer.
type journal struct {
	mu      sync.Mutex
	calls   []call
	leaks   []string
	crashes []string // answers that are nobody's plan: 500, 501, 505 …
	silent  int      // refusals without a word of when to come back
}

func (j *journal) note(c caller, method, path string, began time.Time, r reply, err error) {
	if c.at != c.h.api {
		return
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	j.calls = append(j.calls, call{began, time.Now(), kindOf(method, path), r.status})
	if err != nil {
		return
	}
	where := fmt.Sprintf("%s %s: %d %.160s", method, path, r.status, r.body)
	if bytes.Contains(r.body, []byte(canary)) && !c.stranger() {
		j.leaks = append(j.leaks, where)
	}
	switch {
	case r.status == http.StatusServiceUnavailable || r.status == http.StatusTooManyRequests:
		if r.header.Get("Retry-After") == "" && !strings.Contains(path, "/health") {
			j.silent++
		}
	case r.status >= 500 && r.status != http.StatusBadGateway && r.status != http.StatusGatewayTimeout:
		j.crashes = append(j.crashes, where)
	}
}

// stranger reports whether c is the other restaurant's admin, who sees the canary.
func (c caller) stranger() bool {
	s, known := c.h.staff["stranger"]
	return known && c.header["Authorization"] == s.header["Authorization"]
}

func kindOf(method, path string) string {
	switch {
	case strings.HasSuffix(path, "/rounds/submit"):
		return "order"
	case method == http.MethodPost && (strings.Contains(path, "/pay") || strings.Contains(path, "preference")):
		return "pay"
	default:
		return "other"
	}
}

// during counts the requests that were under way at some moment of a span.
func (j *journal) during(from, to time.Time) (n, unanswered int, slowest time.Duration) {
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, c := range j.calls {
		if c.began.After(to) || c.ended.Before(from) {
			continue
		}
		n++
		if c.status == 0 || c.status >= 500 || c.status == http.StatusTooManyRequests {
			unanswered++
		}
		if c.status >= 500 {
			slowest = max(slowest, c.ended.Sub(c.began))
		}
	}
	return n, unanswered, slowest
}

// accepted counts orders that were begun and taken within a span.
func (j *journal) accepted(from, to time.Time) (n int) {
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, c := range j.calls {
		if c.kind == "order" && c.status/100 == 2 && c.began.After(from) && c.ended.Before(to) {
			n++
		}
	}
	return n
}
