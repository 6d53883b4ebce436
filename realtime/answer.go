package realtime

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"

	"integrador/internal/domain/fault"
	"integrador/internal/platform/postgres"
)

var (
	errOrigin = fault.New(fault.Forbidden, "origin_forbidden", "Esta página no puede conectarse.")
	errEnding = fault.New(fault.Unavailable, "restarting", "El servidor se está reiniciando. Volvé a intentar en unos segundos.").After(2)
	errLedger = fault.New(fault.Unavailable, "database_unavailable", "El servidor está demorado. Volvé a intentar en unos segundos.").After(2)
	errBroken = fault.New(fault.Internal, "internal", "Algo falló de nuestro lado.")
)

// ledgerFault is what people read of an error of the ledger. The gateway only
// reads there: what fails is an outage, however it shows.
func ledgerFault(err error) error {
	err = postgres.Fault(err)
	if err != nil && fault.ReasonOf(err) == "" {
		return errLedger.Because(err)
	}
	return err
}

// statuses are those of the faults that can happen here.
var statuses = map[fault.Code]int{
	fault.Invalid: http.StatusUnprocessableEntity, fault.Refused: http.StatusBadRequest,
	fault.Unauthenticated: http.StatusUnauthorized, fault.Forbidden: http.StatusForbidden,
	fault.NotFound: http.StatusNotFound, fault.Unavailable: http.StatusServiceUnavailable,
}

func statusOf(err error) int {
	if status, ok := statuses[fault.CodeOf(err)]; ok {
		return status
	}
	return http.StatusInternalServerError
}

// answer writes a refusal and logs what is our own failure.
func (g *Gateway) answer(w http.ResponseWriter, status int, err error) {
	if status >= http.StatusInternalServerError {
		g.log.Error("request to the gateway failed", "error", err)
	}
	var f *fault.Error
	if !errors.As(err, &f) {
		f = errBroken
	}
	writeProblem(w, status, f)
}

func writeProblem(w http.ResponseWriter, status int, f *fault.Error) {
	if f.RetryAfter > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(f.RetryAfter))
	}
	writeJSON(w, status, map[string]string{"detail": f.Message, "code": f.Reason})
}

func writeJSON(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) // nobody is left to tell
}
