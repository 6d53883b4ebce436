package mercadopago

import (
	"encoding/hex"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/internal/domain/payments"
)

const (
	vectorSecret  = Secret("whsec_sim_0123456789abcdef")
	vectorRequest = "bb56a2f1-6aae-46ac-982e-9dcd3581d08e"
	vectorTS      = "1742505638683"
	vectorV1      = "17a97796799270fd97eed6f6b9b88a513439a49136bef7aece9a146374e0b5ac"
)

var vectorTime = time.UnixMilli(1742505638683)

func TestSignatureVectors(t *testing.T) {
	const order = "ORD01JQ4S4KY8HWQ6NA5PXB65B3D3"
	for _, tt := range []struct{ name, id, request, v1 string }{
		{"all parts", "123456789012", vectorRequest, vectorV1},
		{"no request id", "123456789012", "", "ba11a0c55afaab8b26786d29f2f2e9d10d17d25ca82ac83c20ca299abb79c08f"},
		{"no id", "", vectorRequest, "494d433f7b456efc5f36349de2cd0676e0b0a12053a8218141a4ff1e2a2bf3b5"},
		{"lower case", strings.ToLower(order), vectorRequest, "8a37e9ff3aa8e3d3c0e5074358aac8ce035b09b5bd7455e6e2086087b27365d4"},
		{"as is", order, vectorRequest, "aeef2e013109053a1aad61150be1041fdf62e297b38965a34f95f79036297f88"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := hex.EncodeToString(sign(vectorSecret, manifest(tt.id, tt.request, vectorTS)))
			assert.Equal(t, tt.v1, got)
		})
	}
}

// message is a notification as it arrives.
type message struct {
	header http.Header
	query  url.Values
	body   string
}

func genuine() message {
	return message{
		header: http.Header{"X-Request-Id": {vectorRequest}, "X-Signature": {"ts=" + vectorTS + ",v1=" + vectorV1}},
		query:  url.Values{"data.id": {"123456789012"}, "type": {"payment"}},
		body:   `{"action":"payment.updated","api_version":"v1","data":{"id":"123456789012"},"id":987,"type":"payment"}`,
	}
}

func (m message) verify(v *Verifier) (payments.Notice, error) {
	return v.Verify(m.header, m.query, []byte(m.body), vectorTime.Add(time.Minute))
}

func TestGenuineNotifications(t *testing.T) {
	want := payments.Notice{
		Topic: "payment", Action: "payment.updated", DataID: "123456789012", NotificationID: "987", RequestID: vectorRequest,
	}
	for name, change := range map[string]func(*message){
		"as sent":                func(*message) {},
		"spaces":                 func(m *message) { m.header.Set("X-Signature", " ts = "+vectorTS+" , v1 = "+vectorV1+" ") },
		"upper case hex":         func(m *message) { m.header.Set("X-Signature", "ts="+vectorTS+",v1="+strings.ToUpper(vectorV1)) },
		"further keys":           func(m *message) { m.header.Set("X-Signature", "v2=aa,ts="+vectorTS+",v1="+vectorV1+",v2=bb") },
		"further parameters":     func(m *message) { m.query.Set("tenant", "9") },
		"id as a number":         func(m *message) { m.body = strings.Replace(m.body, `"123456789012"`, `123456789012`, 1) },
		"notification id quoted": func(m *message) { m.body = strings.Replace(m.body, `987`, `"987"`, 1) },
	} {
		t.Run(name, func(t *testing.T) {
			m := genuine()
			change(&m)
			got, err := m.verify(NewVerifier(14*24*time.Hour, "", "old-secret", vectorSecret))
			require.NoError(t, err)
			assert.Equal(t, want, got)
		})
	}
}

func TestForgedNotifications(t *testing.T) {
	for name, tt := range map[string]struct {
		change func(*message)
		want   error
	}{
		"no signature":         {func(m *message) { m.header.Del("X-Signature") }, ErrMalformed},
		"two signatures":       {func(m *message) { m.header.Add("X-Signature", "ts=1,v1=00") }, ErrMalformed},
		"two request ids":      {func(m *message) { m.header.Add("X-Request-Id", "other") }, ErrMalformed},
		"two ids":              {func(m *message) { m.query.Add("data.id", "1") }, ErrMalformed},
		"no id":                {func(m *message) { m.query.Del("data.id") }, ErrMalformed},
		"other id":             {func(m *message) { m.query.Set("data.id", "1") }, ErrMismatch},
		"other request":        {func(m *message) { m.header.Set("X-Request-Id", "other") }, ErrMismatch},
		"no request":           {func(m *message) { m.header.Del("X-Request-Id") }, ErrMismatch},
		"other id in the body": {func(m *message) { m.body = `{"data":{"id":"1"},"type":"payment"}` }, ErrMismatch},
		"no json":              {func(m *message) { m.body = `data=1` }, ErrMalformed},
		"no ts":                {func(m *message) { m.header.Set("X-Signature", "v1="+vectorV1) }, ErrMalformed},
		"two ts":               {func(m *message) { m.header.Set("X-Signature", "ts=1,ts="+vectorTS+",v1="+vectorV1) }, ErrMalformed},
		"odd ts":               {func(m *message) { m.header.Set("X-Signature", "ts=1e9,v1="+vectorV1) }, ErrMalformed},
		"signed ts":            {func(m *message) { m.header.Set("X-Signature", "ts=+1742505638683,v1="+vectorV1) }, ErrMalformed},
		"other ts":             {func(m *message) { m.header.Set("X-Signature", "ts=1742505638684,v1="+vectorV1) }, ErrMismatch},
		"short v1":             {func(m *message) { m.header.Set("X-Signature", "ts="+vectorTS+",v1=17a9") }, ErrMalformed},
		"no v1":                {func(m *message) { m.header.Set("X-Signature", "ts="+vectorTS) }, ErrMalformed},
		"endless":              {func(m *message) { m.header.Set("X-Signature", strings.Repeat("x", 10_000)) }, ErrMalformed},
		"parts moved": {func(m *message) { // signs the same text
			m.query.Set("data.id", "123456789012;request-id:"+vectorRequest)
			m.header.Del("X-Request-Id")
		}, ErrMalformed},
		"ipn": {func(m *message) { m.query = url.Values{"topic": {"payment"}, "id": {"1"}} }, ErrLegacyNotice},
	} {
		t.Run(name, func(t *testing.T) {
			m := genuine()
			tt.change(&m)
			got, err := m.verify(NewVerifier(0, vectorSecret))
			require.ErrorIs(t, err, tt.want)
			assert.Zero(t, got)
		})
	}
}

func TestVerifierFailsClosed(t *testing.T) {
	m := genuine()
	m.header.Set("X-Signature", "ts="+vectorTS+",v1="+hex.EncodeToString(sign("", manifest("123456789012", vectorRequest, vectorTS))))
	_, err := m.verify(NewVerifier(0))
	require.ErrorIs(t, err, ErrNoSecret)
	_, err = m.verify(NewVerifier(0, "", ""))
	require.ErrorIs(t, err, ErrNoSecret)
	_, err = m.verify(NewVerifier(0, "another"))
	require.ErrorIs(t, err, ErrMismatch)
}

func TestAge(t *testing.T) {
	inSeconds := genuine()
	inSeconds.header.Set("X-Signature", "ts=1742505638,v1="+hex.EncodeToString(sign(vectorSecret, manifest("123456789012", vectorRequest, "1742505638"))))
	for _, m := range []message{genuine(), inSeconds} {
		for age, want := range map[time.Duration]error{
			0: nil, 13 * 24 * time.Hour: nil, 15 * 24 * time.Hour: ErrStale, -5 * time.Minute: nil, -time.Hour: ErrStale,
		} {
			_, err := NewVerifier(14*24*time.Hour, vectorSecret).Verify(m.header, m.query, []byte(m.body), vectorTime.Add(age))
			require.ErrorIs(t, err, want, age)
			_, err = NewVerifier(0, vectorSecret).Verify(m.header, m.query, []byte(m.body), vectorTime.Add(age))
			assert.NoError(t, err, age)
		}
	}
}

func TestOrderIDsInEitherCase(t *testing.T) {
	const order = "ORD01JQ4S4KY8HWQ6NA5PXB65B3D3"
	for _, v1 := range []string{
		"8a37e9ff3aa8e3d3c0e5074358aac8ce035b09b5bd7455e6e2086087b27365d4",
		"aeef2e013109053a1aad61150be1041fdf62e297b38965a34f95f79036297f88",
	} {
		m := genuine()
		m.query, m.body = url.Values{"data.id": {order}, "type": {"order"}}, ""
		m.header.Set("X-Signature", "ts="+vectorTS+",v1="+v1)
		got, err := m.verify(NewVerifier(0, vectorSecret))
		require.NoError(t, err)
		assert.Equal(t, order, got.DataID)
	}
}

// Whatever a stranger sends, a notice comes out only when the text the signature
// covers, rebuilt from the notice itself, was signed with the secret.
func FuzzVerify(f *testing.F) {
	g := genuine()
	f.Add(g.header.Get("X-Signature"), vectorRequest, "data.id=123456789012&type=payment", g.body)
	f.Add("ts=1,v1="+vectorV1, "", "data.id=1&data.id=2", "{}")
	f.Add("ts=,v1=", "a;b", "topic=payment&id=1", "null")
	f.Add("v1="+vectorV1+",ts="+vectorTS, vectorRequest, "data.id=123456789012;request-id:x", `{"data":null}`)
	verifier := NewVerifier(0, vectorSecret)
	f.Fuzz(func(t *testing.T, xSignature, requestID, rawQuery, body string) {
		query, err := url.ParseQuery(rawQuery)
		if err != nil {
			return
		}
		header := http.Header{"X-Signature": {xSignature}, "X-Request-Id": {requestID}}
		notice, err := verifier.Verify(header, query, []byte(body), vectorTime)
		if err != nil {
			if notice != (payments.Notice{}) {
				t.Fatalf("refused, yet says %+v", notice)
			}
			return
		}
		s, err := parseSignature(xSignature)
		if err != nil || !matches(verifier.active(time.Now()), notice.DataID, notice.RequestID, s) || strings.ContainsAny(notice.DataID+notice.RequestID, ";:") {
			t.Fatalf("accepted %+v with %q", notice, xSignature)
		}
	})
}
