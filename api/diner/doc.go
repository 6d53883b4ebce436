// Package diner has the operations of guests: the public menu, joining a
// table, cart, rounds, check, customer profile and the menu chat.
//
// Imports: api/dispatch, api/httpx, internal/domain/access, internal/domain/billing,
// internal/domain/catalog, internal/domain/fault, internal/domain/menuchat, internal/domain/money,
// internal/domain/promotion, internal/domain/tablesession, internal/platform/postgres,
// internal/platform/postgres/dbgen, internal/platform/token, internal/readmodel,
// internal/readmodel/menu.
package diner
