package realtime

import (
	"context"
	"strconv"

	"integrador/internal/domain/access"
	"integrador/internal/domain/fault"
	"integrador/internal/platform/postgres/dbgen"
)

// sessionClosed is the status of a table session that is over.
const sessionClosed = "CLOSED"

// authenticateStaff checks an access token and the person behind it. branch is one that the person works in; "" means
// all that the token names.
func (g *Gateway) authenticateStaff(
	ctx context.Context, at *endpoint, raw, branch string,
) (subscriber, *scope, error) {
	t, err := g.keys.ParseAccess(raw)
	if err != nil {
		return subscriber{}, nil, err
	}
	sub := subscriber{
		endpoint:    at,
		tenant:      t.TenantID,
		staff:       t.Staff,
		issuedAt:    t.IssuedAt,
		expires:     t.ExpiresAt,
		allBranches: branch == "" && t.Has(access.Admin),
	}
	if !t.Has(at.Roles...) {
		return subscriber{}, nil, errRole
	}
	people, err := g.loadPeople(ctx, []int64{t.UserID})
	if err != nil {
		return subscriber{}, nil, databaseError(err)
	}
	p := people[t.UserID]
	if !p.tokenValid(&sub) {
		return subscriber{}, nil, errRevoked
	}
	if sub.branches, err = g.branchesOfToken(ctx, t.Staff, branch); err != nil {
		return subscriber{}, nil, err
	}
	if branch == "" {
		sub.branches = p.permittedBranches(&sub)
	}
	if len(sub.branches) == 0 || !p.permits(&sub) {
		return subscriber{}, nil, errNoBranch
	}
	return sub, p.scopeOf(&sub, sub.branches), nil
}

// branchesOfToken returns the active branches that the token allows. For an ADMIN these are all of the tenant, also
// those that are newer than the token.
func (g *Gateway) branchesOfToken(ctx context.Context, staff access.Staff, branch string) ([]int64, error) {
	allowed := staff.BranchIDs
	if branch == "" && staff.Has(access.Admin) {
		all, err := g.store.ActiveBranches(ctx, staff.TenantID)
		return all, databaseError(err)
	}
	if branch != "" {
		id, err := parseNumber(branch, 0)
		if err != nil {
			return nil, err
		}
		if err := staff.InBranch(id); err != nil {
			return nil, err
		}
		allowed = []int64{id}
	}
	active, err := g.store.ActiveBranchesAmong(ctx, staff.TenantID, allowed)
	return active, databaseError(err)
}

// authenticateDiner checks a table token and the session behind it.
func (g *Gateway) authenticateDiner(ctx context.Context, raw string) (subscriber, dbgen.SessionForSocketRow, error) {
	t, err := g.keys.ParseTable(raw)
	if err != nil {
		return subscriber{}, dbgen.SessionForSocketRow{}, err
	}
	session, err := g.store.SessionForSocket(ctx, t.SessionID, t.TenantID)
	if err != nil {
		err = databaseError(err)
		if fault.CodeOf(err) == fault.NotFound {
			err = errTableClosed
		}
		return subscriber{}, session, err
	}
	if session.Status == sessionClosed {
		return subscriber{}, session, errTableClosed
	}
	return subscriber{
		endpoint: diner,
		tenant:   t.TenantID,
		branches: []int64{session.BranchID},
		session:  t.SessionID,
		expires:  t.ExpiresAt,
	}, session, nil
}

// loadPeople reads what the database says of members of staff now, and the sectors that they serve today.
func (g *Gateway) loadPeople(ctx context.Context, users []int64) (map[int64]*person, error) {
	rows, err := g.store.StandingOfUsers(ctx, users)
	if err != nil {
		return nil, err
	}
	assigned, err := g.store.SectorsOfToday(ctx, users)
	if err != nil {
		return nil, err
	}
	people := map[int64]*person{}
	for _, id := range users {
		people[id] = &person{roles: map[int64][]access.Role{}, sectors: map[sector]bool{}}
	}
	for _, r := range rows {
		p := people[r.ID]
		p.tenant, p.active, p.validFrom = r.TenantID, r.IsActive, r.TokensValidFrom
		if r.BranchID != nil && r.Role != nil {
			p.roles[*r.BranchID] = append(p.roles[*r.BranchID], access.Role(*r.Role))
		}
	}
	for _, a := range assigned {
		people[a.WaiterID].sectors[sector{a.BranchID, a.SectorID}] = true
	}
	return people, nil
}

// parseNumber reads a whole number that is not negative; empty text gives ifEmpty.
func parseNumber(text string, ifEmpty int64) (int64, error) {
	if text == "" {
		return ifEmpty, nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 {
		return 0, errNumber
	}
	return n, nil
}
