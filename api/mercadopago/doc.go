// Package mercadopago has the operations of merchant accounts: connecting one, its
// webhook secrets, and the notices that the provider sends.
//
// Imports: api/dispatch, api/httpx, internal/domain/access, internal/domain/catalog,
// internal/domain/fault, internal/domain/payments, internal/platform/postgres,
// internal/platform/postgres/dbgen, internal/platform/secretbox, internal/platform/telemetry.
package mercadopago
