package token

import (
	"time"

	"integrador/internal/domain/access"
)

// Table is the content of a table token.
type Table struct {
	access.Table
	TokenID   string
	IssuedAt  time.Time
	ExpiresAt time.Time
}

// tableClaims is also read by the diners' app, which uses session_id.
type tableClaims struct {
	registered
	TenantID  int64 `json:"tenant_id"`
	BranchID  int64 `json:"branch_id"`
	TableID   int64 `json:"table_id"`
	SessionID int64 `json:"session_id"`
}

// IssueTable issues a token for one table session.
func (k Keys) IssueTable(t access.Table) (Issued, error) {
	r := k.stamp(kindTable, TableIssuer, TableAudience, k.TableLife)
	return sign(tableClaims{
		registered: r, TenantID: t.TenantID, BranchID: t.BranchID, TableID: t.TableID, SessionID: t.SessionID,
	}, r, k.Table)
}

// ParseTable parses a table token.
//
// Errors: fault.Unauthenticated.
func (k Keys) ParseTable(raw string) (Table, error) {
	var c tableClaims
	if err := k.parse(raw, &c, expected{kindTable, TableIssuer, TableAudience, k.Table}); err != nil {
		return Table{}, err
	}
	if min(c.TenantID, c.BranchID, c.TableID, c.SessionID) < 1 {
		return Table{}, errInvalid
	}
	return Table{
		Table:   access.Table{TenantID: c.TenantID, BranchID: c.BranchID, TableID: c.TableID, SessionID: c.SessionID},
		TokenID: c.ID, IssuedAt: c.IssuedAt.time(), ExpiresAt: c.expiry(),
	}, nil
}
