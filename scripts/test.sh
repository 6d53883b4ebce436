#!/usr/bin/env bash
# Runs every test. Packages where goroutines meet run with the race detector; the
# others without it, which halves their time; of the API, which is mostly plain
# requests, the parts that share memory run with it too. A failure in one half does
# not keep the other from running. At the end it prints how many statements were
# reached: by the tests, and by the programs that they started and stopped.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1

concurrent='^integrador/(realtime|workflows|internal/platform/(pubsub|presence|breaker))(/|$)'
shared='Fresh|Limit|Shed|Race|Concurrent|AtOnce'
packages=$(go list ./...) || exit 1
mapfile -t raced < <(grep -E "$concurrent" <<<"$packages")
mapfile -t others < <(grep -vE "$concurrent" <<<"$packages")
counts=$(mktemp -d) || exit 1
trap 'rm -rf "$counts"' EXIT
export GOCOVERDIR=$counts
everything="-covermode=atomic -coverpkg=integrador/..."

status=0
# run FLAGS PACKAGE...: the flags are words in one argument.
run() {
  local flags=$1
  shift
  echo "== go test $flags ($# paquetes)"
  # shellcheck disable=SC2086
  go test $flags "$@" -args -test.gocoverdir="$counts" || status=1
}
run "-timeout=20m $everything" "${others[@]}"
run "-race -timeout=20m $everything" "${raced[@]}"
go test -race -timeout=20m -run="$shared" ./api || status=1
scripts/coverage.sh || status=1
unset GOCOVERDIR
scripts/conformance.sh || status=1
scripts/observability.sh || status=1
echo "== chaos, la vuelta corta"
{ go build -o .run/bin/integrador ./cmd/integrador && go run ./chaos -short -seed "${SEED:-5}" -binary .run/bin/integrador; } || status=1
exit $status
