package store

import (
	"context"
	"time"

	"integrador/internal/fault"
	"integrador/internal/store/dbgen"
)

// Notice is a verified notice of Mercado Pago, kept before it is answered.
type Notice = dbgen.WebhookNotice

// The states of a Notice.
const (
	NoticePending = "PENDING"
	NoticeDone    = "DONE"
	NoticeIgnored = "IGNORED"
	NoticeDead    = "DEAD" // no attempt is left; an operator may replay it
)

// KeepNotice stores a notice and reports its id, and whether it is the first of
// its kind: the provider repeats notices.
func (s *Store) KeepNotice(ctx context.Context, topic, dataID, requestID, action string) (id int64, fresh bool, err error) {
	r, err := s.InsertNotice(ctx, dbgen.InsertNoticeParams{Topic: topic, DataID: dataID, RequestID: requestID, Action: orNil(action)})
	return r.ID, r.Fresh, Fault(err)
}

// EndNotice says how a notice ended: NoticeDone or NoticeIgnored. Ending it twice
// changes nothing.
func (s *Store) EndNotice(ctx context.Context, id int64, status string) error {
	_, err := s.FinishNotice(ctx, status, id)
	return Fault(err)
}

// RetryNotice notes a failed attempt and when the next one comes.
func (s *Store) RetryNotice(ctx context.Context, id int64, why string, next time.Time) error {
	_, err := s.DelayNotice(ctx, dbgen.DelayNoticeParams{ID: id, LastError: why, NextAttemptAt: next})
	return Fault(err)
}

// KillNotice notes the last failed attempt. A notice that ended otherwise
// meanwhile stays as it is.
func (s *Store) KillNotice(ctx context.Context, id int64, why string) error {
	_, err := s.BuryNotice(ctx, why, id)
	return Fault(err)
}

// ReplayNotice makes a dead notice pending again.
//
// Errors: fault.NotFound if it is not dead.
func (s *Store) ReplayNotice(ctx context.Context, id int64) (Notice, error) {
	n, err := s.ReviveNotice(ctx, id)
	return n, missing(err, fault.New(fault.NotFound, "notice_not_dead", "Ese aviso no está entre los descartados."))
}

// ListNotices lists up to n notices of a state, oldest first, past the id after.
func (s *Store) ListNotices(ctx context.Context, status string, after int64, n int32) ([]Notice, error) {
	rows, err := s.Notices(ctx, dbgen.NoticesParams{Status: status, AfterID: after, MaxRows: n})
	return rows, Fault(err)
}
