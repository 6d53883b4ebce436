package api

import (
	"context"
	"fmt"
	"sync"
	"time"

	"integrador/internal/domain/event"
	"integrador/internal/domain/fault"
	"integrador/internal/domain/tablesession"
	"integrador/internal/platform/postgres"
)

// conductor is a Sessions over the ledger alone: what the workflows do, one
// message at a time and without Temporal. It remembers what it was sent.
type conductor struct {
	ledger *postgres.Store

	mu      sync.Mutex
	sent    []message
	looked  []int64 // payments that were looked for
	refunds []tablesession.RefundOrder
	fail    error // given instead of whatever a command comes to, if set
}

type message struct {
	tenant, table int64
	env           tablesession.Envelope
	command       tablesession.Command
}

func (c *conductor) Open(ctx context.Context, in tablesession.Seating) (tablesession.Result, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.fail != nil {
		return tablesession.Result{}, c.fail
	}
	seated, err := c.ledger.Open(ctx, in)
	s := seated.Session
	return tablesession.Result{SessionID: s.SessionID, SessionStatus: string(s.Status), TableCode: s.TableCode}, err
}

func (c *conductor) Send(ctx context.Context, tenant, table int64, env tablesession.Envelope, command tablesession.Command) (tablesession.Result, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.sent = append(c.sent, message{tenant, table, env, command})
	if c.fail != nil {
		return tablesession.Result{}, c.fail
	}
	s, err := c.ledger.Load(ctx, tenant, env.SessionID)
	if fault.CodeOf(err) == fault.NotFound {
		return tablesession.Result{}, tablesession.SessionClosed
	}
	if err != nil {
		return tablesession.Result{}, err
	}
	return c.perform(ctx, s, env, command)
}

func (c *conductor) perform(ctx context.Context, s tablesession.Session, env tablesession.Envelope, command tablesession.Command) (tablesession.Result, error) {
	now := time.Now()
	if _, order := command.(tablesession.Submit); order && env.Key == "" {
		if answer, done := s.RepeatedLately(env.Hash, now, time.Minute); done {
			return answer, nil
		}
	}
	if env.Key != "" {
		if answer, done, err := s.Repeated(tablesession.KeyOf(command, env.Key), env.Hash); done {
			return answer, err
		}
	}
	entry, err := s.Decide(command, env, now, fmt.Sprintf("own:%d", len(c.sent)))
	if err != nil || entry.Empty() {
		entry.Result.SessionID = s.SessionID
		return entry.Result, err
	}
	recorded, err := c.ledger.Record(ctx, entry)
	return entry.Bind(recorded.Receipt).Result, err
}

func (c *conductor) NoteWebhook(context.Context, int64, string) error { return c.fail }

func (c *conductor) Look(_ context.Context, asked tablesession.AskedPayment) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.looked = append(c.looked, asked.PaymentID)
	return c.fail
}

func (c *conductor) StartRefund(_ context.Context, o tablesession.RefundOrder) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.refunds = append(c.refunds, o)
	return c.fail
}

func (c *conductor) Ping(context.Context) error { return c.fail }

// last is the message that came last.
func (c *conductor) last() message {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.sent) == 0 {
		return message{}
	}
	return c.sent[len(c.sent)-1]
}

func (c *conductor) count() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.sent)
}

// bell is an Events that remembers what it rang for.
type bell struct {
	mu   sync.Mutex
	rung []event.Event
	fail error
}

func (b *bell) Publish(_ context.Context, events []event.Event) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.fail != nil {
		return b.fail
	}
	b.rung = append(b.rung, events...)
	return nil
}

// types lists what was rung for so far and forgets it.
func (b *bell) types() []event.Type {
	b.mu.Lock()
	defer b.mu.Unlock()
	out := []event.Type{}
	for _, e := range b.rung {
		out = append(out, e.Type)
	}
	b.rung = nil
	return out
}
