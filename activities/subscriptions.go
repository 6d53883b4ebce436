package activities

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"
	"go.temporal.io/sdk/activity"

	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
	"integrador/internal/platform/secretbox"
	"integrador/internal/platform/signing"
)

// Subscriptions delivers events to restaurants' own programs.
type Subscriptions struct {
	Store  *postgres.Store
	Vault  *secretbox.Box
	Client *http.Client // reaches the open internet alone, follows no redirect
}

// The pace of serving.
const (
	serveFor    = 5 * time.Minute // one run of the activity, so that its history stays short
	serveLook   = time.Second     // how often it looks for new events
	serveAtOnce = 100             // events of one request
)

// DeliveryIDHeader names a delivery: a repetition has the same.
const DeliveryIDHeader = "X-Delivery-Id"

// Served is what a run of ServeSubscription came to.
type Served struct {
	More      bool   `json:"more"`              // the subscription is still to be served
	Delivered int    `json:"delivered"`         // events
	Failure   string `json:"failure,omitempty"` // of the delivery that ended it: to be tried again, later and later
}

// ServeSubscription delivers events as they come, in order, for some minutes or
// until a delivery fails. What was delivered but not noted is delivered again
// under the same delivery ID.
func (s *Subscriptions) ServeSubscription(ctx context.Context, id int64) (Served, error) {
	served := Served{More: true}
	for end := time.Now().Add(serveFor); time.Now().Before(end); {
		sub, err := s.Store.SubscriptionToServe(ctx, id)
		if errors.Is(err, pgx.ErrNoRows) || err == nil && sub.Status != "ACTIVE" {
			served.More = false
			return served, nil
		}
		if err != nil {
			return served, postgres.Fault(err)
		}
		n, err := s.deliverNext(ctx, sub)
		served.Delivered += n
		if err != nil {
			served.Failure = err.Error()
			return served, ctx.Err()
		}
		if activity.IsActivity(ctx) {
			activity.RecordHeartbeat(ctx, sub.Cursor)
		}
		if n == serveAtOnce {
			continue // there is more
		}
		select {
		case <-ctx.Done():
			return served, ctx.Err()
		case <-time.After(serveLook):
		}
	}
	return served, nil
}

func (s *Subscriptions) deliverNext(ctx context.Context, sub dbgen.SubscriptionToServeRow) (int, error) {
	events, to, err := s.Store.Undelivered(ctx, sub, serveAtOnce)
	if err != nil || to == sub.Cursor {
		return 0, err
	}
	if len(events) == 0 { // nothing that it asked for
		return 0, s.Store.Delivered(ctx, sub, to, nil)
	}
	d := dbgen.InsertDeliveryParams{
		TenantID: sub.TenantID, SubscriptionID: sub.ID, Events: int32(len(events)), //nolint:gosec // at most serveAtOnce
		FirstPosition: events[0].Position, LastPosition: events[len(events)-1].Position,
	}
	began := time.Now()
	status, failure := s.deliverTraced(ctx, sub, d, events)
	delivered(status, failure, time.Since(began))
	d.DurationMs = int32(time.Since(began).Milliseconds()) //nolint:gosec // bounded by the client's timeout
	if status != 0 {
		d.StatusCode = new(int32(status)) //nolint:gosec // three digits
	}
	if failure == nil {
		return len(events), s.Store.Delivered(ctx, sub, to, &d)
	}
	d.Error = new(failure.Error())
	return 0, errors.Join(failure, s.Store.Undeliverable(context.WithoutCancel(ctx), d))
}

// deliveryBody is what a subscriber gets.
type deliveryBody struct {
	SubscriptionID int64                      `json:"subscription_id"`
	Events         []postgres.PositionedEvent `json:"events"`
}

// deliverTraced posts in a span of its own, which names the traces that the events came of:
// a delivery has events of many, and outlives them. The subscriber gets none of them.
func (s *Subscriptions) deliverTraced(ctx context.Context, sub dbgen.SubscriptionToServeRow, d dbgen.InsertDeliveryParams, events []postgres.PositionedEvent) (int, error) {
	var traces []string
	for _, e := range events {
		if id := e.Event.TraceID; id != "" && !slices.Contains(traces, id) {
			traces = append(traces, id)
		}
	}
	ctx, span := otel.Tracer("integrador/activities").Start(ctx, "webhook POST", trace.WithNewRoot(), trace.WithSpanKind(trace.SpanKindClient),
		trace.WithAttributes(attribute.Int64("webhook.subscription_id", sub.ID), attribute.Int("event.count", len(events)), attribute.StringSlice("event.trace_ids", traces)))
	defer span.End()
	status, err := s.deliver(ctx, sub, d, events)
	if status != 0 {
		span.SetAttributes(attribute.Int("http.response.status_code", status))
	}
	if err != nil {
		span.SetStatus(codes.Error, err.Error())
	}
	return status, err
}

// deliver sends one signed request. A status of 0 means that there was no answer. Its
// errors are shown to the restaurant: they name no address behind the URL.
func (s *Subscriptions) deliver(ctx context.Context, sub dbgen.SubscriptionToServeRow, d dbgen.InsertDeliveryParams, events []postgres.PositionedEvent) (int, error) {
	body, err := json.Marshal(deliveryBody{sub.ID, events})
	if err != nil {
		return 0, fmt.Errorf("encode a delivery: %w", err)
	}
	secret, err := s.Vault.Open(sub.SigningSecret, postgres.SubscriptionBinding(sub.TenantID, sub.Url))
	if err != nil {
		return 0, errors.New("no pudimos abrir el secreto de la suscripción: rotalo")
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, sub.Url, bytes.NewReader(body))
	if err != nil {
		return 0, errors.New("la dirección no sirve")
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", "integrador-webhooks/1")
	req.Header.Set(DeliveryIDHeader, fmt.Sprintf("%d-%d-%d", sub.ID, d.FirstPosition, d.LastPosition))
	signing.Sign(req.Header, []byte(secret), body, time.Now())
	resp, err := s.Client.Do(req)
	if err != nil {
		return 0, errors.New("no contestó: la dirección no responde, tarda demasiado o no es pública")
	}
	defer resp.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(resp.Body, 64<<10)) // so that the connection is used again
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		return resp.StatusCode, fmt.Errorf("contestó %d", resp.StatusCode)
	}
	return resp.StatusCode, nil
}

// GiveUpSubscription marks a subscription that failed for days. Whoever owns it
// switches it on again, and misses nothing.
func (s *Subscriptions) GiveUpSubscription(ctx context.Context, id int64) error {
	sub, err := s.Store.SubscriptionToServe(ctx, id)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil
	}
	if err != nil {
		return postgres.Fault(err)
	}
	return postgres.Fault(s.Store.GiveUpSubscription(ctx, id, sub.TenantID))
}
