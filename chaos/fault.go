package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"
)

// fault is one fault: what, and for how long. Its times are filled in when it
// happens.
type fault struct {
	what   string
	lasts  time.Duration
	inject func(ctx context.Context) (heal func(context.Context) error, err error)

	began, ended time.Time
	failed       error
}

func nothing(context.Context) error { return nil }

// target is a process that can be killed or frozen.
type target struct {
	name   string
	kill   func()
	start  func(context.Context) error
	pause  func() error
	resume func() error
}

func (cl *cluster) targets() []target {
	all := []target{
		{"PostgreSQL", cl.Postgres.Kill, cl.Postgres.Restart, cl.Postgres.Pause, cl.Postgres.Resume},
		{"Redis", cl.Redis.Kill, cl.Redis.Restart, cl.Redis.Pause, cl.Redis.Resume},
		{"Temporal", cl.Temporal.Kill, cl.Temporal.Restart, cl.Temporal.Pause, cl.Temporal.Resume},
	}
	for _, role := range []string{"api", "worker", "gateway"} {
		p := cl.processes[role]
		all = append(all, target{role, p.Kill, p.Start, p.Pause, p.Resume})
	}
	return all
}

// kill is kill -9, some time without the process, and a restart.
func (cl *cluster) kill(v target, down time.Duration) *fault {
	return &fault{what: "kill -9 " + v.name, lasts: down, inject: func(context.Context) (func(context.Context) error, error) {
		v.kill()
		return func(ctx context.Context) error {
			began := time.Now()
			if err := v.start(ctx); err != nil {
				return err
			}
			return cl.noteReady(ctx, v.name, began)
		}, nil
	}}
}

// noteReady waits until a process that came back answers.
func (cl *cluster) noteReady(ctx context.Context, name string, began time.Time) error {
	at := map[string]string{"api": cl.api + "/api/health", "gateway": cl.gateway + "/ws/health"}[name]
	if at != "" {
		if err := cl.until(ctx, time.Minute, func(ctx context.Context) error { return cl.answersOK(ctx, at) }); err != nil {
			return fmt.Errorf("%s does not come back: %w", name, err)
		}
	}
	cl.facts.mu.Lock()
	defer cl.facts.mu.Unlock()
	cl.facts.restarts = append(cl.facts.restarts, restart{name, time.Since(began)})
	return nil
}

func freeze(v target, lasts time.Duration) *fault {
	return &fault{what: "SIGSTOP " + v.name, lasts: lasts, inject: func(context.Context) (func(context.Context) error, error) {
		return func(context.Context) error { return v.resume() }, v.pause()
	}}
}

func (cl *cluster) cut(lasts time.Duration, names ...string) *fault {
	return cl.toxicFault("agujero negro "+strings.Join(names, " "), blackHole, lasts, names)
}

func (cl *cluster) slow(t toxic, lasts time.Duration, names ...string) *fault {
	return cl.toxicFault(fmt.Sprintf("latencia %v ms %s", t.Attributes["latency"], strings.Join(names, " ")), t, lasts, names)
}

func (cl *cluster) toxicFault(what string, t toxic, lasts time.Duration, names []string) *fault {
	inject := func(context.Context) (func(context.Context) error, error) { return cl.proxies.addToxic(t, names) }
	return &fault{what: what, lasts: lasts, inject: inject}
}

func (cl *cluster) redis() *redis.Client {
	return redis.NewClient(&redis.Options{Addr: cl.Redis.URL()[len("redis://"):], MaxRetries: -1, PoolSize: 1})
}

func (cl *cluster) flush() *fault {
	return &fault{what: "FLUSHALL", inject: func(ctx context.Context) (func(context.Context) error, error) {
		conn := cl.redis()
		defer conn.Close()
		return nothing, conn.FlushAll(ctx).Err()
	}}
}

// poison publishes messages that are no events: no JSON, other JSON, a megabyte, and
// events of sessions that do not exist.
func (cl *cluster) poison() *fault {
	return &fault{what: "mensajes envenenados en Redis", inject: func(ctx context.Context) (func(context.Context) error, error) {
		conn := cl.redis()
		defer conn.Close()
		channels := []string{fmt.Sprintf("branch:%d:kitchen", cl.branch), fmt.Sprintf("branch:%d:waiters", cl.branch)}
		for _, s := range cl.facts.all() {
			if s.closed.IsZero() {
				channels = append(channels, fmt.Sprintf("session:%d", s.id))
			}
		}
		var err error
		for _, channel := range channels {
			for _, message := range []string{
				"{", "null", "[]", "\x00\xff", `{"type":7}`, `{"seq":-1}`, `{"type":"ROUND_READY","seq":999999999,"session_id":-3,"ts":"ayer"}`, strings.Repeat("x", 1<<20),
			} {
				err = errors.Join(err, conn.Publish(ctx, channel, message).Err())
			}
		}
		return nothing, err
	}}
}

// forge sends webhooks that Mercado Pago did not sign: none may be accepted.
func (cl *cluster) forge() *fault {
	return &fault{what: "avisos falsos de Mercado Pago", inject: func(ctx context.Context) (func(context.Context) error, error) {
		for _, signature := range []string{"", "ts=1,v1=", "ts=1704908010,v1=" + strings.Repeat("0", 64), "v1=áé", strings.Repeat("ts=1,", 9000)} {
			c := cl.visitor().WithHeader("X-Request-Id", "falso")
			if signature != "" {
				c = c.WithHeader("X-Signature", signature)
			}
			r, err := c.Send(ctx, http.MethodPost, "/api/billing/mercadopago/webhook?data.id=123&type=payment",
				object{"type": "payment", "data": object{"id": "123"}})
			if err == nil && r.Status/100 == 2 {
				cl.facts.noteUnexpected(fmt.Sprintf("un aviso con la firma %.30q fue aceptado con %d", signature, r.Status))
			}
		}
		return nothing, nil
	}}
}

// runFaults injects faults until the time is over or all guests have left, and heals
// each before the next.
func (cl *cluster) runFaults(ctx context.Context, guests *sync.WaitGroup) error {
	left := make(chan struct{})
	go func() {
		guests.Wait()
		close(left)
	}()
	rng := newRng(cl.seed, 1)
	end := time.Now().Add(cl.length)
	for _, s := range cl.schedule(rng) {
		pause(ctx, cl.sparse/2+time.Duration(rng.Int64N(int64(cl.sparse))))
		select {
		case <-left:
			return nil
		default:
		}
		if time.Now().After(end) || ctx.Err() != nil {
			return ctx.Err()
		}
		cl.faults = append(cl.faults, s)
		if err := cl.runFault(ctx, s); err != nil {
			return fmt.Errorf("%s: %w", s.what, err)
		}
	}
	return nil
}

func (cl *cluster) runFault(ctx context.Context, s *fault) error {
	s.began = time.Now()
	heal, err := s.inject(ctx)
	s.failed = err
	if heal == nil {
		return err
	}
	pause(ctx, s.lasts)
	err = heal(context.WithoutCancel(ctx))
	s.ended = time.Now()
	cl.say("%-60s %5.1f s", s.what, s.ended.Sub(s.began).Seconds())
	return err
}
