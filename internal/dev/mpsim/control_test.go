package mpsim_test

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/internal/dev/mpsim"
)

func TestTransitions(t *testing.T) {
	const pending, approved = `{"outcome":"CONT"}`, `{}`
	for _, tt := range []struct {
		name, pay  string
		steps      []string
		status     string
		lastStatus int
	}{
		{"late approval", pending, []string{`{"status":"approved"}`}, "approved", 200},
		{"cancelled", pending, []string{`{"status":"cancelled","status_detail":"expired"}`}, "cancelled", 200},
		{"partial refund", approved, []string{`{"status":"refunded","amount":200.5}`}, "approved", 200},
		{"all in parts", approved, []string{`{"status":"refunded","amount":234.5}`, `{"status":"refunded","amount":1000}`}, "refunded", 200},
		{"too much", approved, []string{`{"status":"refunded","amount":1234.51}`}, "approved", 409},
		{"won dispute", approved, []string{`{"status":"charged_back"}`, `{"status":"charged_back","status_detail":"reimbursed"}`}, "charged_back", 200},
		{"mediation", approved, []string{`{"status":"in_mediation"}`, `{"status":"approved"}`}, "approved", 200},
		{"revival", `{"outcome":"OTHE"}`, []string{`{"status":"approved"}`}, "rejected", 409},
		{"decided twice", approved, []string{`{"status":"charged_back","status_detail":"settled"}`, `{"status":"charged_back","status_detail":"reimbursed"}`}, "charged_back", 409},
		{"no such status", approved, []string{`{"status":"frozen"}`}, "approved", 409},
		{"odd amount", approved, []string{`{"status":"refunded","amount":-1}`}, "approved", 422},
		{"unknown field", approved, []string{`{"estado":"refunded"}`}, "approved", 422},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := newBench(t)
			paid := b.pay(b.preference(), tt.pay)
			var answer *httptest.ResponseRecorder
			for _, step := range tt.steps {
				answer = b.call(http.MethodPost, simPath(paid)+"/transition", step)
			}
			assert.Equal(t, tt.lastStatus, answer.Code, answer.Body.String())
			after := b.ok(http.MethodGet, paymentPath(paid), "")
			assert.Equal(t, tt.status, after["status"])
			if tt.lastStatus == 200 {
				assert.Greater(t, after["date_last_updated"], paid["date_last_updated"])
			}
		})
	}
}

func TestLedger(t *testing.T) {
	b := newBench(t)
	mine, other := b.preference(), b.preference(`"external_reference":"check_5"`)
	b.pay(mine, `{"outcome":"FUND"}`)
	refunded, lost := b.pay(mine, `{}`), b.pay(other, `{}`)
	b.pay(other, `{}`)
	b.ok(http.MethodPost, simPath(refunded)+"/transition", `{"status":"refunded","amount":234.5}`)
	b.ok(http.MethodPost, simPath(lost)+"/transition", `{"status":"charged_back","status_detail":"settled"}`)
	tally := func(payments, approved, refunded, lost float64) anyMap {
		return anyMap{
			"payments": payments, "approved_cents": approved, "refunded_cents": refunded, "disputed_cents": 0.0,
			"charged_back_cents": lost, "net_cents": approved - refunded - lost,
		}
	}
	byReference := anyMap{"check_4": tally(2, 123450, 23450, 0), "check_5": tally(2, 246900, 0, 123450)}
	all := tally(4, 370350, 23450, 123450)
	all["by_external_reference"] = byReference
	seller := maps.Clone(all)
	all["by_collector"] = anyMap{"724484980": seller}
	assert.Equal(t, all, b.ok(http.MethodGet, "/__sim/ledger", ""))
}

func TestFaults(t *testing.T) {
	b := newBench(t)
	made := b.ok(http.MethodPost, "/__sim/faults",
		`{"match":{"method":"GET","path_regex":"^/users"},"times":2,"action":{"type":"status","code":429,"retry_after":7,"body":"{}"}}`)
	answer := b.call(http.MethodGet, "/users/me", "")
	assert.Equal(t, 429, answer.Code)
	assert.Equal(t, "7", answer.Header().Get("Retry-After"))
	assert.Equal(t, 404, b.call(http.MethodGet, "/v1/payments/1", "").Code, "another path")
	assert.Equal(t, 429, b.call(http.MethodGet, "/users/me", "").Code)
	assert.Equal(t, 200, b.call(http.MethodGet, "/users/me", "").Code, "used up")
	assert.Len(t, b.list("/__sim/faults"), 1)
	b.ok(http.MethodDelete, "/__sim/faults/1", "")
	assert.EqualValues(t, 1, made["id"])
	assert.Empty(t, b.list("/__sim/faults"))

	b.ok(http.MethodPost, "/__sim/faults", `{"action":{"type":"drop"}}`)
	assert.PanicsWithValue(t, http.ErrAbortHandler, func() { b.call(http.MethodGet, "/users/me", "") })
	b.ok(http.MethodPost, "/__sim/faults", `{"match":{"method":"POST"},"phase":"after_commit","action":{"type":"status","code":500}}`)
	body := `{"items":[{"title":"a","quantity":1,"unit_price":1}],"external_reference":"it-happened"}`
	assert.Equal(t, 500, b.call(http.MethodPost, "/checkout/preferences", body).Code)
	requests := b.list("/__sim/requests")
	last := requests[len(requests)-1]
	assert.EqualValues(t, 201, last["status"], "the log knows what was done")
	assert.NotEmpty(t, last["fault_id"])
	assert.Equal(t, "it-happened", last["body"].(anyMap)["external_reference"])

	b.ok(http.MethodPost, "/__sim/faults", `{"action":{"type":"delay","ms":30}}`)
	start := time.Now()
	assert.Equal(t, 200, b.call(http.MethodGet, "/users/me", "").Code)
	assert.GreaterOrEqual(t, time.Since(start), 30*time.Millisecond)

	for _, wrong := range []string{
		`{}`, `{"action":{"type":"status","code":99}}`, `{"action":{"type":"drop"},"phase":"never"}`,
		`{"action":{"type":"drop"},"match":{"path_regex":"("}}`, `{"action":{"type":"drop"},"times":-1}`,
	} {
		assert.Equal(t, 422, b.call(http.MethodPost, "/__sim/faults", wrong).Code, wrong)
	}
}

func TestStateOutlivesTheProcess(t *testing.T) {
	file := filepath.Join(t.TempDir(), "mpsim.json")
	keep := func(c *mpsim.Config) { c.StateFile = file }
	b := newBench(t, keep)
	p := b.preference()
	paid := b.pay(p, `{}`)
	refund := b.ok(http.MethodPost, paymentPath(paid)+"/refunds", `{"amount":1}`, "X-Idempotency-Key", "a")

	again := newBench(t, keep)
	assert.Equal(t, b.ok(http.MethodGet, paymentPath(paid), ""), again.ok(http.MethodGet, paymentPath(paid), ""))
	assert.Equal(t, refund, again.ok(http.MethodPost, paymentPath(paid)+"/refunds", `{"amount":1}`, "X-Idempotency-Key", "a"))
	assert.Equal(t, paid["id"].(float64)+1, again.pay(p, `{}`)["id"])
	left, err := filepath.Glob(file + "*")
	require.NoError(t, err)
	assert.Equal(t, []string{file}, left, "no temporary file stays behind")

	again.ok(http.MethodPost, "/__sim/reset", "")
	assert.Equal(t, 404, newBench(t, keep).call(http.MethodGet, paymentPath(paid), "").Code)
}

// The process may be killed between two steps, and in the middle of writing one.
func TestStateOutlivesAHalfWrittenStep(t *testing.T) {
	file := filepath.Join(t.TempDir(), "mpsim.json")
	keep := func(c *mpsim.Config) { c.StateFile = file }
	b := newBench(t, keep)
	seller := b.ok(http.MethodPost, "/__sim/sellers", `{"name":"Otro"}`)
	b.ok(http.MethodPost, "/__sim/settings", `{"fee_basis_points":100}`)
	b.ok(http.MethodPost, "/__sim/clock", `{"advance":"48h"}`)
	paid := b.pay(b.preference(hook), `{}`)
	b.ok(http.MethodPost, simPath(paid)+"/transition", `{"status":"charged_back"}`)
	before := b.ok(http.MethodGet, paymentPath(paid), "")

	journal, err := os.OpenFile(file, os.O_APPEND|os.O_WRONLY, 0)
	require.NoError(t, err)
	_, err = journal.WriteString(`{"last":{"payment":1},"chan`)
	require.NoError(t, err)
	require.NoError(t, journal.Close())
	again := newBench(t, keep)
	assert.Equal(t, before, again.ok(http.MethodGet, paymentPath(paid), ""))
	assert.Equal(t, b.list("/__sim/deliveries"), again.list("/__sim/deliveries"))
	assert.Contains(t, again.list("/__sim/sellers"), seller)
	assert.EqualValues(t, 1, again.ok(http.MethodGet, "/v1/chargebacks/search", "")["paging"].(anyMap)["total"])
	now, err := time.Parse(time.RFC3339Nano, again.ok(http.MethodGet, "/__sim/clock", "")["now"].(string))
	require.NoError(t, err)
	assert.Greater(t, time.Until(now), 47*time.Hour)
	assert.Equal(t, paid["id"].(float64)+1, again.pay(again.preference(), `{}`)["id"])
}
