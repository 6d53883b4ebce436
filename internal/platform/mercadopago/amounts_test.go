package mercadopago_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"integrador/internal/dev/mpsim"
	"integrador/internal/domain/money"
	"integrador/internal/platform/mercadopago"
)

// inProcess answers requests with a handler, without a network. A handler that
// aborts looks like a connection that was lost.
type inProcess struct{ handler http.Handler }

func (p inProcess) RoundTrip(r *http.Request) (response *http.Response, err error) {
	defer func() {
		if recover() != nil {
			response, err = nil, io.ErrUnexpectedEOF
		}
	}()
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	in := r.Clone(r.Context())
	if in.Body == nil {
		in.Body = http.NoBody
	}
	in.Host, in.RequestURI = r.URL.Host, r.URL.RequestURI()
	answer := httptest.NewRecorder()
	p.handler.ServeHTTP(answer, in)
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	return answer.Result(), nil
}

// 100 rounds of 100 amounts: what is asked for, what is paid and what is given
// back are the same number of cents on both sides.
func TestAmountsAreEncodedExactly(t *testing.T) {
	server, err := mpsim.New(mpsim.Config{
		Token: accessToken, SellerID: sellerID, WebhookSecret: webhookSecret, AdminToken: adminToken,
		Profile: mpsim.Dev, PublicURL: "http://sim.local",
	})
	require.NoError(t, err)
	transport := inProcess{server.Handler()}
	client, err := mercadopago.New(mercadopago.Config{
		BaseURL: "http://sim.local", AllowInsecure: true, CheckoutHost: "sim.local", Transport: transport,
	}, mercadopago.Connection{AccessToken: accessToken})
	require.NoError(t, err)

	rapid.Check(t, func(rt *rapid.T) {
		for _, amount := range rapid.SliceOfN(rapid.Int64Range(1, 99_999_999_999), 100, 100).Draw(rt, "cents") {
			if err := cross(t.Context(), client, transport, money.Cents(amount)); err != nil {
				rt.Fatal(err)
			}
		}
	})
}

func cross(ctx context.Context, client *mercadopago.Client, transport http.RoundTripper, cents money.Cents) error {
	in := bill()
	in.Amount = cents
	opened, err := client.CreateCheckout(ctx, in)
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost,
		"http://sim.local/__sim/preferences/"+opened.ProviderRef+"/pay", strings.NewReader("{}"))
	if err != nil {
		return err
	}
	request.Header.Set("X-Sim-Token", adminToken)
	response, err := transport.RoundTrip(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	var made struct{ ID int64 }
	if err := json.NewDecoder(response.Body).Decode(&made); err != nil {
		return err
	}
	paid, err := client.GetPayment(ctx, made.ID)
	if err != nil {
		return err
	}
	refund, err := client.RefundPayment(ctx, made.ID, &cents, "all")
	if err == nil && (paid.Amount != cents || refund.Amount != cents) {
		err = errors.New(cents.String() + " became " + paid.Amount.String() + " and " + refund.Amount.String())
	}
	return err
}
