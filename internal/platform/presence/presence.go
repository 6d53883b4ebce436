// Package presence records in Redis which table sessions have a phone connected, over all gateways.
//
// Imports: none of this module.
package presence

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"
)

// TTL is how long a session counts as connected after a gateway's last Refresh. Gateways refresh more than twice as
// often.
const TTL = 60 * time.Second

// Tracker records and answers whether any phone of a session is connected, at whichever gateway. A gateway that dies
// is forgotten after TTL.
//
// A session is a sorted set of gateways, scored by the time when each expires. The time is Redis's own, so that the
// machines' clocks do not matter.
type Tracker struct {
	client  *redis.Client
	gateway string
}

// New makes a Tracker. gateway identifies this process among the gateways; a process that only calls Connected may
// leave it empty.
func New(client *redis.Client, gateway string) *Tracker {
	return &Tracker{client: client, gateway: gateway}
}

func key(session int64) string { return "presence:session:" + strconv.FormatInt(session, 10) }

// Refresh records that phones of these sessions are connected at this gateway.
func (t *Tracker) Refresh(ctx context.Context, sessions ...int64) error {
	if len(sessions) == 0 {
		return nil
	}
	now, err := t.client.Time(ctx).Result()
	if err != nil {
		return fmt.Errorf("read the time of Redis: %w", err)
	}
	expiry := redis.Z{Score: float64(now.Add(TTL).Unix()), Member: t.gateway}
	pipe := t.client.Pipeline()
	for _, s := range sessions {
		pipe.ZAdd(ctx, key(s), expiry)
		pipe.Expire(ctx, key(s), TTL)
	}
	if _, err := pipe.Exec(ctx); err != nil {
		return fmt.Errorf("refresh the presence of %d sessions: %w", len(sessions), err)
	}
	return nil
}

// Remove records that no phone of these sessions is connected at this gateway any more.
func (t *Tracker) Remove(ctx context.Context, sessions ...int64) error {
	if len(sessions) == 0 {
		return nil
	}
	pipe := t.client.Pipeline()
	for _, s := range sessions {
		pipe.ZRem(ctx, key(s), t.gateway)
	}
	if _, err := pipe.Exec(ctx); err != nil {
		return fmt.Errorf("remove the presence of %d sessions: %w", len(sessions), err)
	}
	return nil
}

// Connected reports whether any gateway has a phone of the session. An error means that the answer is unknown.
func (t *Tracker) Connected(ctx context.Context, session int64) (bool, error) {
	now, err := t.client.Time(ctx).Result()
	if err != nil {
		return false, fmt.Errorf("read the time of Redis: %w", err)
	}
	n, err := t.client.ZCount(ctx, key(session), strconv.FormatInt(now.Unix(), 10), "+inf").Result()
	if err != nil {
		return false, fmt.Errorf("count the gateways of session %d: %w", session, err)
	}
	return n > 0, nil
}
