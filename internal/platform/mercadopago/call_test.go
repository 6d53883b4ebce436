package mercadopago_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/internal/domain/money"
	"integrador/internal/domain/payments"
	"integrador/internal/platform/mercadopago"
)

func TestKinds(t *testing.T) {
	const policy = `{"message":"At least one policy returned UNAUTHORIZED.","code":"PA_UNAUTHORIZED_RESULT_FROM_POLICIES","status":403,"blocked_by":"PolicyAgent"}`
	tests := []struct {
		name    string
		status  int
		body    string
		read    payments.ErrorKind
		write   payments.ErrorKind
		code    string
		unknown bool // of a write
	}{
		{"invalid", 400, `{"message":"expires value is not boolean","error":"invalid_expires","status":400,"cause":[]}`, payments.Invalid, payments.Invalid, "invalid_expires", false},
		{"cause", 400, `{"message":"m","error":"bad_request","status":400,"cause":[{"code":"2063","description":"d"}]}`, payments.Invalid, payments.Invalid, "2063", false},
		{"token", 401, `{"message":"m","error":"unauthorized","status":401,"cause":[{"code":7}]}`, payments.Auth, payments.Auth, "7", false},
		{"policy", 403, policy, payments.Auth, payments.Forbidden, "PA_UNAUTHORIZED_RESULT_FROM_POLICIES", false},
		{"forbidden", 403, `{"message":"m","error":"forbidden","cause":[{"code":4}]}`, payments.Forbidden, payments.Forbidden, "4", false},
		{"conflict", 409, `{"error":"idempotency_key_already_used"}`, payments.Conflict, payments.Conflict, "idempotency_key_already_used", false},
		{"limited", 429, ``, payments.RateLimited, payments.RateLimited, "", false},
		{"edge", 403, `<html>Forbidden</html>`, payments.Protocol, payments.Protocol, "", false},
		{"redirect", 302, ``, payments.Protocol, payments.Protocol, "", false},
		{"down", 502, `<html>Bad Gateway</html>`, payments.Unavailable, payments.Unavailable, "", true},
		{"unusable", 201, `{`, payments.Protocol, payments.Protocol, "", true},
		{"too long", 200, strings.Repeat(" ", 1<<20) + `{}`, payments.Protocol, payments.Protocol, "", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				up := &upstream{status: tt.status, body: tt.body, header: http.Header{
					"X-Request-Id": {"r-1"}, "Location": {"https://evil.example/"},
				}}
				read := get(t, newClient(t, up))
				assert.Equal(t, tt.read, read.Kind)
				assert.Equal(t, tt.status, read.HTTP)
				assert.Equal(t, tt.code, read.Code)
				assert.Equal(t, "r-1", read.RequestID)
				assert.False(t, read.OutcomeUnknown)

				_, err := newClient(t, up).RefundPayment(t.Context(), 7, nil, "k")
				var write *payments.Error
				require.ErrorAs(t, err, &write)
				assert.Equal(t, tt.write, write.Kind)
				assert.Equal(t, tt.unknown, write.OutcomeUnknown)
			})
		})
	}
}

func TestOutcomeIsKnownOnlyIfTheConnectionWasRefused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, tt := range []struct {
			err     error
			unknown bool
		}{
			{errLost, true},
			{context.DeadlineExceeded, true},
			{&net.OpError{Op: "read", Err: errLost}, true},
			{&net.OpError{Op: "dial", Err: errors.New("connection refused")}, false},
		} {
			up := &upstream{err: tt.err}
			_, err := newClient(t, up).RefundPayment(t.Context(), 7, nil, "k")
			var failure *payments.Error
			require.ErrorAs(t, err, &failure)
			assert.Equal(t, tt.unknown, failure.OutcomeUnknown, tt.err)
			assert.Equal(t, 3, up.calls)
		}
	})
}

// A first try that may have refunded is not forgotten when the second is refused.
func TestUnknownOutcomeStaysUnknown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		up := &upstream{err: errLost}
		go func() {
			<-time.After(100 * time.Millisecond)
			up.answers(400, `{"message":"m","error":"bad_request","cause":[{"code":2063}]}`)
		}()
		_, err := newClient(t, up).RefundPayment(t.Context(), 7, nil, "k")
		var failure *payments.Error
		require.ErrorAs(t, err, &failure)
		assert.Equal(t, payments.Invalid, failure.Kind)
		assert.True(t, failure.OutcomeUnknown)
		assert.Equal(t, 2, up.calls)
	})
}

func TestSlowResponsesAndDeadlines(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := newClient(t, silent{})
		start := time.Now()
		assert.Equal(t, payments.Unavailable, get(t, client).Kind)
		assert.InDelta(t, 3*8+1, time.Since(start).Seconds(), 1, "three tries of eight seconds")

		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
		defer cancel()
		start = time.Now()
		_, err := client.GetPayment(ctx, 7)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Equal(t, 2*time.Second, time.Since(start))
	})
}

// silent accepts calls and never answers.
type silent struct{}

func (silent) RoundTrip(r *http.Request) (*http.Response, error) {
	<-r.Context().Done()
	return nil, r.Context().Err()
}

// An answer that belongs to another question is not an answer.
func TestMismatchedResponsesAreRefused(t *testing.T) {
	up := &upstream{status: 200, body: approvedPayment}
	client := newClient(t, up)
	_, err := client.GetPayment(t.Context(), 8)
	assert.Equal(t, payments.Protocol, payments.KindOf(err))

	up.answers(200, `{"results":[`+approvedPayment+`]}`)
	found, err := client.FindPayments(t.Context(), "check_12")
	require.NoError(t, err)
	assert.Empty(t, found, "it has no reference")
	up.answers(200, `{"results":[{"id":7}]}`)
	_, err = client.FindPayments(t.Context(), "check_12")
	assert.Equal(t, payments.Protocol, payments.KindOf(err))

	half := money.Cents(50)
	for _, body := range []string{
		`{"id":1,"payment_id":8,"amount":0.5,"status":"approved"}`,
		`{"id":1,"payment_id":7,"amount":5,"status":"approved"}`,
		`{"id":1,"payment_id":7,"status":"approved"}`,
	} {
		up.answers(201, body)
		_, err := newClient(t, up).RefundPayment(t.Context(), 7, &half, "k")
		var failure *payments.Error
		require.ErrorAs(t, err, &failure, body)
		assert.Equal(t, payments.Protocol, failure.Kind)
		assert.True(t, failure.OutcomeUnknown)
	}
}

func TestForeignCheckoutsAreRefused(t *testing.T) {
	const page = `"init_point":"https://www.mercadopago.com.ar/checkout/v1/redirect?pref_id=1"`
	for body, want := range map[string]payments.ErrorKind{
		`{"id":"1","external_reference":"check_12",` + page + `}`:                  "",
		`{"id":"1","external_reference":"check_13",` + page + `}`:                  payments.Protocol,
		`{"id":"1","external_reference":null,` + page + `}`:                        payments.Protocol,
		`{"external_reference":"check_12",` + page + `}`:                           payments.Protocol,
		`{"id":"1","external_reference":"check_12","init_point":"https://x.test"}`: payments.Protocol,
	} {
		_, err := newClient(t, &upstream{status: 201, body: body}).CreateCheckout(t.Context(), bill())
		assert.Equal(t, want, payments.KindOf(err), body)
	}
}

func TestInvalidCallsAreNotSent(t *testing.T) {
	up := &upstream{status: 500}
	client := newClient(t, up)
	zero := money.Cents(0)
	_, err := client.RefundPayment(t.Context(), 7, &zero, "k")
	assert.Equal(t, payments.Invalid, payments.KindOf(err))
	_, err = client.RefundPayment(t.Context(), 7, nil, "")
	assert.Equal(t, payments.Invalid, payments.KindOf(err))
	for name, spoil := range map[string]func(*payments.CheckoutRequest){
		"reference":      func(in *payments.CheckoutRequest) { in.Reference = "check 12" },
		"no reference":   func(in *payments.CheckoutRequest) { in.Reference = "" },
		"long reference": func(in *payments.CheckoutRequest) { in.Reference = strings.Repeat("x", 65) },
		"amount":         func(in *payments.CheckoutRequest) { in.Amount = 0 },
		"tip":            func(in *payments.CheckoutRequest) { in.Tip = -1 },
		"title":          func(in *payments.CheckoutRequest) { in.Title = " " },
		"expiry":         func(in *payments.CheckoutRequest) { in.ExpiresAt = time.Time{} },
		"metadata":       func(in *payments.CheckoutRequest) { in.Metadata = map[string]string{"checkId": "1"} },
		"return":         func(in *payments.CheckoutRequest) { in.ReturnURL = "/payment" },
		"notify":         func(in *payments.CheckoutRequest) { in.NotifyURL = "http://api.example.com/" },
		"long notify": func(in *payments.CheckoutRequest) {
			in.NotifyURL = "https://api.example.com/" + strings.Repeat("x", 230)
		},
	} {
		in := bill()
		spoil(&in)
		_, err := client.CreateCheckout(t.Context(), in)
		assert.Equal(t, payments.Invalid, payments.KindOf(err), name)
	}
	assert.Zero(t, up.calls)
}

func TestInvalidConfiguration(t *testing.T) {
	token := mercadopago.Connection{AccessToken: "t"}
	for name, tt := range map[string]struct {
		config mercadopago.Config
		conn   mercadopago.Connection
	}{
		"plain http": {mercadopago.Config{BaseURL: "http://api.mercadopago.com"}, token},
		"no host":    {mercadopago.Config{BaseURL: "api.mercadopago.com"}, token},
		"no token":   {mercadopago.Config{BaseURL: "https://api.mercadopago.com"}, mercadopago.Connection{}},
	} {
		_, err := mercadopago.New(tt.config, tt.conn)
		assert.Error(t, err, name)
	}
}
