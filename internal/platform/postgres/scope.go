package postgres

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"integrador/internal/domain/access"
	"integrador/internal/domain/fault"
)

// Scope is how far a member of staff sees.
type Scope struct {
	EveryBranch bool    // an ADMIN: the whole tenant
	Branches    []int64 // else these, in the token's order
	EverySector bool    // MANAGER and ADMIN; a waiter sees the sectors served today
}

// ScopeOf gives the reach of who, narrowed to branch if there is one. A branch
// outside the token's list is fault.Forbidden.
func ScopeOf(who access.Staff, branch *int64) (Scope, error) {
	r := Scope{
		EveryBranch: who.Has(access.Admin),
		Branches:    who.Branches(),
		EverySector: who.Has(access.Admin, access.Manager),
	}
	if branch == nil {
		return r, nil
	}
	r.EveryBranch, r.Branches = false, []int64{*branch}
	return r, who.InBranch(*branch)
}

// DecodeJSON reads a list or an object that a query assembled as JSON. The database
// wrote it, so what does not decode is our own bug.
func DecodeJSON[T any](raw json.RawMessage, what string) (T, error) {
	var v T
	if err := json.Unmarshal(raw, &v); err != nil {
		return v, fmt.Errorf("decode %s of a row: %w", what, err)
	}
	return v, nil
}

// missing is Fault, but says f where there was no row.
func missing(err error, f *fault.Error) error {
	if isMissing(err) {
		return f
	}
	return Fault(err)
}

func isMissing(err error) bool { return errors.Is(err, pgx.ErrNoRows) }

// orNil gives nil for what a query could not tell.
func orNil(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
