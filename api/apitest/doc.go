// Package apitest has the fixtures of the API's tests: a populated database, a server
// of whatever audiences a test registers, people with tokens, and fakes of the table
// sessions and of the event publisher.
//
// Imports: api/dispatch, api/entity, api/httpx, internal/dev/testkit, internal/domain/access,
// internal/domain/event, internal/domain/fault, internal/domain/tablesession,
// internal/platform/postgres, internal/platform/telemetry, internal/platform/token,
// internal/readmodel/menu.
package apitest
