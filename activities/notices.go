package activities

import (
	"context"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"

	"integrador/internal/platform/postgres"
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
	n.show(ctx)
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
	// Whatever else is on the board is as it was; most notices never were.
	_ = n.Redis.ZRem(ctx, pendingKey, s.NoticeID).Err()
	return nil
}

// Dead parks a notice that every try failed on, for an operator to process.
func (n *Notices) Dead(ctx context.Context, s NoticeStep) error {
	if err := n.Store.MarkNoticeDead(ctx, s.NoticeID, s.Error); err != nil {
		return err
	}
	n.show(ctx)
	return nil
}

func (n *Notices) show(ctx context.Context) { _ = ShowRetries(ctx, n.Store, n.Redis) }

// The keys under which operators watch the retries. The rows are the truth; these
// are a view of them.
const (
	pendingKey    = "webhook_retry:pending"     // sorted set: member = notice, score = next try, Unix seconds
	deadLetterKey = "webhook_retry:dead_letter" // list of notices, newest first
	itemKey       = "webhook_retry:item:"       // + notice: a hash that tells it
	deadLetterMax = 1000
	itemLife      = time.Hour
)

// ShowRetries writes into Redis what the ledger knows of notices that wait for
// another try and of those given up, in place of whatever is there. Without Redis
// there is no view; nothing is lost.
func ShowRetries(ctx context.Context, from *postgres.Store, to *redis.Client) error {
	board, err := from.RetryBoard(ctx, deadLetterMax)
	if err != nil {
		return postgres.Fault(err)
	}
	_, err = to.TxPipelined(ctx, func(p redis.Pipeliner) error {
		p.Del(ctx, pendingKey, deadLetterKey)
		for _, n := range board {
			if n.Status == postgres.NoticePending && n.NextAttemptAt != nil {
				p.ZAdd(ctx, pendingKey, redis.Z{Score: float64(n.NextAttemptAt.Unix()), Member: n.ID})
			}
			if n.Status == postgres.NoticeDead {
				p.RPush(ctx, deadLetterKey, n.ID)
			}
			item := itemKey + strconv.FormatInt(n.ID, 10)
			p.HSet(ctx, item, "webhook_type", "mercadopago", "topic", n.Topic, "data_id", n.DataID,
				"attempts", n.Attempts, "last_error", n.LastError, "received_at", n.ReceivedAt.UTC().Format(time.RFC3339))
			p.Expire(ctx, item, itemLife)
		}
		return nil
	})
	return err
}

// showEvery is the pace of the view: what Redis lost is there again by then.
const showEvery = 30 * time.Second

// KeepShowing refreshes the view until ctx ends. It returns nil then.
func (n *Notices) KeepShowing(ctx context.Context) error {
	tick := time.NewTicker(showEvery)
	defer tick.Stop()
	for {
		n.show(ctx)
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}
