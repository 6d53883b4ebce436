// Package report has the operations that report and print: sales, orders, tickets,
// receipts and the day's report.
//
// Imports: api/httpx, internal/domain/access, internal/domain/catalog, internal/domain/fault,
// internal/domain/money, internal/platform/csvexport, internal/platform/postgres,
// internal/platform/postgres/dbgen, internal/platform/printing.
package report
