package api

import (
	"crypto/rand"
	"encoding/base64"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/api/apitest"
	"integrador/internal/platform/secretbox"
	"integrador/internal/platform/signing"
)

func sealing(t *testing.T) func(*Options) {
	t.Helper()
	var secret [32]byte
	_, _ = rand.Read(secret[:])
	keys, err := secretbox.ParseKeys("t1:" + base64.StdEncoding.EncodeToString(secret[:]))
	require.NoError(t, err)
	v, err := secretbox.New(keys...)
	require.NoError(t, err)
	return func(o *Options) { o.Vault = v }
}

func keyed(key string) apitest.Headers { return apitest.Headers{"X-API-Key": key} }

func TestAKeyReadsWhatItMayAndNothingElse(t *testing.T) {
	t.Parallel()
	o := newAdmin(t)
	body := map[string]any{"name": "Facturación", "permissions": []string{"menu:read"}, "branch_ids": []int{apitest.BranchID}}
	o.Call(t, "POST", "/api/admin/api-keys", body, o.Manager).Want(t, 403, "")
	a := o.Call(t, "POST", "/api/admin/api-keys", body, o.Admin).Want(t, 201, "")
	key, number := a.Str(t, "key"), a.Int(t, "id")
	apitest.Fields(t, a.Body, "id", "tenant_id", "name", "prefix", "permissions", "branch_ids", "signed", "created_at", "created_by_id", "expires_at",
		"revoked_at", "last_used_at", "rotated_from", "key", "signing_secret")

	o.Call(t, "GET", "/api/admin/categories", nil, keyed(key)).Want(t, 200, "")
	o.Call(t, "GET", "/api/admin/categories"+"?branch_id=10", nil, keyed(key)).Want(t, 200, "")
	o.Call(t, "GET", "/api/admin/categories"+"?branch_id=11", nil, keyed(key)).Want(t, 403, "branch_forbidden")
	o.Call(t, "GET", "/api/integrations/me", nil, keyed(key)).Want(t, 200, "")
	o.Call(t, "POST", "/api/admin/categories", map[string]any{"branch_id": apitest.BranchID, "name": "X"}, keyed(key)).Want(t, 401, "")
	for _, wrong := range []string{"", "x", key[:len(key)-1], key + "x", key[:len(key)-4] + "AAAA"} {
		o.Call(t, "GET", "/api/admin/allergens", nil, keyed(wrong)).Want(t, 401, "")
	}
	list := o.Call(t, "GET", "/api/admin/api-keys", nil, o.Admin).Want(t, 200, "")
	assert.NotContains(t, list.Text, key[len(key)-43:])
	assert.NotNil(t, list.List(t)[0]["last_used_at"])
	assert.NotContains(t, o.Logged.String(), key[len(key)-43:], "in no log")

	other := o.Call(t, "POST", "/api/admin/api-keys", map[string]any{"name": "B", "permissions": []string{"reports:read"}}, o.Admin).Want(t, 201, "")
	assert.Equal(t, []any{float64(apitest.BranchID)}, a.Body["branch_ids"])
	assert.Contains(t, other.Body, "branch_ids")
	assert.Nil(t, other.Body["branch_ids"], "null is every branch")
	assert.Nil(t, o.Call(t, "GET", "/api/admin/api-keys", nil, o.Admin).Want(t, 200, "").List(t)[1]["branch_ids"])
	o.Call(t, "POST", "/api/admin/api-keys", map[string]any{"name": "C", "permissions": []string{"menu:read"}, "branch_ids": []int{}}, o.Admin).Want(t, 422, "")
	o.Call(t, "GET", "/api/admin/allergens", nil, keyed(other.Str(t, "key"))).Want(t, 403, "permission_missing")
	o.Call(t, "DELETE", "/api/admin/api-keys"+"/"+apitest.ID(number), nil, o.Stranger).Want(t, 404, "api_key_not_found")
	o.Call(t, "DELETE", "/api/admin/api-keys"+"/"+apitest.ID(number), nil, o.Admin).Want(t, 204, "")
	o.Clock.Advance(6 * time.Second)
	o.Call(t, "GET", "/api/admin/allergens", nil, keyed(key)).Want(t, 401, "api_key_invalid")
	o.Call(t, "POST", "/api/admin/api-keys"+"/"+apitest.ID(number)+"/rotate", nil, o.Admin).Want(t, 400, "api_key_revoked")
	assert.Equal(t, 3, o.Count(t, `SELECT count(*) FROM audit_log WHERE entity_type = 'api_key' AND user_id = 301`))
}

func TestARotatedKeyWorksForADay(t *testing.T) {
	t.Parallel()
	o := newAdmin(t)
	a := o.Call(t, "POST", "/api/admin/api-keys", map[string]any{"name": "A", "permissions": []string{"menu:read"}}, o.Admin).Want(t, 201, "")
	rotate := "/api/admin/api-keys" + "/" + apitest.ID(a.Int(t, "id")) + "/rotate"
	b := o.Call(t, "POST", rotate, nil, o.Admin).Want(t, 201, "")
	o.Call(t, "POST", rotate, nil, o.Admin).Want(t, 409, "api_key_rotated")
	for _, key := range []string{a.Str(t, "key"), b.Str(t, "key")} {
		o.Call(t, "GET", "/api/admin/allergens", nil, keyed(key)).Want(t, 200, "")
	}
	o.Clock.Advance(24*time.Hour + time.Minute)
	o.Call(t, "GET", "/api/admin/allergens", nil, keyed(a.Str(t, "key"))).Want(t, 401, "api_key_invalid")
	o.Call(t, "GET", "/api/admin/allergens", nil, keyed(b.Str(t, "key"))).Want(t, 200, "")
}

func TestASignedKeyAcceptsEachSignatureOnce(t *testing.T) {
	t.Parallel()
	o := newAdmin(t, sealing(t))
	a := o.Call(t, "POST", "/api/admin/api-keys", map[string]any{"name": "A", "permissions": []string{"menu:read"}, "require_signature": true}, o.Admin).Want(t, 201, "")
	key, secret := a.Str(t, "key"), a.Str(t, "signing_secret")
	o.Call(t, "GET", "/api/admin/allergens", nil, keyed(key)).Want(t, 401, "signature_missing")
	signed := func(secret string, at time.Time) apitest.Headers {
		h := http.Header{}
		signing.Sign(h, []byte(secret), nil, at)
		return apitest.Headers{
			"X-API-Key": key, signing.SignatureHeader: h.Get(signing.SignatureHeader),
			signing.TimestampHeader: h.Get(signing.TimestampHeader), signing.VersionHeader: signing.Version,
		}
	}
	once := signed(secret, o.Clock.Now())
	o.Call(t, "GET", "/api/admin/allergens", nil, once).Want(t, 200, "")
	o.Call(t, "GET", "/api/admin/allergens", nil, once).Want(t, 401, "signature_repeated")
	o.Call(t, "GET", "/api/admin/categories", nil, once).Want(t, 200, "") // another request of the same second
	o.Call(t, "GET", "/api/admin/allergens", nil, signed("other", o.Clock.Now())).Want(t, 401, "signature_wrong")
	o.Call(t, "GET", "/api/admin/allergens", nil, signed(secret, o.Clock.Now().Add(-time.Hour))).Want(t, 401, "signature_stale")

	b := o.Call(t, "POST", "/api/admin/api-keys"+"/"+apitest.ID(a.Int(t, "id"))+"/rotate", nil, o.Admin).Want(t, 201, "")
	assert.Equal(t, secret, b.Str(t, "signing_secret"), "the new key signs with the same secret")
	assert.Equal(t, 0, o.Count(t, `SELECT count(*) FROM api_key WHERE signing_secret LIKE '%' || $1 || '%'`, secret), "sealed at rest")
}
