package activities

import (
	"context"
	"time"

	"github.com/redis/go-redis/v9"

	"integrador/internal/platform/postgres"
	"integrador/internal/readmodel/noticeboard"
)

// Notices keeps the state of each webhook notice where operators look: its row,
// and the Redis keys of the retry queue.
type Notices struct {
	Store *postgres.Store
	Redis *redis.Client
}

// NoticeStep is how far a notice is.
type NoticeStep struct {
	NoticeID int64     `json:"notice_id"`
	Ignored  bool      `json:"ignored,omitempty"` // there was nothing to apply
	Error    string    `json:"error,omitempty"`   // of an ignored one: why it is quarantined
	Next     time.Time `json:"next,omitzero"`
}

// Waiting notes that a notice failed and when it is tried again.
func (n *Notices) Waiting(ctx context.Context, s NoticeStep) error {
	if err := n.Store.RetryNotice(ctx, s.NoticeID, s.Error, s.Next); err != nil {
		return err
	}
	n.refreshBoard(ctx)
	return nil
}

// Done notes that a notice was applied, or that there was nothing to apply.
func (n *Notices) Done(ctx context.Context, s NoticeStep) error {
	status := postgres.NoticeDone
	switch {
	case s.Ignored && s.Error != "":
		status = postgres.NoticeQuarantined
	case s.Ignored:
		status = postgres.NoticeIgnored
	}
	if err := n.Store.EndNotice(ctx, s.NoticeID, status, s.Error); err != nil {
		return err
	}
	_ = noticeboard.RemovePending(ctx, n.Redis, s.NoticeID) // the next refresh removes it otherwise
	return nil
}

// Dead parks a notice that every try failed on, for an operator to process.
func (n *Notices) Dead(ctx context.Context, s NoticeStep) error {
	if err := n.Store.MarkNoticeDead(ctx, s.NoticeID, s.Error); err != nil {
		return err
	}
	n.refreshBoard(ctx)
	return nil
}

func (n *Notices) refreshBoard(ctx context.Context) { _ = noticeboard.Refresh(ctx, n.Store, n.Redis) }
