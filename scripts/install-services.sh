#!/usr/bin/env bash
# Brings what `make run` needs and this machine lacks: PostgreSQL, redis-server,
# the temporal program, and Node.js with npm, which build the screens. With --tests
# also make, a C compiler, which the race detector needs, curl and jq, which the specification's commands use, and promtool, which tests the
# alerts. With --browser also Chromium, which the evening test drives. Running it again
# changes nothing, and nothing that runs on this machine is stopped or started.
set -euo pipefail
cd "$(dirname "$0")/.."

temporal_version=v1.5.1 # newer ones cannot be built by go install
bin="$PWD/.run/bin"
log="$PWD/.run/install.log"

say() { printf '%s\n' "$*"; }
fail() { printf 'install-services: %s\n' "$*" >&2; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

have_postgres() {
  { have initdb && have postgres; } || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null ||
    { have pg_config && [ -x "$(pg_config --bindir)/initdb" ]; }
}
have_redis() { have redis-server || have valkey-server; }
have_temporal() { have temporal || [ -x "$bin/temporal" ] || [ -x "$(go env GOPATH)/bin/temporal" ]; }
have_promtool() { have promtool || [ -x "$bin/promtool" ]; }
have_browser() { [ -x "${CHROMIUM:-/usr/bin/chromium}" ]; }
have_compiler() { have gcc || have clang || have cc; }

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }
may_be_root() { [ "$(id -u)" = 0 ] || { have sudo && sudo -n true 2>/dev/null; }; }

# with_progress WHAT COMMAND...: runs the command into the log and says every half
# minute that it is still at it.
with_progress() {
  local what=$1 started=$SECONDS status=0 worker
  shift
  "$@" >>"$log" 2>&1 &
  worker=$!
  while kill -0 "$worker" 2>/dev/null; do
    sleep 1
    if (((SECONDS - started) % 30 == 29)); then
      say "  … $what: sigue, van $((SECONDS - started)) s"
      sleep 1
    fi
  done
  wait "$worker" || status=$?
  if [ "$status" != 0 ]; then
    tail -n 15 "$log" >&2
    fail "no se pudo: $what. El registro completo está en $log."
  fi
}

# Debian starts a server as soon as it is installed, on the port everybody uses.
# A policy-rc.d of our own says no meanwhile; one that is there already decides.
policy=/usr/sbin/policy-rc.d
no_autostart() {
  if [ ! -e "$policy" ]; then
    trap 'as_root rm -f "$policy"' EXIT
    printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
    as_root chmod 755 "$policy"
  fi
}

install_packages() {
  have apt-get || fail "falta $* y acá no hay apt-get: instalalo con el gestor de paquetes de tu sistema."
  may_be_root || fail "falta $* y no tengo permiso para instalarlo: ejecutá 'sudo apt-get install $*' y volvé a probar."
  say "Instalo $* (un minuto, más o menos)…"
  no_autostart
  with_progress "apt-get update" as_root apt-get update -q
  with_progress "apt-get install" as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$@"
}

install_temporal() {
  have go || fail "falta Go: instalá la versión que dice go.mod desde https://go.dev/dl/."
  say "Compilo el servidor de Temporal en .run/bin (de 3 a 7 minutos, solo la primera vez)…"
  with_progress "compilar temporal" env GOBIN="$bin" GOFLAGS= go install "github.com/temporalio/cli/cmd/temporal@$temporal_version"
}

# Debian's package holds promtool and a server. Only the first is wanted, so the
# package is unpacked and not installed.
install_promtool() {
  { have apt-get && have dpkg-deb; } ||
    fail "falta promtool y acá no hay apt-get: instalá Prometheus, que lo trae, con el gestor de paquetes de tu sistema y volvé a probar."
  say "Bajo promtool en .run/bin (20 MB, solo la primera vez)…"
  with_progress "bajar promtool" unpack_promtool
}
unpack_promtool() (
  set -e
  place=$(mktemp -d "$bin/promtool.XXXXXX")
  trap 'rm -rf "$place"' EXIT
  cd "$place"
  apt-get download -q prometheus || { may_be_root && as_root apt-get update -q && apt-get download -q prometheus; }
  dpkg-deb -x prometheus_*.deb .
  mv usr/bin/promtool "$bin/promtool"
)

mkdir -p "$bin"
: >"$log"
missing=()
have_postgres || missing+=(postgresql)
have_redis || missing+=(redis-server)
have node || missing+=(nodejs)
have npm || missing+=(npm)
if [ "${1:-}" = --tests ]; then
  have make || missing+=(make)
  have_compiler || missing+=(gcc libc6-dev)
  have curl || missing+=(curl)
  have jq || missing+=(jq)
  have psql || missing+=(postgresql-client)
  have redis-cli || missing+=(redis-tools)
fi
if [ "${1:-}" = --browser ]; then have_browser || missing+=(chromium); fi
if [ ${#missing[@]} -gt 0 ]; then install_packages "${missing[@]}"; fi
have_temporal || install_temporal
if [ "${1:-}" = --tests ]; then have_promtool || install_promtool; fi
