// Package audit has the operations that show the audit log, export and erase personal
// data, and restore what was deleted.
//
// Imports: api/entity, api/httpx, internal/domain/access, internal/domain/catalog,
// internal/domain/event, internal/domain/fault, internal/platform/postgres,
// internal/platform/postgres/dbgen.
package audit
