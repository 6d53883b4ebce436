#!/usr/bin/env bash
# Holds alerts and dashboards to what they promise: the alerts' own cases by
# promtool, then every expression to the metrics of a played dinner, with
# Prometheus' engine, in a module of its own.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1

promtool=$(command -v promtool || echo "$PWD/.run/bin/promtool")
if [ ! -x "$promtool" ]; then
  echo "observability: falta promtool para probar las alertas; lo trae scripts/install-services.sh --tests." >&2
  exit 1
fi
status=0
"$promtool" check rules deploy/prometheus/alerts.yml || status=1
"$promtool" test rules deploy/prometheus/alerts_test.yml || status=1
cd observability || exit 1
{ go vet ./... && go test -count=1 -timeout=10m ./...; } || status=1
exit $status
