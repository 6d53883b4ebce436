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

// strike is one fault: what, and for how long. Its times are filled in when it
// happens.
type strike struct {
	what   string
	lasts  time.Duration
	inject func(ctx context.Context) (heal func(context.Context) error, err error)

	began, ended time.Time
	failed       error
}

func nothing(context.Context) error { return nil }

// victim is a process that can be struck.
type victim struct {
	name   string
	kill   func()
	revive func(context.Context) error
	pause  func() error
	resume func() error
}

func (h *house) victims() []victim {
	all := []victim{
		{"PostgreSQL", h.Postgres.Kill, h.Postgres.Restart, h.Postgres.Pause, h.Postgres.Resume},
		{"Redis", h.Redis.Kill, h.Redis.Restart, h.Redis.Pause, h.Redis.Resume},
		{"Temporal", h.Temporal.Kill, h.Temporal.Restart, h.Temporal.Pause, h.Temporal.Resume},
	}
	for _, role := range []string{"api", "worker", "gateway"} {
		p := h.processes[role]
		all = append(all, victim{role, p.Kill, p.Start, p.Pause, p.Resume})
	}
	return all
}

// kill is kill -9, some time without it, and back again.
func (h *house) kill(v victim, down time.Duration) *strike {
	return &strike{what: "kill -9 " + v.name, lasts: down, inject: func(context.Context) (func(context.Context) error, error) {
		v.kill()
		return func(ctx context.Context) error {
			began := time.Now()
			if err := v.revive(ctx); err != nil {
				return err
			}
			return h.noteReady(ctx, v.name, began)
		}, nil
	}}
}

// noteReady waits until a process that came back answers.
func (h *house) noteReady(ctx context.Context, name string, began time.Time) error {
	at := map[string]string{"api": h.api + "/api/health", "gateway": h.gateway + "/ws/health"}[name]
	if at != "" {
		if err := h.until(ctx, time.Minute, func(ctx context.Context) error { return h.answersOK(ctx, at) }); err != nil {
			return fmt.Errorf("%s does not come back: %w", name, err)
		}
	}
	h.facts.mu.Lock()
	defer h.facts.mu.Unlock()
	h.facts.restarts = append(h.facts.restarts, restart{name, time.Since(began)})
	return nil
}

func freeze(v victim, lasts time.Duration) *strike {
	return &strike{what: "SIGSTOP " + v.name, lasts: lasts, inject: func(context.Context) (func(context.Context) error, error) {
		return func(context.Context) error { return v.resume() }, v.pause()
	}}
}

func (h *house) cut(lasts time.Duration, names ...string) *strike {
	return h.spoiled("agujero negro "+strings.Join(names, " "), blackHole, lasts, names)
}

func (h *house) slow(t toxic, lasts time.Duration, names ...string) *strike {
	return h.spoiled(fmt.Sprintf("latencia %v ms %s", t.Attributes["latency"], strings.Join(names, " ")), t, lasts, names)
}

func (h *house) spoiled(what string, t toxic, lasts time.Duration, names []string) *strike {
	return &strike{what: what, lasts: lasts, inject: func(context.Context) (func(context.Context) error, error) { return h.hops.spoil(t, names) }}
}

func (h *house) redis() *redis.Client {
	return redis.NewClient(&redis.Options{Addr: h.Redis.URL()[len("redis://"):], MaxRetries: -1, PoolSize: 1})
}

func (h *house) flush() *strike {
	return &strike{what: "FLUSHALL", inject: func(ctx context.Context) (func(context.Context) error, error) {
		conn := h.redis()
		defer conn.Close()
		return nothing, conn.FlushAll(ctx).Err()
	}}
}

// poison puts on the channels what is no event: no JSON, another's JSON, a
// megabyte, and events of nobody.
func (h *house) poison() *strike {
	return &strike{what: "mensajes envenenados en Redis", inject: func(ctx context.Context) (func(context.Context) error, error) {
		conn := h.redis()
		defer conn.Close()
		channels := []string{fmt.Sprintf("branch:%d:kitchen", h.branch), fmt.Sprintf("branch:%d:waiters", h.branch)}
		for _, s := range h.facts.all() {
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

// forge sends notices that Mercado Pago did not: none may be taken.
func (h *house) forge() *strike {
	return &strike{what: "avisos falsos de Mercado Pago", inject: func(ctx context.Context) (func(context.Context) error, error) {
		for _, signature := range []string{"", "ts=1,v1=", "ts=1704908010,v1=" + strings.Repeat("0", 64), "v1=áé", strings.Repeat("ts=1,", 9000)} {
			c := h.visitor().WithHeader("X-Request-Id", "falso")
			if signature != "" {
				c = c.WithHeader("X-Signature", signature)
			}
			r, err := c.Send(ctx, http.MethodPost, "/api/billing/mercadopago/webhook?data.id=123&type=payment", object{"type": "payment", "data": object{"id": "123"}})
			if err == nil && r.Status/100 == 2 {
				h.facts.wonder(fmt.Sprintf("un aviso con la firma %.30q fue aceptado con %d", signature, r.Status))
			}
		}
		return nothing, nil
	}}
}

// storm strikes until its time is over or all have left, and heals each fault
// before the next.
func (h *house) storm(ctx context.Context, guests *sync.WaitGroup) error {
	left := make(chan struct{})
	go func() {
		guests.Wait()
		close(left)
	}()
	rng := newRng(h.seed, 1)
	end := time.Now().Add(h.length)
	for _, s := range h.program(rng) {
		pause(ctx, h.sparse/2+time.Duration(rng.Int64N(int64(h.sparse))))
		select {
		case <-left:
			return nil
		default:
		}
		if time.Now().After(end) || ctx.Err() != nil {
			return ctx.Err()
		}
		h.strikes = append(h.strikes, s)
		if err := h.hit(ctx, s); err != nil {
			return fmt.Errorf("%s: %w", s.what, err)
		}
	}
	return nil
}

func (h *house) hit(ctx context.Context, s *strike) error {
	s.began = time.Now()
	heal, err := s.inject(ctx)
	s.failed = err
	if heal == nil {
		return err
	}
	pause(ctx, s.lasts)
	err = heal(context.WithoutCancel(ctx))
	s.ended = time.Now()
	h.say("%-60s %5.1f s", s.what, s.ended.Sub(s.began).Seconds())
	return err
}
