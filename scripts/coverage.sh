#!/usr/bin/env bash
# Prints what share of the statements was reached by the runs with COVERAGE=1, package
# by package, and fails below the floor. Not counted: what is generated, what only
# tests use, and the programs that measure or break the others.
set -euo pipefail
cd "$(dirname "$0")/.."

floor=70
aim=80
skipped='^integrador/(internal/platform/postgres/dbgen|internal/dev/(archtest|e2e|testkit)|bench|chaos)/'

go tool covdata textfmt -i=.run/coverage -o=coverage.all
grep -vE "$skipped" coverage.all >coverage.out
rm coverage.all
# name.go:line.column,line.column statements count
awk -v floor=$floor -v aim=$aim '
  NR == 1 { next }
  { file = $1; sub(/:.*/, "", file); sub(/\/[^\/]*$/, "", file)
    all[file] += $2; total += $2
    if ($3 > 0) { hit[file] += $2; reached += $2 } }
  END {
    for (package in all) printf "  %5.1f %%  %s\n", 100 * hit[package] / all[package], package | "sort -n"
    close("sort -n")
    share = 100 * reached / total
    printf "Sentencias alcanzadas: %.1f %% de %d (mínimo %d, meta %d). Línea por línea: go tool cover -html=coverage.out\n", share, total, floor, aim
    exit share < floor
  }' coverage.out
