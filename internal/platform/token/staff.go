package token

import (
	"strconv"
	"time"

	"github.com/google/uuid"

	"integrador/internal/domain/access"
)

// Access is the content of an access token.
type Access struct {
	access.Staff
	IssuedAt  time.Time // to the microsecond
	ExpiresAt time.Time
}

// Refresh is the content of a refresh token: the right to one new pair of tokens.
type Refresh struct {
	UserID    int64
	TenantID  int64
	TokenID   uuid.UUID
	Family    uuid.UUID // shared by all refresh tokens of one login
	IssuedAt  time.Time
	ExpiresAt time.Time
}

type staffClaims struct {
	registered
	Subject   string        `json:"sub"`
	TenantID  int64         `json:"tenant_id"`
	BranchIDs []int64       `json:"branch_ids,omitempty"`
	Roles     []access.Role `json:"roles,omitempty"`
	Email     string        `json:"email,omitempty"`
	Family    string        `json:"fam,omitempty"` // refresh tokens only
}

// GetSubject implements jwt.Claims.
func (c staffClaims) GetSubject() (string, error) { return c.Subject, nil }

func (c staffClaims) userID() (int64, error) {
	id, err := strconv.ParseInt(c.Subject, 10, 64)
	if err != nil || id < 1 || c.TenantID < 1 {
		return 0, errInvalid
	}
	return id, nil
}

// IssueAccess issues an access token for s with a new ID; s.TokenID is ignored.
func (k Keys) IssueAccess(s access.Staff) (Issued, error) {
	r := k.stamp(kindAccess, k.Issuer, k.Audience, k.AccessLife)
	return sign(staffClaims{
		registered: r, Subject: strconv.FormatInt(s.UserID, 10), TenantID: s.TenantID,
		BranchIDs: s.BranchIDs, Roles: s.Roles, Email: s.Email,
	}, r, k.Staff)
}

// IssueRefresh issues a refresh token of a family.
func (k Keys) IssueRefresh(user, tenant int64, family uuid.UUID) (Issued, error) {
	r := k.stamp(kindRefresh, k.Issuer, k.Audience, k.RefreshLife)
	return sign(staffClaims{
		registered: r, Subject: strconv.FormatInt(user, 10), TenantID: tenant, Family: family.String(),
	}, r, k.Staff)
}

// ParseAccess parses an access token.
//
// Errors: fault.Unauthenticated.
func (k Keys) ParseAccess(raw string) (Access, error) {
	var c staffClaims
	if err := k.parse(raw, &c, expected{kindAccess, k.Issuer, k.Audience, k.Staff}); err != nil {
		return Access{}, err
	}
	user, err := c.userID()
	if err != nil {
		return Access{}, err
	}
	return Access{
		Staff: access.Staff{
			UserID: user, TenantID: c.TenantID, Email: c.Email,
			BranchIDs: c.BranchIDs, Roles: c.Roles, TokenID: c.ID,
		},
		IssuedAt: c.IssuedAt.time(), ExpiresAt: c.expiry(),
	}, nil
}

// ParseRefresh parses a refresh token.
//
// Errors: fault.Unauthenticated.
func (k Keys) ParseRefresh(raw string) (Refresh, error) {
	var c staffClaims
	if err := k.parse(raw, &c, expected{kindRefresh, k.Issuer, k.Audience, k.Staff}); err != nil {
		return Refresh{}, err
	}
	user, err := c.userID()
	if err != nil {
		return Refresh{}, err
	}
	id, errID := uuid.Parse(c.ID)
	family, errFamily := uuid.Parse(c.Family)
	if errID != nil || errFamily != nil {
		return Refresh{}, errInvalid
	}
	return Refresh{
		UserID: user, TenantID: c.TenantID, TokenID: id, Family: family,
		IssuedAt: c.IssuedAt.time(), ExpiresAt: c.expiry(),
	}, nil
}
