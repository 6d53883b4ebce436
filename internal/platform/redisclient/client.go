// Package redisclient makes the Redis client that all roles share: short timeouts, one retry, traces.
//
// Imports: none of this module.
package redisclient

import (
	"errors"
	"fmt"
	"time"

	"github.com/redis/go-redis/extra/redisotel/v9"
	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/maintnotifications"
)

// New makes a client. It does not wait for Redis to answer. Timeouts are short because nothing in Redis is worth a
// long wait. poolSize 0 means 20 connections.
func New(url string, poolSize int) (*redis.Client, error) {
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
	// One retry, for the pooled connection that a restart of Redis left dead. If the retry publishes an event twice,
	// its consumers drop the second one.
	o.MaxRetries = 1
	o.DialerRetries = 1
	// Notifications of maintenance exist only in managed Redis services.
	o.MaintNotificationsConfig = &maintnotifications.Config{Mode: maintnotifications.ModeDisabled}
	client := redis.NewClient(o)
	if err := redisotel.InstrumentTracing(client, redisotel.WithDBStatement(false)); err != nil {
		return nil, fmt.Errorf("trace Redis: %w", err)
	}
	return client, nil
}
