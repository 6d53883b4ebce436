// Package observability_test holds the dashboards and the alerts of deploy/ to
// what the processes really export: every expression is evaluated by Prometheus'
// own engine against the metrics of a dinner that was played, and every alert
// against the series of deploy/prometheus/alerts_test.yml. promtool plays those too,
// labels and annotations included; here they run on the engine of the version that
// docker-compose.yml runs, which may be newer than a distribution's promtool.
//
// It is a module apart so that Prometheus stays out of the product's own. It
// knows the product as an operator does: by its binary and its ports.
package observability_test
