package httpx

import (
	"context"
	"net/http"
	"strings"
)

// Route registers an operation in its usual form: its route as net/http writes them ("GET /api/menu/{slug}"), its id
// in the OpenAPI document, one Spanish sentence for the documentation, and who may call it.
func Route[In, Out any](
	a *API, route, id, summary string, access Rule, h func(context.Context, *In) (*Out, error), more ...Option,
) {
	method, path, _ := strings.Cut(route, " ")
	op := Operation{ID: id, Method: method, Path: path, Summary: summary, Access: access}
	for _, m := range more {
		m.set(&op)
	}
	Handle(a, op, h)
}

// Option is what only some operations say of themselves.
type Option interface{ set(op *Operation) }

// Fails are statuses that an operation answers on its own account.
type Fails []int

func (f Fails) set(op *Operation) { op.Errors = f }

func (l Limit) set(op *Operation) { op.Limit = l }

// Succeeds is the status of a good answer where it is not 200, or 204 without a body.
type Succeeds int

func (s Succeeds) set(op *Operation) { op.Success = int(s) }

// Created is the status of an answer that shows what was made.
const Created Succeeds = http.StatusCreated

// Body is the input or the answer of an operation that consists of nothing else.
type Body[T any] struct{ Body T }

// Answer is the answer of an operation.
func Answer[T any](body T) *Body[T] { return &Body[T]{body} }

// BodyByID is a body about the row that the path names.
type BodyByID[T any] struct {
	ByID
	Body T
}
