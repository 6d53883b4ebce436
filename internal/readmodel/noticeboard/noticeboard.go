// Package noticeboard is the view in Redis of the webhook notices that wait for a retry or are dead letters. The rows
// in PostgreSQL are the truth.
//
// Imports: internal/platform/postgres.
package noticeboard

import (
	"context"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"

	"integrador/internal/platform/postgres"
)

const (
	pendingKey    = "webhook_retry:pending"     // sorted set: member = notice, score = next attempt, Unix seconds
	deadLetterKey = "webhook_retry:dead_letter" // list of notices, newest first
	itemKey       = "webhook_retry:item:"       // + notice: a hash that describes it
	deadLetterMax = 1000
	itemTTL       = time.Hour
)

// Refresh replaces the view with what PostgreSQL has.
func Refresh(ctx context.Context, from *postgres.Store, to *redis.Client) error {
	notices, err := from.RetryBoard(ctx, deadLetterMax)
	if err != nil {
		return postgres.Fault(err)
	}
	_, err = to.TxPipelined(ctx, func(p redis.Pipeliner) error {
		p.Del(ctx, pendingKey, deadLetterKey)
		for _, n := range notices {
			if n.Status == postgres.NoticePending && n.NextAttemptAt != nil {
				p.ZAdd(ctx, pendingKey, redis.Z{Score: float64(n.NextAttemptAt.Unix()), Member: n.ID})
			}
			if n.Status == postgres.NoticeDead {
				p.RPush(ctx, deadLetterKey, n.ID)
			}
			item := itemKey + strconv.FormatInt(n.ID, 10)
			p.HSet(ctx, item, "webhook_type", "mercadopago", "topic", n.Topic, "data_id", n.DataID,
				"attempts", n.Attempts, "last_error", n.LastError, "received_at", n.ReceivedAt.UTC().Format(time.RFC3339))
			p.Expire(ctx, item, itemTTL)
		}
		return nil
	})
	return err
}

// RemovePending removes a notice that was applied; most notices never were on the board.
func RemovePending(ctx context.Context, from *redis.Client, notice int64) error {
	return from.ZRem(ctx, pendingKey, notice).Err()
}
