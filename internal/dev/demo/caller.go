package demo

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"strconv"
	"time"
)

// fields are the body of a request, or what is expected of an event.
type fields map[string]any

// caller speaks to the API in somebody's name.
type caller struct {
	http   *http.Client
	base   string
	header map[string]string
}

func (d *dinner) caller(header map[string]string) *caller { return &caller{d.http, d.API, header} }

func (c *caller) get(ctx context.Context, path string, out any) error {
	return c.do(ctx, http.MethodGet, path, nil, out)
}

func (c *caller) post(ctx context.Context, path string, body, out any) error {
	return c.do(ctx, http.MethodPost, path, body, out)
}

// keyed sends the header by which a repetition is known.
func (c *caller) keyed(key string) *caller {
	with := maps.Clone(c.header)
	with["X-Idempotency-Key"] = key
	return &caller{c.http, c.base, with}
}

// refusal is an answer that is not the one that was asked for.
type refusal struct {
	what   string // METHOD /path
	status int
	detail string
	after  time.Duration // what Retry-After asks
}

func (r *refusal) Error() string {
	return fmt.Sprintf("%s contestó %d: %s", r.what, r.status, r.detail)
}

// statusOf is the status of a refusal, or 0 for any other error.
func statusOf(err error) int {
	if r, ok := errors.AsType[*refusal](err); ok {
		return r.status
	}
	return 0
}

// do sends a request and reads a good answer into out, if that is not nil. Who
// is told to come back later does so: whoever plays several dinners in a minute
// meets the limit of logins.
func (c *caller) do(ctx context.Context, method, path string, body, out any) error {
	for {
		err := c.once(ctx, method, path, body, out)
		var r *refusal
		if !errors.As(err, &r) || r.status != http.StatusTooManyRequests || r.after > 20*time.Second {
			return err
		}
		if err := pause(ctx, max(r.after, time.Second)); err != nil {
			return errors.Join(r, err)
		}
	}
}

func (c *caller) once(ctx context.Context, method, path string, body, out any) error {
	req, err := c.request(ctx, method, path, body)
	if err != nil {
		return err
	}
	res, err := c.http.Do(req)
	if err != nil {
		return fmt.Errorf("%s %s no contestó: %w", method, path, err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(res.Body, 4<<20))
	if err != nil {
		return fmt.Errorf("%s %s se cortó a mitad de la respuesta: %w", method, path, err)
	}
	if res.StatusCode/100 != 2 {
		seconds, _ := strconv.Atoi(res.Header.Get("Retry-After"))
		return &refusal{method + " " + path, res.StatusCode, detailOf(raw), time.Duration(seconds) * time.Second}
	}
	switch out := out.(type) {
	case nil:
		return nil
	case *[]byte: // an image
		*out = raw
		return nil
	}
	if err := json.Unmarshal(raw, out); err != nil {
		return fmt.Errorf("%s %s contestó algo que no se entiende: %w", method, path, err)
	}
	return nil
}

func (c *caller) request(ctx context.Context, method, path string, body any) (*http.Request, error) {
	var content io.Reader = http.NoBody
	if body != nil {
		raw, err := json.Marshal(body)
		if err != nil {
			return nil, fmt.Errorf("encode the body of %s %s: %w", method, path, err)
		}
		content = bytes.NewReader(raw)
	}
	req, err := http.NewRequestWithContext(ctx, method, c.base+path, content)
	if err != nil {
		return nil, fmt.Errorf("make request %s %s: %w", method, path, err)
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	for name, value := range c.header {
		req.Header.Set(name, value)
	}
	return req, nil
}

// detailOf is what an error says to people.
func detailOf(raw []byte) string {
	var problem struct {
		Detail json.RawMessage `json:"detail"`
	}
	if json.Unmarshal(raw, &problem) != nil || len(problem.Detail) == 0 {
		return string(raw[:min(len(raw), 200)])
	}
	var text string
	if json.Unmarshal(problem.Detail, &text) == nil {
		return text
	}
	return string(problem.Detail)
}

func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// until repeats try until it succeeds or patience runs out, and then gives its
// last error.
func until(ctx context.Context, try func(context.Context) error) error {
	within, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for {
		err := try(within)
		if err == nil || pause(within, 100*time.Millisecond) != nil {
			return err
		}
	}
}
