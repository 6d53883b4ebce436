// Package telemetry is what a process tells about itself: the log's form, the
// traces' way out, and the names of the metrics.
//
// Who writes a line or opens a span uses slog and OpenTelemetry directly; this
// package only sets them up. It imports nothing of this project, so every
// package may import it. The Temporal interceptor lives in temporaltrace, so
// that importing this package does not pull in Temporal.
package telemetry
