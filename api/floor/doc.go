// Package floor has the operations of those who wait on tables: their day, tables,
// service calls and orders.
//
// Imports: api/dispatch, api/httpx, internal/domain/access, internal/domain/fault,
// internal/domain/money, internal/domain/tablesession, internal/platform/postgres,
// internal/platform/postgres/dbgen, internal/readmodel, internal/readmodel/menu.
package floor
