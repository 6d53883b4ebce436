package activities

import (
	"context"
	"log/slog"
	"time"

	"go.temporal.io/sdk/activity"

	"integrador/internal/domain/fault"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

// A payment is read again for as long as it can be disputed or given back: each
// night while it is young, once a week afterwards.
const (
	reviewFor   = 180 * 24 * time.Hour
	reviewYoung = 7 * 24 * time.Hour
	reviewTurns = 7
	reviewPage  = 50
	// reviewPace is how soon one account is asked again.
	reviewPace = time.Second
)

// ReviewPage says where a review stands.
type ReviewPage struct {
	AfterID int64 `json:"after_id"`
	Day     int64 `json:"day"` // since 1970; decides which payments have their turn
}

// Reviewed is what a review did, of a page or in all.
type Reviewed struct {
	LastID  int64 `json:"last_id"`
	Read    int   `json:"read"`
	Changed int   `json:"changed"` // the provider said something new
	Unread  int   `json:"unread"`  // could not be read tonight
	Done    bool  `json:"done"`    // nothing follows
}

// Review reads a page of payments again and applies what no notice announced: the
// notice of a late dispute, or of a refund made at the provider's panel, may be
// lost. What cannot be read is left to its next turn, so that one restaurant's
// broken connection holds up nobody. A repeated try goes on where the last one was.
func (p *Payments) Review(ctx context.Context, page ReviewPage) (Reviewed, error) {
	done := Reviewed{LastID: page.AfterID}
	if activity.IsActivity(ctx) && activity.HasHeartbeatDetails(ctx) {
		if err := activity.GetHeartbeatDetails(ctx, &done); err != nil {
			return done, err
		}
	}
	now := time.Now()
	rows, err := p.Store.PaymentsToReview(ctx, dbgen.PaymentsToReviewParams{
		AfterID: done.LastID, Since: now.Add(-reviewFor), Young: now.Add(-reviewYoung), Turns: reviewTurns, Turn: page.Day % reviewTurns, MaxRows: reviewPage,
	})
	if err != nil {
		return done, postgres.Fault(err)
	}
	asked := map[int64]time.Time{}
	for _, row := range rows {
		if err := wait(ctx, time.Until(asked[row.TenantID].Add(reviewPace))); err != nil {
			return done, err
		}
		asked[row.TenantID] = time.Now()
		if err := p.review(ctx, row, &done); err != nil {
			return done, err
		}
		done.LastID = row.ID
		if activity.IsActivity(ctx) {
			activity.RecordHeartbeat(ctx, done)
		}
	}
	done.Done = len(rows) < reviewPage
	return done, nil
}

func (p *Payments) review(ctx context.Context, row dbgen.PaymentsToReviewRow, done *Reviewed) error {
	paid, err := p.Fetch(ctx, row.ExternalID)
	if err == nil && (row.ProviderUpdatedAt == nil || paid.Snapshot.UpdatedAt.After(*row.ProviderUpdatedAt)) {
		done.Changed++
		err = p.Deliver(ctx, paid)
	}
	switch {
	case err == nil:
		done.Read++
	case ctx.Err() != nil:
		return ctx.Err()
	default:
		slog.WarnContext(ctx, "payment not reviewed", "payment", row.ID, "reason", fault.ReasonOf(err))
		done.Unread++
	}
	return nil
}
