# Sourced by the test scripts: the arguments of `go test` that count statements, or
# none. Instrumented code is compiled apart from all other, so only CI asks for it.
coverage=() counts=()
if [ -n "${COVERAGE:-}" ]; then
  export GOCOVERDIR=$PWD/.run/coverage # also read by the programs that tests start
  mkdir -p "$GOCOVERDIR"
  coverage=(-covermode=atomic -coverpkg=integrador/...)
  counts=(-args "-test.gocoverdir=$GOCOVERDIR")
fi
