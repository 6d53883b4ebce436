// Package mpsim is a Mercado Pago to develop and test against: the Preferences,
// Payments and Refunds calls, a page where a diner "pays", signed webhooks with
// their retries, and a control API that makes things go wrong on purpose.
//
// It shares no code with the client it is called by, so that a mistake in one
// does not hide in the other, and imports only internal/money. It moves no money
// and refuses to exist in production.
package mpsim

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// Profile says how strict the simulator is about addresses.
type Profile string

// Strict refuses what Mercado Pago refuses; Dev also takes http and localhost.
const (
	Strict Profile = "strict"
	Dev    Profile = "dev"
)

// Config describes the one seller the simulator knows, and how it behaves.
type Config struct {
	Token         string // access token of the seller
	SellerID      int64
	SellerName    string // shown on the page; empty means "Comercio de prueba"
	WebhookSecret string
	AdminToken    string // opens /__sim/, in the header X-Sim-Token

	PublicURL  string // where browsers find the simulator; empty: where they asked for it
	WebhookURL string // for preferences without a notification_url; may be empty
	Profile    Profile
	StateFile  string // keeps everything over a restart; empty keeps it in memory

	// RetrySchedule is when to repeat a notification, counted from its first
	// dispatch; nil means ScheduleW1.
	RetrySchedule []time.Duration
	// Transport sends the notifications; nil uses one that reaches only loopback
	// and private addresses.
	Transport  http.RoundTripper
	Logger     *slog.Logger // nil means slog.Default
	Production bool         // makes New fail
}

// Server is a running simulator. It is safe for concurrent use.
type Server struct {
	config  Config
	handler http.Handler
	sender  *http.Client
	wake    chan struct{} // tells Run that a delivery is due

	mu       sync.Mutex
	state    state
	nonces   map[string]int64 // of each form shown: the payment it made, or 0
	faults   []*fault
	rules    []*deliveryRule
	lastRule int64 // numbers faults and rules
	requests []requestEntry
}

// New returns a simulator with what its state file holds.
func New(config Config) (*Server, error) {
	if err := config.check(); err != nil {
		return nil, err
	}
	s := &Server{config: config.withDefaults(), nonces: map[string]int64{}, wake: make(chan struct{}, 1)}
	s.sender = &http.Client{Transport: s.config.Transport, CheckRedirect: doNotFollow}
	s.handler = s.routes()
	var err error
	if s.state, err = loadState(config.StateFile); err != nil {
		return nil, err
	}
	return s, nil
}

// Handler serves the API, the pages and the control API.
func (s *Server) Handler() http.Handler { return s.handler }

// Run delivers notifications until ctx ends, and returns when none is under way.
func (s *Server) Run(ctx context.Context) error {
	var underWay sync.WaitGroup
	defer underWay.Wait()
	for {
		due, wait := s.claimDue(time.Now())
		for _, one := range due {
			underWay.Go(func() { s.deliver(ctx, one) })
		}
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
			timer.Stop()
			return nil
		case <-s.wake:
			timer.Stop()
		case <-timer.C:
		}
	}
}

func (c Config) check() error {
	switch {
	case c.Production:
		return errors.New("the mercado pago simulator does not run in production")
	case c.Token == "" || c.WebhookSecret == "" || c.AdminToken == "":
		return errors.New("the simulator needs a token, a webhook secret and an admin token")
	case c.SellerID <= 0:
		return errors.New("the simulator needs a seller id")
	case c.Profile != Strict && c.Profile != Dev:
		return errors.New("the simulator's profile is strict or dev")
	}
	return nil
}

func (c Config) withDefaults() Config {
	if c.SellerName == "" {
		c.SellerName = "Comercio de prueba"
	}
	if c.RetrySchedule == nil {
		c.RetrySchedule = ScheduleW1()
	}
	if c.Transport == nil {
		c.Transport = privateTransport()
	}
	if c.Logger == nil {
		c.Logger = slog.Default()
	}
	c.PublicURL = strings.TrimRight(c.PublicURL, "/")
	c.RetrySchedule = slices.Clone(c.RetrySchedule)
	return c
}

// publicURL is where the browser of whoever sent r finds us.
func (s *Server) publicURL(r *http.Request) string {
	if s.config.PublicURL != "" {
		return s.config.PublicURL
	}
	return "http://" + r.Host
}
