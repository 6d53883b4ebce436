// Package entity creates, changes, deletes and restores rows of the catalog's kinds:
// access to the row, the transaction with its audit line and events, and what
// follows the commit. The rest of an entity, its operations, bodies and rules, is in
// its audience's package.
//
// Imports: api/dispatch, api/httpx, internal/domain/access, internal/domain/catalog,
// internal/domain/event, internal/platform/postgres, internal/platform/postgres/dbgen.
package entity
