package workflows_test

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/worker"

	"integrador/activities"
	"integrador/internal/dev/testkit"
	"integrador/internal/domain/event"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
	"integrador/internal/platform/secretbox"
	"integrador/internal/platform/signing"
	"integrador/workflows"
)

// receiver is somebody's program. It takes a request only when it is willing.
type receiver struct {
	*httptest.Server
	secret string

	mu        sync.Mutex
	unwilling int // requests to refuse
	took      []int64
	ids       []string
	forged    int
}

func newReceiver(t *testing.T) *receiver {
	t.Helper()
	r := &receiver{secret: rand.Text()}
	r.Server = httptest.NewServer(http.HandlerFunc(r.take))
	t.Cleanup(r.Close)
	return r
}

func (r *receiver) take(w http.ResponseWriter, req *http.Request) {
	body, _ := io.ReadAll(req.Body)
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, err := signing.Verify(req.Header, []byte(r.secret), body, time.Now()); err != nil {
		r.forged++
	}
	if r.unwilling > 0 {
		r.unwilling--
		w.WriteHeader(http.StatusBadGateway)
		return
	}
	var got struct {
		Events []struct {
			Event struct {
				Seq int64 `json:"seq"`
			} `json:"event"`
		} `json:"events"`
	}
	_ = json.Unmarshal(body, &got)
	for _, e := range got.Events {
		r.took = append(r.took, e.Event.Seq)
	}
	r.ids = append(r.ids, req.Header.Get(activities.DeliveryIDHeader))
}

func (r *receiver) received() []int64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]int64{}, r.took...)
}

// subscribe has r receive the branch's events from now on.
func (h *fixture) subscribe(r *receiver) int64 {
	h.t.Helper()
	var key [32]byte
	_, _ = rand.Read(key[:])
	keys, err := secretbox.ParseKeys("t:" + base64.StdEncoding.EncodeToString(key[:]))
	require.NoError(h.t, err)
	sealer, err := secretbox.New(keys...)
	require.NoError(h.t, err)
	acts := &activities.Subscriptions{Store: h.store, Vault: sealer, Client: &http.Client{Timeout: 5 * time.Second}}
	w := worker.New(h.raw, workflows.SubscriptionsQueue(h.queue), worker.Options{DisableWorkflowWorker: true})
	workflows.RegisterSubscriptions(w, workflows.Activities{Subscriptions: acts})
	require.NoError(h.t, w.Start())
	h.t.Cleanup(w.Stop)
	id, err := h.store.InsertSubscription(h.t.Context(), dbgen.InsertSubscriptionParams{
		TenantID: h.tenant, Name: "prueba", Url: r.URL, EventTypes: []string{},
		SigningSecret: sealer.Seal(r.secret, postgres.SubscriptionBinding(h.tenant, r.URL)),
	})
	require.NoError(h.t, err)
	require.NoError(h.t, h.client.ServeSubscription(h.t.Context(), id, "prueba"))
	return id
}

// happen commits n events of the fixture's session.
func (h *fixture) happen(n int) {
	h.t.Helper()
	for range n {
		require.NoError(h.t, h.store.InTx(h.t.Context(), func(tx *postgres.Tx) error {
			_, err := tx.EmitSession(h.t.Context(), h.tenant, h.session, event.Event{Type: event.RoundReady, Entity: []byte(`{}`)})
			return err
		}))
	}
}

func (h *fixture) sequence() {
	h.t.Helper()
	_, err := h.store.SequenceEvents(h.t.Context())
	require.NoError(h.t, err)
}

// TestSubscriberReceivesEverythingInOrder although it refuses at first, is changed
// while it fails, and asks for all of it again.
func TestSubscriberReceivesEverythingInOrder(t *testing.T) {
	t.Parallel()
	h := newFixture(t)
	h.open()
	r := newReceiver(t)
	r.unwilling = 1
	id := h.subscribe(r)
	first := h.id(`SELECT coalesce(max(seq), 0) FROM event WHERE session_id = $1`, h.session) + 1
	h.happen(30)
	h.sequence()
	testkit.Eventually(t, 30*time.Second, "all are heard", func() bool { return len(r.received()) == 30 })
	for i, seq := range r.received() {
		require.Equal(t, first+int64(i), seq)
	}
	var rows []dbgen.DeliveriesRow
	testkit.Eventually(t, 30*time.Second, "the delivery is in the log, after the receiver has it", func() bool {
		var err error
		rows, err = h.store.Deliveries(t.Context(), dbgen.DeliveriesParams{TenantID: h.tenant, SubscriptionID: id, MaxRows: 10})
		require.NoError(t, err)
		return len(rows) >= 2
	})
	require.EqualValues(t, 502, *rows[len(rows)-1].StatusCode, "the log has the refusal")

	n, err := h.store.RewindSubscription(t.Context(), dbgen.RewindSubscriptionParams{ID: id, TenantID: h.tenant, Position: new(int64(1))})
	require.NoError(t, err)
	require.EqualValues(t, 1, n)
	require.NoError(t, h.client.ServeSubscription(t.Context(), id, "prueba"))
	testkit.Eventually(t, 30*time.Second, "all are heard again", func() bool { return len(r.received()) == 60 })
	require.Zero(t, r.forged)
	require.NotEmpty(t, r.ids[0])
}

// TestADeadReceiverIsTriedLaterAndSoonerWhenItIsChanged: the change does not wait
// for the pause between tries.
func TestADeadReceiverIsTriedLaterAndSoonerWhenItIsChanged(t *testing.T) {
	t.Parallel()
	h := newFixture(t)
	h.open()
	r := newReceiver(t)
	r.unwilling = 1000
	id := h.subscribe(r)
	h.happen(1)
	h.sequence()
	failing := func() bool {
		sub, err := h.store.SubscriptionToServe(t.Context(), id)
		return err == nil && sub.FailingSince != nil
	}
	testkit.Eventually(t, 30*time.Second, "it fails", failing)
	r.mu.Lock()
	r.unwilling = 0
	r.mu.Unlock()
	require.NoError(t, h.client.ServeSubscription(t.Context(), id, "prueba"))
	testkit.Eventually(t, 30*time.Second, "it is heard", func() bool { return len(r.received()) == 1 })
	testkit.Eventually(t, 30*time.Second, "that is noted", func() bool { return !failing() })
}
