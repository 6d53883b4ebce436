// Package telemetry sets up logging, tracing and the metrics registry of a process, and
// names the metrics. Code that logs or opens spans uses slog and OpenTelemetry directly.
//
// The Temporal interceptor is in temporaltrace, so that importing this package does not
// import the Temporal SDK.
//
// Imports: none of this module.
package telemetry
