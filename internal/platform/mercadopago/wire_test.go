package mercadopago

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestAmountOnTheWire(t *testing.T) {
	for written, want := range map[string]amount{
		`24.50`: 2450, `"24.50"`: 2450, `100`: 10000, `100.0`: 10000, `0.07`: 7, `1.2000`: 120, `-3.5`: -350,
		`0`: 0, `99999999999999.99`: 9_999_999_999_999_999,
	} {
		var got amount
		require.NoError(t, json.Unmarshal([]byte(written), &got), written)
		assert.Equal(t, want, got, written)
	}
	for _, written := range []string{`1e3`, `1.005`, `100000000000000`, `"1,50"`, `"+1"`, `" 1"`, `true`, `{}`, `"abc"`} {
		var got amount
		require.Error(t, json.Unmarshal([]byte(written), &got), written)
	}
	var missing struct{ Amount *amount }
	require.NoError(t, json.Unmarshal([]byte(`{"Amount":null}`), &missing))
	assert.Nil(t, missing.Amount)
}

func TestAmountRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := amount(rapid.Int64Range(-1e15, 1e15).Draw(t, "cents"))
		written, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		var got amount
		if err := json.Unmarshal(written, &got); err != nil || got != want {
			t.Fatalf("%d was written as %s and read as %d: %v", want, written, got, err)
		}
	})
}

func TestUnknownPaymentFieldsAreIgnored(t *testing.T) {
	const base = `{"id":123456789012,"status":"approved","transaction_amount":10.5,"date_created":"2026-08-31T07:26:38.000-04:00"}`
	tests := map[string]string{
		"nothing else":         `{}`,
		"id as a string":       `{"id":"123456789012"}`,
		"amount as a string":   `{"transaction_amount":"10.50"}`,
		"null people":          `{"payer":null,"order":null,"external_reference":null,"status_detail":null}`,
		"order as a list":      `{"order":[]}`,
		"masked card":          `{"card":{"expiration_month":"***","expiration_year":"***"}}`,
		"details as a string":  `{"transaction_details":"none","refunds":{}}`,
		"live mode as a word":  `{"live_mode":"true"}`,
		"empty dates":          `{"money_release_date":"","date_approved":""}`,
		"zone without a colon": `{"date_last_updated":"2026-08-31T07:26:38.000-0400"}`,
	}
	for name, change := range tests {
		t.Run(name, func(t *testing.T) {
			var wire wirePayment
			require.NoError(t, json.Unmarshal([]byte(base), &wire))
			require.NoError(t, json.Unmarshal([]byte(change), &wire))
			payment, err := wire.payment()
			require.NoError(t, err)
			assert.EqualValues(t, 123456789012, payment.ID)
			assert.EqualValues(t, 1050, payment.Effect())
			assert.Equal(t, time.Date(2026, 8, 31, 11, 26, 38, 0, time.UTC), payment.Updated)
		})
	}
	t.Run("unknown status", func(t *testing.T) {
		var wire wirePayment
		require.NoError(t, json.Unmarshal([]byte(strings.Replace(base, "approved", "frozen", 1)), &wire))
		payment, err := wire.payment()
		require.NoError(t, err)
		assert.False(t, payment.Status.Known())
		assert.Zero(t, payment.Effect())
	})
}

func TestInvalidPaymentsAreRefused(t *testing.T) {
	for name, body := range map[string]string{
		"no amount":       `{"id":1,"status":"approved"}`,
		"null amount":     `{"id":1,"status":"approved","transaction_amount":null}`,
		"zero amount":     `{"id":1,"status":"approved","transaction_amount":0}`,
		"half a cent":     `{"id":1,"status":"approved","transaction_amount":1.005}`,
		"no id":           `{"status":"approved","transaction_amount":1}`,
		"no status":       `{"id":1,"transaction_amount":1}`,
		"negative refund": `{"id":1,"status":"approved","transaction_amount":1,"transaction_amount_refunded":-1}`,
		"wrong date":      `{"id":1,"status":"approved","transaction_amount":1,"date_last_updated":"yesterday"}`,
	} {
		t.Run(name, func(t *testing.T) {
			var wire wirePayment
			err := json.Unmarshal([]byte(body), &wire)
			if err == nil {
				_, err = wire.payment()
			}
			assert.Error(t, err)
		})
	}
}

func TestSecretsDoNotPrint(t *testing.T) {
	conn := Connection{AccessToken: "APP_USR-1"}
	encoded, err := json.Marshal(conn)
	require.NoError(t, err)
	var logged strings.Builder
	slog.New(slog.NewJSONHandler(&logged, nil)).Info("connected", "token", conn.AccessToken, "conn", conn)
	for _, printed := range []string{
		fmt.Sprint(conn), fmt.Sprintf("%+v %#v %s %q", conn, conn, conn.AccessToken, conn.AccessToken), string(encoded), logged.String(),
	} {
		assert.NotContains(t, printed, "APP_USR")
	}
}

func TestDescriptor(t *testing.T) {
	for name, want := range map[string]string{
		"Buen Sabor": "BUEN SABOR", "Café Ñandú Restó": "CAFE NANDU RE", "Parrilla Don José": "PARRILLA DON", "日本": "",
	} {
		assert.Equal(t, want, descriptor(name))
	}
}

func TestOnlyKnownPagesAreTrusted(t *testing.T) {
	client := &Client{config: Config{CheckoutHost: "localhost:8790", AllowInsecure: true}}
	for page, want := range map[string]bool{
		"https://www.mercadopago.com.ar/checkout/v1/redirect?pref_id=1": true,
		"https://mercadopago.cl/checkout":                               true,
		"http://localhost:8790/checkout":                                true,
		"http://www.mercadopago.com.ar/":                                false,
		"https://www.mercadopago.com.ar:8443/":                          false,
		"https://mercadopago.com.ar.evil.example/":                      false,
		"https://mercadopago.evil/":                                     false,
		"https://user@www.mercadopago.com.ar/":                          false,
		"javascript:alert(1)":                                           false,
		"":                                                              false,
	} {
		assert.Equal(t, want, client.isPaymentPage(page), page)
	}
}
