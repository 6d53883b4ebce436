// Package api is the HTTP interface: it turns requests into calls and answers
// into JSON, and decides who may ask for what.
//
// # An endpoint
//
// An endpoint is a method of the shape (ctx, *In) (*Out, error) and one call of
// handle, which declares its path, its access rule and its rate limit. There is
// no other way to register one, so none can lack a rule. In and Out are structs
// in huma's manner: parameters as tagged fields, the JSON in a field Body.
//
// # Errors
//
// Handlers return faults, or plain errors for what should not happen; problem.go
// alone turns either into a response.
//
// # What it may import
//
// The rules (access, dining, billing, event, fault, money), store, token,
// password, telemetry. It speaks to table sessions through the interface Sessions
// and to Mercado Pago through interfaces of its own; never to Temporal, and never
// to activities.
//
// Imports: internal/domain/access, internal/domain/billing, internal/domain/catalog,
// internal/domain/event, internal/domain/fault, internal/domain/foodcost, internal/domain/lifecycle,
// internal/domain/menuchat, internal/domain/money, internal/domain/payments,
// internal/domain/promotion, internal/domain/tablesession, internal/platform/csvexport,
// internal/platform/password, internal/platform/postgres, internal/platform/postgres/dbgen,
// internal/platform/printing, internal/platform/publicurl, internal/platform/qr,
// internal/platform/secretbox, internal/platform/signing, internal/platform/telemetry,
// internal/platform/token, internal/platform/totp, internal/readmodel, internal/readmodel/menu.
package api
