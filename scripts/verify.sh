#!/usr/bin/env bash
# Regenerates what is generated and fails if that changes anything: somebody
# edited a source and forgot `make generate`, or edited its result.
set -euo pipefail
cd "$(dirname "$0")/.."

before=$(mktemp -d)
trap 'rm -rf "$before"' EXIT
for path in "$@"; do
  if [ -e "$path" ]; then cp -R --parents "$path" "$before"; fi
done
make --no-print-directory generate
stale=0
for path in "$@"; do
  diff -ruN "$before/$path" "$path" || stale=1
done
if [ $stale != 0 ]; then
  echo "verify: lo generado no estaba al día; ya lo está, revisalo y sumalo al commit." >&2
  exit 1
fi
echo "Lo generado está al día."
