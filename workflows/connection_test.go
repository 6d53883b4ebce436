package workflows_test

import (
	"context"
	"encoding/base64"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/sdk/interceptor"
	"go.temporal.io/sdk/worker"
	"google.golang.org/protobuf/encoding/protojson"

	"integrador/activities"
	"integrador/internal/dev/testkit"
	"integrador/internal/domain/fault"
	"integrador/internal/domain/payments"
	"integrador/internal/platform/mercadopago"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
	"integrador/internal/platform/secretbox"
	"integrador/workflows"
)

// rotating gives tokens of a short life; each refresh token works once.
type rotating struct {
	mu        sync.Mutex
	life      time.Duration
	good      string // the refresh token that works
	refreshed int
}

func (r *rotating) grant() mercadopago.Grant {
	r.good = "TG-secret-" + uuid.NewString()
	return mercadopago.Grant{
		Access: mercadopago.Secret("APP_USR-secret-" + uuid.NewString()), Refresh: mercadopago.Secret(r.good), SellerID: 7, ExpiresIn: r.life,
	}
}

func (r *rotating) Exchange(_ context.Context, code, _ string) (mercadopago.Grant, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if code != "good-secret-code" {
		return mercadopago.Grant{}, &payments.Error{Kind: payments.Invalid, HTTP: 400, Code: mercadopago.CodeInvalidGrant}
	}
	return r.grant(), nil
}

func (r *rotating) Refresh(_ context.Context, token mercadopago.Secret) (mercadopago.Grant, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.refreshed++
	if token.Reveal() != r.good {
		return mercadopago.Grant{}, &payments.Error{Kind: payments.Invalid, HTTP: 400, Code: mercadopago.CodeInvalidGrant}
	}
	return r.grant(), nil
}

func (r *rotating) Account(context.Context, mercadopago.Secret) (mercadopago.Account, error) {
	return mercadopago.Account{ID: 7, Nickname: "RESTO", Site: "MLA"}, nil
}

// openOffice lets the fixture connect an account.
func (h *fixture) openOffice(r *rotating) *secretbox.Box {
	keys, err := secretbox.ParseKeys("k:" + base64.StdEncoding.EncodeToString([]byte("desarrollo: llave que no cifra n")))
	require.NoError(h.t, err)
	safe, err := secretbox.New(keys...)
	require.NoError(h.t, err)
	acts := workflows.Activities{
		Payments:    &activities.Payments{Store: h.store},
		Connections: &activities.Connections{Store: h.store, Publisher: noPublisher{}, Vault: safe, Connector: r},
	}
	h.serve(acts)
	return safe
}

// serve takes work from the payments' queue.
func (h *fixture) serve(acts workflows.Activities) {
	w := worker.New(h.raw, workflows.PaymentsQueue(h.queue), worker.Options{
		DisableWorkflowWorker: true, Interceptors: []interceptor.WorkerInterceptor{&workflows.FaultInterceptor{}},
	})
	workflows.RegisterPayments(w, acts)
	require.NoError(h.t, w.Start())
	h.t.Cleanup(w.Stop)
}

func (h *fixture) authorised(safe *secretbox.Box, code string) uuid.UUID {
	id := uuid.New()
	require.NoError(h.t, h.store.InsertAttempt(h.t.Context(), dbgen.InsertAttemptParams{
		ID: id, TenantID: h.tenant, UserID: h.manager, Mode: "OAUTH", ExpiresAt: time.Now().Add(time.Minute),
		GrantSecret: new(safe.Seal(code, postgres.AttemptBinding(id, "grant"))), Verifier: new(safe.Seal("v", postgres.AttemptBinding(id, "verifier"))),
	}))
	return id
}

func TestAConnectionRenewsItselfUntilItEnds(t *testing.T) {
	t.Parallel()
	h := newFixture(t)
	playConnection(h)
	history := h.historyText(workflows.ConnectionID(h.tenant))
	require.Contains(t, history, `"tenant_id":`, "the history was read")
	require.NotContains(t, history, "secret")
}

// playConnection connects, is refused once, sees the timer renew, and disconnects.
func playConnection(h *fixture) {
	r := &rotating{life: 3 * time.Second} // renewed every two and a half
	safe := h.openOffice(r)
	ctx := h.t.Context()

	err := h.client.Connect(ctx, h.tenant, h.authorised(safe, "spent"))
	require.Equal(h.t, "mercadopago_authorization_refused", fault.ReasonOf(err))
	good := h.authorised(safe, "good-secret-code")
	require.NoError(h.t, h.client.Connect(ctx, h.tenant, good))
	require.NoError(h.t, h.client.Connect(ctx, h.tenant, good), "asking again tells the same")
	require.NoError(h.t, h.client.WatchConnection(ctx, h.tenant))
	testkit.Eventually(h.t, 30*time.Second, "two renewals by the timer", func() bool {
		c, err := h.store.Connected(ctx, h.tenant)
		return err == nil && c.TokenVersion >= 3 && c.Status == postgres.ConnectionActive
	})
	require.NoError(h.t, h.client.Disconnect(ctx, h.tenant, h.manager))
	require.NoError(h.t, h.raw.GetWorkflow(ctx, workflows.ConnectionID(h.tenant), "").Get(ctx, nil))
	_, err = h.store.Connected(ctx, h.tenant)
	require.ErrorIs(h.t, err, postgres.ErrNotConnected)
}

// historyText is everything that Temporal keeps of a workflow's latest run.
func (h *fixture) historyText(id string) string {
	var text strings.Builder
	iter := h.raw.GetWorkflowHistory(h.t.Context(), id, "", false, enumspb.HISTORY_EVENT_FILTER_TYPE_ALL_EVENT)
	for iter.HasNext() {
		event, err := iter.Next()
		require.NoError(h.t, err)
		text.WriteString(protojson.Format(event))
		for _, p := range event.GetWorkflowExecutionUpdateAcceptedEventAttributes().GetAcceptedRequest().GetInput().GetArgs().GetPayloads() {
			text.Write(p.Data)
		}
		for _, p := range event.GetActivityTaskScheduledEventAttributes().GetInput().GetPayloads() {
			text.Write(p.Data)
		}
		for _, p := range event.GetActivityTaskCompletedEventAttributes().GetResult().GetPayloads() {
			text.Write(p.Data)
		}
	}
	return text.String()
}

func TestANoticeThatNobodyCreditsIsQuarantinedWithItsReason(t *testing.T) {
	t.Parallel()
	h := newFixture(t)
	dollars := &fakeProvider{payments: []payments.Payment{{ID: 5, Status: payments.Approved, Amount: 100, Currency: "USD", ExternalReference: "check_1_1", Updated: time.Now()}}}
	h.serve(workflows.Activities{Payments: &activities.Payments{Store: h.store, Publisher: noPublisher{}, Provider: dollars, Sessions: h.client}})
	id, _, err := h.store.SaveNotice(t.Context(), postgres.ReceivedNotice{Topic: "payment", DataID: "5", RequestID: "r"})
	require.NoError(t, err)
	require.NoError(t, h.client.NoteWebhook(t.Context(), id, "5"))
	require.NoError(t, h.raw.GetWorkflow(t.Context(), workflows.NoticeID(id), "").Get(t.Context(), nil))
	n, err := h.store.NoticeByID(t.Context(), id)
	require.NoError(t, err)
	require.Equal(t, postgres.NoticeQuarantined, n.Status)
	require.Equal(t, "payment_quarantined", *n.LastError)
}
