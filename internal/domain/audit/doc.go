// Package audit verifies the hash chain of the audit log: the seal of each entry of a
// tenant contains the hash of the one before it, so that a changed, removed, moved or
// inserted entry is detected. The database seals (audit_seal in migrations) the same
// canonical text of an entry.
//
// Imports: none of this module.
package audit
