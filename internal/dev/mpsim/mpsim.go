// Package mpsim is a Mercado Pago to develop and test against: preferences,
// payments, refunds, merchant orders, chargebacks and OAuth for any number of
// sellers, a page where a diner "pays", signed webhooks with their retries, and a
// control API that moves the clock and makes things go wrong on purpose, by hand
// or by a seed. docs/simulator.md says how to use it; docs/simulator-differences.md,
// which the tables of this package generate, says where it is not the real thing.
//
// It shares no code with the client that calls it, so that a mistake in one does not
// hide in the other. It moves no money, and New fails in production.
//
// Imports: internal/domain/money.
package mpsim

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
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

// Config describes the seller that the simulator starts with, that seller's
// application, and how it all behaves. More sellers come by the control API.
type Config struct {
	Token         string // access token of the seller
	SellerID      int64
	SellerName    string // shown on the page; empty means "Comercio de prueba"
	WebhookSecret string
	AdminToken    string // opens /__sim/, in the header X-Sim-Token

	// The application that may ask sellers for their consent. Empty means
	// DefaultClientID and DefaultClientSecret.
	ClientID, ClientSecret string
	AppName                string   // shown to sellers; empty means "Integrador"
	RedirectURIs           []string // none: in the dev profile any address of this machine

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
	Settings   Settings     // until the control API changes them
	Logger     *slog.Logger // nil means slog.Default
	Production bool         // makes New fail
}

// What an application is known by when nothing else was configured.
const (
	DefaultClientID     = "4679935697572392"
	DefaultClientSecret = "simulator-client-secret"
)

// Server is a running simulator. It is safe for concurrent use.
type Server struct {
	config  Config
	handler http.Handler
	sender  *http.Client
	wake    chan struct{} // wakes Run: a delivery is due

	mu        sync.Mutex
	state     state
	journal   *os.File // of the state file; nil without one
	unsaved   []change
	nonces    map[string]nonce
	faults    []*fault
	rules     []*deliveryRule
	lastRule  int64          // numbers faults and rules
	draws     map[string]int // how often chance was asked about a call
	chaos     chaosRun
	requests  []requestEntry
	events    []event
	lastEvent int64
}

// New returns a simulator with what its state file holds.
func New(config Config) (*Server, error) {
	if err := config.check(); err != nil {
		return nil, err
	}
	s := &Server{config: config.withDefaults(), nonces: map[string]nonce{}, draws: map[string]int{}, wake: make(chan struct{}, 1)}
	s.sender = &http.Client{Transport: s.config.Transport, CheckRedirect: doNotFollow}
	s.handler = s.routes()
	var err error
	if s.state, err = loadState(config.StateFile, config.Settings); err != nil {
		return nil, err
	}
	s.addConfigured()
	s.state.repair(s.config)
	return s, s.rewrite()
}

// Handler serves the API, the pages and the control API.
func (s *Server) Handler() http.Handler { return s.handler }

// Run delivers notifications until ctx ends, and returns when none is under way.
func (s *Server) Run(ctx context.Context) error {
	var underWay sync.WaitGroup
	defer underWay.Wait()
	for {
		due, wait := s.claimDue()
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
	if problem := c.Settings.problem(); problem != "" {
		return fmt.Errorf("the simulator's settings: %s", problem)
	}
	return nil
}

func (c Config) withDefaults() Config {
	if c.SellerName == "" {
		c.SellerName = "Comercio de prueba"
	}
	c.ClientID = orElse(c.ClientID, DefaultClientID)
	c.ClientSecret = orElse(c.ClientSecret, DefaultClientSecret)
	c.AppName = orElse(c.AppName, "Integrador")
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
