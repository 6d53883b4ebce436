package activities

import (
	"context"
	"time"

	"github.com/redis/go-redis/v9"

	"integrador/internal/store"
)

// Notices keeps the state of each webhook notice where operators look: its row,
// and the two Redis keys of the retry queue.
type Notices struct {
	Store *store.Store
	Redis *redis.Client
}

// The keys under which operators watch the retries. The rows are the truth; these
// are a view of them, rebuilt with every step.
const (
	pendingKey    = "webhook_retry:pending"     // sorted set: member = notice, score = next try, Unix seconds
	deadLetterKey = "webhook_retry:dead_letter" // list, newest first
	deadLetterMax = 1000
)

// NoticeStep is how far a notice is.
type NoticeStep struct {
	NoticeID int64     `json:"notice_id"`
	Ignored  bool      `json:"ignored,omitempty"` // there was nothing to apply
	Error    string    `json:"error,omitempty"`
	Next     time.Time `json:"next,omitzero"`
}

// Waiting notes that a notice failed and when it is tried again.
func (n *Notices) Waiting(ctx context.Context, s NoticeStep) error {
	if err := n.Store.RetryNotice(ctx, s.NoticeID, s.Error, s.Next); err != nil {
		return err
	}
	n.show(ctx, func(p redis.Pipeliner) {
		p.LRem(ctx, deadLetterKey, 0, s.NoticeID) // it may have been replayed
		p.ZAdd(ctx, pendingKey, redis.Z{Score: float64(s.Next.Unix()), Member: s.NoticeID})
	})
	return nil
}

// Done notes that a notice was applied, or that there was nothing to apply.
func (n *Notices) Done(ctx context.Context, s NoticeStep) error {
	status := store.NoticeDone
	if s.Ignored {
		status = store.NoticeIgnored
	}
	if err := n.Store.EndNotice(ctx, s.NoticeID, status); err != nil {
		return err
	}
	n.show(ctx, func(p redis.Pipeliner) {
		p.LRem(ctx, deadLetterKey, 0, s.NoticeID)
		p.ZRem(ctx, pendingKey, s.NoticeID)
	})
	return nil
}

// Dead parks a notice that every try failed on, for an operator to replay.
func (n *Notices) Dead(ctx context.Context, s NoticeStep) error {
	if err := n.Store.KillNotice(ctx, s.NoticeID, s.Error); err != nil {
		return err
	}
	n.show(ctx, func(p redis.Pipeliner) {
		p.ZRem(ctx, pendingKey, s.NoticeID)
		p.LRem(ctx, deadLetterKey, 0, s.NoticeID)
		p.LPush(ctx, deadLetterKey, s.NoticeID)
		p.LTrim(ctx, deadLetterKey, 0, deadLetterMax-1)
	})
	return nil
}

// show updates the operators' view. Without Redis there is none; nothing is lost.
func (n *Notices) show(ctx context.Context, do func(redis.Pipeliner)) {
	_, _ = n.Redis.Pipelined(ctx, func(p redis.Pipeliner) error { do(p); return nil })
}
