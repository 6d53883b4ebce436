package realtime

import (
	"context"
	"strconv"

	"integrador/internal/domain/access"
	"integrador/internal/domain/fault"
	"integrador/internal/platform/postgres/dbgen"
)

var (
	errRevoked     = fault.New(fault.Unauthenticated, "token_revoked", "La sesión ya no es válida. Volvé a ingresar.")
	errTableClosed = fault.New(fault.Unauthenticated, "table_closed", "La mesa ya se cerró.")
	errRole        = fault.New(fault.Forbidden, "role_forbidden", "Tu rol no permite esta conexión.")
	errNoBranch    = fault.New(fault.Forbidden, "branch_forbidden", "No tenés acceso a esta sucursal.")
	errNumber      = fault.New(fault.Invalid, "number_invalid", "Se esperaba un número entero.")
)

// admitStaff checks an access token and the person behind it. branch is one that
// the person works in; "" means all that the token names.
func (g *Gateway) admitStaff(ctx context.Context, k *kind, raw, branch string) (caller, *view, error) {
	t, err := g.keys.ParseAccess(raw)
	if err != nil {
		return caller{}, nil, err
	}
	c := caller{
		kind: k, tenant: t.TenantID, staff: t.Staff, issuedAt: t.IssuedAt, expires: t.ExpiresAt,
		everywhere: branch == "" && t.Has(access.Admin),
	}
	if !t.Has(k.roles...) {
		return caller{}, nil, errRole
	}
	who, serves, err := g.inquire(ctx, []int64{t.UserID})
	if err != nil {
		return caller{}, nil, ledgerFault(err)
	}
	s := who[t.UserID]
	if !s.live(&c) {
		return caller{}, nil, errRevoked
	}
	if c.branches, err = g.branchesFor(ctx, t.Staff, branch); err != nil {
		return caller{}, nil, err
	}
	if branch == "" {
		c.branches = s.among(&c)
	}
	if len(c.branches) == 0 || !s.admits(&c) {
		return caller{}, nil, errNoBranch
	}
	return c, s.viewOf(&c, c.branches, serves[t.UserID]), nil
}

// branchesFor resolves the branches that the token allows and the tenant has. An
// ADMIN's are all, also those that are newer than the token.
func (g *Gateway) branchesFor(ctx context.Context, staff access.Staff, branch string) ([]int64, error) {
	wanted := staff.BranchIDs
	if branch == "" && staff.Has(access.Admin) {
		all, err := g.store.ActiveBranches(ctx, staff.TenantID)
		return all, ledgerFault(err)
	}
	if branch != "" {
		id, err := number(branch, 0)
		if err != nil {
			return nil, err
		}
		if err := staff.InBranch(id); err != nil {
			return nil, err
		}
		wanted = []int64{id}
	}
	known, err := g.store.ActiveBranchesAmong(ctx, staff.TenantID, wanted)
	return known, ledgerFault(err)
}

// admitDiner checks a table token and the session behind it.
func (g *Gateway) admitDiner(ctx context.Context, raw string) (caller, dbgen.SessionForSocketRow, error) {
	t, err := g.keys.ParseTable(raw)
	if err != nil {
		return caller{}, dbgen.SessionForSocketRow{}, err
	}
	session, err := g.store.SessionForSocket(ctx, t.SessionID, t.TenantID)
	if err != nil {
		err = ledgerFault(err)
		if fault.CodeOf(err) == fault.NotFound {
			err = errTableClosed
		}
		return caller{}, session, err
	}
	if session.Status == statusClosed {
		return caller{}, session, errTableClosed
	}
	return caller{
		kind: diner, tenant: t.TenantID, branches: []int64{session.BranchID}, session: t.SessionID, expires: t.ExpiresAt,
	}, session, nil
}

// statusClosed is the status of a session that is over.
const statusClosed = "CLOSED"

// inquire reads what the ledger says of members of staff, and the sectors that
// they serve today.
func (g *Gateway) inquire(ctx context.Context, users []int64) (map[int64]standing, map[int64]map[sector]bool, error) {
	rows, err := g.store.StandingOfUsers(ctx, users)
	if err != nil {
		return nil, nil, err
	}
	assigned, err := g.store.SectorsOfToday(ctx, users)
	if err != nil {
		return nil, nil, err
	}
	serves := map[int64]map[sector]bool{}
	for _, a := range assigned {
		if serves[a.WaiterID] == nil {
			serves[a.WaiterID] = map[sector]bool{}
		}
		serves[a.WaiterID][sector{a.BranchID, a.SectorID}] = true
	}
	return standings(rows), serves, nil
}

func standings(rows []dbgen.StandingOfUsersRow) map[int64]standing {
	who := map[int64]standing{}
	for _, r := range rows {
		s, known := who[r.ID]
		if !known {
			s = standing{tenant: r.TenantID, active: r.IsActive, validFrom: r.TokensValidFrom, roles: map[int64][]access.Role{}}
			who[r.ID] = s
		}
		if r.BranchID != nil && r.Role != nil {
			s.roles[*r.BranchID] = append(s.roles[*r.BranchID], access.Role(*r.Role))
		}
	}
	return who
}

// number reads a whole number that is not negative; "" is what absent says.
func number(text string, absent int64) (int64, error) {
	if text == "" {
		return absent, nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 {
		return 0, errNumber
	}
	return n, nil
}
