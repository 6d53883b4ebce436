package apitest

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

// SessionsFake is a Sessions over the ledger alone: what the workflows do, one
// message at a time and without Temporal. It remembers what it was sent.
type SessionsFake struct {
	Ledger *postgres.Store

	mu      sync.Mutex
	Sent    []Message
	Looked  []int64 // payments that were looked for
	Refunds []tablesession.RefundOrder
	Fail    error // given instead of whatever a command comes to, if set
}

type Message struct {
	Tenant, Table int64
	Env           tablesession.Envelope
	Command       tablesession.Command
}

func (c *SessionsFake) Open(ctx context.Context, in tablesession.Seating) (tablesession.Result, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.Fail != nil {
		return tablesession.Result{}, c.Fail
	}
	seated, err := c.Ledger.Open(ctx, in)
	s := seated.Session
	return tablesession.Result{SessionID: s.SessionID, SessionStatus: string(s.Status), TableCode: s.TableCode}, err
}

func (c *SessionsFake) Send(ctx context.Context, tenant, table int64, env tablesession.Envelope, command tablesession.Command) (tablesession.Result, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.Sent = append(c.Sent, Message{tenant, table, env, command})
	if c.Fail != nil {
		return tablesession.Result{}, c.Fail
	}
	s, err := c.Ledger.Load(ctx, tenant, env.SessionID)
	if fault.CodeOf(err) == fault.NotFound {
		return tablesession.Result{}, tablesession.SessionClosed
	}
	if err != nil {
		return tablesession.Result{}, err
	}
	d, recorded, err := s.Turn(command, env, time.Now(), fmt.Sprintf("own:%d", len(c.Sent)), time.Minute)
	if err != nil || recorded {
		return d.Result, err
	}
	out, err := c.Ledger.Record(ctx, d)
	return d.Bind(out.Receipt).Result, err
}

func (c *SessionsFake) NoteWebhook(context.Context, int64, string) error { return c.Fail }

func (c *SessionsFake) Look(_ context.Context, asked tablesession.AskedPayment) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.Looked = append(c.Looked, asked.PaymentID)
	return c.Fail
}

func (c *SessionsFake) StartRefund(_ context.Context, o tablesession.RefundOrder) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.Refunds = append(c.Refunds, o)
	return c.Fail
}

func (c *SessionsFake) Ping(context.Context) error { return c.Fail }

// Last is the message that came last.
func (c *SessionsFake) Last() Message {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.Sent) == 0 {
		return Message{}
	}
	return c.Sent[len(c.Sent)-1]
}

func (c *SessionsFake) Count() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.Sent)
}

// EventsFake is an Events that remembers what it rang for.
type EventsFake struct {
	mu   sync.Mutex
	rung []event.Event
	Fail error
}

func (b *EventsFake) Publish(_ context.Context, events []event.Event) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.Fail != nil {
		return b.Fail
	}
	b.rung = append(b.rung, events...)
	return nil
}

// Types lists what was rung for so far and forgets it.
func (b *EventsFake) Types() []event.Type {
	b.mu.Lock()
	defer b.mu.Unlock()
	out := []event.Type{}
	for _, e := range b.rung {
		out = append(out, e.Type)
	}
	b.rung = nil
	return out
}
