// Package staff has the operations of people, their roles and their assignments.
//
// Imports: api/entity, api/httpx, internal/domain/access, internal/domain/catalog,
// internal/domain/event, internal/domain/fault, internal/platform/password,
// internal/platform/postgres, internal/platform/postgres/dbgen.
package staff
