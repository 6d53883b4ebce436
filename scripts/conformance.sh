#!/usr/bin/env bash
# Drives the Mercado Pago simulator with Mercado Pago's own clients: the Go SDK in
# a module of its own, and the npm SDK as its lockfile pins it. They only reach
# this machine; the registries are asked for what is not installed yet.
set -uo pipefail
cd "$(dirname "$0")/../conformance" || exit 1

status=0
echo "== SDK de Go contra el simulador"
go vet ./... || status=1
go test -count=1 -timeout=5m ./... || status=1

echo "== SDK de npm contra el simulador"
cd node || exit 1
if ! cmp -s package-lock.json node_modules/.installed.json; then
  npm ci --ignore-scripts --no-audit --no-fund --loglevel=error || exit 1
  cp package-lock.json node_modules/.installed.json
fi
node --require ./guard.js --test || status=1
exit $status
