// Package testkit gives tests real services: a PostgreSQL database, a Redis
// server and a Temporal namespace that belong to one test alone.
//
// # Where the services come from
//
// PostgreSQL: TEST_DATABASE_URL; else a container, where a Docker engine answers;
// else the programs on this machine. Temporal: TEST_TEMPORAL_ADDRESS, else this
// machine's program, else a container. `make test` starts both once for all
// packages (see withservices); without it each package's process starts its own on
// first use. Redis starts so fast that each test gets a server of its own, from
// this machine's program; where that is missing, tests use TEST_REDIS_URL or a
// container one after the other. When nothing works the test fails and says what
// to install; it never skips.
//
// # Isolation
//
// A database is cloned from a migrated template, which takes some tens of
// milliseconds. A Temporal namespace is registered per test, so that two tests may
// both have a table 1. Redis channels are not separated by database number, hence
// one server for each test.
//
// # Lifecycle
//
// What a test gets ends with the test. What a process started ends with it, even
// if it is killed. Main also removes its files; the next run removes those of
// processes that were killed.
//
// Only tests import it.
//
// Imports: internal/dev/devservices, migrations.
package testkit
