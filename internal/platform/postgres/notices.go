package postgres

import (
	"context"
	"time"

	"integrador/internal/domain/fault"
	"integrador/internal/platform/postgres/dbgen"
)

// Notice is a verified notice of Mercado Pago. It is stored before it is acknowledged.
type Notice = dbgen.WebhookNotice

// The states of a Notice.
const (
	NoticePending     = "PENDING"
	NoticeDone        = "DONE"
	NoticeIgnored     = "IGNORED"     // not relevant here
	NoticeQuarantined = "QUARANTINED" // its payment must not be credited
	NoticeDead        = "DEAD"        // no attempt is left; an operator may replay it
	NoticeArchived    = "ARCHIVED"    // dead, and closed by an operator
)

// ReceivedNotice is a verified notice and the path that received it.
type ReceivedNotice struct {
	Topic, DataID, RequestID, Action string
	TenantID, ConnectionID           int64 // 0 on the platform's path
	Seller                           int64 // in the unsigned body; 0 if missing
	Ignore                           bool  // store it, but do not process it
}

// SaveNotice stores a notice. It returns its ID and whether it is new: the provider
// repeats notices.
func (s *Store) SaveNotice(ctx context.Context, h ReceivedNotice) (id int64, inserted bool, err error) {
	status := NoticePending
	if h.Ignore {
		status = NoticeIgnored
	}
	r, err := s.InsertNotice(ctx, dbgen.InsertNoticeParams{
		Topic: h.Topic, DataID: h.DataID, RequestID: h.RequestID, Action: OrNil(h.Action), Status: status,
		TenantID: OrNil(h.TenantID), ConnectionID: OrNil(h.ConnectionID), Seller: OrNil(h.Seller),
	})
	return r.ID, r.Inserted, Fault(err)
}

// EndNotice sets the final state of a notice (NoticeDone, NoticeIgnored or
// NoticeQuarantined) and the reason, if any. A second call changes nothing.
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

// RetryNotice records a failed attempt and the time of the next one.
func (s *Store) RetryNotice(ctx context.Context, id int64, why string, next time.Time) error {
	_, err := s.DelayNotice(ctx, dbgen.DelayNoticeParams{ID: id, LastError: why, NextAttemptAt: next})
	return Fault(err)
}

// MarkNoticeDead records the last failed attempt, unless the notice ended meanwhile.
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

// ListNotices lists up to n notices of a state with an ID above after, oldest first.
func (s *Store) ListNotices(ctx context.Context, status string, after int64, n int32) ([]Notice, error) {
	rows, err := s.Notices(ctx, dbgen.NoticesParams{Status: status, AfterID: after, MaxRows: n})
	return rows, Fault(err)
}
