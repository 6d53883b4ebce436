// Package kitchen has the operations of the kitchen's screens: rounds, tickets and
// the availability of products.
//
// Imports: api/dispatch, api/httpx, internal/domain/access, internal/domain/fault,
// internal/domain/tablesession, internal/platform/postgres, internal/readmodel.
package kitchen
