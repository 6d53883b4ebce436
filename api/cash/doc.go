// Package cash has the operations of cash drawers, tips and tip pools.
//
// Imports: api/entity, api/httpx, internal/domain/access, internal/domain/billing,
// internal/domain/catalog, internal/domain/fault, internal/domain/money, internal/platform/postgres,
// internal/platform/postgres/dbgen, internal/readmodel.
package cash
