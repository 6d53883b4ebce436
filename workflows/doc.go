// Package workflows runs a restaurant's table sessions and payments on Temporal.
//
// TableSession is the life of one occupied table, from the first QR scan to the last payment. Its workflow ID names the
// table, so Temporal itself refuses a second session there. PaymentWatch looks for one checkout's payment, whose webhook
// may never come. Refund gives money back, for as many days as it takes. WebhookNotice applies what Mercado Pago
// announced, with retries and a dead letter. ProviderConnection is a restaurant's link to its merchant account: it renews
// the tokens ahead of time. No token passes through a history: activities read them from the ledger, by the restaurant.
//
// A command is an update. It is decided by package tablesession (a pure function), recorded by one local activity (one
// transaction) and then applied, in that order, under the session's lock. When a recording's outcome is unknown the
// session is read again from the ledger before the next command. Calls to the outside are regular activities and never
// run under the lock; signals and starts of other workflows are sent without waiting for their outcome. The one signal
// asks a PaymentWatch to close its page. Reads are PostgreSQL's; the query of the session's state is for operators.
//
// Versioning: the order of activities, timers, signals and children is part of the recorded histories under testdata. A
// change to it is guarded by workflow.GetVersion with a change ID that names what changed, and gets a new recorded
// history beside the old ones. Decisions in tablesession may change freely as long as they do not add or remove such
// steps. Receipts in histories are bound again on replay: the order in which new rows get their identifiers stays.
//
// Imports: activities, internal/domain/access, internal/domain/billing, internal/domain/fault, internal/domain/tablesession,
// internal/platform/telemetry.
package workflows
