// Package localstack runs private PostgreSQL, Redis and Temporal processes on
// this machine: for `make run`, for the demo and for tests. No container engine
// is needed, only the programs themselves; scripts/install-services.sh brings them.
//
// # Lifecycle
//
// StartPostgres, StartRedis and StartTemporal (StartServices for all of them)
// return when the service answers, or with one sentence that says what to do.
// Stop ends a service politely and Kill as a power cut would; Restart brings it
// back on the same port with the same data. Every service dies with the process that started it, even if that one
// is killed (on Linux). A Program is one of ours, held the same way.
//
// # Invariants
//
// A service listens on the loopback address only. Two services never share a
// directory: a lock file in it says so. Processes are ended by their own id.
//
// It imports nothing of this project and logs nothing: Options.Notify hears what
// takes long.
package devservices
