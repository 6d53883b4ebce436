.DEFAULT_GOAL := help
SHELL := /bin/bash

TOOL := go tool -modfile=tools/go.mod
GENERATED := .env.example internal/platform/postgres/dbgen api/openapi.json client/rest_gen.go docs
# Packages whose tests start no service: testkit is not among what the test binary is
# built of. archtest only reads what testkit says.
FAST = go list -test -f '{{.ImportPath}} {{join .Deps " "}}' ./... | awk '$$1 ~ /\.test$$/ && ($$1 ~ /archtest/ || $$1 !~ /devservices/ && !/internal\/dev\/testkit( |$$)/) {sub(/\.test$$/, "", $$1); print $$1}'

.PHONY: help run demo reset screens test test/web test/browser test/fast test/system test/conformance test/observability coverage chaos chaos/short chaos/money chaos/control bench lint scan generate verify histories build clean withservices

help: ## Muestra esta lista
	@awk -F ':.*## ' '/^[a-z\/-]+:.*## / {printf "%-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: build ## Levanta todo en esta máquina, con el restaurante de demostración
	@scripts/install-services.sh
	@set -a; if [ -f .env ]; then . ./.env; fi; set +a; exec bin/integrador run

demo: build ## Recorre una mesa entera, del QR al pago, y la cuenta (ARGS=--admin: abre antes la sucursal y lee sus informes)
	@scripts/install-services.sh
	@bin/integrador demo $(ARGS)

reset: ## Borra los datos locales de make run
	@go run ./internal/dev/devservices/reset .run/data

test: withservices screens ## Corre las pruebas con PostgreSQL, Redis y Temporal de verdad (7 min en dos núcleos)
	@.run/bin/withservices -- scripts/test.sh

test/fast: screens ## Corre las pruebas que no necesitan servicios (menos de 30 s)
	@TEST_SKIP_LONG=1 go test -timeout=2m $$($(FAST))

test/web: screens ## Comprueba las pantallas: tipos, estilo, pruebas y bytes
	@cd web && npm run --silent check && npm run --silent lint && npm run --silent test && npm run --silent size

test/system: withservices ## Corre lo largo: carreras, caídas, dinero, SDK, tableros y chaos (15 min)
	@.run/bin/withservices -- scripts/test-system.sh

test/browser: screens ## Una noche con navegadores de verdad: del QR a la mesa libre, con procesos que mueren (4 min; imágenes en .run/pictures)
	@scripts/install-services.sh --browser
	@TEST_BROWSER=1 go test ./internal/dev/e2e -run '^TestEveningInBrowser$$' -count=1 -timeout=8m -v

coverage: ## Corre todas las pruebas y falla si alcanzan menos sentencias que el mínimo
	@rm -rf .run/coverage
	@COVERAGE=1 $(MAKE) --no-print-directory test
	@COVERAGE=1 $(MAKE) --no-print-directory test/system
	@scripts/coverage.sh

test/conformance: ## Maneja el simulador con los SDK oficiales de Mercado Pago (Go y npm)
	@scripts/conformance.sh

test/observability: ## Evalúa cada tablero y cada alerta con las métricas de una cena de verdad
	@scripts/observability.sh

chaos: build ## Rompe todo con 40 mesas comiendo y comprueba cada promesa (6 min; ARGS="-seed 7 -minutes 15"; docs/chaos.md)
	@scripts/install-services.sh
	@go run ./chaos $(ARGS)

chaos/short: build ## La vuelta corta de chaos, la de make test/system (1 min)
	@scripts/install-services.sh
	@go run ./chaos -short $(ARGS)

chaos/money: build ## 60 mesas de 12 pagan mientras fallan el proveedor, el worker, la api y PostgreSQL
	@scripts/install-services.sh
	@go run ./chaos -money $(ARGS)

chaos/control: build ## Falla si chaos no nota lo que se rompe a propósito
	@scripts/install-services.sh
	@scripts/chaos-control.sh

bench: build ## Mide cuánto cuesta una ronda y escribe docs/benchmarks.md (15 min; ARGS=-quick: 3 min y no escribe)
	@scripts/install-services.sh
	@go run ./bench -binary bin/integrador $(ARGS)

lint: ## gofmt, go vet, workflowcheck y golangci-lint
	@scripts/lint.sh $(TOOL)

scan: ## Busca secretos en la historia (gitleaks) y vulnerabilidades publicadas (govulncheck)
	@scripts/scan.sh

generate: ## Regenera el código SQL, el documento OpenAPI, el cliente de Go, .env.example y la lista de diferencias del simulador
	@$(TOOL) sqlc generate
	@mkdir -p .run && go run ./cmd/integrador openapi > .run/openapi.json && mv .run/openapi.json api/openapi.json
	@go run ./internal/dev/clientgen client/rest_gen.go < api/openapi.json
	@go test ./internal/platform/config -run '^TestExampleIsCurrent$$' -count=1 -args -update
	@go test ./internal/dev/mpsim -run '^TestDifferencesAreWrittenDown$$' -count=1 -args -update
	@go test ./internal/readmodel/asyncapi -run '^TestCommittedDocumentIsCurrent$$' -count=1 -args -update

verify: ## Falla si lo generado no está al día, o si el documento OpenAPI rompe a sus clientes
	@scripts/verify.sh $(GENERATED)
	@scripts/openapi-breaking.sh

histories: withservices ## Graba historias de workflows de hoy (FOLDER=nombre) para las pruebas de repetición
	@.run/bin/withservices -- go test ./workflows -run '^TestRecordHistories$$' -count=1 -args -record $(or $(FOLDER),$(shell date +%F))

screens: ## Arma las pantallas de web/ si cambiaron (SCREENS=none: sin ellas)
	@scripts/build-web.sh

build: screens ## Compila bin/integrador, con las pantallas adentro
	@go build -trimpath -o bin/integrador ./cmd/integrador

clean: ## Borra lo compilado; los datos quedan
	@rm -rf bin coverage.out .run/bin/withservices

withservices:
	@scripts/install-services.sh --tests
	@mkdir -p .run/bin
	@go build -o .run/bin/withservices ./internal/dev/testkit/withservices
