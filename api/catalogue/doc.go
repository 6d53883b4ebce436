// Package catalogue has the operations that edit the menu: categories, products,
// allergens, options, promotions and what a branch does not offer.
//
// Imports: api/entity, api/httpx, internal/domain/access, internal/domain/catalog,
// internal/domain/event, internal/domain/fault, internal/domain/money, internal/platform/postgres,
// internal/platform/postgres/dbgen.
package catalogue
