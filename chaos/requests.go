package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"integrador/client"
)

// object is a JSON object, for the simulator's controls.
type object = map[string]any

// visitor calls the API without having said who they are. Nothing is repeated behind
// our back: every answer is looked at.
func (cl *cluster) visitor() *client.Client {
	return client.New(client.Config{API: cl.api, Gateway: "ws://" + cl.phones, HTTP: cl.web, Retries: -1, Observe: cl.journal.note})
}

// provider opens the simulator's controls.
func (cl *cluster) provider() *client.Client {
	return client.New(client.Config{API: cl.sim, HTTP: cl.web, Retries: -1}).WithHeader("X-Sim-Token", simToken)
}

// unknown reports whether an answer leaves open what became of the request, or
// asks to come back: a phone repeats it.
func unknown(err error) bool {
	status := client.StatusOf(err)
	return err != nil && (status == 0 || status >= 500 || status == http.StatusTooManyRequests ||
		status == http.StatusConflict)
}

// personTimeout is how long a person repeats something while everything fails.
const personTimeout = 4 * time.Minute

// insist repeats a request while nobody knows what became of it.
func insist[T any](ctx context.Context, send func(context.Context) (T, error)) (T, error) {
	end := time.Now().Add(personTimeout)
	for {
		out, err := send(ctx)
		if !unknown(err) {
			return out, err
		}
		if ctx.Err() != nil || time.Now().After(end) {
			return out, fmt.Errorf("no answer for %v: %w", personTimeout, errors.Join(err, ctx.Err()))
		}
		pause(ctx, repeatAfter(err))
	}
}

// repeatAfter is how long a person waits before trying again: not as long as the
// answer asks, but longer if it does.
func repeatAfter(err error) time.Duration {
	if problem, ok := errors.AsType[*client.Problem](err); ok && problem.RetryAfter > 0 {
		return 700 * time.Millisecond
	}
	return 150 * time.Millisecond
}

// call is a request as its sender saw it.
type call struct {
	began, ended time.Time
	order        bool
	status       int // 0: no answer
}

// journal keeps every request, and what must never be in an answer.
type journal struct {
	mu           sync.Mutex
	calls        []call
	foreign      string // the token of the other restaurant's admin, who may see the canary
	leaks        []string
	crashes      []string // answers that nobody planned: 500, 501, 505 …
	withoutRetry int      // refusals that do not say when to come back
}

func (j *journal) note(x client.Exchange) {
	j.mu.Lock()
	defer j.mu.Unlock()
	c := call{began: x.Began, ended: x.Ended, order: strings.HasSuffix(x.Path, "/rounds/submit")}
	if x.Err != nil {
		j.calls = append(j.calls, c)
		return
	}
	status := x.Response.Status
	c.status = status
	j.calls = append(j.calls, c)
	where := fmt.Sprintf("%s %s: %d %.160s", x.Method, x.Path, status, x.Response.Body)
	if bytes.Contains(x.Response.Body, []byte(canary)) && x.Client.Token() != j.foreign {
		j.leaks = append(j.leaks, where)
	}
	switch {
	case status == http.StatusServiceUnavailable || status == http.StatusTooManyRequests:
		if x.Response.Header.Get("Retry-After") == "" && !strings.Contains(x.Path, "/health") {
			j.withoutRetry++
		}
	case status >= 500 && status != http.StatusBadGateway && status != http.StatusGatewayTimeout:
		j.crashes = append(j.crashes, where)
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
		if c.order && c.status/100 == 2 && c.began.After(from) && c.ended.Before(to) {
			n++
		}
	}
	return n
}
