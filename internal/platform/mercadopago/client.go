// Package mercadopago is the client of Mercado Pago's Checkout Pro. It implements
// payments.Provider with a circuit breaker for each seller, connects sellers by OAuth,
// and verifies the signatures of webhooks. It does not log; errors carry the details.
//
// Imports: internal/domain/money, internal/domain/payments.
package mercadopago

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp"
	"go.opentelemetry.io/otel/propagation"

	"integrador/internal/domain/payments"
)

// Secret is a string that prints as [redacted] wherever it ends up by accident.
type Secret string

// Reveal returns the secret itself.
func (s Secret) Reveal() string { return string(s) }

const redacted = "[redacted]"

// String implements fmt.Stringer.
func (Secret) String() string { return redacted }

// GoString implements fmt.GoStringer.
func (Secret) GoString() string { return redacted }

// LogValue implements slog.LogValuer.
func (Secret) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalText implements encoding.TextMarshaler.
func (Secret) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// Connection is the account of one seller. Each seller has its own Client and breaker.
type Connection struct {
	AccessToken Secret
	SellerID    int64   // checkouts of another seller are refused; 0 accepts all
	Circuit     Circuit // shared with other processes; nil: this process only
}

// Config is the address of Mercado Pago and how to call it. In production the optional
// fields are zero.
type Config struct {
	BaseURL       string            // "https://api.mercadopago.com"
	UserAgent     string            // "integrador/1.4.0"
	AllowInsecure bool              // http addresses too; never in production
	CheckoutHost  string            // host[:port] of a simulator's pages, besides Mercado Pago's own
	Transport     http.RoundTripper // nil: a transport with sensible limits
	Breaker       Breaker           // zero: 5 failures open it for 30 s, 2 successes close it
	// Observe is called after each request that was sent; may be nil.
	Observe func(context.Context, Observation)
}

// Observation is the outcome of one request. It contains no secret.
type Observation struct {
	Op        string
	HTTP      int                // 0 without a response
	Kind      payments.ErrorKind // "" if it succeeded
	RequestID string             // what Mercado Pago's support asks for
	Took      time.Duration
}

// Client calls Mercado Pago for one seller. It is safe for concurrent use.
type Client struct {
	config  Config
	conn    Connection
	http    *http.Client
	breaker *breaker
}

var _ payments.Provider = (*Client)(nil)

// New returns a client, or an error saying what is wrong with the configuration.
func New(config Config, conn Connection) (*Client, error) {
	if conn.AccessToken == "" {
		return nil, errors.New("mercado pago access token is empty")
	}
	return newClient(config, conn)
}

func newClient(config Config, conn Connection) (*Client, error) {
	base, err := url.Parse(config.BaseURL)
	if err != nil {
		return nil, fmt.Errorf("mercado pago base url: %w", err)
	}
	if !absolute(base, config.AllowInsecure) || base.RawQuery != "" {
		return nil, errors.New("mercado pago base url must be https, without a query")
	}
	config.BaseURL = strings.TrimRight(config.BaseURL, "/")
	if config.Transport == nil {
		config.Transport = newTransport()
	}
	return &Client{
		config:  config,
		conn:    conn,
		http:    &http.Client{Transport: traced(config.Transport), CheckRedirect: refuseRedirects},
		breaker: newBreaker(config.Breaker, conn.Circuit),
	}, nil
}

// With returns a client of the same seller with another token and the same breaker.
func (c *Client) With(token Secret) *Client {
	renewed := *c
	renewed.conn.AccessToken = token
	return &renewed
}

// Stats returns the counts since the client was made and the state of the breaker.
func (c *Client) Stats() Stats { return c.breaker.stats() }

// refuseRedirects keeps the token from being sent to another address.
func refuseRedirects(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// traced opens a span for each call. The trace context is not sent to Mercado Pago.
func traced(transport http.RoundTripper) http.RoundTripper {
	return otelhttp.NewTransport(transport,
		otelhttp.WithPropagators(propagation.NewCompositeTextMapPropagator()),
		otelhttp.WithSpanNameFormatter(func(_ string, r *http.Request) string { return "mercadopago " + r.Method }))
}

func newTransport() http.RoundTripper {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.DialContext = (&net.Dialer{Timeout: 3 * time.Second, KeepAlive: 30 * time.Second}).DialContext
	transport.MaxIdleConnsPerHost = 16
	return transport
}

func absolute(u *url.URL, allowInsecure bool) bool {
	return u.Host != "" && (u.Scheme == "https" || (allowInsecure && u.Scheme == "http"))
}
