package pubsub

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"
)

// CircuitOptions say when a circuit stops calls and when it lets them through again.
type CircuitOptions struct {
	Failures  int           // in a row, before it opens; 0 means 5
	Successes int           // in a row while half open, before it closes; 0 means 2
	OpenFor   time.Duration // before it lets calls through again; 0 means 30 s
}

func (o CircuitOptions) withDefaults() CircuitOptions {
	if o.Failures == 0 {
		o.Failures = 5
	}
	if o.Successes == 0 {
		o.Successes = 2
	}
	if o.OpenFor == 0 {
		o.OpenFor = 30 * time.Second
	}
	return o
}

// Circuits are the circuit breakers of one service that this system calls. All
// processes share their state; each party that is called has a circuit of its own,
// and the service has the sum of them. Emptying Redis closes every circuit.
type Circuits struct {
	client  *redis.Client
	service string
	CircuitOptions
}

// NewCircuits makes the circuits of a service, such as "mercadopago".
func NewCircuits(client *redis.Client, service string, o CircuitOptions) *Circuits {
	return &Circuits{client, service, o.withDefaults()}
}

// Circuit is the breaker of one party.
type Circuit struct {
	all  *Circuits
	name string
}

// Of gives the circuit of a party.
func (c *Circuits) Of(party string) *Circuit { return &Circuit{c, party} }

func (c *Circuits) sumKey() string     { return "circuit_breaker:" + c.service }
func (c *Circuits) troubleKey() string { return c.sumKey() + ":trouble" }
func (c *Circuit) keys() []string {
	return []string{c.all.sumKey() + ":" + c.name, c.all.sumKey(), c.all.troubleKey()}
}

// Both scripts take the party's hash, the service's sums and the set of parties
// in trouble, scored by the millisecond at which calls are let through again. Time
// is Redis's own.
const scriptTime = `
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
local function count(field) redis.call('HINCRBY', KEYS[1], field, 1); redis.call('HINCRBY', KEYS[2], field, 1) end
local function turn(state)
  redis.call('HSET', KEYS[1], 'state', state, 'failures', 0, 'successes', 0, 'trials', 0)
  redis.call('HINCRBY', KEYS[1], 'generation', 1)
  count('state_changes')
end
local h = redis.call('HMGET', KEYS[1], 'state', 'until', 'trials', 'trial_until', 'pause', 'generation', 'failures', 'successes')
local state = h[1] or 'closed'
`

// enter answers {ticket, milliseconds to wait}. While half open, as many calls
// are under way as successes are needed; one whose process died is forgotten.
var enter = redis.NewScript(scriptTime + `
redis.call('PEXPIRE', KEYS[1], 7 * 86400000)
count('total_calls')
local function hold(ms) count('rejected_calls'); return {0, ms} end
if h[5] and tonumber(h[5]) > now then return hold(tonumber(h[5]) - now) end
local trials = tonumber(h[3] or 0)
if state == 'open' then
  if tonumber(h[2]) > now then return hold(tonumber(h[2]) - now) end
  turn('half_open')
  state, trials = 'half_open', 0
end
if state == 'half_open' then
  if trials >= tonumber(ARGV[1]) then
    if tonumber(h[4] or 0) > now then return hold(1000) end
    redis.call('HSET', KEYS[1], 'trials', 0)
  end
  redis.call('HINCRBY', KEYS[1], 'trials', 1)
  redis.call('HSET', KEYS[1], 'trial_until', now + 30000)
end
return {tonumber(redis.call('HGET', KEYS[1], 'generation') or 0), 0}`)

// leave counts a verdict. One about an earlier state changes no state.
var leave = redis.NewScript(scriptTime + `
redis.call('PEXPIRE', KEYS[1], 7 * 86400000)
local pause = tonumber(ARGV[6])
if pause > 0 then redis.call('HSET', KEYS[1], 'pause', now + pause) end
local verdict = ARGV[2]
if verdict == 'none' then
  redis.call('HINCRBY', KEYS[1], 'total_calls', -1)
  redis.call('HINCRBY', KEYS[2], 'total_calls', -1)
else
  count(verdict == 'bad' and 'failed_calls' or 'successful_calls')
end
if tonumber(h[6] or 0) ~= tonumber(ARGV[1]) then return state end
if state == 'half_open' then redis.call('HINCRBY', KEYS[1], 'trials', -1) end
local function open()
  local again = now + tonumber(ARGV[5])
  turn('open')
  redis.call('HSET', KEYS[1], 'until', again)
  redis.call('ZADD', KEYS[3], again, KEYS[1])
  return 'open'
end
if verdict == 'bad' then
  if state == 'half_open' or tonumber(h[7] or 0) + 1 >= tonumber(ARGV[3]) then return open() end
  redis.call('HINCRBY', KEYS[1], 'failures', 1)
elseif verdict == 'good' then
  redis.call('HSET', KEYS[1], 'failures', 0)
  if state == 'half_open' and redis.call('HINCRBY', KEYS[1], 'successes', 1) >= tonumber(ARGV[4]) then
    turn('closed')
    redis.call('ZREM', KEYS[3], KEYS[1])
    return 'closed'
  end
end
return state`)

// Enter asks to make one call. wait is 0, or how long to hold back instead.
func (c *Circuit) Enter(ctx context.Context) (ticket int64, wait time.Duration, err error) {
	answer, err := enter.Run(ctx, c.all.client, c.keys(), c.all.Successes).Int64Slice()
	if err != nil {
		return 0, 0, fmt.Errorf("enter circuit %s: %w", c.name, err)
	}
	return answer[0], time.Duration(answer[1]) * time.Millisecond, nil
}

// Leave tells how the call went: good, bad or none. A pause makes everybody hold
// back for so long.
func (c *Circuit) Leave(ctx context.Context, ticket int64, verdict string, pause time.Duration) error {
	err := leave.Run(ctx, c.all.client, c.keys(), ticket, verdict, c.all.Failures, c.all.Successes,
		c.all.OpenFor.Milliseconds(), pause.Milliseconds()).Err()
	if err != nil {
		return fmt.Errorf("leave circuit %s: %w", c.name, err)
	}
	return nil
}

// CircuitStats sum up a service's circuits since Redis was last emptied. State is
// the worst of them.
type CircuitStats struct {
	State           string `json:"state"` // closed, half_open, open
	TotalCalls      int64  `json:"total_calls"`
	SuccessfulCalls int64  `json:"successful_calls"`
	FailedCalls     int64  `json:"failed_calls"`
	RejectedCalls   int64  `json:"rejected_calls"`
	StateChanges    int64  `json:"state_changes"`
	OpenCircuits    int64  `json:"open_circuits"`
}

// forgetTrouble is how long a party that nobody calls any more counts as half open.
const forgetTrouble = 10 * time.Minute

// Stats tells how the service is.
func (c *Circuits) Stats(ctx context.Context) (CircuitStats, error) {
	now, err := c.client.Time(ctx).Result()
	if err != nil {
		return CircuitStats{}, fmt.Errorf("read circuits: %w", err)
	}
	at := strconv.FormatInt(now.UnixMilli(), 10)
	pipe := c.client.Pipeline()
	pipe.ZRemRangeByScore(ctx, c.troubleKey(), "-inf", strconv.FormatInt(now.Add(-forgetTrouble).UnixMilli(), 10))
	sums := pipe.HGetAll(ctx, c.sumKey())
	open := pipe.ZCount(ctx, c.troubleKey(), "("+at, "+inf")
	trouble := pipe.ZCard(ctx, c.troubleKey())
	if _, err := pipe.Exec(ctx); err != nil && !errors.Is(err, redis.Nil) {
		return CircuitStats{}, fmt.Errorf("read circuits: %w", err)
	}
	stats := CircuitStats{State: "closed", OpenCircuits: open.Val()}
	for field, into := range map[string]*int64{
		"total_calls": &stats.TotalCalls, "successful_calls": &stats.SuccessfulCalls, "failed_calls": &stats.FailedCalls,
		"rejected_calls": &stats.RejectedCalls, "state_changes": &stats.StateChanges,
	} {
		*into, _ = strconv.ParseInt(sums.Val()[field], 10, 64)
	}
	switch {
	case open.Val() > 0:
		stats.State = "open"
	case trouble.Val() > 0:
		stats.State = "half_open"
	}
	return stats, nil
}
