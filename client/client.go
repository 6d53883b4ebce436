// Package client is Integrador's Go SDK: one method per operation of the REST API
// and event sockets that resume after a break.
//
// rest_gen.go is generated from the OpenAPI document (make generate). What is written by
// hand: this file (addresses, tokens), send.go (requests and their repetition),
// problem.go (errors) and socket.go with stream.go (events).
//
// Imports: none of this module.
package client

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"strings"
	"sync"
	"time"
)

// Config says where the system is and how to call it.
type Config struct {
	API     string // address of the REST API: http://localhost:8000
	Gateway string // address of the WebSocket gateway: ws://localhost:8001
	// HTTP sends the requests; nil means a client with a timeout of 15 seconds.
	HTTP *http.Client
	// Retries is how often a request is repeated that was turned away with 429 or 503;
	// 0 means 3, a negative number means never. A write without an idempotency key is
	// repeated only after 429: a 503 leaves open what became of it.
	Retries int
	// MaxWait is the longest Retry-After that is waited for; 0 means 20 seconds.
	MaxWait time.Duration
	// Observe is called after every request, also after those that failed.
	Observe func(Exchange)
}

// Client calls the API in somebody's name. It is safe for concurrent use.
type Client struct {
	config Config
	header map[string]string
	key    string
	table  string // table token
	login  *login
}

// login holds the tokens of a member of staff. Clients derived from one another
// share it, so that a refreshed token serves them all.
type login struct {
	mu              sync.Mutex
	access, refresh string
}

// New makes a client that has not said who it is.
func New(c Config) *Client {
	c.API, c.Gateway = strings.TrimRight(c.API, "/"), strings.TrimRight(c.Gateway, "/")
	if c.HTTP == nil {
		c.HTTP = &http.Client{Timeout: 15 * time.Second}
	}
	if c.Retries == 0 {
		c.Retries = 3
	}
	if c.MaxWait == 0 {
		c.MaxWait = 20 * time.Second
	}
	return &Client{config: c}
}

func (c *Client) clone() *Client {
	with := *c
	with.header = maps.Clone(c.header)
	if with.header == nil {
		with.header = map[string]string{}
	}
	return &with
}

// WithHeader is a client that sends a header with every request.
func (c *Client) WithHeader(name, value string) *Client {
	with := c.clone()
	with.header[name] = value
	return with
}

// WithDevice is a client for a phone, which the API recognizes by its id.
func (c *Client) WithDevice(id string) *Client { return c.WithHeader("X-Device-Id", id) }

// WithTableToken is a client for a diner at a table.
func (c *Client) WithTableToken(token string) *Client {
	with := c.WithHeader("X-Table-Token", token)
	with.table = token
	return with
}

// WithAccessToken is a client for a member of staff whose tokens are managed elsewhere.
func (c *Client) WithAccessToken(token string) *Client { return c.WithTokens(token, "") }

// WithTokens is a client for a member of staff. With a refresh token it asks for a new
// pair when the access token is no longer accepted.
func (c *Client) WithTokens(access, refresh string) *Client {
	with := c.clone()
	with.login = &login{access: access, refresh: refresh}
	return with
}

// WithKey is a client whose next write carries this idempotency key: repeated with the
// same key, the API answers what the first one came to. Without it a write that takes a
// key gets a random one.
func (c *Client) WithKey(key string) *Client {
	with := c.clone()
	with.key = key
	return with
}

// LogIn is a client for the member of staff with this login.
func (c *Client) LogIn(ctx context.Context, email, password string) (*Client, error) {
	tokens, err := c.Login(ctx, LoginRequest{Email: email, Password: password})
	if err != nil {
		return nil, err
	}
	if tokens.Requires2FA {
		return nil, errors.New("the login needs a code of a second factor: use Login and WithTokens")
	}
	return c.WithTokens(tokens.AccessToken, tokens.RefreshToken), nil
}

// Token is the token that the client shows: the table's or the access token.
func (c *Client) Token() string {
	switch {
	case c.table != "":
		return c.table
	case c.login != nil:
		c.login.mu.Lock()
		defer c.login.mu.Unlock()
		return c.login.access
	}
	return ""
}

// renew changes an access token that was refused for a new one. It reports whether
// there is another token to try.
func (c *Client) renew(ctx context.Context, refused string) bool {
	if c.login == nil || c.table != "" {
		return false
	}
	c.login.mu.Lock()
	defer c.login.mu.Unlock()
	if c.login.access != refused {
		return true // somebody else renewed it meanwhile
	}
	if c.login.refresh == "" {
		return false
	}
	nobody := &Client{config: c.config}
	tokens, err := nobody.RefreshToken(ctx, &RefreshTokenRequest{RefreshToken: c.login.refresh})
	if err != nil {
		return false
	}
	c.login.access, c.login.refresh = tokens.AccessToken, tokens.RefreshToken
	return true
}

// Optional is a field of a PATCH: absent (the zero value), null or a value.
type Optional[T any] struct {
	set   bool
	value *T
}

// Set is a field that gets a value.
func Set[T any](value T) Optional[T] { return Optional[T]{true, &value} }

// Null is a field that loses its value.
func Null[T any]() Optional[T] { return Optional[T]{set: true} }

// IsZero leaves an absent field out of the JSON.
func (o Optional[T]) IsZero() bool { return !o.set }
