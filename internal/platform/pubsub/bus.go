// Package bus is the bell: Redis carries committed events from whoever wrote
// them to every gateway, and tells whether anybody sits at a table.
//
// What it carries may be lost; the ledger keeps it. Publishing is at least once,
// and who listens drops repeats by the event's id.
//
//   - bus.go, publish.go: the client and the raw publish.
//   - publisher.go: what to call after a commit.
//   - subscription.go: what a gateway listens with.
//   - presence.go: whose phones are connected.
//   - circuit.go: circuit breakers that processes share.
//
// Channel names are built from ids alone, in package event. It imports event and
// nothing else of this project.
package pubsub

import (
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/redis/go-redis/extra/redisotel/v9"
	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/maintnotifications"
)

// Bus publishes to and listens on one Redis. It is safe for concurrent use.
type Bus struct {
	client *redis.Client
	log    *slog.Logger
}

// New makes a Bus over a client that the caller closes.
func New(client *redis.Client, log *slog.Logger) *Bus {
	return &Bus{client: client, log: log}
}

// Dial makes a client with short timeouts: the bell is worth no wait. It does
// not wait for Redis to answer. poolSize 0 means 20 connections.
func Dial(url string, poolSize int) (*redis.Client, error) {
	o, err := redis.ParseURL(url)
	if err != nil {
		return nil, errors.New("REDIS_URL is not an address of Redis") // the cause would quote the password
	}
	o.PoolSize = 20
	if poolSize > 0 {
		o.PoolSize = poolSize
	}
	o.DialTimeout = time.Second
	o.ReadTimeout = 500 * time.Millisecond
	o.WriteTimeout = 500 * time.Millisecond
	o.PoolTimeout = 500 * time.Millisecond
	o.ContextTimeoutEnabled = true
	// One repeat, for the pooled connection that a restart of Redis left dead. A
	// published event that the repeat doubles is dropped by its listeners.
	o.MaxRetries = 1
	o.DialerRetries = 1
	o.MaintNotificationsConfig = &maintnotifications.Config{Mode: maintnotifications.ModeDisabled} // a cloud's extra
	client := redis.NewClient(o)
	if err := redisotel.InstrumentTracing(client, redisotel.WithDBStatement(false)); err != nil {
		return nil, fmt.Errorf("trace Redis: %w", err)
	}
	return client, nil
}
