// Package audit seals the audit log: each entry of a tenant carries the hash of
// the one before it, so that an entry that was altered, removed, moved or slipped
// in is found by reading the chain.
//
// The database seals (migrations, audit_seal) and this package checks, both over
// the same text of an entry. It is rules: values in, values out, nothing of ours
// imported.
package audit
