package mercadopago_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"integrador/internal/dev/mpsim"
	"integrador/internal/domain/payments"
	"integrador/internal/platform/mercadopago"
)

const (
	accessToken   = "APP_USR-test"
	webhookSecret = "whsec_sim_0123456789abcdef"
	adminToken    = "admin"
	sellerID      = 724484980
)

// sim is a simulator on a real port, and a client of it.
type sim struct {
	t      *testing.T
	url    string
	http   *http.Client
	client *mercadopago.Client
	server *mpsim.Server
}

func newSim(t *testing.T, change ...func(*mpsim.Config)) *sim {
	t.Helper()
	config := mpsim.Config{
		Token: accessToken, SellerID: sellerID, WebhookSecret: webhookSecret, AdminToken: adminToken, Profile: mpsim.Dev,
	}
	for _, apply := range change {
		apply(&config)
	}
	server, err := mpsim.New(config)
	require.NoError(t, err)
	listening := httptest.NewServer(server.Handler())
	t.Cleanup(listening.Close)
	client, err := mercadopago.New(mercadopago.Config{
		BaseURL: listening.URL, UserAgent: "integrador/test", AllowInsecure: true, CheckoutHost: listening.Listener.Addr().String(),
	}, mercadopago.Connection{AccessToken: accessToken, SellerID: sellerID})
	require.NoError(t, err)
	return &sim{t, listening.URL, listening.Client(), client, server}
}

// control calls the simulator's control API and decodes its answer into out,
// which may be nil.
func (s *sim) control(method, path string, body, out any) {
	s.t.Helper()
	encoded, err := json.Marshal(body)
	require.NoError(s.t, err)
	request, err := http.NewRequestWithContext(s.t.Context(), method, s.url+"/__sim"+path, bytes.NewReader(encoded))
	require.NoError(s.t, err)
	request.Header.Set("X-Sim-Token", adminToken)
	response, err := s.http.Do(request)
	require.NoError(s.t, err)
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	require.NoError(s.t, err)
	require.Less(s.t, response.StatusCode, 300, string(answer))
	if out != nil {
		require.NoError(s.t, json.Unmarshal(answer, out))
	}
}

type anyMap = map[string]any

func (s *sim) fault(fault anyMap) {
	s.t.Helper()
	s.control(http.MethodPost, "/faults", fault, nil)
}

// pay returns the id of a payment of c with the outcome.
func (s *sim) pay(c payments.Checkout, outcome string) int64 {
	s.t.Helper()
	var made struct{ ID int64 }
	s.control(http.MethodPost, "/preferences/"+c.ProviderRef+"/pay", anyMap{"outcome": outcome}, &made)
	return made.ID
}

// received are the calls to paths that contain no control.
func (s *sim) received() []received {
	s.t.Helper()
	var all []received
	s.control(http.MethodGet, "/requests", nil, &all)
	return all
}

type received struct {
	Method         string
	Path           string
	Status         int
	IdempotencyKey string `json:"idempotency_key"`
	Body           json.RawMessage
}

func (s *sim) create(in payments.CheckoutRequest) payments.Checkout {
	s.t.Helper()
	made, err := s.client.CreateCheckout(s.t.Context(), in)
	require.NoError(s.t, err)
	return made
}

func bill() payments.CheckoutRequest {
	return payments.CheckoutRequest{
		Reference: "check_12", Title: "Mesa 12", Amount: 24_500_00, ReturnURL: "http://localhost:5176",
		ExpiresAt: time.Now().Add(20 * time.Minute), Metadata: map[string]string{"check_id": "12"},
	}
}
