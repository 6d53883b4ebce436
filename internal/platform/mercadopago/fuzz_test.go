package mercadopago

import (
	"encoding/json"
	"testing"
)

// Whatever the provider, or who poses as it, answers: it is a refusal or a payment
// that was asked for, with an amount above zero and exact to the cent.
func FuzzPayment(f *testing.F) {
	f.Add(`{"id":7,"status":"approved","transaction_amount":1500.5,"currency_id":"ARS","collector_id":"9","date_created":"2026-03-14T12:00:00.000-03:00"}`)
	f.Add(`{"id":"7","status":"refunded","transaction_amount":"10.00","transaction_amount_refunded":10,"refunds":[{"id":1,"amount":10}],"live_mode":"yes"}`)
	f.Add(`{"id":7,"status":"approved","transaction_amount":0.001}`)
	f.Add(`{"id":7,"status":"approved","transaction_amount":-1,"transaction_details":{"net_received_amount":1e3}}`)
	f.Add(`{"id":7,"status":"approved","transaction_amount":1e2}`)
	f.Add(`{"id":8,"status":{},"transaction_amount":null,"refunds":{"x":[]}}`)
	f.Add(`{"id":7,"status":7,"transaction_amount":99999999999999.99,"date_approved":""}`)
	f.Add(`null`)
	f.Fuzz(func(t *testing.T, body string) {
		p, err := parsePayment(7, []byte(body))
		if err == nil && (p.ID != 7 || p.Amount <= 0 || p.Refunded < 0 || p.Status == "") {
			t.Fatalf("%q is %+v", body, p)
		}
	})
}

// What is read as an amount is written as the same amount.
func FuzzAmount(f *testing.F) {
	for _, written := range []string{`1500.50`, `"10"`, `-0.01`, `0.001`, `1e2`, `null`, `""`, `99999999999999.99`, `"""1"`, `00012`, `1.`, `"-"`} {
		f.Add(written)
	}
	f.Fuzz(func(t *testing.T, written string) {
		var read *amount
		if json.Unmarshal([]byte(written), &read) != nil || read == nil {
			return
		}
		raw, err := json.Marshal(*read)
		var again amount
		if err != nil || json.Unmarshal(raw, &again) != nil || again != *read {
			t.Fatalf("%q is %d and written as %s: %v", written, *read, raw, err)
		}
	})
}
