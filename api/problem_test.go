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

	"integrador/api/apitest"
	"integrador/internal/domain/fault"
)

func TestErrorsOnTheWire(t *testing.T) { //nolint:tparallel // one failure is reported at a time
	t.Parallel()
	h := newFixture(t, func(o *Options) { o.Timeout = 50 * time.Millisecond })
	var told error
	apitest.Failing(h, "/api/test/failing", func(ctx context.Context) error {
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
			a := h.Call(t, "GET", "/api/test/failing", nil, nil).Want(t, tt.status, "")
			assert.Equal(t, a.Header.Get("X-Request-ID"), a.Body["request_id"], "who asks for help has something to quote")
			delete(a.Body, "request_id")
			told, err := json.Marshal(a.Body)
			require.NoError(t, err)
			require.JSONEq(t, tt.body, string(told))
			assert.Equal(t, tt.retry, a.Header.Get("Retry-After"))
			assert.Equal(t, "application/json", a.Header.Get("Content-Type"))
		})
	}
}

func TestAnUnknownErrorIsLoggedOnceWithItsRequest(t *testing.T) {
	t.Parallel()
	h := newFixture(t)
	apitest.Failing(h, "/api/test/failing", func(context.Context) error { return errors.New("disk on fire") })
	h.Call(t, "GET", "/api/test/failing", nil, apitest.Headers{"X-Request-ID": "r-1"}).Want(t, 500, "internal_error")
	h.HTTP.Close()
	assert.Equal(t, 1, strings.Count(h.Logged.String(), "disk on fire"))
	assert.Regexp(t, `msg="request failed".*disk on fire.*request_id=r-1`, h.Logged.String())
}

func TestAPanicIsAnInternalError(t *testing.T) {
	t.Parallel()
	h := newFixture(t)
	apitest.Failing(h, "/api/test/panic", func(context.Context) error { panic("SELECT secret") })
	a := h.Call(t, "GET", "/api/test/panic", nil, nil).Want(t, 500, "internal_error")
	assert.NotContains(t, a.Text, "secret")
	h.Call(t, "GET", "/api/health", nil, nil).Want(t, 200, "")
}

func TestWithoutTheLedger(t *testing.T) {
	t.Parallel()
	h := newFixture(t)
	in := h.Login(t, "waiter@demo.com", "waiter123")
	h.Pool.Close()
	h.Clock.Advance(3 * time.Second)
	start := time.Now()
	a := h.Call(t, "GET", "/api/auth/me", nil, apitest.Bearing(in.Str(t, "access_token")))
	assert.Less(t, time.Since(start), apitest.Patience)
	assert.GreaterOrEqual(t, a.StatusCode, 500, "nobody is let in, and nobody is told that their token is dead")
}
