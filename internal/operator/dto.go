// Package operator has what the commands below it share: the rows that they list,
// and how they find the restaurant that an argument names.
//
// Imports: internal/platform/postgres.
package operator

import (
	"encoding/json"
	"time"
)

// The types have the JSON names of --json, and the fields of a database row, so that
// the row converts to them.

// User is a member of a restaurant's staff.
type User struct {
	ID         int64    `json:"id"`
	TenantID   int64    `json:"tenant_id"`
	TenantSlug string   `json:"tenant_slug"`
	Email      string   `json:"email"`
	FirstName  string   `json:"first_name"`
	LastName   string   `json:"last_name"`
	IsActive   bool     `json:"is_active"`
	Roles      []string `json:"roles"`
}

// APIKey is a program's key without its value.
type APIKey struct {
	ID          int64      `json:"id"`
	TenantID    int64      `json:"tenant_id"`
	Name        string     `json:"name"`
	Lookup      string     `json:"lookup"`
	Permissions []string   `json:"permissions"`
	BranchIds   []int64    `json:"branch_ids"` // nil: all
	Signed      bool       `json:"signed"`
	CreatedAt   time.Time  `json:"created_at"`
	CreatedByID int64      `json:"created_by_id"`
	ExpiresAt   *time.Time `json:"expires_at"`
	RevokedAt   *time.Time `json:"revoked_at"`
	LastUsedAt  *time.Time `json:"last_used_at"`
	RotatedFrom *int64     `json:"rotated_from"`
}

// AuditEntry is one action in the audit log.
type AuditEntry struct {
	ID         int64           `json:"id"`
	TenantID   int64           `json:"tenant_id"`
	UserID     *int64          `json:"user_id"`
	UserEmail  *string         `json:"user_email"`
	EntityType string          `json:"entity_type"`
	EntityID   *int64          `json:"entity_id"`
	Action     string          `json:"action"`
	OldValues  json.RawMessage `json:"old_values"`
	NewValues  json.RawMessage `json:"new_values"`
	IpAddress  *string         `json:"ip_address"`
	RequestID  *string         `json:"request_id"`
	CreatedAt  time.Time       `json:"created_at"`
}

// AuditCount is the number of entries with one action on one type of entity.
type AuditCount struct {
	EntityType string    `json:"entity_type"`
	Action     string    `json:"action"`
	Entries    int64     `json:"entries"`
	FirstAt    time.Time `json:"first_at"`
	LastAt     time.Time `json:"last_at"`
}

// NoticeCount is the number of Mercado Pago's notices in one state.
type NoticeCount struct {
	Status  string `json:"status"`
	Notices int32  `json:"notices"`
}

// DeadReason is the number of notices that failed for one reason.
type DeadReason struct {
	Reason  string    `json:"reason"`
	Notices int32     `json:"notices"`
	Oldest  time.Time `json:"oldest"`
}

// List converts rows; it is never nil, so that JSON has a list.
func List[From, To any](rows []From, convert func(From) To) []To {
	out := make([]To, len(rows))
	for i, r := range rows {
		out[i] = convert(r)
	}
	return out
}
