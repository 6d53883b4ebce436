package dispatch

import (
	"context"
	"log/slog"
	"time"

	"integrador/internal/domain/event"
	"integrador/internal/platform/postgres"
	"integrador/internal/readmodel/menu"
)

// Events publishes committed events. The ledger keeps them, so a failure makes them late and loses none.
type Events interface {
	Publish(ctx context.Context, events []event.Event) error
}

// Publisher does what follows the commit of a request of this process.
type Publisher struct {
	Events Events      // nil leaves publishing to the relay
	Menus  *menu.Cache // nil: menus are not cached
	Log    *slog.Logger
}

// publishTimeout bounds how long a response waits for Redis.
const publishTimeout = 500 * time.Millisecond

// Publish publishes the events of this request once they are committed, even if the client has left meanwhile.
func (p *Publisher) Publish(ctx context.Context, events ...event.Event) {
	if p.Events != nil && len(events) > 0 {
		postgres.OnCommit(ctx, func(ctx context.Context) { p.publish(ctx, events) })
	}
}

func (p *Publisher) publish(ctx context.Context, events []event.Event) {
	within, cancel := context.WithTimeout(context.WithoutCancel(ctx), publishTimeout)
	defer cancel()
	if err := p.Events.Publish(within, events); err != nil {
		p.Log.WarnContext(ctx, "events will be late", "count", len(events), "error", err)
	}
}

// DropMenu removes a branch's menu from the cache once its change is committed. If Redis does not answer, the cached
// menu expires by itself.
func (p *Publisher) DropMenu(ctx context.Context, slug string) {
	if p.Menus == nil {
		return
	}
	postgres.OnCommit(ctx, func(ctx context.Context) {
		if err := p.Menus.Drop(context.WithoutCancel(ctx), slug); err != nil {
			p.Log.WarnContext(ctx, "menu not dropped from the cache", "branch", slug, "error", err)
		}
	})
}
