package httpx

import (
	"context"
	"log/slog"
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"

	"integrador/internal/platform/telemetry"
)

// operation is an endpoint as Route declares it.
type operation struct {
	id, method, path, summary string
	access                    Rule
	success                   int   // the status of a good answer; 0 means 200, or 204 without a body
	limit                     Limit // "" means none
	// failures are statuses that it answers on its own account. Those of its rule, its limit and its input are added.
	failures  []int
	neverShed bool
}

// Registered is what a test or the documentation sees of an operation.
type Registered struct {
	ID, Tag      string
	Method, Path string
	Access       string
	Limit        Limit
	NoKeys       string // why it ignores X-Idempotency-Key; "" if it honours it
}

// admit authenticates and counts a request before its body is read.
func (a *API) admit(op operation) func(huma.Context, func(huma.Context)) {
	return func(hc huma.Context, next func(huma.Context)) {
		ctx := hc.Context()
		who, err := a.Auth.identify(hc, op.access)
		if err == nil {
			ctx = telemetry.With(who.ctx, who.attrs...)
			r := RequestFrom(ctx)
			r.who, r.tenant, r.principal = who.attrs, who.tenant, who.person
			err = a.Limiter.admit(ctx, op.limit, who, RequestFrom(ctx).IP)
		}
		if err != nil {
			a.Problem(ctx, err).write(humagin.Unwrap(hc).Writer)
			return
		}
		next(huma.WithContext(hc, ctx))
	}
}

// document says in OpenAPI's terms what op declares.
func (op operation) document(admit func(huma.Context, func(huma.Context))) huma.Operation {
	return huma.Operation{
		OperationID:   op.id,
		Method:        op.method,
		Path:          op.path,
		Summary:       op.summary,
		DefaultStatus: op.success,
		Errors:        op.errors(),
		Security:      op.access.security(),
		Extensions:    map[string]any{"x-access": op.access.String()},
		Middlewares:   huma.Middlewares{admit},
		MaxBodyBytes:  maxBody + 1, // huma refuses a body that reaches its limit
	}
}

func (op operation) errors() []int {
	all := slices.Clone(op.failures)
	switch op.access.caller {
	case member:
		all = append(all, http.StatusUnauthorized, http.StatusForbidden)
	case atTable, atTableClosed, atTableOrMember:
		all = append(all, http.StatusUnauthorized)
	case anyone, nobody:
	}
	if op.limit != "" {
		all = append(all, http.StatusTooManyRequests)
	}
	all = append(all, http.StatusServiceUnavailable)
	slices.Sort(all)
	return slices.Compact(all)
}

// identified is who a request comes from.
type identified struct {
	ctx    context.Context // carries the principal
	tenant int64
	person string      // whose kept answers are meant; "" if nobody is known
	scan   string      // of a phone: the key of its limits, for it chooses its device's name itself
	table  string      // of a phone: the key of the limits that the table's phones share
	attrs  []slog.Attr // for the log
}
