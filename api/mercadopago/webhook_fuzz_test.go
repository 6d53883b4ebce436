package mercadopago

import (
	"net/http"
	"net/url"
	"testing"
)

// Whatever a stranger sends, the id that a signature must cover is the query's if
// there is one, and naming a notice does not fail.
func FuzzWebhookInput(f *testing.F) {
	f.Add("data.id=123456789012&type=payment", `{"data":{"id":"1"}}`, "ts=1,v1=00")
	f.Add("data.id=1&data.id=2", `{"data":{"id":7}}`, "")
	f.Add("topic=payment&id=1", `{"data":{"id":{}}}`, "ts")
	f.Add("", `{"data":[]}`, "")
	f.Add("type=payment", `{"data":{"id":1e999}}`, "")
	f.Fuzz(func(t *testing.T, rawQuery, body, signature string) {
		query, err := url.ParseQuery(rawQuery)
		if err != nil {
			return
		}
		in := &webhookInput{header: http.Header{"X-Signature": {signature}}, query: query, body: []byte(body)}
		signed := in.signedQuery()
		if query.Has("data.id") && len(signed["data.id"]) != len(query["data.id"]) {
			t.Fatalf("%q became %v", rawQuery, signed)
		}
		if in.isLegacy() && query.Has("data.id") {
			t.Fatalf("%q is no IPN", rawQuery)
		}
	})
}
