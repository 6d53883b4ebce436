package realtime

import (
	"context"
	"slices"
	"time"

	"integrador/internal/domain/sockets"
)

// recheckEvery is how often sockets are compared with the database. What is revoked there ends here within five
// seconds.
const recheckEvery = 2 * time.Second

// recheck closes the sockets of people whose tokens, roles or sessions have ended, and finds numbers that a session's
// phones miss, until ctx ends. While the database does not answer, sockets stay open: nothing new happens meanwhile.
func (g *Gateway) recheck(ctx context.Context) error {
	tick := time.NewTicker(recheckEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		g.closeExpired()
		g.recheckStaff(ctx)
		var sessions []*channel
		for _, ch := range g.hub.allChannels() {
			if ch.session != 0 {
				sessions = append(sessions, ch)
			}
		}
		g.recheckSessions(ctx, sessions)
	}
}

// expiryGrace is how long a client has to reconnect with a new token after the old one expired.
const expiryGrace = 30 * time.Second

// closeExpired closes the sockets whose tokens have expired.
func (g *Gateway) closeExpired() {
	latest := g.now().Add(-expiryGrace)
	for _, s := range g.hub.allSockets() {
		if latest.After(s.expires) {
			s.close(expiryCode(s.endpoint))
		}
	}
}

// expiryCode is the code for an expired token. One of a table is not renewed: the guest scans the QR code again.
func expiryCode(at *endpoint) sockets.CloseCode {
	if at == diner {
		return sockets.CloseRevoked
	}
	return sockets.CloseExpired
}

func (g *Gateway) now() time.Time {
	if g.keys.Now != nil {
		return g.keys.Now()
	}
	return time.Now()
}

// recheckStaff compares all sockets of staff with the database.
func (g *Gateway) recheckStaff(ctx context.Context) {
	var staff []*socket
	for _, s := range g.hub.allSockets() {
		if s.session == 0 {
			staff = append(staff, s)
		}
	}
	if err := g.reauthorize(ctx, staff); err != nil {
		g.log.WarnContext(ctx, "staff not rechecked", "error", err)
	}
}

// reauthorize renews the scopes of members of staff and closes the sockets of those who may not receive anything.
func (g *Gateway) reauthorize(ctx context.Context, staff []*socket) error {
	if len(staff) == 0 {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, queryTimeout)
	defer cancel()
	users := make([]int64, len(staff))
	for i, s := range staff {
		users[i] = s.staff.UserID
	}
	people, err := g.loadPeople(ctx, users)
	if err != nil {
		return err
	}
	allBranches, err := g.loadAllBranches(ctx, staff)
	if err != nil {
		return err
	}
	for _, s := range staff {
		p := people[s.staff.UserID]
		switch {
		case !p.tokenValid(&s.subscriber):
			s.close(sockets.CloseRevoked)
		case !p.permits(&s.subscriber):
			s.close(sockets.CloseForbidden)
		case s.allBranches:
			s.scope.Store(p.scopeOf(&s.subscriber, allBranches[s.tenant]))
			g.hub.addBranches(s, allBranches[s.tenant])
		default:
			s.scope.Store(p.scopeOf(&s.subscriber, s.branches))
		}
	}
	return nil
}

// loadAllBranches reads the active branches of each tenant that has a socket of all branches among staff.
func (g *Gateway) loadAllBranches(ctx context.Context, staff []*socket) (map[int64][]int64, error) {
	var tenants []int64
	for _, s := range staff {
		if s.allBranches && !slices.Contains(tenants, s.tenant) {
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
	branches := map[int64][]int64{}
	for _, r := range rows {
		branches[r.TenantID] = append(branches[r.TenantID], r.ID)
	}
	return branches, nil
}

// recheckSessions compares what phones were sent with the logs of their sessions, and closes the sockets of sessions
// that are over.
func (g *Gateway) recheckSessions(ctx context.Context, channels []*channel) {
	if len(channels) == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, queryTimeout)
	defer cancel()
	byID := make(map[int64]*channel, len(channels))
	ids := make([]int64, 0, len(channels))
	for _, ch := range channels {
		byID[ch.session] = ch
		ids = append(ids, ch.session)
	}
	heads, err := g.store.StandingOfSessions(ctx, ids)
	if err != nil {
		g.log.WarnContext(ctx, "sessions not rechecked", "error", err)
		return
	}
	for _, h := range heads {
		if ch := byID[h.ID]; ch.setHead(h.LastEventSeq, h.Status == sessionClosed) {
			g.fillGap(ch) //nolint:contextcheck // it outlives this check
		}
	}
}
