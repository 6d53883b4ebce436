// Package auth has the operations of login sessions: login, refresh, logout and the
// second factor.
//
// Imports: api/entity, api/httpx, internal/domain/access, internal/domain/fault,
// internal/platform/password, internal/platform/postgres, internal/platform/postgres/dbgen,
// internal/platform/qr, internal/platform/secretbox, internal/platform/token,
// internal/platform/totp.
package auth
