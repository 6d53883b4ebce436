// Package sweeps finds what was committed but not handed to Temporal, because a process died or Temporal did not
// answer, and starts its workflow. Starting a workflow that runs already changes nothing, so any number of processes
// may sweep. It also deletes what has had its time.
//
// Imports: internal/domain/tablesession, internal/jobs, internal/platform/postgres,
// internal/platform/postgres/dbgen, internal/readmodel/noticeboard.
package sweeps

import (
	"context"
	"time"

	"github.com/redis/go-redis/v9"

	"integrador/internal/domain/tablesession"
	"integrador/internal/jobs"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
	"integrador/internal/readmodel/noticeboard"
)

const (
	// refundGrace and noticeGrace leave a row to whoever wrote it.
	refundGrace = time.Minute
	noticeGrace = 30 * time.Second
	// startTimeout bounds one call of Temporal.
	startTimeout = time.Second
	pageRows     = 100
	keyRows      = 5000
)

// Workflows starts workflows. workflows.Client implements it.
type Workflows interface {
	StartRefund(ctx context.Context, order tablesession.RefundOrder) error
	WatchConnection(ctx context.Context, tenant int64) error
	NoteWebhook(ctx context.Context, noticeID int64, dataID string) error
}

// Refunds starts the refunds that nobody started.
func Refunds(store *postgres.Store, start Workflows) jobs.Job {
	return jobs.Job{
		Name: "start overdue refunds", Every: time.Minute, Timeout: time.Minute,
		Run: func(ctx context.Context) (bool, error) {
			before := time.Now().Add(-refundGrace)
			return false, each(
				func(after int64) ([]tablesession.RefundOrder, error) {
					return store.OverdueRefunds(ctx, before, after, pageRows)
				},
				func(order tablesession.RefundOrder) (int64, error) {
					return order.RefundID, start.StartRefund(ctx, order)
				},
			)
		},
	}
}

// Connections makes sure that the workflow of every Mercado Pago connection runs, and deletes old attempts to connect.
func Connections(store *postgres.Store, start Workflows) jobs.Job {
	return jobs.Job{
		Name: "watch connections", Every: time.Hour, Timeout: 10 * time.Minute,
		Run: func(ctx context.Context) (bool, error) {
			if _, err := store.WipeOldAttempts(ctx, time.Now()); err != nil {
				return false, err
			}
			return false, each(
				func(after int64) ([]int64, error) { return store.ConnectedTenants(ctx, after, pageRows) },
				func(tenant int64) (int64, error) { return tenant, start.WatchConnection(ctx, tenant) },
			)
		},
	}
}

// Notices hands over the webhook notices of Mercado Pago that were stored while Temporal did not answer.
func Notices(store *postgres.Store, start Workflows) jobs.Job {
	return jobs.Job{
		Name: "hand over webhook notices", Every: 10 * time.Second, Timeout: time.Minute,
		Run: func(ctx context.Context) (bool, error) {
			before := time.Now().Add(-noticeGrace)
			return false, each(
				func(after int64) ([]dbgen.OverdueNoticesRow, error) {
					return store.OverdueNotices(ctx, dbgen.OverdueNoticesParams{Before: before, AfterID: after, MaxRows: pageRows})
				},
				func(notice dbgen.OverdueNoticesRow) (int64, error) {
					ctx, cancel := context.WithTimeout(ctx, startTimeout)
					defer cancel()
					return notice.ID, start.NoteWebhook(ctx, notice.ID, notice.DataID)
				},
			)
		},
	}
}

// Keys deletes idempotency keys that nobody will repeat any more.
func Keys(store *postgres.Store) jobs.Job {
	return jobs.Job{
		Name: "delete old idempotency keys", Every: time.Hour, Timeout: time.Minute,
		Run: func(ctx context.Context) (bool, error) {
			n, err := store.DeleteOldKeys(ctx, time.Now().Add(-postgres.KeyLife), keyRows)
			return n == keyRows, err
		},
	}
}

// each starts every row, page by page: read returns the rows after a key, start returns a row's key. It stops at the
// first error, because the rest would fail in the same way.
func each[Row any](read func(after int64) ([]Row, error), start func(Row) (key int64, err error)) error {
	for after := int64(0); ; {
		page, err := read(after)
		if err != nil || len(page) == 0 {
			return err
		}
		for _, row := range page {
			if after, err = start(row); err != nil {
				return err
			}
		}
	}
}

// NoticeBoard refreshes the view of webhook notices in Redis, which an outage of Redis may have lost.
func NoticeBoard(store *postgres.Store, to *redis.Client) jobs.Job {
	return jobs.Job{
		Name: "refresh the notice board", Every: 30 * time.Second, Timeout: 10 * time.Second,
		Run: func(ctx context.Context) (bool, error) { return false, noticeboard.Refresh(ctx, store, to) },
	}
}
