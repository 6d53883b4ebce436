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

// Operation declares an endpoint.
type Operation struct {
	// ID names the operation in the OpenAPI document and in clients that are generated from it: submitRound.
	ID     string
	Method string
	// Path names its parameters in braces. Two paths that share a prefix must give
	// a parameter at the same place the same name: the router insists.
	Path    string
	Summary string // one Spanish sentence for the documentation
	Access  Rule
	// Success is the status of a good answer; 0 means 200, or 204 without a body.
	Success int
	Limit   Limit // "" means none
	// Errors are statuses that the operation answers on its own account. Those of its
	// rule, its limit and its input are added.
	Errors []int
	// NeverShed answers however busy the process is: health, metrics and the notices of payments.
	NeverShed bool
}

// Registered is what a test or the documentation sees of an operation.
type Registered struct {
	ID, Tag      string
	Method, Path string
	Access       string
	Limit        Limit
	NoKeys       string // why it ignores X-Idempotency-Key; "" if it honours it
}

// Handle registers an operation: h is called only for those whom the rule lets in, and an error that it returns
// becomes a problem.
func Handle[In, Out any](a *API, op Operation, h func(context.Context, *In) (*Out, error)) {
	if op.Access.caller == nobody {
		panic(op.Method + " " + op.Path + " has no access rule")
	}
	rule := keyRuleOf[In](op)
	a.register(op, rule)
	document := op.document(a.admit(op))
	document.Tags = []string{a.tag}
	if rule.none == "" {
		document.Middlewares = append(document.Middlewares, a.keyed(op, rule))
		document.Parameters = append(document.Parameters, rule.parameters()...)
	}
	huma.Register(a.huma, document, func(ctx context.Context, in *In) (*Out, error) {
		out, err := h(ctx, in)
		if err != nil {
			return nil, a.Problem(ctx, err)
		}
		return out, nil
	})
}

// admit authenticates and counts a request before its body is read.
func (a *API) admit(op Operation) func(huma.Context, func(huma.Context)) {
	return func(hc huma.Context, next func(huma.Context)) {
		ctx := hc.Context()
		who, err := a.Auth.identify(hc, op.Access)
		if err == nil {
			ctx = telemetry.With(who.ctx, who.attrs...)
			r := RequestFrom(ctx)
			r.who, r.tenant, r.principal = who.attrs, who.tenant, who.person
			err = a.Limiter.admit(ctx, op.Limit, who, RequestFrom(ctx).IP)
		}
		if err != nil {
			a.Problem(ctx, err).write(humagin.Unwrap(hc).Writer)
			return
		}
		next(huma.WithContext(hc, ctx))
	}
}

// document says in OpenAPI's terms what op declares.
func (op Operation) document(admit func(huma.Context, func(huma.Context))) huma.Operation {
	return huma.Operation{
		OperationID:   op.ID,
		Method:        op.Method,
		Path:          op.Path,
		Summary:       op.Summary,
		DefaultStatus: op.Success,
		Errors:        op.errors(),
		Security:      op.Access.security(),
		Extensions:    map[string]any{"x-access": op.Access.String()},
		Middlewares:   huma.Middlewares{admit},
		MaxBodyBytes:  maxBody + 1, // huma refuses a body that reaches its limit
	}
}

func (op Operation) errors() []int {
	all := slices.Clone(op.Errors)
	switch op.Access.caller {
	case member:
		all = append(all, http.StatusUnauthorized, http.StatusForbidden)
	case atTable, atTableClosed, atTableOrMember:
		all = append(all, http.StatusUnauthorized)
	case anyone, nobody:
	}
	if op.Limit != "" {
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
