#!/usr/bin/env bash
# Fails if api/openapi.json breaks clients that were written for its last two committed versions, or for that of the
# commit that is given. What has to break clients needs a new major version in the document.
#   scripts/openapi-breaking.sh [COMMIT]
set -euo pipefail
cd "$(dirname "$0")/.."

document=api/openapi.json
major() { sed -n 's/^    "version": "\([0-9]*\)\..*/\1/p' "$1"; }
commits=${1:-$(git log -2 --format=%H -- "$document")}
old=$(mktemp)
trap 'rm -f "$old"' EXIT
for commit in $commits; do
  if ! git show "$commit:$document" >"$old" 2>/dev/null; then
    echo "openapi-breaking: $commit todavía no tiene $document; nada que comparar."
  elif [ "$(major "$old")" != "$(major "$document")" ]; then
    echo "openapi-breaking: $commit tiene otra versión mayor."
  elif ! go tool -modfile=tools/go.mod oasdiff breaking --fail-on ERR "$old" "$document"; then
    echo "openapi-breaking: rompe a los clientes de $commit." >&2
    exit 1
  fi
done
echo "openapi-breaking: los clientes de antes siguen sirviendo."
