// Package recipe has the operations of ingredients, recipes, products made from them,
// and the texts that the menu chat knows.
//
// Imports: api/entity, api/httpx, internal/domain/access, internal/domain/catalog,
// internal/domain/fault, internal/domain/money, internal/platform/postgres,
// internal/platform/postgres/dbgen.
package recipe
