#!/usr/bin/env bash
# Looks for what should not be in the repository: secrets in any of its commits,
# and modules with a published vulnerability. (gosec reads our own code: make lint.)
# The second asks vuln.go.dev; where that is out of reach it is said, and the first
# counts alone.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1

gitleaks_version=v8.30.1
govulncheck_version=v1.9.0
bin=$PWD/.run/bin
status=0

# tool NAME PACKAGE@VERSION: builds it in .run/bin, once.
tool() {
  if [ ! -x "$bin/$1" ]; then
    echo "Compilo $1 en .run/bin (un minuto, solo la primera vez)…"
    GOBIN=$bin GOFLAGS='' go install "$2" || exit 1
  fi
}

echo "== Secretos, en toda la historia (gitleaks $gitleaks_version)"
tool gitleaks "github.com/zricethezav/gitleaks/v8@$gitleaks_version"
"$bin/gitleaks" git --no-banner --redact --log-level=warn --verbose . || status=1

echo "== Vulnerabilidades publicadas (govulncheck $govulncheck_version)"
tool govulncheck "golang.org/x/vuln/cmd/govulncheck@$govulncheck_version"
if said=$("$bin/govulncheck" ./... 2>&1); then
  tail -n 5 <<<"$said"
elif grep -q 'fetching vulnerabilities' <<<"$said"; then
  echo "No se pudo preguntar a vuln.go.dev desde acá: corré 'make scan' donde haya salida a Internet."
else
  echo "$said"
  status=1
fi
exit $status
