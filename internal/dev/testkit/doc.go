// Package testkit gives tests the real parts: a PostgreSQL database, a Redis
// server and a Temporal namespace that belong to one test alone.
//
// # Where the services come from
//
// PostgreSQL: TEST_DATABASE_URL; else a container, where a Docker engine answers;
// else the programs on this machine. Temporal: TEST_TEMPORAL_ADDRESS, else this
// machine's program, else a container. `make test` starts both once for all
// packages (see withservices); without it each package's process starts its own on
// first use. Redis is so cheap that each test gets its own server, from this
// machine's program; TEST_REDIS_URL or a container, which tests then use one after
// the other, come in where it has to be. When nothing works the test fails and
// says what to install; it never skips.
//
// # Isolation
//
// A database is cloned from a migrated template, which takes some tens of
// milliseconds. A Temporal namespace is registered per test, so that two tests may
// both have a table 1. Redis channels know no database numbers, hence the servers.
//
// # Lifecycle
//
// What a test gets ends with the test. What a process started ends with it, even
// if it is killed; Main also removes its files at once, and the next run removes
// those of killed ones.
//
// It may import migrations and internal/dev/devservices; only tests import it.
package testkit
