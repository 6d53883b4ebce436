package api

import (
	"context"
	"log/slog"
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"

	"integrador/internal/platform/telemetry"
)

// operation declares an endpoint.
type operation struct {
	// ID names the operation in the OpenAPI document and in clients that are generated from it: submitRound.
	ID     string
	Method string
	// Path names its parameters in braces. Two paths that share a prefix must give
	// a parameter at the same place the same name: the router insists.
	Path    string
	Summary string // one Spanish sentence for the documentation
	Access  rule
	// Success is the status of a good answer; 0 means 200, or 204 without a body.
	Success int
	Limit   Limit // "" means none
	// Errors are statuses that the operation answers on its own account. Those of its
	// rule, its limit and its input are added.
	Errors []int
}

// Operation is what a test or the documentation sees of an endpoint.
type Operation struct {
	ID, Tag      string
	Method, Path string
	Access       string
	Limit        Limit
}

// router registers the operations of one tag.
type router struct {
	*Server
	tag string
}

// handle registers an endpoint: nobody reaches h whom the rule does not let in,
// and whatever h returns as an error becomes a problem.
func handle[In, Out any](r router, op operation, h func(context.Context, *In) (*Out, error)) {
	s := r.Server
	if op.Access.caller == nobody {
		panic(op.Method + " " + op.Path + " has no access rule")
	}
	s.operations = append(s.operations, Operation{op.ID, r.tag, op.Method, op.Path, op.Access.String(), op.Limit})
	document := op.document(s.admit(op))
	document.Tags = []string{r.tag}
	huma.Register(s.api, document, func(ctx context.Context, in *In) (*Out, error) {
		out, err := h(ctx, in)
		if err != nil {
			return nil, s.problem(ctx, err)
		}
		return out, nil
	})
}

// admit is what happens before the body is read: who is it, and how often.
func (s *Server) admit(op operation) func(huma.Context, func(huma.Context)) {
	return func(hc huma.Context, next func(huma.Context)) {
		ctx := hc.Context()
		who, err := s.identify(hc, op.Access)
		if err == nil {
			ctx = telemetry.With(who.ctx, who.attrs...)
			requestFrom(ctx).who = who.attrs
			err = s.limits.admit(ctx, op.Limit, who.person, requestFrom(ctx).ip)
		}
		if err != nil {
			s.problem(ctx, err).write(humagin.Unwrap(hc).Writer)
			return
		}
		next(huma.WithContext(hc, ctx))
	}
}

// document says in OpenAPI's terms what op declares.
func (op operation) document(admit func(huma.Context, func(huma.Context))) huma.Operation {
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

func (op operation) errors() []int {
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
	person string          // the key of personal rate limits; "" if nobody is known
	attrs  []slog.Attr     // for the log
}
