// Package activities holds the work that a workflow cannot do itself: each activity is one transaction of the ledger, or
// one call to the outside.
//
// Every activity may run more than once with the same effect: a decision has a key, opening a table finds the session
// that is there, a snapshot of a payment replaces an older one, a checkout that nobody was sent to is harmless. Those of
// Ledger run as local activities under a session's lock; those of Payments and Presence run as regular ones, never under
// it.
//
// Errors that people read are faults; the interceptor of package workflows encodes them for Temporal.
//
// Imports: internal/domain/access, internal/domain/audit, internal/domain/billing,
// internal/domain/event, internal/domain/fault, internal/domain/money, internal/domain/payments,
// internal/domain/tablesession, internal/platform/mercadopago, internal/platform/postgres,
// internal/platform/postgres/dbgen, internal/platform/secretbox, internal/platform/signing,
// internal/readmodel/noticeboard.
package activities
