#!/usr/bin/env bash
# Holds dashboards and alerts to the metrics of a played dinner, with Prometheus'
# own engine, in a module of its own.
set -uo pipefail
cd "$(dirname "$0")/../observability" || exit 1
go vet ./... && go test -count=1 -timeout=10m ./...
