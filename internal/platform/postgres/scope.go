package postgres

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"integrador/internal/domain/access"
	"integrador/internal/domain/fault"
)

// Scope is which rows a member of staff may see.
type Scope struct {
	EveryBranch bool    // an ADMIN: the whole tenant
	Branches    []int64 // else these, in the token's order
	EverySector bool    // MANAGER and ADMIN; a waiter sees today's sectors only
}

// ScopeOf is the scope of who, narrowed to a branch if one is given.
//
// Errors: fault.Forbidden for a branch outside the token.
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

// DecodeJSON decodes JSON that a query built. what names it in the error.
func DecodeJSON[T any](raw json.RawMessage, what string) (T, error) {
	var v T
	if err := json.Unmarshal(raw, &v); err != nil {
		return v, fmt.Errorf("decode %s of a row: %w", what, err)
	}
	return v, nil
}

// Rows converts the rows of a query, given with the query's error.
func Rows[R, T any](rows []R, err error, convert func(R) T) ([]T, error) {
	return DecodeRows(rows, err, func(row R) (T, error) { return convert(row), nil })
}

// DecodeRows is Rows for a conversion that may fail.
func DecodeRows[R, T any](rows []R, err error, decode func(R) (T, error)) ([]T, error) {
	if err != nil {
		return nil, Fault(err)
	}
	out := make([]T, len(rows))
	for i, row := range rows {
		if out[i], err = decode(row); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// NotFoundAs is Fault, but returns f where a query found no row.
func NotFoundAs(err error, f *fault.Error) error {
	if IsNoRow(err) {
		return f
	}
	return Fault(err)
}

// IsNoRow reports that a query found no row.
func IsNoRow(err error) bool { return errors.Is(err, pgx.ErrNoRows) }

// OrNil returns nil, which queries write as NULL, for the zero value.
func OrNil[T comparable](v T) *T {
	var zero T
	if v == zero {
		return nil
	}
	return &v
}
