package activities_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/activities"
	"integrador/internal/dev/testkit"
	"integrador/internal/platform/postgres"
	"integrador/internal/readmodel/noticeboard"
)

// board is what an operator sees in Redis.
type board struct {
	*activities.Notices
	t *testing.T
}

func newBoard(t *testing.T) board {
	t.Helper()
	return board{&activities.Notices{Store: postgres.New(testkit.Postgres(t)), Redis: testkit.Redis(t)}, t}
}

func (b board) keep(dataID string) int64 {
	b.t.Helper()
	id, _, err := b.Store.SaveNotice(b.t.Context(), postgres.ReceivedNotice{Topic: "payment", DataID: dataID, RequestID: dataID})
	require.NoError(b.t, err)
	return id
}

func (b board) pending() []redis.Z {
	b.t.Helper()
	z, err := b.Redis.ZRangeWithScores(b.t.Context(), "webhook_retry:pending", 0, -1).Result()
	require.NoError(b.t, err)
	return z
}

func (b board) dead() []string {
	b.t.Helper()
	list, err := b.Redis.LRange(b.t.Context(), "webhook_retry:dead_letter", 0, -1).Result()
	require.NoError(b.t, err)
	return list
}

func text(id int64) string { return strconv.FormatInt(id, 10) }

func TestTheBoardShowsWhatWaitsAndWhatIsDead(t *testing.T) {
	t.Parallel()
	b := newBoard(t)
	ctx := t.Context()
	waits, dies, ends, fresh := b.keep("1"), b.keep("2"), b.keep("3"), b.keep("4")
	next := time.Now().Add(time.Minute).Truncate(time.Second)
	for _, id := range []int64{waits, dies, ends} {
		require.NoError(t, b.Waiting(ctx, activities.NoticeStep{NoticeID: id, Error: "mercadopago_unavailable", Next: next}))
	}
	require.NoError(t, b.Dead(ctx, activities.NoticeStep{NoticeID: dies, Error: "mercadopago_unavailable"}))
	require.NoError(t, b.Done(ctx, activities.NoticeStep{NoticeID: ends}))
	assert.Equal(t, []redis.Z{{Score: float64(next.Unix()), Member: text(waits)}}, b.pending(), "%d never failed", fresh)
	assert.Equal(t, []string{text(dies)}, b.dead())
	kept, err := b.Redis.HGetAll(ctx, "webhook_retry:item:"+text(dies)).Result()
	require.NoError(t, err)
	assert.Equal(t, "mercadopago_unavailable", kept["last_error"])
	assert.Equal(t, "2", kept["data_id"])

	require.NoError(t, b.Redis.FlushAll(ctx).Err())
	require.NoError(t, b.Redis.LPush(ctx, "webhook_retry:dead_letter", "a lie").Err())
	require.NoError(t, noticeboard.Refresh(ctx, b.Store, b.Redis))
	assert.Len(t, b.pending(), 1)
	assert.Equal(t, []string{text(dies)}, b.dead(), "what is there is the ledger's")
}

func TestStepsAreNotedWithoutRedis(t *testing.T) {
	t.Parallel()
	b := newBoard(t)
	b.Redis = redis.NewClient(&redis.Options{Addr: "127.0.0.1:1", MaxRetries: -1})
	id := b.keep("1")
	require.NoError(t, b.Waiting(t.Context(), activities.NoticeStep{NoticeID: id, Error: "x", Next: time.Now()}))
	require.NoError(t, b.Done(t.Context(), activities.NoticeStep{NoticeID: id, Ignored: true, Error: "payment_quarantined"}))
	n, err := b.Store.NoticeByID(t.Context(), id)
	require.NoError(t, err)
	assert.Equal(t, postgres.NoticeQuarantined, n.Status)
}
