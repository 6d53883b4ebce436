// Package publicurl says which web addresses that people write are followed: an
// image's, and where a restaurant's own program listens. Who writes one is not who
// follows it: guests' phones do, and a machine inside, which must not be led to
// what only the inside can reach.
//
// Check looks at an address as it is written. A name can still lead anywhere, today
// or tomorrow, so a machine that follows one does it with Client, which looks at
// the address that is dialled.
//
// It imports internal/domain/fault, net and golang.org/x/net/idna; it keeps no state.
package publicurl
