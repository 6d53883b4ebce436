// Package inventory has the operations of stock, suppliers and food costs.
//
// Imports: api/entity, api/httpx, internal/domain/access, internal/domain/catalog,
// internal/domain/fault, internal/domain/foodcost, internal/domain/money,
// internal/platform/postgres, internal/platform/postgres/dbgen.
package inventory
