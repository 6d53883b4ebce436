// Package integration has the operations of the restaurant's own programs: API keys
// and webhook subscriptions.
//
// Imports: api/entity, api/httpx, internal/domain/access, internal/domain/catalog,
// internal/domain/event, internal/domain/fault, internal/platform/postgres,
// internal/platform/postgres/dbgen, internal/platform/secretbox, internal/platform/token.
package integration
