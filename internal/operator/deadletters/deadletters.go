// Package deadletters counts and processes the notices of Mercado Pago that used
// up their attempts.
//
// Imports: internal/domain/fault, internal/operator, internal/platform/postgres,
// internal/platform/postgres/dbgen.
package deadletters

import (
	"context"
	"log/slog"
	"time"

	"integrador/internal/domain/fault"
	"integrador/internal/operator"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

// Stats counts notices.
type Stats struct {
	Totals  []operator.NoticeCount `json:"totals"`  // by state
	Reasons []operator.DeadReason  `json:"reasons"` // of the dead ones, most frequent first
}

// Count counts the notices of Mercado Pago.
func Count(ctx context.Context, store *postgres.Store) (stats Stats, err error) {
	totals, err := store.NoticeTotals(ctx)
	if err != nil {
		return stats, err
	}
	reasons, err := store.NoticeStats(ctx, postgres.NoticeDead)
	stats.Totals = operator.List(totals,
		func(r dbgen.NoticeTotalsRow) operator.NoticeCount { return operator.NoticeCount(r) })
	stats.Reasons = operator.List(reasons,
		func(r dbgen.NoticeStatsRow) operator.DeadReason { return operator.DeadReason(r) })
	return stats, err
}

// Letter is a dead notice, and what is done with it.
type Letter struct {
	ID         int64     `json:"id"`
	DataID     string    `json:"data_id"` // the payment's number at Mercado Pago
	ReceivedAt time.Time `json:"received_at"`
	Retryable  bool      `json:"retryable"`
	Why        string    `json:"why"`
	Error      string    `json:"error,omitempty"` // why nothing was done with it
}

// Result is the outcome of processing dead letters.
type Result struct {
	DryRun   bool     `json:"dry_run"`
	Replayed int      `json:"replayed"`
	Archived int      `json:"archived"`
	Letters  []Letter `json:"letters"`
}

// Processor retries or archives dead letters, oldest first. One that may succeed
// now starts its schedule of attempts again; one that never will is archived.
type Processor struct {
	Store    *postgres.Store
	Sessions interface {
		NoteWebhook(ctx context.Context, notice int64, dataID string) error
	}
	Publish func(context.Context) error // brings the list of retries in Redis up to date
	Log     *slog.Logger

	Max    int // letters to process
	DryRun bool
	Report func(Letter)
}

// page is how many dead letters are read at a time.
const page = 200

// Process processes up to Max letters and reports each.
func (p Processor) Process(ctx context.Context) (Result, error) {
	if !p.DryRun {
		defer func() {
			if err := p.Publish(ctx); err != nil {
				p.Log.WarnContext(ctx, "list of retries in redis not updated", "error", err)
			}
		}()
	}
	result := Result{DryRun: p.DryRun, Letters: []Letter{}}
	for after, left := int64(0), p.Max; left > 0; {
		notices, err := p.Store.ListNotices(ctx, postgres.NoticeDead, after, int32(min(left, page)))
		if err != nil || len(notices) == 0 {
			return result, err
		}
		for _, n := range notices {
			if err := p.one(ctx, classify(n, time.Now()), &result); err != nil {
				return result, err
			}
		}
		left, after = left-len(notices), notices[len(notices)-1].ID
	}
	return result, nil
}

// one processes a letter. It is no error that another process was faster.
func (p Processor) one(ctx context.Context, letter Letter, result *Result) error {
	var err error
	if !p.DryRun {
		err = p.apply(ctx, letter)
	}
	switch {
	case err != nil:
		letter.Error = err.Error()
	case letter.Retryable:
		result.Replayed++
	default:
		result.Archived++
	}
	result.Letters = append(result.Letters, letter)
	p.Report(letter)
	if fault.CodeOf(err) == fault.NotFound {
		return nil
	}
	return err
}

func (p Processor) apply(ctx context.Context, letter Letter) error {
	if !letter.Retryable {
		return p.Store.ArchiveDeadNotice(ctx, letter.ID)
	}
	n, err := p.Store.ReplayNotice(ctx, letter.ID)
	if err != nil {
		return err
	}
	// If this fails, the sweep of the API sends it: its row says that it waits.
	return p.Sessions.NoteWebhook(ctx, n.ID, n.DataID)
}

// unknownFor is the age from which a notice of a payment that Mercado Pago does
// not know is not retried.
const unknownFor = 24 * time.Hour

// classify says whether a dead letter may still succeed.
func classify(n postgres.Notice, now time.Time) Letter {
	reason := ""
	if n.LastError != nil {
		reason = *n.LastError
	}
	letter := Letter{ID: n.ID, DataID: n.DataID, ReceivedAt: n.ReceivedAt}
	switch {
	case reason == "payment_quarantined":
		letter.Why = "no es un pago que haya que acreditar"
	case reason == "payment_not_found" && now.Sub(n.ReceivedAt) > unknownFor:
		letter.Why = "Mercado Pago no conoce ese pago, y pasó más de un día"
	case reason == "payment_not_found":
		letter.Retryable, letter.Why = true, "puede que Mercado Pago todavía no lo mostrara"
	default:
		letter.Retryable, letter.Why = true, "falló por algo que pasa: "+reason
	}
	return letter
}
