package api

import (
	"crypto/rand"
	"encoding/base64"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

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

func keyed(key string) headers { return headers{apiKeyHeader: key} }

func TestAKeyReadsWhatItMayAndNothingElse(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	body := map[string]any{"name": "Facturación", "permissions": []string{"menu:read"}, "branch_ids": []int{branchID}}
	o.call(t, post, apiKeysPath, body, o.manager).want(t, 403, "")
	a := o.call(t, post, apiKeysPath, body, o.admin).want(t, 201, "")
	key, number := a.str(t, "key"), a.int(t, "id")
	fields(t, a.body, "id", "tenant_id", "name", "prefix", "permissions", "branch_ids", "signed", "created_at", "created_by_id", "expires_at",
		"revoked_at", "last_used_at", "rotated_from", "key", "signing_secret")

	o.call(t, get, categoriesPath, nil, keyed(key)).want(t, 200, "")
	o.call(t, get, categoriesPath+"?branch_id=10", nil, keyed(key)).want(t, 200, "")
	o.call(t, get, categoriesPath+"?branch_id=11", nil, keyed(key)).want(t, 403, "branch_forbidden")
	o.call(t, get, "/api/integrations/me", nil, keyed(key)).want(t, 200, "")
	o.call(t, post, categoriesPath, map[string]any{"branch_id": branchID, "name": "X"}, keyed(key)).want(t, 401, "")
	for _, wrong := range []string{"", "x", key[:len(key)-1], key + "x", key[:len(key)-4] + "AAAA"} {
		o.call(t, get, allergensPath, nil, keyed(wrong)).want(t, 401, "")
	}
	list := o.call(t, get, apiKeysPath, nil, o.admin).want(t, 200, "")
	assert.NotContains(t, list.text, key[len(key)-43:])
	assert.NotNil(t, list.list(t)[0]["last_used_at"])
	assert.NotContains(t, o.log.String(), key[len(key)-43:], "in no log")

	other := o.call(t, post, apiKeysPath, map[string]any{"name": "B", "permissions": []string{"reports:read"}}, o.admin).want(t, 201, "")
	assert.Equal(t, []any{float64(branchID)}, a.body["branch_ids"])
	assert.Contains(t, other.body, "branch_ids")
	assert.Nil(t, other.body["branch_ids"], "null is every branch")
	assert.Nil(t, o.call(t, get, apiKeysPath, nil, o.admin).want(t, 200, "").list(t)[1]["branch_ids"])
	o.call(t, post, apiKeysPath, map[string]any{"name": "C", "permissions": []string{"menu:read"}, "branch_ids": []int{}}, o.admin).want(t, 422, "")
	o.call(t, get, allergensPath, nil, keyed(other.str(t, "key"))).want(t, 403, "permission_missing")
	o.call(t, del, apiKeysPath+"/"+id(number), nil, o.stranger).want(t, 404, "api_key_not_found")
	o.call(t, del, apiKeysPath+"/"+id(number), nil, o.admin).want(t, 204, "")
	o.clock.advance(2 * personFresh)
	o.call(t, get, allergensPath, nil, keyed(key)).want(t, 401, "api_key_invalid")
	o.call(t, post, apiKeysPath+"/"+id(number)+"/rotate", nil, o.admin).want(t, 400, "api_key_revoked")
	assert.Equal(t, 3, o.count(t, `SELECT count(*) FROM audit_log WHERE entity_type = 'api_key' AND user_id = 301`))
}

func TestARotatedKeyWorksForADay(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	a := o.call(t, post, apiKeysPath, map[string]any{"name": "A", "permissions": []string{"menu:read"}}, o.admin).want(t, 201, "")
	rotate := apiKeysPath + "/" + id(a.int(t, "id")) + "/rotate"
	b := o.call(t, post, rotate, nil, o.admin).want(t, 201, "")
	o.call(t, post, rotate, nil, o.admin).want(t, 409, "api_key_rotated")
	for _, key := range []string{a.str(t, "key"), b.str(t, "key")} {
		o.call(t, get, allergensPath, nil, keyed(key)).want(t, 200, "")
	}
	o.clock.advance(24*time.Hour + time.Minute)
	o.call(t, get, allergensPath, nil, keyed(a.str(t, "key"))).want(t, 401, "api_key_invalid")
	o.call(t, get, allergensPath, nil, keyed(b.str(t, "key"))).want(t, 200, "")
}

func TestASignedKeyAcceptsEachSignatureOnce(t *testing.T) {
	t.Parallel()
	o := newOffice(t, sealing(t))
	a := o.call(t, post, apiKeysPath, map[string]any{"name": "A", "permissions": []string{"menu:read"}, "require_signature": true}, o.admin).want(t, 201, "")
	key, secret := a.str(t, "key"), a.str(t, "signing_secret")
	o.call(t, get, allergensPath, nil, keyed(key)).want(t, 401, "signature_missing")
	signed := func(secret string, at time.Time) headers {
		h := http.Header{}
		signing.Sign(h, []byte(secret), nil, at)
		return headers{
			apiKeyHeader: key, signing.SignatureHeader: h.Get(signing.SignatureHeader),
			signing.TimestampHeader: h.Get(signing.TimestampHeader), signing.VersionHeader: signing.Version,
		}
	}
	once := signed(secret, o.clock.now())
	o.call(t, get, allergensPath, nil, once).want(t, 200, "")
	o.call(t, get, allergensPath, nil, once).want(t, 401, "signature_repeated")
	o.call(t, get, allergensPath, nil, signed("other", o.clock.now())).want(t, 401, "signature_wrong")
	o.call(t, get, allergensPath, nil, signed(secret, o.clock.now().Add(-time.Hour))).want(t, 401, "signature_stale")

	b := o.call(t, post, apiKeysPath+"/"+id(a.int(t, "id"))+"/rotate", nil, o.admin).want(t, 201, "")
	assert.Equal(t, secret, b.str(t, "signing_secret"), "the new key signs with the same secret")
	assert.Equal(t, 0, o.count(t, `SELECT count(*) FROM api_key WHERE signing_secret LIKE '%' || $1 || '%'`, secret), "sealed at rest")
}
