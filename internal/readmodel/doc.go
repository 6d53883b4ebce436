// Package readmodel reads what the screens show and gives it in the form of the REST
// contract: bills, orders and kitchen tickets, the floor, cash drawers and tips,
// customers and their devices. Its types carry the JSON names and the OpenAPI tags;
// the menu, which is cached, has a package of its own below this one.
//
// Nothing here writes. Each function takes the database to read from and checks that
// the caller may see the rows.
//
// Imports: internal/domain/access, internal/domain/event, internal/domain/fault,
// internal/domain/money, internal/platform/postgres, internal/platform/postgres/dbgen.
package readmodel
