// Package audit has the operations that show the audit log, and export and erase
// personal data.
//
// Imports: api/entity, api/httpx, internal/domain/access, internal/domain/catalog,
// internal/domain/fault, internal/platform/postgres, internal/platform/postgres/dbgen.
package audit
