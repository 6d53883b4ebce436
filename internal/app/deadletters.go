package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/workflowservice/v1"

	taskqueuepb "go.temporal.io/api/taskqueue/v1"

	"integrador/activities"
	"integrador/internal/domain/fault"
	"integrador/internal/platform/config"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

// DeadLetterStats is what there is of notices.
type DeadLetterStats struct {
	Totals  []NoticeCount `json:"totals"`  // by state
	Reasons []DeadReason  `json:"reasons"` // of the dead ones, most frequent first
}

// DeadLettersNow counts the notices of Mercado Pago.
func DeadLettersNow(ctx context.Context, cfg config.Config, log *slog.Logger) (stats DeadLetterStats, err error) {
	p, err := open(ctx, cfg, log)
	if err != nil {
		return stats, err
	}
	defer p.close()
	totals, err := p.store.NoticeTotals(ctx)
	if err != nil {
		return stats, err
	}
	reasons, err := p.store.NoticeStats(ctx, postgres.NoticeDead)
	stats.Totals = converted(totals, func(r dbgen.NoticeTotalsRow) NoticeCount { return NoticeCount(r) })
	stats.Reasons = converted(reasons, func(r dbgen.NoticeStatsRow) DeadReason { return DeadReason(r) })
	return stats, err
}

// DeadLetter is a notice that every try failed on, and what is to be done with it.
type DeadLetter struct {
	postgres.Notice
	Retryable bool
	Why       string
	Err       error // why nothing was done with it
}

// Processing says how many dead letters to process, and whether to only say what
// would be done.
type Processing struct {
	Max    int
	DryRun bool
}

// ProcessDeadLetters sorts dead letters, oldest first: one that may succeed now
// starts its schedule again, one that never will is archived. It tells each, and
// returns how many were sent on their way and how many archived.
func ProcessDeadLetters(ctx context.Context, cfg config.Config, log *slog.Logger, how Processing, told func(DeadLetter)) (replayed, archived int, err error) {
	p, err := open(ctx, cfg, log)
	if err != nil {
		return 0, 0, err
	}
	defer p.close()
	defer p.showRetries(ctx, how)
	for after := int64(0); how.Max > 0; {
		page, err := p.store.ListNotices(ctx, postgres.NoticeDead, after, int32(min(how.Max, deadLetterPage)))
		if err != nil || len(page) == 0 {
			return replayed, archived, err
		}
		for _, n := range page {
			letter := sortLetter(n, time.Now())
			if !how.DryRun {
				letter.Err = p.process(ctx, letter)
			}
			told(letter)
			switch {
			case letter.Err != nil && fault.CodeOf(letter.Err) != fault.NotFound:
				return replayed, archived, letter.Err
			case letter.Err != nil: // another was faster
			case letter.Retryable:
				replayed++
			default:
				archived++
			}
		}
		how.Max, after = how.Max-len(page), page[len(page)-1].ID
	}
	return replayed, archived, nil
}

// deadLetterPage is how many dead letters are read at a time.
const deadLetterPage = 200

// longUnseen is how old a notice of a payment that Mercado Pago does not know is
// before no try helps.
const longUnseen = 24 * time.Hour

// sortLetter says whether a dead letter may succeed yet.
func sortLetter(n postgres.Notice, now time.Time) DeadLetter {
	reason := ""
	if n.LastError != nil {
		reason = *n.LastError
	}
	switch {
	case reason == "payment_quarantined":
		return DeadLetter{Notice: n, Why: "no es un pago que haya que acreditar"}
	case reason == "payment_not_found" && now.Sub(n.ReceivedAt) > longUnseen:
		return DeadLetter{Notice: n, Why: "Mercado Pago no conoce ese pago, y pasó más de un día"}
	case reason == "payment_not_found":
		return DeadLetter{Notice: n, Retryable: true, Why: "puede que Mercado Pago todavía no lo mostrara"}
	}
	return DeadLetter{Notice: n, Retryable: true, Why: "falló por algo que pasa: " + reason}
}

func (p *parts) process(ctx context.Context, letter DeadLetter) error {
	if !letter.Retryable {
		return p.store.ArchiveDeadNotice(ctx, letter.ID)
	}
	n, err := p.store.ReplayNotice(ctx, letter.ID)
	if err != nil {
		return err
	}
	// Should this fail, the api's sweep hands it over: its row says that it waits.
	return p.sessions.NoteWebhook(ctx, n.ID, n.DataID)
}

// showRetries brings the operators' view in Redis up to date.
func (p *parts) showRetries(ctx context.Context, how Processing) {
	if how.DryRun {
		return
	}
	if err := activities.ShowRetries(ctx, p.store, p.redis); err != nil {
		p.log.WarnContext(ctx, "retries not shown in redis", "error", err)
	}
}

// WorkerHealth reports whether any worker takes work from the floor's queue.
func WorkerHealth(ctx context.Context, cfg config.Config, log *slog.Logger) error {
	p, err := open(ctx, cfg, log)
	if err != nil {
		return err
	}
	defer p.close()
	queue, err := p.temporal.WorkflowService().DescribeTaskQueue(ctx, &workflowservice.DescribeTaskQueueRequest{
		Namespace: cfg.Temporal.Namespace, TaskQueueType: enumspb.TASK_QUEUE_TYPE_WORKFLOW,
		TaskQueue: &taskqueuepb.TaskQueue{Name: cfg.Temporal.TaskQueue},
	})
	if err != nil {
		return fmt.Errorf("no contesta Temporal en %s: %w", cfg.Temporal.Address, err)
	}
	if len(queue.Pollers) == 0 {
		return errors.New("ningún worker toma trabajo de la cola " + cfg.Temporal.TaskQueue)
	}
	return nil
}
