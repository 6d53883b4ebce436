// Package e2e tests the system from outside: the real program, built once, as
// separate processes on a real PostgreSQL, Redis and Temporal, spoken to by REST
// and WebSocket. Here are its promises to restaurants: no order is lost or
// doubled, whatever dies; events come once and in order; nobody sees what is not
// theirs; and every endpoint is what clients were written against.
//
// The files fixture_*_test.go start the system and talk to it; every other file is
// about one promise. Tests marked with testkit.Long run in `make test/system`. The
// package has no code of its own.
//
// Imports: none of this module.
package e2e
