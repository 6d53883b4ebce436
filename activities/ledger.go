package activities

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"integrador/internal/domain/event"
	"integrador/internal/domain/fault"
	"integrador/internal/domain/tablesession"
	"integrador/internal/platform/postgres"
)

// Publisher publishes committed events. An event that it could not publish
// stays in the table, from where the relay publishes it.
type Publisher interface {
	Publish(ctx context.Context, events []event.Event) error
}

// Ledger records what a session decided.
type Ledger struct {
	Store     *postgres.Store
	Publisher Publisher
}

// Open gives the live session of a table, making one if there is none.
func (l *Ledger) Open(ctx context.Context, in tablesession.Seating) (tablesession.Session, error) {
	out, err := l.Store.Open(ctx, in)
	if err != nil {
		return tablesession.Session{}, asUnavailable(err)
	}
	l.publish(ctx, out.Events)
	return out.Session, nil
}

// Record writes a decision, once, and publishes its events.
func (l *Ledger) Record(ctx context.Context, e tablesession.Decision) (tablesession.Receipt, error) {
	out, err := l.Store.Record(ctx, e)
	if err != nil {
		return tablesession.Receipt{}, asUnavailable(err)
	}
	l.publish(ctx, out.Events)
	return out.Receipt, nil
}

// Load rebuilds a session from the ledger.
func (l *Ledger) Load(ctx context.Context, tenant, session int64) (tablesession.Session, error) {
	read, err := l.Store.Load(ctx, tenant, session)
	return read, asUnavailable(err)
}

// LoadLive rebuilds the live session of a table; one without a SessionID if
// nobody sits there.
func (l *Ledger) LoadLive(ctx context.Context, tenant, table int64) (tablesession.Session, error) {
	session, err := l.Store.LiveSessionOf(ctx, tenant, table)
	if err != nil || session == 0 {
		return tablesession.Session{}, asUnavailable(err)
	}
	return l.Load(ctx, tenant, session)
}

var ledgerUnavailable = fault.New(fault.Unavailable, "ledger_unavailable", "No pudimos guardar el cambio. Probá de nuevo en unos segundos.").After(2)

// asUnavailable turns a ledger that did not answer in time into a retryable refusal:
// nobody knows what became of the change, and whoever asked for it may ask again.
func asUnavailable(err error) error {
	if errors.Is(err, context.DeadlineExceeded) {
		return ledgerUnavailable.Because(err)
	}
	return err
}

// publishTimeout bounds what a slow Redis may add to a commit.
const publishTimeout = 300 * time.Millisecond

// publish publishes what was committed. A failure is no reason to undo anything:
// the rows are there, and the relay will find them.
func (l *Ledger) publish(ctx context.Context, events []event.Event) {
	count(events)
	if len(events) == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, publishTimeout)
	defer cancel()
	if err := l.Publisher.Publish(ctx, events); err != nil {
		slog.WarnContext(ctx, "events left to the relay", "error", err, "events", len(events))
	}
}
