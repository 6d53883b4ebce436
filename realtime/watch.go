package realtime

import (
	"context"
	"slices"
	"time"
)

// watchEvery is how often sockets are held against the ledger. What is revoked
// there ends here within five seconds.
const watchEvery = 2 * time.Second

// watch ends the sockets of people whose tokens, roles or sessions have ended,
// and finds numbers that a session's phones miss, until ctx ends. While the
// ledger does not answer, sockets stay: nothing new happens meanwhile.
func (g *Gateway) watch(ctx context.Context) error {
	tick := time.NewTicker(watchEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		g.checkTokens()
		g.checkStaff(ctx)
		var sessions []*room
		for _, r := range g.hub.allRooms() {
			if r.session != 0 {
				sessions = append(sessions, r)
			}
		}
		g.checkSessions(ctx, sessions)
	}
}

// expiryGrace is what a client has to come back with a new token after the old
// one expired.
const expiryGrace = 30 * time.Second

// checkTokens ends the sockets whose tokens have expired.
func (g *Gateway) checkTokens() {
	latest := g.now().Add(-expiryGrace)
	for _, s := range g.hub.allSockets() {
		if latest.After(s.expires) {
			s.leave(byeRevoked)
		}
	}
}

func (g *Gateway) now() time.Time {
	if g.keys.Now != nil {
		return g.keys.Now()
	}
	return time.Now()
}

// checkStaff holds all sockets of staff against the ledger.
func (g *Gateway) checkStaff(ctx context.Context) {
	var staff []*socket
	for _, s := range g.hub.allSockets() {
		if s.session == 0 {
			staff = append(staff, s)
		}
	}
	if err := g.examineAll(ctx, staff); err != nil {
		g.log.WarnContext(ctx, "the standing of staff is not known", "error", err)
	}
}

// examineAll renews what members of staff see and lets go who may see nothing.
func (g *Gateway) examineAll(ctx context.Context, staff []*socket) error {
	if len(staff) == 0 {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, askTimeout)
	defer cancel()
	users := make([]int64, len(staff))
	for i, s := range staff {
		users[i] = s.staff.UserID
	}
	who, serves, err := g.inquire(ctx, users)
	if err != nil {
		return err
	}
	whole, err := g.branchesOf(ctx, staff)
	if err != nil {
		return err
	}
	for _, s := range staff {
		is := who[s.staff.UserID]
		switch {
		case !is.live(&s.caller):
			s.leave(byeRevoked)
		case !is.admits(&s.caller):
			s.leave(byeForbidden)
		case s.everywhere:
			s.sees.Store(is.viewOf(&s.caller, whole[s.tenant], serves[s.staff.UserID]))
			g.hub.widen(s, whole[s.tenant])
		default:
			s.sees.Store(is.viewOf(&s.caller, s.branches, serves[s.staff.UserID]))
		}
	}
	return nil
}

// branchesOf reads which branches the restaurants have whose administrators are
// among staff and hear all of them.
func (g *Gateway) branchesOf(ctx context.Context, staff []*socket) (map[int64][]int64, error) {
	var tenants []int64
	for _, s := range staff {
		if s.everywhere && !slices.Contains(tenants, s.tenant) {
			tenants = append(tenants, s.tenant)
		}
	}
	if len(tenants) == 0 {
		return nil, nil
	}
	rows, err := g.store.ActiveBranchesOfTenants(ctx, tenants)
	if err != nil {
		return nil, err
	}
	whole := map[int64][]int64{}
	for _, r := range rows {
		whole[r.TenantID] = append(whole[r.TenantID], r.ID)
	}
	return whole, nil
}

// checkSessions compares what phones were told with the logs of their sessions,
// and closes the rooms of those that are over.
func (g *Gateway) checkSessions(ctx context.Context, rooms []*room) {
	if len(rooms) == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, askTimeout)
	defer cancel()
	byID := make(map[int64]*room, len(rooms))
	ids := make([]int64, 0, len(rooms))
	for _, r := range rooms {
		byID[r.session] = r
		ids = append(ids, r.session)
	}
	heads, err := g.store.StandingOfSessions(ctx, ids)
	if err != nil {
		g.log.WarnContext(ctx, "the state of sessions is not known", "error", err)
		return
	}
	for _, h := range heads {
		if r := byID[h.ID]; r.heads(h.LastEventSeq, h.Status == statusClosed) {
			g.fill(r) //nolint:contextcheck // it goes on when this look is over
		}
	}
}
