package realtime

import (
	"context"
	"time"
)

// presenceEvery is how often presence is refreshed. It lasts more than twice as long.
const presenceEvery = 25 * time.Second

// maintainPresence keeps presence in Redis equal to the sessions that have phones here, until ctx ends, when all
// sockets are closed. What Redis does not accept is reported with the next change or refresh, or expires.
func (g *Gateway) maintainPresence(ctx context.Context) error {
	refresh := time.NewTicker(presenceEvery)
	defer refresh.Stop()
	reported, all := map[int64]bool{}, false
	for {
		select {
		case <-ctx.Done():
			last, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
			defer cancel()
			g.reportPresence(last, reported, false)
			return nil
		case <-g.sessionsChanged:
		case <-refresh.C:
			all = true
		}
		all = !g.reportPresence(ctx, reported, all)
	}
}

// reportPresence reports what changed since the last report, or all sessions. It returns false if Redis failed.
func (g *Gateway) reportPresence(ctx context.Context, reported map[int64]bool, all bool) (ok bool) {
	connected := g.hub.sessions()
	var added, removed []int64
	for session := range connected {
		if all || !reported[session] {
			added = append(added, session)
			reported[session] = true
		}
	}
	for session := range reported {
		if !connected[session] {
			removed = append(removed, session)
		}
	}
	if err := g.presence.Refresh(ctx, added...); err != nil {
		g.log.WarnContext(ctx, "presence not refreshed", "error", err)
		return false
	}
	if err := g.presence.Remove(ctx, removed...); err != nil {
		g.log.WarnContext(ctx, "presence not removed", "error", err)
		return false
	}
	for _, session := range removed {
		delete(reported, session)
	}
	return true
}
