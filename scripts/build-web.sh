#!/usr/bin/env bash
# Builds the screens (web/) when their sources are newer than what was built last; when
# nothing changed it takes no time. SCREENS=none leaves them out: the program then works
# as an API and says so on its first page.
set -euo pipefail
cd "$(dirname "$0")/.."

[ "${SCREENS:-}" != none ] || exit 0

built=web/build/.built
sources=(web/src web/messages web/static web/scripts web/apps.json web/vite.config.ts web/tsconfig.json
  web/package.json web/package-lock.json api/openapi.json api/asyncapi.json)
stale() { [ ! -e "$built" ] || [ -n "$(find "${sources[@]}" -path web/src/generated -prune -o -path '*/client/generated' -prune -o -newer "$built" -type f -print -quit)" ]; }
installed() { [ web/node_modules/.package-lock.json -nt web/package-lock.json ]; }

if ! stale; then exit 0; fi
command -v npm >/dev/null || scripts/install-services.sh
log=$PWD/.run/build-web.log
mkdir -p .run

run() {
  local what=$1
  shift
  echo "  · $what"
  (cd web && "$@") >"$log" 2>&1 || {
    tail -n 40 "$log" >&2
    echo "build-web: no se pudo: $what. El registro completo está en $log. Sin pantallas: SCREENS=none make build" >&2
    exit 1
  }
}

echo "Pantallas: armo web/ (la primera vez baja lo que hace falta, un minuto)…"
started=$SECONDS
now=$(mktemp)
installed || run "npm ci" npm ci --no-progress
run "npm run build" npm run build
# What changed while it was being built is newer than this.
mv "$now" "$built"
echo "  · Listo en $((SECONDS - started)) s"
