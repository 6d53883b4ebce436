package pubsub

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"
)

// PresenceLife is how long a session counts as attended after the last Touch of
// a gateway. A gateway touches its sessions more than twice as often.
const PresenceLife = 60 * time.Second

// Presence tells whether any phone of a session is connected, at whichever
// gateway. A gateway that dies is forgotten after PresenceLife.
//
// A session is a sorted set of gateways by the moment when each stops to count,
// in Redis's own time, so that the machines' clocks do not matter.
type Presence struct {
	client  *redis.Client
	gateway string
}

// NewPresence makes a Presence. gateway names this process among the gateways;
// who only asks may leave it empty.
func NewPresence(client *redis.Client, gateway string) *Presence {
	return &Presence{client: client, gateway: gateway}
}

func presenceKey(session int64) string {
	return "presence:session:" + strconv.FormatInt(session, 10)
}

// Touch says that phones of these sessions are connected here.
func (p *Presence) Touch(ctx context.Context, sessions ...int64) error {
	if len(sessions) == 0 {
		return nil
	}
	now, err := p.client.Time(ctx).Result()
	if err != nil {
		return fmt.Errorf("read the time of Redis: %w", err)
	}
	until := redis.Z{Score: float64(now.Add(PresenceLife).Unix()), Member: p.gateway}
	pipe := p.client.Pipeline()
	for _, s := range sessions {
		pipe.ZAdd(ctx, presenceKey(s), until)
		pipe.Expire(ctx, presenceKey(s), PresenceLife)
	}
	if _, err := pipe.Exec(ctx); err != nil {
		return fmt.Errorf("touch the presence of %d sessions: %w", len(sessions), err)
	}
	return nil
}

// Leave says that no phone of these sessions is connected here any more.
func (p *Presence) Leave(ctx context.Context, sessions ...int64) error {
	if len(sessions) == 0 {
		return nil
	}
	pipe := p.client.Pipeline()
	for _, s := range sessions {
		pipe.ZRem(ctx, presenceKey(s), p.gateway)
	}
	if _, err := pipe.Exec(ctx); err != nil {
		return fmt.Errorf("end the presence of %d sessions: %w", len(sessions), err)
	}
	return nil
}

// Connected reports whether any gateway has a phone of the session. When Redis
// does not answer nobody knows: treat the error as "maybe".
func (p *Presence) Connected(ctx context.Context, session int64) (bool, error) {
	now, err := p.client.Time(ctx).Result()
	if err != nil {
		return false, fmt.Errorf("read the time of Redis: %w", err)
	}
	n, err := p.client.ZCount(ctx, presenceKey(session), strconv.FormatInt(now.Unix(), 10), "+inf").Result()
	if err != nil {
		return false, fmt.Errorf("count the gateways of session %d: %w", session, err)
	}
	return n > 0, nil
}
