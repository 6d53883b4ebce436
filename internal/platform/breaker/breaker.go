// Package breaker is a circuit breaker whose state lives in Redis, shared by all processes.
//
// Imports: none of this module.
package breaker

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"
)

// Options say when a breaker stops calls and when it allows them again.
type Options struct {
	Failures  int           // in a row, before it opens; 0 means 5
	Successes int           // in a row while half open, before it closes; 0 means 2
	OpenFor   time.Duration // before it allows calls again; 0 means 30 s
}

func (o Options) withDefaults() Options {
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

// Service has the breakers of one external service. Each party that is called there has a breaker of its own; the
// service sums them up. Emptying Redis closes every breaker.
type Service struct {
	client *redis.Client
	name   string
	Options
}

// New makes the breakers of a service, such as "mercadopago".
func New(client *redis.Client, service string, o Options) *Service {
	return &Service{client, service, o.withDefaults()}
}

// Breaker is the circuit breaker of one party.
type Breaker struct {
	service *Service
	party   string
}

// Of returns the breaker of a party.
func (s *Service) Of(party string) *Breaker { return &Breaker{s, party} }

func (s *Service) sumKey() string     { return "circuit_breaker:" + s.name }
func (s *Service) troubleKey() string { return s.sumKey() + ":trouble" }
func (b *Breaker) keys() []string {
	return []string{b.service.sumKey() + ":" + b.party, b.service.sumKey(), b.service.troubleKey()}
}

// Both scripts take the party's hash, the service's sums and the set of parties whose breaker is not closed, scored by
// the millisecond at which calls are allowed again. Time is Redis's own.
const scriptTime = `
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
local function count(field) redis.call('HINCRBY', KEYS[1], field, 1); redis.call('HINCRBY', KEYS[2], field, 1) end
local function change_state(state)
  redis.call('HSET', KEYS[1], 'state', state, 'failures', 0, 'successes', 0, 'trials', 0)
  redis.call('HINCRBY', KEYS[1], 'generation', 1)
  count('state_changes')
end
local h = redis.call('HMGET', KEYS[1],
  'state', 'until', 'trials', 'trial_until', 'pause', 'generation', 'failures', 'successes')
local state = h[1] or 'closed'
`

// enter returns {ticket, milliseconds to wait}. While half open, as many calls are in flight as successes are needed;
// one whose process died is forgotten.
var enter = redis.NewScript(scriptTime + `
redis.call('PEXPIRE', KEYS[1], 7 * 86400000)
count('total_calls')
local function reject(ms) count('rejected_calls'); return {0, ms} end
if h[5] and tonumber(h[5]) > now then return reject(tonumber(h[5]) - now) end
local trials = tonumber(h[3] or 0)
if state == 'open' then
  if tonumber(h[2]) > now then return reject(tonumber(h[2]) - now) end
  change_state('half_open')
  state, trials = 'half_open', 0
end
if state == 'half_open' then
  if trials >= tonumber(ARGV[1]) then
    if tonumber(h[4] or 0) > now then return reject(1000) end
    redis.call('HSET', KEYS[1], 'trials', 0)
  end
  redis.call('HINCRBY', KEYS[1], 'trials', 1)
  redis.call('HSET', KEYS[1], 'trial_until', now + 30000)
end
return {tonumber(redis.call('HGET', KEYS[1], 'generation') or 0), 0}`)

// leave counts a verdict. A verdict of a call that began in an earlier state changes no state.
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
  local allowed_at = now + tonumber(ARGV[5])
  change_state('open')
  redis.call('HSET', KEYS[1], 'until', allowed_at)
  redis.call('ZADD', KEYS[3], allowed_at, KEYS[1])
  return 'open'
end
if verdict == 'bad' then
  if state == 'half_open' or tonumber(h[7] or 0) + 1 >= tonumber(ARGV[3]) then return open() end
  redis.call('HINCRBY', KEYS[1], 'failures', 1)
elseif verdict == 'good' then
  redis.call('HSET', KEYS[1], 'failures', 0)
  if state == 'half_open' and redis.call('HINCRBY', KEYS[1], 'successes', 1) >= tonumber(ARGV[4]) then
    change_state('closed')
    redis.call('ZREM', KEYS[3], KEYS[1])
    return 'closed'
  end
end
return state`)

// Enter asks to make one call. wait is 0 if it is allowed, or how long to wait before asking again.
func (b *Breaker) Enter(ctx context.Context) (ticket int64, wait time.Duration, err error) {
	reply, err := enter.Run(ctx, b.service.client, b.keys(), b.service.Successes).Int64Slice()
	if err != nil {
		return 0, 0, fmt.Errorf("enter breaker %s: %w", b.party, err)
	}
	return reply[0], time.Duration(reply[1]) * time.Millisecond, nil
}

// Leave reports how the call went: good, bad or none. A pause rejects all calls for so long.
func (b *Breaker) Leave(ctx context.Context, ticket int64, verdict string, pause time.Duration) error {
	o := b.service.Options
	err := leave.Run(ctx, b.service.client, b.keys(), ticket, verdict, o.Failures, o.Successes,
		o.OpenFor.Milliseconds(), pause.Milliseconds()).Err()
	if err != nil {
		return fmt.Errorf("leave breaker %s: %w", b.party, err)
	}
	return nil
}

// Stats sum up a service's breakers since Redis was last emptied. State is the worst of them.
type Stats struct {
	State           string `json:"state"` // closed, half_open, open
	TotalCalls      int64  `json:"total_calls"`
	SuccessfulCalls int64  `json:"successful_calls"`
	FailedCalls     int64  `json:"failed_calls"`
	RejectedCalls   int64  `json:"rejected_calls"`
	StateChanges    int64  `json:"state_changes"`
	OpenCircuits    int64  `json:"open_circuits"`
}

// halfOpenFor is how long a party that is not called any more counts as half open.
const halfOpenFor = 10 * time.Minute

// Stats reads the service's sums.
func (s *Service) Stats(ctx context.Context) (Stats, error) {
	now, err := s.client.Time(ctx).Result()
	if err != nil {
		return Stats{}, fmt.Errorf("read breakers: %w", err)
	}
	at := strconv.FormatInt(now.UnixMilli(), 10)
	pipe := s.client.Pipeline()
	pipe.ZRemRangeByScore(ctx, s.troubleKey(), "-inf", strconv.FormatInt(now.Add(-halfOpenFor).UnixMilli(), 10))
	sums := pipe.HGetAll(ctx, s.sumKey())
	open := pipe.ZCount(ctx, s.troubleKey(), "("+at, "+inf")
	trouble := pipe.ZCard(ctx, s.troubleKey())
	if _, err := pipe.Exec(ctx); err != nil && !errors.Is(err, redis.Nil) {
		return Stats{}, fmt.Errorf("read breakers: %w", err)
	}
	stats := Stats{State: "closed", OpenCircuits: open.Val()}
	for field, into := range map[string]*int64{
		"total_calls":      &stats.TotalCalls,
		"successful_calls": &stats.SuccessfulCalls,
		"failed_calls":     &stats.FailedCalls,
		"rejected_calls":   &stats.RejectedCalls,
		"state_changes":    &stats.StateChanges,
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
