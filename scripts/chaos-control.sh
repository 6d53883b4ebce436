#!/usr/bin/env bash
# Runs chaos with something broken on purpose. A run that stays green, or that
# could not be played at all, fails.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1

program=$(mktemp -d)
trap 'rm -rf "$program"' EXIT
go build -o "$program/chaos" ./chaos || exit 1

status=0
for plant in drop cent; do
  echo "== chaos -plant $plant: tiene que salir en rojo"
  "$program/chaos" -short -seed "${SEED:-5}" -plant "$plant" | tee "$program/$plant.log"
  code=${PIPESTATUS[0]}
  case $plant in
    drop) promise=I2 ;;
    cent) promise=I4 ;;
  esac
  if [ "$code" -ne 1 ] || ! grep -Eq "^ +$promise .* ROTO$" "$program/$plant.log"; then
    echo "chaos no notó -plant $plant: salió con $code" >&2
    status=1
  fi
done
[ $status -eq 0 ] && echo "los dos controles salieron en rojo, como tenían que salir"
exit $status
