// Package e2e tests the system from outside: the real program, built once, as
// separate processes on a real PostgreSQL, Redis and Temporal, spoken to by REST
// and WebSocket. Here are its promises to restaurants: no order is lost or
// doubled, whatever dies; events come once and in order; nobody sees what is not
// theirs; and every endpoint is what clients were written against.
//
// Its tests may import internal/dev/demo, internal/dev/seed, internal/platform/postgres, what they
// need to look into the ledger with, and internal/dev/testkit. It has no code of its
// own and nobody imports it.
package e2e
