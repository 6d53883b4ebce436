// Package workflows conducts a restaurant's floor on Temporal.
//
// TableSession is the life of one occupied table, from the first QR scan to the
// last cent. Its workflow ID names the table, so Temporal itself refuses a second
// session there. PaymentWatch looks after one checkout, whose webhook may never come.
// Refund gives money back, for as many days as it takes.
// WebhookNotice applies what Mercado Pago announced, with retries and a dead letter.
// ProviderConnection is a restaurant's link to its account there: it renews the
// tokens ahead of time. No token passes through a history: activities read them
// from the ledger, by the restaurant.
//
// A command that somebody waits for is an update. The one signal tells a watch that
// nobody should pay any more, which nobody waits for. An update
// is decided by dining (pure), recorded by one local activity (one transaction)
// and then adopted, in that order, under the session's lock. When a recording's
// outcome is unknown the session is read again from the ledger before anything
// else happens: the ledger is right. Calls to the outside are regular activities
// and never run under the lock. Reading is PostgreSQL's; the query "sitting" is
// for operators.
//
// Versioning: the order of activities, timers and children is part of the
// recorded histories under testdata. A change to it is guarded by
// workflow.GetVersion with a change ID that names what changed, and gets a new
// recorded history beside the old ones. Decisions in dining may change freely as
// long as they do not add or remove such steps.
//
// It may import activities (for the shapes of their arguments), the rules and the
// SDK; no database, no Redis, no HTTP.
package workflows
