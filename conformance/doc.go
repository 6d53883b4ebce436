// Package conformance drives the Mercado Pago simulator with Mercado Pago's own
// clients, which nobody of this project wrote: its Go SDK here, its npm SDK in
// node/. It has no code of its own and is a module apart, so that the product
// does not depend on an SDK that it does not use. Nothing in it can reach another
// machine.
package conformance
