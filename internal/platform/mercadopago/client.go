// Package mercadopago is the client for Mercado Pago's Checkout Pro: it
// implements checkout.Provider over the Preferences, Payments and Refunds calls,
// guards each of them with a circuit breaker, and verifies the signature of
// webhooks.
//
// It imports internal/domain/payments and internal/domain/money, and nothing else of this
// project. It logs nothing: an error says all there is to say.
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

// Connection is the link to one seller. Each seller has a Client of its own, and
// with it a breaker of its own.
type Connection struct {
	AccessToken Secret
	SellerID    int64   // refuse checkouts of any other seller; 0 does not look
	Circuit     Circuit // shared with other processes; nil keeps to this one
}

// Config says where Mercado Pago is and how to speak to it. The zero value of
// each optional field is what production uses.
type Config struct {
	BaseURL       string            // "https://api.mercadopago.com"
	UserAgent     string            // "integrador/1.4.0"
	AllowInsecure bool              // http addresses too; never in production
	CheckoutHost  string            // host[:port] of a simulator's pages, besides Mercado Pago's own
	Transport     http.RoundTripper // nil: a transport with sensible limits
	Breaker       Breaker           // zero: 5 failures open it for 30 s, 2 successes close it
	// Observe is told of each request that was sent; nil tells nobody.
	Observe func(context.Context, Observation)
}

// Observation is how one request went. It holds no secret.
type Observation struct {
	Op        string
	HTTP      int                // 0 without an answer
	Kind      payments.ErrorKind // "" if it went well
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
		http:    &http.Client{Transport: traced(config.Transport), CheckRedirect: stayHere},
		breaker: newBreaker(config.Breaker, conn.Circuit),
	}, nil
}

// With gives a client of the same seller that carries another token. Both go by
// the same breaker.
func (c *Client) With(token Secret) *Client {
	renewed := *c
	renewed.conn.AccessToken = token
	return &renewed
}

// Stats counts the calls since the client was made and tells the breaker's state.
func (c *Client) Stats() Stats { return c.breaker.stats() }

// A redirect would carry the token to a place nobody configured.
func stayHere(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// traced gives each call a span. What it knows of our trace stays here: Mercado
// Pago is told nothing.
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
