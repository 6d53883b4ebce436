// Package activities holds the units of work that a workflow cannot do itself:
// one transaction of the ledger, or one call to the outside, each.
//
// Every activity may run more than once and comes to the same end: an entry of
// the ledger has a key, opening a table finds the session that is there, a
// snapshot of a payment replaces an older one, a checkout that nobody was sent to
// is harmless. Those of Ledger run as local activities, close to the decision;
// those of Payments and Floor run as regular ones, never under a session's lock.
//
// It may import the adapters (store, bus, checkout and what implements it) and
// the rules. Errors that people read are faults; workflows encodes them.
//
// Imports: internal/domain/access, internal/domain/audit, internal/domain/billing,
// internal/domain/event, internal/domain/fault, internal/domain/money, internal/domain/payments,
// internal/domain/tablesession, internal/platform/mercadopago, internal/platform/postgres,
// internal/platform/postgres/dbgen, internal/platform/secretbox, internal/platform/signing,
// internal/readmodel/noticeboard.
package activities
