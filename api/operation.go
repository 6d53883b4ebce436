package api

import (
	"context"
	"log/slog"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"

	"integrador/internal/platform/telemetry"
)

// operation declares an endpoint.
type operation struct {
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
	Method, Path string
	Access       string
	Limit        Limit
}

// handle registers an endpoint: nobody reaches h whom the rule does not let in,
// and whatever h returns as an error becomes a problem.
func handle[In, Out any](s *Server, op operation, h func(context.Context, *In) (*Out, error)) {
	if op.Access.caller == nobody {
		panic(op.Method + " " + op.Path + " has no access rule")
	}
	s.operations = append(s.operations, Operation{op.Method, op.Path, op.Access.String(), op.Limit})
	huma.Register(s.api, op.document(s.admit(op)), func(ctx context.Context, in *In) (*Out, error) {
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
		OperationID:   op.id(),
		Method:        op.Method,
		Path:          op.Path,
		Summary:       op.Summary,
		Tags:          []string{op.tag()},
		DefaultStatus: op.Success,
		Errors:        op.errors(),
		Security:      op.Access.security(),
		Extensions:    map[string]any{"x-access": op.Access.String()},
		Middlewares:   huma.Middlewares{admit},
		MaxBodyBytes:  maxBody + 1, // huma refuses a body that reaches its limit
	}
}

func (op operation) id() string {
	words := strings.FieldsFunc(op.Path, func(r rune) bool { return strings.ContainsRune("/{}-", r) })
	return strings.ToLower(op.Method) + "_" + strings.Join(words, "_")
}

// tag is the path's first word after /api.
func (op operation) tag() string {
	word, _, _ := strings.Cut(strings.TrimPrefix(op.Path, "/api/"), "/")
	return word
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
