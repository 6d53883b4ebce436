// Package httpx is what all operations of the API share: registration, access
// rules, authentication, rate limits, load shedding, reading and validating bodies,
// errors as problems, middleware, health and the OpenAPI document.
//
// Handlers return faults, or plain errors for what should not happen; problem.go
// alone turns either into a response.
//
// Imports: internal/domain/access, internal/domain/fault, internal/domain/money,
// internal/platform/cors,
// internal/platform/postgres, internal/platform/postgres/dbgen, internal/platform/publicurl,
// internal/platform/secretbox, internal/platform/signing, internal/platform/telemetry,
// internal/platform/token.
package httpx
