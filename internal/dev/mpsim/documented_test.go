package mpsim_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestAnswersHaveAllDocumentedKeys compares every kind of answer with what is
// written down of it in testdata/documented.
func TestAnswersHaveAllDocumentedKeys(t *testing.T) {
	b := newBench(t)
	id := b.preference(backURLs, hook, `"auto_return":"approved"`, `"expires":true`, `"expiration_date_to":"2999-01-01T00:00:00.000-03:00"`,
		`"payment_methods":{"excluded_payment_types":[{"id":"ticket"}],"installments":1}`)
	paid := b.pay(id, `{}`)
	refund := b.ok(http.MethodPost, paymentPath(paid)+"/refunds", `{"amount":1}`, "X-Idempotency-Key", "a")
	b.ok(http.MethodPost, simPath(paid)+"/transition", `{"status":"charged_back"}`)
	order := b.ok(http.MethodGet, "/merchant_orders/search", "")["elements"].([]any)[0].(anyMap)
	dispute := b.ok(http.MethodGet, "/v1/chargebacks/search", "")["results"].([]any)[0].(anyMap)
	var missing anyMap
	require.NoError(t, json.Unmarshal(b.call(http.MethodGet, "/v1/payments/1", "").Body.Bytes(), &missing))
	answers := map[string]any{
		"preference":        b.ok(http.MethodGet, "/checkout/preferences/"+id, ""),
		"preference_search": b.ok(http.MethodGet, "/checkout/preferences/search", ""),
		"payment":           b.ok(http.MethodGet, paymentPath(paid), ""),
		"payment_search":    b.ok(http.MethodGet, "/v1/payments/search?sort=date_created&criteria=desc", ""),
		"payment_not_found": missing,
		"refund":            b.ok(http.MethodGet, paymentPath(paid)+"/refunds/"+jsonOf(refund["id"]), ""),
		"merchant_order":    b.ok(http.MethodGet, fmt.Sprintf("/merchant_orders/%.0f", order["id"]), ""),
		"chargeback":        b.ok(http.MethodGet, "/v1/chargebacks/"+dispute["id"].(string), ""),
		"user":              b.ok(http.MethodGet, "/users/me", ""),
		"token":             b.ok(http.MethodPost, "/oauth/token", tokenBody("client_credentials", url.Values{})),
	}
	files, err := filepath.Glob("testdata/documented/*.json")
	require.NoError(t, err)
	require.Len(t, files, len(answers), "each file has an answer")
	for name, answer := range answers {
		content, err := os.ReadFile(filepath.Join("testdata", "documented", name+".json"))
		require.NoError(t, err)
		var documented any
		require.NoError(t, json.Unmarshal(content, &documented), name)
		assert.Empty(t, unlike(name, documented, answer))
	}
}

// unlike lists the names that got lacks and the types that differ. Null fits any.
func unlike(where string, want, got any) []string {
	var all []string
	switch w := want.(type) {
	case anyMap:
		g, ok := got.(anyMap)
		if !ok {
			return []string{where + " is no object"}
		}
		for name, value := range w {
			if inner, present := g[name]; present {
				all = append(all, unlike(where+"."+name, value, inner)...)
			} else {
				all = append(all, where+" has no "+name)
			}
		}
	case []any:
		g, ok := got.([]any)
		if !ok || (len(w) > 0 && len(g) == 0) {
			return []string{where + " is no list, or an empty one"}
		}
		if len(w) > 0 {
			return unlike(where+"[]", w[0], g[0])
		}
	default:
		if want != nil && got != nil && fmt.Sprintf("%T", want) != fmt.Sprintf("%T", got) {
			return []string{fmt.Sprintf("%s is a %T", where, got)}
		}
	}
	return all
}
