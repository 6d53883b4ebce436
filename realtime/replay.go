package realtime

import (
	"context"
	"time"

	"integrador/internal/domain/event"
	"integrador/internal/platform/postgres/dbgen"
)

const (
	// margin widens what is read again: an event is marked as published up to a
	// few seconds before or after it is.
	margin = 10 * time.Second
	// retryReplay is how often a failed replay is tried again.
	retryReplay = time.Second
	pageRows    = 500
	maxPages    = 8
)

// tuned is told by the subscription that a channel is heard from now on.
func (g *Gateway) tuned(channel string) {
	g.metrics.deafness.Set(0)
	if r := g.hub.room(channel); r != nil {
		r.tune()
		select {
		case g.replay <- struct{}{}:
		default:
		}
	}
}

// deaf is told by the subscription that its connection broke.
func (g *Gateway) deaf(since time.Time) {
	g.metrics.reconnects.Inc()
	g.metrics.deafness.Set(1)
	for _, r := range g.hub.allRooms() {
		r.goDeaf(since)
	}
}

// replayer reads from the ledger what rooms missed, until ctx ends. A failed
// reading is tried again until it succeeds.
func (g *Gateway) replayer(ctx context.Context) error {
	retry := time.NewTicker(retryReplay)
	defer retry.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-g.replay:
		case <-retry.C:
		}
		g.replayAll(ctx)
	}
}

// absence is what the rooms of one branch missed together.
type absence struct {
	tenant, branch int64
	lapse
	rooms map[*room]lapse
}

func (g *Gateway) replayAll(ctx context.Context) {
	var sessions []*room
	for _, a := range g.absences() {
		if err := g.replayBranch(ctx, a); err != nil {
			g.log.WarnContext(ctx, "a branch waits for missed events", "branch_id", a.branch, "error", err)
			continue
		}
		for r, l := range a.rooms {
			r.caughtUp(l)
			if r.session != 0 {
				sessions = append(sessions, r)
			}
		}
	}
	g.checkSessions(ctx, sessions)
}

func (g *Gateway) absences() map[int64]*absence {
	branches := map[int64]*absence{}
	for _, r := range g.hub.allRooms() {
		l, ok := r.missed()
		if !ok {
			continue
		}
		a := branches[r.branch]
		if a == nil {
			a = &absence{tenant: r.tenant, branch: r.branch, lapse: l, rooms: map[*room]lapse{}}
			branches[r.branch] = a
		}
		if l.since.Before(a.since) {
			a.since = l.since
		}
		a.after = min(a.after, l.after)
		a.rooms[r] = l
	}
	return branches
}

// replayBranch tells a branch's rooms what they missed. If that is more than a
// client can swallow, its sockets start anew.
func (g *Gateway) replayBranch(ctx context.Context, a *absence) error {
	after := a.after
	for range maxPages {
		events, err := g.lately(ctx, a, after)
		if err != nil {
			return err
		}
		for _, p := range g.parcels(events) {
			g.metrics.retold(a.tell(p))
			after = p.ID
		}
		if len(events) < pageRows {
			return nil
		}
	}
	for r := range a.rooms {
		r.each(func(s *socket) { s.leave(byeStale) })
	}
	return nil
}

func (g *Gateway) lately(ctx context.Context, a *absence, after int64) ([]event.Event, error) {
	ctx, cancel := context.WithTimeout(ctx, askTimeout)
	defer cancel()
	return g.store.RecentEventsOfBranch(ctx, dbgen.RecentBranchEventsParams{
		TenantID: a.tenant, BranchID: a.branch, AfterID: after,
		Seconds: (time.Since(a.since) + margin).Seconds(), MaxRows: pageRows,
	})
}

// tell gives an event to the rooms that it belongs to. The numbered events of a
// session are left to the check of its log.
func (a *absence) tell(p parcel) (heard int) {
	for r := range a.rooms {
		if r.concerns(p.Event) && (r.session == 0 || p.Seq == 0) {
			heard += r.announce(p, true)
		}
	}
	return heard
}
