// Package venue has the operations of the restaurant, its branches, sectors and
// tables, with their QR codes.
//
// Imports: api/entity, api/httpx, internal/domain/access, internal/domain/catalog,
// internal/domain/event, internal/domain/fault, internal/platform/postgres,
// internal/platform/postgres/dbgen, internal/platform/qr.
package venue
