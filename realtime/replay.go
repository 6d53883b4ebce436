package realtime

import (
	"context"
	"time"

	"integrador/internal/domain/event"
	"integrador/internal/domain/sockets"
	"integrador/internal/platform/postgres/dbgen"
)

const (
	// replayMargin widens what is read from the database: an event is marked as published up to a few seconds before or
	// after it is.
	replayMargin = 10 * time.Second
	// retryReplay is how often a failed replay is retried.
	retryReplay = time.Second
	pageRows    = 500
	maxPages    = 8
)

// channelSubscribed is called when everything that is published on a channel from now on will be received.
func (g *Gateway) channelSubscribed(name string) {
	g.metrics.interrupted.Set(0)
	if ch := g.hub.channel(name); ch != nil {
		ch.setSubscribed()
		select {
		case g.replay <- struct{}{}:
		default:
		}
	}
}

// interrupted is called when the connection of the subscription broke.
func (g *Gateway) interrupted(since time.Time) {
	g.metrics.interruptions.Inc()
	g.metrics.interrupted.Set(1)
	for _, ch := range g.hub.allChannels() {
		ch.interrupt(since)
	}
}

// replayMissed reads from the database what channels missed, until ctx ends. A failed read is retried until it
// succeeds.
func (g *Gateway) replayMissed(ctx context.Context) error {
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

// branchGap is what the channels of one branch missed together.
type branchGap struct {
	tenant, branch int64
	gap
	channels map[*channel]gap
}

func (g *Gateway) replayAll(ctx context.Context) {
	var sessions []*channel
	for _, b := range g.branchGaps() {
		if err := g.replayBranch(ctx, b); err != nil {
			g.log.WarnContext(ctx, "missed events of a branch not read; will be retried", "branch_id", b.branch, "error", err)
			continue
		}
		for ch, missing := range b.channels {
			ch.closeGap(missing)
			if ch.session != 0 {
				sessions = append(sessions, ch)
			}
		}
	}
	g.recheckSessions(ctx, sessions)
}

func (g *Gateway) branchGaps() map[int64]*branchGap {
	branches := map[int64]*branchGap{}
	for _, ch := range g.hub.allChannels() {
		missing, ok := ch.gap()
		if !ok {
			continue
		}
		b := branches[ch.branch]
		if b == nil {
			b = &branchGap{tenant: ch.tenant, branch: ch.branch, gap: missing, channels: map[*channel]gap{}}
			branches[ch.branch] = b
		}
		if missing.since.Before(b.since) {
			b.since = missing.since
		}
		b.after = min(b.after, missing.after)
		b.channels[ch] = missing
	}
	return branches
}

// replayBranch delivers to a branch's channels what they missed. If that is too much for a client, the sockets are
// closed and reload.
func (g *Gateway) replayBranch(ctx context.Context, b *branchGap) error {
	after := b.after
	for range maxPages {
		events, err := g.missedEvents(ctx, b, after)
		if err != nil {
			return err
		}
		for _, m := range g.messages(events) {
			g.metrics.replayedTo(b.deliver(m))
			after = m.ID
		}
		if len(events) < pageRows {
			return nil
		}
	}
	for ch := range b.channels {
		ch.each(func(s *socket) { s.close(sockets.CloseStale) })
	}
	return nil
}

func (g *Gateway) missedEvents(ctx context.Context, b *branchGap, after int64) ([]event.Event, error) {
	ctx, cancel := context.WithTimeout(ctx, queryTimeout)
	defer cancel()
	return g.store.RecentEventsOfBranch(ctx, dbgen.RecentBranchEventsParams{
		TenantID: b.tenant,
		BranchID: b.branch,
		AfterID:  after,
		Seconds:  (time.Since(b.since) + replayMargin).Seconds(),
		MaxRows:  pageRows,
	})
}

// deliver sends an event to the channels that it belongs to. The numbered events of a session are left to
// recheckSessions.
func (b *branchGap) deliver(m message) (sent int) {
	for ch := range b.channels {
		if ch.accepts(m.Event) && (ch.session == 0 || m.Seq == 0) {
			sent += ch.deliver(m, true)
		}
	}
	return sent
}
