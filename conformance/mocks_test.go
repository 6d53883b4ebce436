package conformance_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// mocks are the answers that the SDK's authors keep beside their code. They are
// read where the module is installed, so nothing of them is copied here.
func mocks(t *testing.T) string {
	t.Helper()
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/mercadopago/sdk-go").Output()
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Join(strings.TrimSpace(string(out)), "resources", "mocks")
}

// TestAnswersHaveWhatTheMocksHave compares names and JSON types, not values. Null
// fits any type, on either side; so does an empty list.
func TestAnswersHaveWhatTheMocksHave(t *testing.T) {
	made := opened(t, "mocks", "")
	id := paid(t, made.ID, "APRO")
	paid(t, made.ID, "CONT")
	mustRefund(t, id)
	mustControl(t, http.MethodPost, fmt.Sprintf("/payments/%d/transition", id), map[string]string{"status": "charged_back"}, nil)
	var disputes struct{ Results []struct{ ID string } }
	get(t, "/v1/chargebacks/search", &disputes)
	for file, path := range map[string]string{
		"preference/preference_get.json":     "/checkout/preferences/" + made.ID,
		"preference/preference_create.json":  "/checkout/preferences/" + made.ID,
		"preference/preference_search.json":  "/checkout/preferences/search?external_reference=mocks",
		"payment/get_response.json":          fmt.Sprintf("/v1/payments/%d", id),
		"payment/search_response.json":       "/v1/payments/search?external_reference=mocks&sort=date_created&criteria=desc",
		"refund/list_response.json":          fmt.Sprintf("/v1/payments/%d/refunds", id),
		"merchantorder/search_response.json": "/merchant_orders/search?external_reference=mocks",
		"chargeback/search_response.json":    "/v1/chargebacks/search",
		"chargeback/get_response.json":       "/v1/chargebacks/" + disputes.Results[0].ID,
		"user/get_response.json":             "/users/me",
		"payment_method/list_response.json":  "/v1/payment_methods",
	} {
		content, err := os.ReadFile(filepath.Join(mocks(t), file))
		if err != nil {
			t.Fatal(err)
		}
		var want, got any
		if err := json.Unmarshal(content, &want); err != nil {
			t.Fatal(err)
		}
		get(t, path, &got)
		for _, problem := range differences(file, want, got) {
			t.Error(problem)
		}
	}
}

// TestPaymentsHaveWhatTheSDKDecodes compares with the names of the SDK's own type.
func TestPaymentsHaveWhatTheSDKDecodes(t *testing.T) {
	var got map[string]any
	get(t, fmt.Sprintf("/v1/payments/%d", paid(t, opened(t, "decoded", "").ID, "APRO")), &got)
	for _, name := range namesOfPayment() {
		if _, present := got[name]; !present && !slices.Contains(neverInCheckoutPro, name) {
			t.Errorf("payment has no %s", name)
		}
	}
}

func differences(where string, want, got any) []string {
	switch w := want.(type) {
	case map[string]any:
		g, ok := got.(map[string]any)
		if !ok {
			return mismatch(where, want, got)
		}
		var all []string
		for name, value := range w {
			inner, present := g[name]
			if !present {
				all = append(all, where+": no "+name)
				continue
			}
			all = append(all, differences(where+"."+name, value, inner)...)
		}
		return all
	case []any:
		g, ok := got.([]any)
		if !ok {
			return mismatch(where, want, got)
		}
		if len(w) == 0 || len(g) == 0 {
			return nil
		}
		return differences(where+"[]", w[0], g[0])
	default:
		if want != nil && got != nil && fmt.Sprintf("%T", want) != fmt.Sprintf("%T", got) {
			return mismatch(where, want, got)
		}
		return nil
	}
}

func mismatch(where string, want, got any) []string {
	if got == nil {
		return nil
	}
	return []string{fmt.Sprintf("%s: %T, want %T", where, got, want)}
}

func get(t *testing.T, path string, out any) {
	t.Helper()
	answer := send(t, http.MethodGet, path, "")
	if err := json.Unmarshal(answer, out); err != nil {
		t.Fatalf("%s: %v in %s", path, err, answer)
	}
}

func mustRefund(t *testing.T, id int) {
	t.Helper()
	send(t, http.MethodPost, fmt.Sprintf("/v1/payments/%d/refunds", id), `{"amount":1}`)
}

func send(t *testing.T, method, path, body string) []byte {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, sim.URL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+sim.AccessToken)
	request.Header.Set("X-Idempotency-Key", "mocks")
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode >= 300 {
		t.Fatalf("%s %s: %d %s %v", method, path, response.StatusCode, answer, err)
	}
	return answer
}
