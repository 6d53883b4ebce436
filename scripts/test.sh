#!/usr/bin/env bash
# Runs every test. Packages where goroutines meet run with the race detector; the
# others without it, which halves their time; of the API, which is mostly plain
# requests, the parts that share memory run with it too. A failure in one half does
# not keep the other from running.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1

concurrent='^integrador/(realtime|workflows|internal/bus)(/|$)'
shared='Fresh|Limit|Shed|Race|Concurrent|AtOnce'
packages=$(go list ./...) || exit 1
mapfile -t raced < <(grep -E "$concurrent" <<<"$packages")
mapfile -t others < <(grep -vE "$concurrent" <<<"$packages")

status=0
run() {
  echo "== go test $1 (${#list[@]} paquetes)"
  # shellcheck disable=SC2086 # the flags are words
  go test $1 "${list[@]}" || status=1
}
if [ ${#others[@]} -gt 0 ]; then list=("${others[@]}"); run "-timeout=20m"; fi
if [ ${#raced[@]} -gt 0 ]; then list=("${raced[@]}"); run "-race -timeout=20m"; fi
list=(./api); run "-race -timeout=20m -run=$shared"
scripts/conformance.sh || status=1
scripts/observability.sh || status=1
exit $status
