#!/usr/bin/env bash
# `make test`: every test but the long ones, without the race detector and without
# coverage, so that it shares the build cache with everyday `go test` and unchanged
# packages are not run again. In CI nothing comes from the cache.
# COVERAGE=1 also counts the statements that are reached (scripts/coverage.sh).
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1
source scripts/coverage-flags.sh

export TEST_SKIP_LONG=1 # read by testkit.Long; -short would also do fewer checks of each property
flags=(-timeout=30m)
if [ -n "${CI:-}" ]; then flags+=(-count=1); fi
go test "${flags[@]}" "${coverage[@]}" ./... "${counts[@]}"
