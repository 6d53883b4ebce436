// Package plain writes the same round as the product, the way most backends do:
// one handler, one SQL transaction that locks the session's row, one publish. It
// is what the benchmark compares with, and serves nothing else.
//
// It leaves the same rows and rings the same channels. What the product does
// besides (traces, metrics, an access log, validation of every field) is left
// out, in this side's favour.
//
// It may import the adapters and the rules; nothing but bench imports it.
package plain
