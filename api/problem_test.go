package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/internal/domain/fault"
)

func TestEveryClassOfFaultHasAStatus(t *testing.T) {
	t.Parallel()
	for _, code := range []fault.Code{
		fault.Invalid, fault.Refused, fault.Unauthenticated, fault.Forbidden, fault.NotFound, fault.Conflict,
		fault.KeyReused, fault.TooMany, fault.Upstream, fault.Unavailable, fault.Internal,
	} {
		assert.Contains(t, statusOf, code)
	}
}

func TestErrorsOnTheWire(t *testing.T) { //nolint:tparallel // one failure is told at a time
	t.Parallel()
	h := newHouse(t, func(o *Options) { o.Timeout = 50 * time.Millisecond })
	var told error
	failing(h, "/api/test/failing", func(ctx context.Context) error {
		if told == nil { // the slow one
			<-ctx.Done()
			return fmt.Errorf("read tables: %w", ctx.Err())
		}
		return told
	})
	for _, tt := range []struct {
		name   string
		err    error
		status int
		body   string
		retry  string
	}{
		{"refused", fault.New(fault.Refused, "session_paying", "Ya pidieron la cuenta."), 400, `{"code":"session_paying","detail":"Ya pidieron la cuenta."}`, ""},
		{"wrapped", fmt.Errorf("submit: %w", fault.New(fault.Conflict, "table_taken", "Ocupada.")), 409, `{"code":"table_taken","detail":"Ocupada."}`, ""},
		{
			"more to tell", fault.New(fault.Conflict, "unavailable_items", "x").With("detail", map[string]any{"message": "No hay.", "unavailable_items": []string{"Flan"}}), 409,
			`{"code":"unavailable_items","detail":{"message":"No hay.","unavailable_items":["Flan"]}}`, "",
		},
		{"beside the detail", fault.New(fault.Refused, "overpaid", "Sobra.").With("remaining_cents", 10), 400, `{"code":"overpaid","detail":"Sobra.","remaining_cents":10}`, ""},
		{"waiting helps", fault.New(fault.Unavailable, "breaker_open", "Probá más tarde.").After(30), 503, `{"code":"breaker_open","detail":"Probá más tarde.","retry_after":30}`, "30"},
		{"a reused key", fault.New(fault.KeyReused, "key_reused", "Otra cosa."), 422, `{"code":"key_reused","detail":"Otra cosa."}`, ""},
		{"no row", fmt.Errorf("get: %w", pgx.ErrNoRows), 404, `{"code":"not_found","detail":"No lo encontramos."}`, ""},
		{"a bug", errors.New("SELECT secret FROM app_user"), 500, `{"code":"internal_error","detail":"Error interno. Si se repite, avisale al encargado."}`, ""},
		{"a bug that is a fault", fault.New(fault.Internal, "internal_error", "SELECT secret").With("row", 1), 500, `{"code":"internal_error","detail":"Error interno. Si se repite, avisale al encargado."}`, ""},
		{"too slow", nil, 503, `{"code":"timeout","detail":"Tardamos demasiado en responder. Probá de nuevo.","retry_after":2}`, "2"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			told = tt.err
			a := h.call(t, "GET", "/api/test/failing", nil, nil).want(t, tt.status, "")
			assert.Equal(t, a.Header.Get(requestIDHeader), a.body["request_id"], "who asks for help has something to quote")
			delete(a.body, "request_id")
			told, err := json.Marshal(a.body)
			require.NoError(t, err)
			require.JSONEq(t, tt.body, string(told))
			assert.Equal(t, tt.retry, a.Header.Get("Retry-After"))
			assert.Equal(t, "application/json", a.Header.Get("Content-Type"))
		})
	}
}

func TestAnUnknownErrorIsLoggedOnceWithItsRequest(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	failing(h, "/api/test/failing", func(context.Context) error { return errors.New("disk on fire") })
	h.call(t, "GET", "/api/test/failing", nil, headers{requestIDHeader: "r-1"}).want(t, 500, "internal_error")
	h.http.Close()
	assert.Equal(t, 1, strings.Count(h.log.String(), "disk on fire"))
	assert.Regexp(t, `msg="request failed".*disk on fire.*request_id=r-1`, h.log.String())
}

func TestAPanicIsAnInternalError(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	failing(h, "/api/test/panic", func(context.Context) error { panic("SELECT secret") })
	a := h.call(t, "GET", "/api/test/panic", nil, nil).want(t, 500, "internal_error")
	assert.NotContains(t, a.text, "secret")
	h.call(t, "GET", "/api/health", nil, nil).want(t, 200, "")
}

func TestWithoutTheLedger(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	in := h.login(t, waiterEmail, rightSecret)
	h.pool.Close()
	h.clock.advance(personFresh)
	start := time.Now()
	a := h.call(t, "GET", "/api/auth/me", nil, bearing(in.str(t, "access_token")))
	assert.Less(t, time.Since(start), patience)
	assert.GreaterOrEqual(t, a.StatusCode, 500, "nobody is let in, and nobody is told that their token is dead")
}
