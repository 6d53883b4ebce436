// Package reservation has the operations of reservations and delivery orders.
//
// Imports: api/entity, api/httpx, internal/domain/access, internal/domain/catalog,
// internal/domain/fault, internal/domain/money, internal/platform/postgres,
// internal/platform/postgres/dbgen.
package reservation
