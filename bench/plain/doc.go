// Package plain writes the same round as the product, the way most backends do:
// one handler, one SQL transaction that locks the session's row, one publish. It
// is what the benchmark compares with, and serves nothing else.
//
// It leaves the same rows and publishes to the same channels. What the product does
// besides (traces, metrics, an access log, validation of every field) is left
// out, in this side's favour.
//
// Imports: internal/domain/access, internal/domain/event, internal/platform/postgres, internal/platform/pubsub, internal/platform/redisclient, internal/platform/token.
package plain
