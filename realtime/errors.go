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
	errRevoked     = fault.New(fault.Unauthenticated, "token_revoked", "La sesión ya no es válida. Volvé a ingresar.")
	errTableClosed = fault.New(fault.Unauthenticated, "table_closed", "La mesa ya se cerró.")
	errRole        = fault.New(fault.Forbidden, "role_forbidden", "Tu rol no permite esta conexión.")
	errNoBranch    = fault.New(fault.Forbidden, "branch_forbidden", "No tenés acceso a esta sucursal.")
	errOrigin      = fault.New(fault.Forbidden, "origin_forbidden", "Esta página no puede conectarse.")
	errSession     = fault.New(fault.Forbidden, "session_forbidden", "Ese token es de otra mesa.")
	errNumber      = fault.New(fault.Invalid, "number_invalid", "Se esperaba un número entero.")
	errSince       = fault.New(fault.Invalid, "since_invalid",
		"El parámetro since tiene que ser un momento en segundos desde 1970.")
	errBranch   = fault.New(fault.Invalid, "branch_required", "Falta el parámetro branch_id.")
	errEndpoint = fault.New(fault.Invalid, "socket_invalid",
		"El parámetro socket tiene que ser waiter, kitchen o admin.")
	errNoUpgrade = fault.New(fault.Refused, "websocket_expected", "Acá se espera una conexión WebSocket.")
	errShutdown  = fault.New(fault.Unavailable, "restarting",
		"El servidor se está reiniciando. Volvé a intentar en unos segundos.").After(2)
	errDatabase = fault.New(fault.Unavailable, "database_unavailable",
		"El servidor está demorado. Volvé a intentar en unos segundos.").After(2)
	errInternal = fault.New(fault.Internal, "internal", "Algo falló de nuestro lado.")
)

// databaseError makes an error of the database fit for clients. The gateway only reads, so an unexpected error is an
// outage.
func databaseError(err error) error {
	err = postgres.Fault(err)
	if err != nil && fault.ReasonOf(err) == "" {
		return errDatabase.Because(err)
	}
	return err
}

// writeError writes an error and logs it if it is our own failure.
func (g *Gateway) writeError(w http.ResponseWriter, status int, err error) {
	if status >= http.StatusInternalServerError {
		g.log.Error("request to the gateway failed", "error", err)
	}
	var f *fault.Error
	if !errors.As(err, &f) {
		f = errInternal
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
	_ = json.NewEncoder(w).Encode(body) // the client may have disconnected
}
