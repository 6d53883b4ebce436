package client_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"integrador/client"
)

// api is a server that answers one request after the other.
func api(t *testing.T, answers ...http.HandlerFunc) *client.Client {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if len(answers) == 0 {
			t.Errorf("nobody expected %s %s", r.Method, r.URL)
			return
		}
		answer := answers[0]
		answers = answers[1:]
		answer(w, r)
	}))
	t.Cleanup(server.Close)
	return client.New(client.Config{API: server.URL + "/"})
}

func answer(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		if status == http.StatusTooManyRequests || status == http.StatusServiceUnavailable {
			w.Header().Set("Retry-After", "1")
		}
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}
}

func TestRequestCarriesTokensKeyAndBody(t *testing.T) {
	t.Parallel()
	c := api(t, func(w http.ResponseWriter, r *http.Request) {
		require.Equal(t, "table", r.Header.Get("X-Table-Token"))
		require.Equal(t, "phone", r.Header.Get("X-Device-Id"))
		require.Equal(t, "key", r.Header.Get("X-Idempotency-Key"))
		var body map[string]any
		require.NoError(t, json.NewDecoder(r.Body).Decode(&body))
		require.Equal(t, map[string]any{"items": []any{map[string]any{"product_id": 7.0, "qty": 2.0}}}, body)
		_, _ = w.Write([]byte(`{"round_id":5,"round_number":1,"session_id":3,"status":"SUBMITTED"}`))
	})
	phone := c.WithTableToken("table").WithDevice("phone")
	made, err := phone.WithKey("key").SubmitRound(t.Context(), client.SubmitRoundRequest{
		Items: []client.RoundItemInput{{ProductID: 7, Qty: 2}},
	})
	require.NoError(t, err)
	require.Equal(t, int64(5), made.RoundID)
}

func TestRepetitionKeepsTheKey(t *testing.T) {
	t.Parallel()
	var keys []string
	note := func(next http.HandlerFunc) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			keys = append(keys, r.Header.Get("X-Idempotency-Key"))
			next(w, r)
		}
	}
	c := api(t, note(answer(503, `{"code":"busy","detail":"Probá de nuevo."}`)), note(answer(200, `{}`)))
	_, err := c.SubmitRound(t.Context(), client.SubmitRoundRequest{})
	require.NoError(t, err)
	require.Len(t, keys, 2)
	require.NotEmpty(t, keys[0])
	require.Equal(t, keys[0], keys[1])
}

func TestWriteWithoutKeyIsNotRepeatedAfter503(t *testing.T) {
	t.Parallel()
	c := api(t, answer(503, `{"code":"busy","detail":"Probá de nuevo."}`))
	_, err := c.AskMenuChat(t.Context(), client.ChatRequest{})
	require.Equal(t, http.StatusServiceUnavailable, client.StatusOf(err))
	require.True(t, client.HasCode(err, "busy"))
}

func TestProblemNamesTheFields(t *testing.T) {
	t.Parallel()
	c := api(t, answer(422, `{"code":"validation_error","detail":[{"type":"missing","loc":["body","name"],"msg":"Falta."}],"request_id":"r1"}`))
	_, err := c.CreateCategory(t.Context(), client.CategoryCreate{})
	p, ok := errors.AsType[*client.Problem](err)
	require.True(t, ok)
	require.Equal(t, []client.FieldError{{Location: []any{"body", "name"}, Message: "Falta.", Type: "missing"}}, p.Fields)
	require.Equal(t, "r1", p.RequestID)
}

func TestRefusedAccessTokenIsRenewedOnce(t *testing.T) {
	t.Parallel()
	c := api(t,
		answer(401, `{"code":"token_expired","detail":"Venció."}`),
		func(w http.ResponseWriter, r *http.Request) {
			require.Equal(t, "/api/auth/refresh", r.URL.Path)
			_, _ = w.Write([]byte(`{"access_token":"second","refresh_token":"r2"}`))
		},
		func(w http.ResponseWriter, r *http.Request) {
			require.Equal(t, "Bearer second", r.Header.Get("Authorization"))
			_, _ = w.Write([]byte(`[{"table_id":1,"code":"INT-01"}]`))
		},
	)
	tables, err := c.WithTokens("first", "r1").ListFloorTables(t.Context(), client.ListFloorTablesQuery{BranchID: 4})
	require.NoError(t, err)
	require.Equal(t, "INT-01", tables[0].Code)
}

func TestPatchKeepsMissingNullAndValueApart(t *testing.T) {
	t.Parallel()
	raw, err := json.Marshal(client.ProductUpdate{Name: client.Set("Ñoquis"), Badge: client.Null[string]()})
	require.NoError(t, err)
	require.JSONEq(t, `{"name":"Ñoquis","badge":null}`, string(raw))
}

func TestQueryLeavesOutZeroValues(t *testing.T) {
	t.Parallel()
	c := api(t, func(w http.ResponseWriter, r *http.Request) {
		require.Equal(t, "branch_id=4", r.URL.RawQuery)
		_, _ = w.Write([]byte(`[]`))
	})
	_, err := c.ListCategories(t.Context(), client.ListCategoriesQuery{BranchID: 4})
	require.NoError(t, err)
}

func within(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	t.Cleanup(cancel)
	return ctx
}

func toWS(url string) string { return "ws" + strings.TrimPrefix(url, "http") }
