#!/usr/bin/env bash
# Each time that the workshop opens: where to begin.
set -euo pipefail
cat <<'TEXT'
Integrador está listo.
  make run        todo, con el restaurante de demostración
  make demo       una cena entera contra lo que corre
  make test/fast  las pruebas que no necesitan servicios
  make test       todas
TEXT
