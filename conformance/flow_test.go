package conformance_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/mercadopago/sdk-go/pkg/chargeback"
	"github.com/mercadopago/sdk-go/pkg/merchantorder"
	"github.com/mercadopago/sdk-go/pkg/mperror"
	"github.com/mercadopago/sdk-go/pkg/oauth"
	"github.com/mercadopago/sdk-go/pkg/payment"
	"github.com/mercadopago/sdk-go/pkg/paymentmethod"
	"github.com/mercadopago/sdk-go/pkg/preference"
	"github.com/mercadopago/sdk-go/pkg/refund"
	"github.com/mercadopago/sdk-go/pkg/requestoptions"
	"github.com/mercadopago/sdk-go/pkg/user"
	"github.com/mercadopago/sdk-go/pkg/webhook"
)

// delivered is one notification as it arrived.
type delivered struct {
	signature, requestID, dataID, body string
}

// shop listens for notifications on this machine.
func shop(t *testing.T) (address string, arrived chan delivered) {
	t.Helper()
	arrived = make(chan delivered, 20)
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body) // an empty one fails the test
		arrived <- delivered{r.Header.Get("X-Signature"), r.Header.Get("X-Request-Id"), r.URL.Query().Get("data.id"), string(body)}
	}))
	t.Cleanup(server.Close)
	return server.URL, arrived
}

func next(t *testing.T, arrived chan delivered) delivered {
	t.Helper()
	select {
	case d := <-arrived:
		return d
	case <-time.After(time.Minute):
		t.Fatal("no notification arrived")
		return delivered{}
	}
}

// opened makes a preference with a tip and returns it.
func opened(t *testing.T, reference, notify string) *preference.Response {
	t.Helper()
	made, err := preference.NewClient(sdk(t, sim.AccessToken)).Create(t.Context(), preference.Request{
		Items: []preference.ItemRequest{
			{ID: "cuenta", Title: "Mesa 12", Quantity: 1, UnitPrice: 20000.50, CurrencyID: "ARS"},
			{ID: "propina", Title: "Propina", Quantity: 1, UnitPrice: 2000, CurrencyID: "ARS"},
		},
		ExternalReference: reference, NotificationURL: notify, Metadata: map[string]any{"tableId": 12},
	})
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func paid(t *testing.T, preferenceID, outcome string) int {
	t.Helper()
	var made struct{ ID int }
	mustControl(t, http.MethodPost, "/preferences/"+preferenceID+"/pay", map[string]string{"outcome": outcome}, &made)
	return made.ID
}

func equal[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

func TestGoSDKPaysAndRefunds(t *testing.T) {
	ctx, cfg := t.Context(), sdk(t, sim.AccessToken)
	address, arrived := shop(t)
	made := opened(t, "go_flow", address+"/hook?source_news=webhooks")
	equal(t, "collector", int(made.CollectorID), sim.SellerID)
	equal(t, "reference", made.ExternalReference, "go_flow")
	equal(t, "init_point", made.InitPoint, sim.URL+"/checkout/v1/redirect?pref_id="+made.ID)
	read, err := preference.NewClient(cfg).Get(ctx, made.ID)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "items", len(read.Items), 2)
	equal(t, "site", read.SiteID, "MLA")

	id := paid(t, made.ID, "APRO")
	got, err := payment.NewClient(cfg).Get(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "status", got.Status, "approved")
	equal(t, "detail", got.StatusDetail, "accredited")
	equal(t, "amount", got.TransactionAmount, 22000.50)
	equal(t, "currency", got.CurrencyID, "ARS")
	equal(t, "payment's reference", got.ExternalReference, "go_flow")
	if got.Metadata["table_id"] != 12.0 {
		t.Errorf("metadata: %v", got.Metadata)
	}
	if got.DateApproved.IsZero() || time.Since(got.DateApproved) > time.Hour {
		t.Errorf("approved at %v", got.DateApproved)
	}
	found, err := payment.NewClient(cfg).Search(ctx, payment.SearchRequest{Filters: map[string]string{
		"external_reference": "go_flow", "sort": "date_created", "criteria": "desc", "range": "date_created", "begin_date": "NOW-30DAYS", "end_date": "NOW",
	}})
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "found", found.Paging.Total, 1)
	equal(t, "found id", found.Results[0].ID, id)

	seen := next(t, arrived)
	equal(t, "data.id", seen.dataID, strconv.Itoa(id))
	if err := webhook.ValidateSignature(seen.signature, seen.requestID, seen.dataID, sim.WebhookSecret, webhook.WithTolerance(5*time.Minute)); err != nil {
		t.Errorf("the SDK does not accept the delivery: %v", err)
	}
	if webhook.ValidateSignature(seen.signature, seen.requestID, "1", sim.WebhookSecret) == nil {
		t.Error("the SDK accepts another id")
	}
	refundTwice(t, id)
}

// refundTwice sends one refund with one key twice: there is one refund.
func refundTwice(t *testing.T, id int) {
	t.Helper()
	client := refund.NewClient(sdk(t, sim.AccessToken))
	ctx := requestoptions.WithIdempotencyKey(t.Context(), "3f1c0a52-6a53-5d0e-9f34-2f0a1f5d8a10")
	first, err := client.CreatePartialRefund(ctx, id, 500.25)
	if err != nil {
		t.Fatal(err)
	}
	again, err := client.CreatePartialRefund(ctx, id, 500.25)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "second refund", again.ID, first.ID)
	equal(t, "amount", first.Amount, 500.25)
	equal(t, "status", first.Status, "approved")
	_, err = client.CreatePartialRefund(ctx, id, 600)
	equal(t, "same key, other amount", statusOf(err), http.StatusConflict)

	all, err := client.List(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "refunds", len(all), 1)
	one, err := client.Get(t.Context(), id, first.ID)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "refund by id", one.PaymentID, id)
	after, err := payment.NewClient(sdk(t, sim.AccessToken)).Get(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "refunded", after.TransactionAmountRefunded, 500.25)
	equal(t, "detail", after.StatusDetail, "partially_refunded")
}

func statusOf(err error) int {
	var refused *mperror.ResponseError
	if errors.As(err, &refused) {
		return refused.StatusCode
	}
	return 0
}

func TestGoSDKSeesRefusals(t *testing.T) {
	ctx, cfg := t.Context(), sdk(t, sim.AccessToken)
	_, err := payment.NewClient(cfg).Get(ctx, 999999999999)
	equal(t, "unknown payment", statusOf(err), http.StatusNotFound)
	_, err = user.NewClient(sdk(t, "APP_USR-nobody")).Get(ctx)
	equal(t, "unknown token", statusOf(err), http.StatusUnauthorized)
	_, err = preference.NewClient(cfg).Create(ctx, preference.Request{})
	equal(t, "no items", statusOf(err), http.StatusBadRequest)
}

func TestGoSDKReadsTheRest(t *testing.T) {
	ctx, cfg := t.Context(), sdk(t, sim.AccessToken)
	made := opened(t, "go_rest", "")
	waiting, err := payment.NewClient(cfg).Cancel(ctx, paid(t, made.ID, "CONT"))
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "cancelled", waiting.Status, "cancelled")
	id := paid(t, made.ID, "APRO")
	orders, err := merchantorder.NewClient(cfg).Search(ctx, merchantorder.SearchRequest{Filters: map[string]string{"preference_id": made.ID}})
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "orders", len(orders.Elements), 1)
	equal(t, "order", orders.Elements[0].OrderStatus, "paid")
	equal(t, "tries in it", len(orders.Elements[0].Payments), 2)

	mustControl(t, http.MethodPost, fmt.Sprintf("/payments/%d/transition", id), map[string]string{"status": "charged_back"}, nil)
	disputes, err := chargeback.NewClient(cfg).Search(ctx, chargeback.SearchRequest{Filters: map[string]string{"payment_id": strconv.Itoa(id)}})
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "disputes", len(disputes.Results), 1)
	equal(t, "disputed payment", disputes.Results[0].PaymentID, id)
	dispute, err := chargeback.NewClient(cfg).Get(ctx, disputes.Results[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "disputed amount", dispute.Amount, 22000.50)

	who, err := user.NewClient(cfg).Get(ctx)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "me", who.ID, sim.SellerID)
	ways, err := paymentmethod.NewClient(cfg).List(ctx)
	if err != nil || len(ways) < 10 {
		t.Errorf("payment methods: %d, %v", len(ways), err)
	}
	found, err := preference.NewClient(cfg).Search(ctx, preference.SearchRequest{Filters: map[string]string{"external_reference": "go_rest"}})
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "preferences", found.Total, 1)
}

func TestGoSDKConnectsAnAccount(t *testing.T) {
	ctx := t.Context()
	client := oauth.NewClient(sdk(t, sim.AccessToken))
	const back = "http://localhost:5176/conectado"
	page := client.GetAuthorizationURL(sim.ClientID, back, "state-1")
	var consent struct{ Location string }
	mustControl(t, http.MethodPost, "/authorize", map[string]any{"url": page, "seller_id": sim.SellerID}, &consent)
	target, err := url.Parse(consent.Location)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "state", target.Query().Get("state"), "state-1")
	code := target.Query().Get("code")
	granted, err := client.Create(ctx, code, back)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "life", granted.ExpiresIn, 15552000)
	_, err = client.Create(ctx, code, back)
	equal(t, "a code twice", statusOf(err), http.StatusBadRequest)

	rotated, err := client.Refresh(ctx, granted.RefreshToken)
	if err != nil {
		t.Fatal(err)
	}
	_, err = client.Refresh(ctx, granted.RefreshToken)
	equal(t, "a refresh token twice", statusOf(err), http.StatusBadRequest)
	who, err := user.NewClient(sdk(t, rotated.AccessToken)).Get(ctx)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "whose token", who.ID, sim.SellerID)
	mustControl(t, http.MethodPost, fmt.Sprintf("/sellers/%d/deauthorize", sim.SellerID), map[string]any{}, nil)
	_, err = user.NewClient(sdk(t, rotated.AccessToken)).Get(ctx)
	equal(t, "after the permission was taken back", statusOf(err), http.StatusUnauthorized)
}

// TestNothingLeavesThisMachine asks for the real host and is refused here.
func TestNothingLeavesThisMachine(t *testing.T) {
	for _, address := range []string{"https://api.mercadopago.com/users/me", "http://203.0.113.9/"} {
		request, err := http.NewRequestWithContext(context.Background(), http.MethodGet, address, nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err = http.DefaultTransport.RoundTrip(request); err == nil || !strings.Contains(err.Error(), errOutside.Error()) {
			t.Errorf("%s: %v", address, err)
		}
	}
}
