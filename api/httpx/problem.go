package httpx

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"
	"github.com/go-json-experiment/json"

	"integrador/internal/domain/fault"
	"integrador/internal/platform/postgres"
)

// What is shown without a fault at hand.
var (
	internalFault = fault.New(fault.Internal, "internal_error", "Error interno. Si se repite, avisale al encargado.")
	timeoutFault  = fault.New(fault.Unavailable, "timeout", "Tardamos demasiado en responder. Probá de nuevo.").After(2)
	noRouteFault  = fault.New(fault.NotFound, "not_found", "No lo encontramos.")
)

// Problem is an error as a client reads it: {"detail", "code"}, for what passes
// with time "retry_after", and whatever else the fault says.
type Problem struct {
	Status     int
	Detail     any // a Spanish sentence, except where the contract wants an object or a list
	Code       string
	retryAfter int
	extra      map[string]any
	requestID  string
}

// Problem is the only place where an error becomes a response. What is not a
// fault is logged and shown as an internal error: its text may hold SQL,
// addresses or a diner's name.
func (a *API) Problem(ctx context.Context, err error) *Problem {
	if done, ok := errors.AsType[*Problem](err); ok {
		return done.of(RequestFrom(ctx).ID)
	}
	if errors.Is(err, context.Canceled) && errors.Is(ctx.Err(), context.Canceled) {
		return clientLeft
	}
	f := FaultOf(err)
	switch f.Code {
	case fault.Internal:
		a.log.ErrorContext(ctx, "request failed", "error", err)
	case fault.Unavailable, fault.Upstream:
		a.log.WarnContext(ctx, "request turned away", "reason", f.Reason, "error", err)
	default:
	}
	return problemOf(f).of(RequestFrom(ctx).ID)
}

// of is the same problem, shown to whoever sent a request.
func (p *Problem) of(requestID string) *Problem {
	told := *p
	told.requestID = requestID
	return &told
}

func FaultOf(err error) *fault.Error {
	var f *fault.Error
	switch {
	case errors.As(err, &f), errors.As(postgres.Fault(err), &f):
		return f
	case errors.Is(err, context.DeadlineExceeded):
		return timeoutFault.Because(err)
	default:
		return internalFault.Because(err)
	}
}

func problemOf(f *fault.Error) *Problem {
	p := &Problem{Status: f.Code.Status(), Detail: f.Message, Code: f.Reason, retryAfter: f.RetryAfter, extra: f.Extra}
	if f.Code == fault.Internal {
		p.Detail, p.extra = internalFault.Message, nil
	}
	if detail, ok := f.Extra["detail"]; ok {
		p.Detail = detail
	}
	return p
}

// refusal is a problem that comes from HTTP itself and is no fault.
func refusal(status int, code, detail string) *Problem {
	return &Problem{Status: status, Code: code, Detail: detail}
}

// clientLeft is read by nobody but the access log, which knows the status from
// other servers.
var clientLeft = refusal(499, "client_left", "El pedido se canceló.")

// Error implements error. It is never logged.
func (p *Problem) Error() string { return p.Code }

// GetStatus implements huma.StatusError.
func (p *Problem) GetStatus() int { return p.Status }

// GetHeaders implements huma.HeadersError.
func (p *Problem) GetHeaders() http.Header {
	h := http.Header{}
	if p.retryAfter > 0 {
		h.Set("Retry-After", strconv.Itoa(p.retryAfter))
	}
	if p.Status == http.StatusUnauthorized {
		h.Set("WWW-Authenticate", "Bearer")
	}
	return h
}

// MarshalJSON implements json.Marshaler.
func (p *Problem) MarshalJSON() ([]byte, error) {
	body := map[string]any{}
	maps.Copy(body, p.extra)
	if p.retryAfter > 0 {
		body["retry_after"] = p.retryAfter
	}
	if p.requestID != "" {
		body["request_id"] = p.requestID
	}
	body["detail"], body["code"] = p.Detail, p.Code
	return json.Marshal(body, json.Deterministic(true))
}

// Schema implements huma.SchemaProvider.
func (p *Problem) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{
		Type:     huma.TypeObject,
		Required: []string{"detail", "code"},
		Properties: map[string]*huma.Schema{
			"detail":      {Description: "Una frase en español; en 422 de validación, la lista de los datos que están mal."},
			"code":        {Type: huma.TypeString, Description: "El motivo, para programas."},
			"retry_after": {Type: huma.TypeInteger, Description: "Segundos que conviene esperar."},
			"request_id":  {Type: huma.TypeString, Description: "El X-Request-ID del pedido, para quien pregunte por él."},
		},
		AdditionalProperties: true,
	}
}

// write answers a request that huma does not answer.
func (p *Problem) write(w http.ResponseWriter) {
	maps.Copy(w.Header(), p.GetHeaders())
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(p.Status)
	body, err := p.of(w.Header().Get(requestIDHeader)).MarshalJSON()
	if err != nil { // somebody put a value without JSON into a fault
		slog.Error("encode problem", "code", p.Code, "error", err)
		body = []byte(`{"code":"internal_error","detail":"Error interno."}`)
	}
	_, _ = io.Writer(w).Write(body) // a client that has left reads no error
}
