#!/usr/bin/env bash
# Runs every test. Packages where goroutines meet run with the race detector; the
# others without it, which halves their time. A failure in one half does not keep
# the other from running.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1

concurrent='^integrador/(api|realtime|workflows|internal/bus)(/|$)'
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
scripts/conformance.sh || status=1
scripts/observability.sh || status=1
exit $status
