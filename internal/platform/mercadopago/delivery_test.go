package mercadopago_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/internal/dev/mpsim"
	"integrador/internal/domain/payments"
	"integrador/internal/platform/mercadopago"
)

// inbox verifies what is delivered to it and remembers it.
type inbox struct {
	url string

	mu      sync.Mutex
	refuse  int // this many verified notices first
	notices []payments.Notice
	errs    []error
	retries []string
	arrived chan struct{}
}

func newInbox(t *testing.T) *inbox {
	t.Helper()
	in := &inbox{arrived: make(chan struct{}, 100)}
	server := httptest.NewServer(in)
	t.Cleanup(server.Close)
	in.url = server.URL + "/api/billing/mercadopago/webhook"
	return in
}

func (in *inbox) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body) // an unreadable body does not verify
	notice, err := mercadopago.NewVerifier(time.Hour, webhookSecret).Verify(r.Header, r.URL.Query(), body, time.Now())
	in.mu.Lock()
	defer in.mu.Unlock()
	in.retries = append(in.retries, r.Header.Get("X-Retry"))
	switch {
	case err != nil:
		in.errs = append(in.errs, err)
		w.WriteHeader(http.StatusUnauthorized)
	case in.refuse > 0:
		in.refuse--
		w.WriteHeader(http.StatusServiceUnavailable)
	default:
		in.notices = append(in.notices, notice)
	}
	in.arrived <- struct{}{}
}

func (in *inbox) wait(t *testing.T, n int) {
	t.Helper()
	deadline := time.After(time.Minute)
	for range n {
		select {
		case <-in.arrived:
		case <-deadline:
			t.Fatal("the notification did not arrive")
		}
	}
}

func (s *sim) deliver() {
	done := make(chan error, 1)
	go func() { done <- s.server.Run(s.t.Context()) }()
	s.t.Cleanup(func() { assert.NoError(s.t, <-done) })
}

func TestDeliveriesVerify(t *testing.T) {
	s, in := newSim(t), newInbox(t)
	s.deliver()
	order := bill()
	order.NotifyURL = in.url
	id := s.pay(s.create(order), "APRO")
	in.wait(t, 1)
	s.control(http.MethodPost, "/payments/"+strconv.FormatInt(id, 10)+"/transition", anyMap{"status": "charged_back"}, nil)
	in.wait(t, 1)
	in.mu.Lock()
	defer in.mu.Unlock()
	require.Empty(t, in.errs)
	require.Len(t, in.notices, 2)
	for i, action := range []string{"payment.created", "payment.updated"} {
		assert.Equal(t, action, in.notices[i].Action)
		assert.Equal(t, "payment", in.notices[i].Topic)
		assert.Equal(t, strconv.FormatInt(id, 10), in.notices[i].DataID)
	}
	assert.NotEqual(t, in.notices[0].RequestID, in.notices[1].RequestID)
}

func TestRefusedDeliveriesAreRepeated(t *testing.T) {
	in := newInbox(t)
	in.refuse = 2
	s := newSim(t, func(c *mpsim.Config) {
		c.RetrySchedule = []time.Duration{10 * time.Millisecond, 30 * time.Millisecond, time.Hour}
	})
	s.deliver()
	order := bill()
	order.NotifyURL = in.url
	s.pay(s.create(order), "APRO")
	in.wait(t, 3)
	in.mu.Lock()
	defer in.mu.Unlock()
	assert.Equal(t, []string{"0", "1", "2"}, in.retries)
	assert.Len(t, in.notices, 1)
}

func TestWrongSecretDuplicatesAndLostNotifications(t *testing.T) {
	s, in := newSim(t), newInbox(t)
	s.deliver()
	order := bill()
	order.NotifyURL = in.url
	opened := s.create(order)

	s.control(http.MethodPost, "/delivery-rules", anyMap{"mode": "lose"}, nil)
	lost := s.pay(opened, "APRO")
	found, err := s.client.FindPayments(t.Context(), order.Reference)
	require.NoError(t, err)
	require.Len(t, found, 1)
	assert.Equal(t, lost, found[0].ID, "what is never announced can still be found")

	s.control(http.MethodPost, "/delivery-rules", anyMap{"mode": "wrong_secret"}, nil)
	s.pay(opened, "APRO")
	in.wait(t, 1)
	s.control(http.MethodPost, "/delivery-rules", anyMap{"mode": "duplicate", "n": 4}, nil)
	s.pay(opened, "APRO")
	in.wait(t, 4)

	in.mu.Lock()
	defer in.mu.Unlock()
	require.Len(t, in.errs, 1)
	require.ErrorIs(t, in.errs[0], mercadopago.ErrMismatch)
	require.Len(t, in.notices, 4)
	for _, one := range in.notices {
		assert.Equal(t, in.notices[0], one)
	}
}
