#!/usr/bin/env bash
# `make test/system`: what takes long. The race detector where goroutines meet, the
# tests marked with testkit.Long, the simulator under Mercado Pago's SDKs, dashboards
# and alerts, and the short run of chaos. A failure does not keep the rest from
# running. COVERAGE=1 as in scripts/test.sh.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1
source scripts/coverage-flags.sh

concurrent='^integrador/(client|realtime|workflows|internal/jobs|internal/platform/(breaker|presence|pubsub))(/|$)'
shared='Fresh|TTL|Cache|Limit|Shed|Race|Concurrent|AtOnce' # tests of the API whose requests share memory

status=0
# step TITLE COMMAND...
step() {
  local began=$SECONDS
  echo "== $1"
  "${@:2}" || { status=1 && echo "FALLÓ: $1"; }
  echo "   $((SECONDS - began)) s"
}
chaos_short() {
  go build -trimpath -o bin/integrador ./cmd/integrador && go run ./chaos -short -seed "${SEED:-5}" -binary bin/integrador
}

packages=$(go list ./...) || exit 1
mapfile -t raced < <(grep -E "$concurrent" <<<"$packages")
mapfile -t long < <(grep -rl --include='*_test.go' 'testkit\.Long(t)' . | xargs -n1 dirname | sort -u)
step "detector de carreras" go test -race -count=1 -timeout=30m "${raced[@]}"
step "detector de carreras, memoria compartida de la API" go test -race -count=1 -timeout=30m -run "$shared" ./api/...
step "pruebas largas" go test -count=1 -timeout=40m "${coverage[@]}" "${long[@]}" "${counts[@]}"
step "SDK de Mercado Pago" scripts/conformance.sh
step "tableros y alertas" scripts/observability.sh
step "chaos, la vuelta corta" chaos_short
exit $status
