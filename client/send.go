package client

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"reflect"
	"strconv"
	"strings"
	"time"
)

// Response is an answer that has been read.
type Response struct {
	Status int
	Header http.Header
	Body   []byte
}

// RetryAfter is how long the server asks to wait before a repetition.
func (r *Response) RetryAfter() time.Duration {
	seconds, _ := strconv.Atoi(r.Header.Get("Retry-After"))
	return time.Duration(seconds) * time.Second
}

// Exchange is one request and what became of it: either Response or Err.
type Exchange struct {
	Client       *Client
	Method, Path string
	Began, Ended time.Time
	Response     *Response
	Err          error
}

// request is what a generated method asks for.
type request struct {
	method, path string
	query        any // a struct with tags, or nil
	body         any // nil: none
	keyed        bool
}

// Call does what the generated methods do, for a path that has none: it sends a
// request, repeats it when it was turned away, and reads a good answer into out
// unless that is nil. Any other answer is a *Problem.
func (c *Client) Call(ctx context.Context, method, path string, body, out any) error {
	return c.do(ctx, request{method: method, path: path, body: body}, out)
}

func (c *Client) do(ctx context.Context, r request, out any) error {
	path := r.path + encodeQuery(r.query)
	if r.keyed && c.key == "" {
		c = c.WithKey(rand.Text())
	}
	repeatable := c.key != "" || r.method == http.MethodGet
	renewed := false
	for tries := 0; ; tries++ {
		token := c.Token()
		answer, err := c.Send(ctx, r.method, path, r.body)
		if err != nil {
			return fmt.Errorf("%s %s: %w", r.method, r.path, err)
		}
		switch {
		case answer.Status/100 == 2:
			return answer.into(r, out)
		case answer.Status == http.StatusUnauthorized && !renewed && r.path != refreshPath && c.renew(ctx, token):
			renewed = true
			continue
		}
		wait := max(answer.RetryAfter(), time.Second)
		later := answer.Status == http.StatusTooManyRequests || answer.Status == http.StatusServiceUnavailable && repeatable
		if problem := problemOf(r, answer); !later || tries >= c.config.Retries || wait > c.config.MaxWait {
			return problem
		} else if err := pause(ctx, wait); err != nil {
			return errors.Join(problem, err)
		}
	}
}

// refreshPath is asked with a token that needs no renewal.
const refreshPath = "/api/auth/refresh"

func (r *Response) into(of request, out any) error {
	switch out := out.(type) {
	case nil:
		return nil
	case *[]byte:
		*out = r.Body
		return nil
	}
	if len(r.Body) == 0 {
		return nil
	}
	if err := json.Unmarshal(r.Body, out); err != nil {
		return fmt.Errorf("%s %s: read the answer: %w", of.method, of.path, err)
	}
	return nil
}

// Send sends a request once and reads the answer, whatever its status.
func (c *Client) Send(ctx context.Context, method, path string, body any) (*Response, error) {
	began := time.Now() //nolint:forbidigo // measured, not decided by
	answer, err := c.send(ctx, method, path, body)
	if c.config.Observe != nil {
		//nolint:forbidigo // as above
		c.config.Observe(Exchange{Client: c, Method: method, Path: path, Began: began, Ended: time.Now(), Response: answer, Err: err})
	}
	return answer, err
}

func (c *Client) send(ctx context.Context, method, path string, body any) (*Response, error) {
	content, err := encodeBody(body)
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, method, c.config.API+path, bytes.NewReader(content))
	if err != nil {
		return nil, err
	}
	if len(content) > 0 {
		req.Header.Set("Content-Type", "application/json")
	}
	if c.key != "" {
		req.Header.Set("X-Idempotency-Key", c.key)
	}
	if c.login != nil {
		req.Header.Set("Authorization", "Bearer "+c.Token())
	}
	for name, value := range c.header {
		req.Header.Set(name, value)
	}
	res, err := c.config.HTTP.Do(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(res.Body, maxAnswer))
	if err != nil {
		return nil, fmt.Errorf("the answer broke off: %w", err)
	}
	return &Response{res.StatusCode, res.Header, raw}, nil
}

// maxAnswer is more than the longest answer of the API.
const maxAnswer = 64 << 20

// encodeBody gives nothing for nil and for a pointer that is nil. Bytes are sent as
// they are.
func encodeBody(body any) ([]byte, error) {
	switch body := body.(type) {
	case nil:
		return nil, nil
	case []byte:
		return body, nil
	}
	raw, err := json.Marshal(body)
	if err != nil {
		return nil, fmt.Errorf("encode the body: %w", err)
	}
	if string(raw) == "null" {
		return nil, nil
	}
	return raw, nil
}

// encodeQuery writes the fields that are not zero, with the question mark.
func encodeQuery(query any) string {
	if query == nil {
		return ""
	}
	values := url.Values{}
	of := reflect.ValueOf(query)
	for field, value := range of.Fields() {
		if !value.IsZero() {
			values.Set(field.Tag.Get("query"), fmt.Sprint(value.Interface()))
		}
	}
	if len(values) == 0 {
		return ""
	}
	return "?" + values.Encode()
}

// segment is a parameter of a path.
func segment(value any) string { return url.PathEscape(strings.TrimSpace(fmt.Sprint(value))) }

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

// MarshalJSON implements json.Marshaler.
func (o Optional[T]) MarshalJSON() ([]byte, error) { return json.Marshal(o.value) }
