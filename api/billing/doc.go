// Package billing has the operations of checks and payments, for guests and staff.
//
// Imports: api/dispatch, api/httpx, internal/domain/access, internal/domain/billing,
// internal/domain/event, internal/domain/fault, internal/domain/money,
// internal/domain/tablesession, internal/platform/postgres, internal/platform/postgres/dbgen,
// internal/readmodel.
package billing
