package api

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/api/apitest"
)

// TestByPolicyATableOpensByItsCodesSecretAlone: neither its number nor its code opens it, from the moment that the branch says so;
// a code that was replaced opens nothing.
func TestByPolicyATableOpensByItsCodesSecretAlone(t *testing.T) {
	t.Parallel()
	o := newAdmin(t)
	byNumber, byCode := "/api/tables/1000/session", "/api/tables/code/INT-01/session?branch_slug=centro"
	secretAt := func(table string) string {
		url := o.Call(t, "GET", "/api/admin/tables/"+table+"/qr-url", nil, o.Manager).Want(t, 200, "").Body["url"].(string)
		_, secret, _ := strings.Cut(url, "#k=")
		return secret
	}
	secretOf := func() string { return secretAt("1000") }
	with := func(secret string) apitest.Headers { return apitest.Headers{"X-QR-Secret": secret} }
	o.Call(t, "POST", byNumber, nil, nil).Want(t, 200, "")
	assert.Empty(t, secretOf(), "today's codes stay as they are")

	o.Call(t, "PATCH", "/api/admin/branches/10", map[string]any{"qr_secret_required": true}, o.Manager).Want(t, 200, "")
	first := secretOf()
	require.Len(t, first, 32)
	other := secretAt("1001")
	for _, path := range []string{byNumber, byCode} {
		for _, wrong := range []string{"", "x", other, first[:31], first + "0"} {
			o.Call(t, "POST", path, nil, with(wrong)).Want(t, 403, "qr_secret_wrong")
		}
		o.Call(t, "POST", path, nil, with(first)).Want(t, 200, "")
	}
	o.Call(t, "POST", "/api/tables/1100/session", nil, nil).Want(t, 200, "") // another branch's policy is its own

	o.Call(t, "POST", "/api/admin/tables/1000/qr-secret", nil, o.Waiter).Want(t, 403, "")
	o.Call(t, "POST", "/api/admin/tables/1000/qr-secret", nil, o.Stranger).Want(t, 404, "")
	again := o.Call(t, "POST", "/api/admin/tables/1000/qr-secret", nil, o.Manager).Want(t, 200, "")
	require.NotContains(t, again.Text, first)
	o.Call(t, "POST", byNumber, nil, with(first)).Want(t, 403, "qr_secret_wrong")
	o.Call(t, "POST", byNumber, nil, with(secretOf())).Want(t, 200, "")
	assert.Contains(t, o.Call(t, "GET", "/api/admin/tables/qr-sheet?branch_id=10", nil, o.Manager).Want(t, 200, "").Text, "<svg")
	assert.Zero(t, o.Count(t, `SELECT count(*) FROM audit_log WHERE new_values::text LIKE '%' || $1::text || '%'`, secretOf()), "the log does not name it")
	assert.Zero(t, o.Count(t, `SELECT count(*) FROM event e WHERE to_jsonb(e)::text LIKE '%' || $1::text || '%'`, secretOf()))
}
