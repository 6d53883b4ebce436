// Package devservices runs private PostgreSQL, Redis and Temporal processes on
// this machine: for `make run`, for the demo and for tests. No container engine
// is needed, only the programs themselves; scripts/install-services.sh brings them.
//
// # Lifecycle
//
// StartPostgres, StartRedis and StartTemporal (StartServices for all of them)
// return when the service answers, or with one sentence that says what to do.
// Stop ends a service by its signal, and by force after ten seconds; Kill ends it at
// once. Restart starts it on the same port with the same data. On Linux every
// service ends with the process that started it, even if that one is killed. A
// Program is a process of this project, handled in the same way.
//
// # Invariants
//
// A service listens on the loopback address only. Two services never share a
// directory: each locks a file in its own. Processes are ended by their own id.
// The package logs nothing: Options.Notify is called before what takes long.
//
// Imports: none of this module.
package devservices
