package postgres_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/internal/dev/testkit"
	"integrador/internal/domain/fault"
	"integrador/internal/platform/postgres"
)

func TestNoticeLifecycle(t *testing.T) {
	t.Parallel()
	db, now := postgres.New(testkit.Postgres(t)), time.Now()
	id, inserted, err := db.SaveNotice(t.Context(), postgres.ReceivedNotice{Topic: "payment", DataID: "77", RequestID: "req-1", Action: "payment.updated"})
	require.NoError(t, err)
	assert.True(t, inserted)
	repeated, inserted, err := db.SaveNotice(t.Context(), postgres.ReceivedNotice{Topic: "payment", DataID: "77", RequestID: "req-1", Action: "payment.updated"})
	require.NoError(t, err)
	assert.False(t, inserted)
	assert.Equal(t, id, repeated)

	require.NoError(t, db.RetryNotice(t.Context(), id, "timeout", now))
	_, err = db.ReplayNotice(t.Context(), id)
	assert.Equal(t, "notice_not_dead", fault.ReasonOf(err))
	require.NoError(t, db.MarkNoticeDead(t.Context(), id, "still a timeout"))
	dead, err := db.ListNotices(t.Context(), postgres.NoticeDead, 0, 10)
	require.NoError(t, err)
	require.Len(t, dead, 1)
	assert.Equal(t, int32(2), dead[0].Attempts)
	assert.Equal(t, new("still a timeout"), dead[0].LastError)

	n, err := db.ReplayNotice(t.Context(), id)
	require.NoError(t, err)
	assert.Equal(t, postgres.NoticePending, n.Status)
	require.NoError(t, db.EndNotice(t.Context(), id, postgres.NoticeDone, ""))
	require.NoError(t, db.MarkNoticeDead(t.Context(), id, "too late"))
	n, err = db.NoticeByID(t.Context(), id)
	require.NoError(t, err)
	assert.Equal(t, postgres.NoticeDone, n.Status, "what ended stays ended")
	count, err := db.CountNotices(t.Context())
	require.NoError(t, err)
	assert.Zero(t, count.Pending+count.Dead)
}
