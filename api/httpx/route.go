package httpx

import (
	"context"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// Route registers an operation: its route as net/http writes them ("GET /api/menu/{slug}"), its id in the OpenAPI
// document and in generated clients, one Spanish sentence for the documentation, and who may call it. h is called only
// for those whom the rule lets in; an error that it returns becomes a problem. Two paths that share a prefix must give
// a parameter at the same place the same name: the router insists.
func Route[In, Out any](
	a *API, route, id, summary string, access Rule, h func(context.Context, *In) (*Out, error), more ...Option,
) {
	if access.caller == nobody {
		panic(route + " has no access rule")
	}
	method, path, _ := strings.Cut(route, " ")
	op := operation{id: id, method: method, path: path, summary: summary, access: access}
	for _, m := range more {
		m.set(&op)
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

// Option is what only some operations say of themselves.
type Option interface{ set(op *operation) }

// Fails are statuses that an operation answers on its own account.
type Fails []int

func (f Fails) set(op *operation) { op.failures = f }

func (l Limit) set(op *operation) { op.limit = l }

// Succeeds is the status of a good answer where it is not 200, or 204 without a body.
type Succeeds int

func (s Succeeds) set(op *operation) { op.success = int(s) }

// Created is the status of an answer that shows what was made.
const Created Succeeds = http.StatusCreated

// NeverShed answers however busy the process is: health, metrics and the notices of payments.
var NeverShed neverShed

type neverShed struct{}

func (neverShed) set(op *operation) { op.neverShed = true }

// Body is the input or the answer of an operation that consists of nothing else.
type Body[T any] struct{ Body T }

// Answer is the answer of an operation.
func Answer[T any](body T) *Body[T] { return &Body[T]{body} }

// BodyByID is a body about the row that the path names.
type BodyByID[T any] struct {
	ByID
	Body T
}
