package ollama

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/sony/gobreaker/v2"
)

// Options say where the model is.
type Options struct {
	URL     string        // http://server:11434
	Model   string        // as `ollama list` calls it
	Timeout time.Duration // of an answer; 0 means 6 s
}

// Client asks one model. It is safe for concurrent use.
type Client struct {
	http    *http.Client
	url     string
	model   string
	timeout time.Duration
	circuit *gobreaker.CircuitBreaker[string]
	tally   tally
}

// After so many failures in a row calls fail at once for a while.
const (
	failuresToOpen = 3
	openFor        = 10 * time.Second
)

// maxAnswer is how many bytes of an answer are read.
const maxAnswer = 64 << 10

// pingTimeout limits the check whether the server answers.
const pingTimeout = time.Second

// New makes a client. It does not connect.
func New(o Options) *Client {
	if o.Timeout == 0 {
		o.Timeout = 6 * time.Second
	}
	c := &Client{
		http: &http.Client{
			Timeout: o.Timeout,
			// The operator chose the address, but not where it redirects to.
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
		url: strings.TrimRight(o.URL, "/"), model: o.Model, timeout: o.Timeout,
	}
	c.circuit = gobreaker.NewCircuitBreaker[string](gobreaker.Settings{
		Name: "ollama", MaxRequests: 1, Timeout: openFor,
		ReadyToTrip:   func(c gobreaker.Counts) bool { return c.ConsecutiveFailures >= failuresToOpen },
		IsExcluded:    canceled,
		OnStateChange: func(string, gobreaker.State, gobreaker.State) { c.tally.changes.Add(1) },
	})
	return c
}

// Model is the model's name.
func (c *Client) Model() string { return c.model }

// Available reports whether the server answers, within a second.
func (c *Client) Available(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(ctx, pingTimeout)
	defer cancel()
	_, err := c.send(ctx, http.MethodGet, "/api/version", nil)
	return err == nil
}

// Answer asks the model a question. The caller checks whether the text may be shown.
func (c *Client) Answer(ctx context.Context, instructions, question string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	text, err := c.circuit.Execute(func() (string, error) { return c.chat(ctx, instructions, question) })
	c.tally.count(err)
	return text, err
}

type message struct {
	Role    string `json:"role"`
	Content string `json:"content"`
}

func (c *Client) chat(ctx context.Context, instructions, question string) (string, error) {
	body, err := json.Marshal(map[string]any{
		"model": c.model, "stream": false,
		"messages": []message{{"system", instructions}, {"user", question}},
		"options":  map[string]any{"temperature": 0.2, "num_predict": 220},
	})
	if err != nil {
		return "", fmt.Errorf("encode a question: %w", err)
	}
	raw, err := c.send(ctx, http.MethodPost, "/api/chat", body)
	if err != nil {
		return "", err
	}
	var answer struct {
		Message message `json:"message"`
	}
	if err := json.Unmarshal(raw, &answer); err != nil {
		return "", fmt.Errorf("decode the model's answer: %w", err)
	}
	return strings.TrimSpace(answer.Message.Content), nil
}

func (c *Client) send(ctx context.Context, method, path string, body []byte) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, method, c.url+path, bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("make a request of the model: %w", err)
	}
	req.Header.Set("Content-Type", "application/json")
	res, err := c.http.Do(req)
	if err != nil {
		return nil, fmt.Errorf("ask the model: %w", err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("the model's server answers %d", res.StatusCode)
	}
	raw, err := io.ReadAll(io.LimitReader(res.Body, maxAnswer))
	if err != nil {
		return nil, fmt.Errorf("read the model's answer: %w", err)
	}
	return raw, nil
}
