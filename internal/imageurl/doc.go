// Package imageurl says which addresses of images are accepted. An address is
// written by one person and followed by others: by guests' phones, and perhaps by
// a machine inside, which must not be led to what only the inside can reach.
//
// Check looks at an address as it is written. A name can still lead anywhere, today
// or tomorrow, so whoever fetches an image does it with Client, which looks at the
// address that is dialled.
//
// It imports internal/fault, net and golang.org/x/net/idna; it keeps no state.
package imageurl
