#!/usr/bin/env bash
# Once, when the workshop is made: the caches' owner, the modules, the program.
set -euo pipefail
cd "$(dirname "$0")/.."
sudo chown dev:dev /go/pkg /home/dev/.cache
go mod download
scripts/install-services.sh --tests
make build
