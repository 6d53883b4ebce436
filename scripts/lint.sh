#!/usr/bin/env bash
# Everything that reads the code without running it. Arguments: the command that
# runs the tools of tools/go.mod.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1

golangci_version=v2.15.0
golangci=$PWD/.run/bin/golangci-lint
status=0

unformatted=$(git ls-files -co --exclude-standard '*.go' | xargs -r gofmt -l)
if [ -n "$unformatted" ]; then
  printf 'Sin formato (gofmt -w):\n%s\n' "$unformatted"
  status=1
fi
go vet ./... || status=1
"$@" workflowcheck ./workflows/... || status=1
if [ ! -x "$golangci" ]; then
  echo "Compilo golangci-lint $golangci_version en .run/bin (unos minutos, solo la primera vez)…"
  GOBIN=$PWD/.run/bin go install "github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$golangci_version" || exit 1
fi
"$golangci" run ./... || status=1
exit $status
