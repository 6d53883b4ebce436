package postgres

import (
	"context"
	"time"

	"integrador/internal/domain/fault"
	"integrador/internal/platform/postgres/dbgen"
)

// Notice is a verified notice of Mercado Pago, kept before it is answered.
type Notice = dbgen.WebhookNotice

// The states of a Notice.
const (
	NoticePending     = "PENDING"
	NoticeDone        = "DONE"
	NoticeIgnored     = "IGNORED"     // it announced nothing that matters here
	NoticeQuarantined = "QUARANTINED" // it announced a payment that must not be credited
	NoticeDead        = "DEAD"        // no attempt is left; an operator may process it
	NoticeArchived    = "ARCHIVED"    // dead, and no attempt would help
)

// ReceivedNotice is a verified notice and where it came in.
type ReceivedNotice struct {
	Topic, DataID, RequestID, Action string
	TenantID, ConnectionID           int64 // 0 by the platform's path
	Seller                           int64 // what the body claims; 0 if it claims nothing
	Ignore                           bool  // keep it, but do nothing
}

// SaveNotice stores a notice and reports its id, and whether it is the first of
// its kind: the provider repeats notices.
func (s *Store) SaveNotice(ctx context.Context, h ReceivedNotice) (id int64, fresh bool, err error) {
	status := NoticePending
	if h.Ignore {
		status = NoticeIgnored
	}
	r, err := s.InsertNotice(ctx, dbgen.InsertNoticeParams{
		Topic: h.Topic, DataID: h.DataID, RequestID: h.RequestID, Action: OrNil(h.Action), Status: status,
		TenantID: OrNil(h.TenantID), ConnectionID: OrNil(h.ConnectionID), Seller: OrNil(h.Seller),
	})
	return r.ID, r.Fresh, Fault(err)
}

// EndNotice says how a notice ended: NoticeDone, NoticeIgnored or
// NoticeQuarantined, and why if there is a why. Ending it twice changes nothing.
func (s *Store) EndNotice(ctx context.Context, id int64, status, why string) error {
	_, err := s.FinishNotice(ctx, dbgen.FinishNoticeParams{ID: id, Status: status, Why: why})
	return Fault(err)
}

// ArchiveDeadNotice archives a dead notice.
//
// Errors: fault.NotFound if it is not dead.
func (s *Store) ArchiveDeadNotice(ctx context.Context, id int64) error {
	n, err := s.ArchiveNotice(ctx, id)
	if err == nil && n == 0 {
		return errNotDead
	}
	return Fault(err)
}

var errNotDead = fault.New(fault.NotFound, "notice_not_dead", "Ese aviso no está entre los descartados.")

// RetryNotice notes a failed attempt and when the next one comes.
func (s *Store) RetryNotice(ctx context.Context, id int64, why string, next time.Time) error {
	_, err := s.DelayNotice(ctx, dbgen.DelayNoticeParams{ID: id, LastError: why, NextAttemptAt: next})
	return Fault(err)
}

// MarkNoticeDead notes the last failed attempt. A notice that ended otherwise
// meanwhile stays as it is.
func (s *Store) MarkNoticeDead(ctx context.Context, id int64, why string) error {
	_, err := s.BuryNotice(ctx, why, id)
	return Fault(err)
}

// ReplayNotice makes a dead notice pending again.
//
// Errors: fault.NotFound if it is not dead.
func (s *Store) ReplayNotice(ctx context.Context, id int64) (Notice, error) {
	n, err := s.ReviveNotice(ctx, id)
	return n, NotFoundAs(err, errNotDead)
}

// ListNotices lists up to n notices of a state, oldest first, past the id after.
func (s *Store) ListNotices(ctx context.Context, status string, after int64, n int32) ([]Notice, error) {
	rows, err := s.Notices(ctx, dbgen.NoticesParams{Status: status, AfterID: after, MaxRows: n})
	return rows, Fault(err)
}
