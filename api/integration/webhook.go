package integration

import (
	"context"
	"crypto/rand"
	"slices"
	"time"

	"integrador/api/entity"
	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/domain/catalog"
	"integrador/internal/domain/event"
	"integrador/internal/domain/fault"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

const webhooksPath = "/api/admin/webhooks"

// Subscriptions serves the restaurants' own programs.
type Subscriptions interface {
	// ServeSubscription makes sure that a subscription is served as it is now.
	ServeSubscription(ctx context.Context, id int64, name string) error
}

func (h *Handlers) webhookSubscriptionRoutes(api *httpx.API) {
	httpx.Route(api, "GET "+webhooksPath, "listWebhooks", "Lista qué programas del restaurante escuchan sus eventos.",
		httpx.Admins, h.webhookSubscriptions)
	httpx.Route(api, "GET "+webhooksPath+"/{id}", "getWebhook", "Muestra una suscripción.", httpx.Admins,
		subscription.Show(h.Writer), httpx.Fails{404})
	httpx.Route(api, "POST "+webhooksPath, "createWebhook",
		"Suscribe un programa a los eventos, desde ahora. El secreto con que se firman se muestra esta única vez.",
		httpx.Admins, h.createWebhookSubscription, httpx.Created, httpx.Fails{400})
	httpx.Route(api, "PATCH "+webhooksPath+"/{id}", "updateWebhook", "Cambia una suscripción, la pausa o la reanuda.",
		httpx.Admins, h.updateWebhookSubscription, httpx.Fails{400, 404})
	httpx.Route(api, "DELETE "+webhooksPath+"/{id}", "deleteWebhook", "Borra una suscripción.", httpx.Admins,
		subscription.Remove(h.Writer), httpx.Fails{404})
	httpx.Route(api, "GET "+webhooksPath+"/{id}/deliveries", "listWebhookDeliveries",
		"Lista lo que se le entregó, lo último primero.", httpx.Admins, h.webhookDeliveries, httpx.Fails{404})
	httpx.Route(api, "POST "+webhooksPath+"/{id}/replay", "replayWebhook",
		"Vuelve a entregar desde una posición o un momento.", httpx.Admins, h.replayWebhook, httpx.Fails{404})
}

// WebhookOutput is a subscription.
type WebhookOutput struct {
	ID           int64      `json:"id"`
	TenantID     int64      `json:"tenant_id"`
	BranchID     *int64     `json:"branch_id" doc:"null: todas las sucursales."`
	Name         string     `json:"name"`
	URL          string     `json:"url"`
	EventTypes   []string   `json:"event_types" doc:"Vacío: todos."`
	Status       string     `json:"status" enum:"ACTIVE,PAUSED,FAILED"`
	Cursor       int64      `json:"cursor" doc:"La posición hasta la que oyó."`
	LastError    *string    `json:"last_error"`
	FailingSince *time.Time `json:"failing_since"`
	CreatedAt    time.Time  `json:"created_at"`
	Behind       int64      `json:"behind" doc:"Cuántas posiciones le faltan."`
}

// WebhookCreated also has what is shown once.
type WebhookCreated struct {
	WebhookOutput
	SigningSecret string `json:"signing_secret"`
}

// WebhookCreate subscribes a program.
type WebhookCreate struct {
	Name       string   `json:"name" minLength:"1" maxLength:"100" example:"Tablero de la casa central"`
	URL        string   `json:"url" maxLength:"2048" format:"uri" example:"https://ejemplo.com.ar/eventos"`
	BranchID   *int64   `json:"branch_id" required:"false"`
	EventTypes []string `json:"event_types" required:"false" maxItems:"60" uniqueItems:"true" example:"[\"CHECK_PAID\"]"`
}

// WebhookUpdate changes what it names.
type WebhookUpdate struct {
	Name       httpx.Patch[string]   `json:"name" required:"false" minLength:"1" maxLength:"100"`
	URL        httpx.Patch[string]   `json:"url" required:"false" maxLength:"2048"`
	EventTypes httpx.Patch[[]string] `json:"event_types" required:"false"`
	Status     httpx.Patch[string]   `json:"status" required:"false" enum:"ACTIVE,PAUSED"`
}

var subscription = entity.Resource[WebhookOutput]{
	Kind: catalog.Webhook,
	Read: func(ctx context.Context, q *dbgen.Queries, tenant, id int64) (WebhookOutput, error) {
		return httpx.Only(readSubscriptions(ctx, q, tenant, &id))
	},
}

func readSubscriptions(ctx context.Context, q *dbgen.Queries, tenant int64, id *int64) ([]WebhookOutput, error) {
	return httpx.Rows[WebhookOutput](q.Subscriptions(ctx, tenant, id))
}

func (h *Handlers) webhookSubscriptions(ctx context.Context, _ *struct{}) (*httpx.Body[[]WebhookOutput], error) {
	rows, err := readSubscriptions(ctx, h.Store.Queries, access.StaffFrom(ctx).TenantID, nil)
	return httpx.Answer(rows), postgres.Fault(err)
}

func (h *Handlers) createWebhookSubscription(
	ctx context.Context, in *httpx.Body[WebhookCreate],
) (*httpx.Body[WebhookCreated], error) {
	if h.Vault == nil {
		return nil, errNoVault
	}
	b, secret := in.Body, rand.Text()+rand.Text()
	b.EventTypes = append([]string{}, b.EventTypes...) // never nil: that would be NULL
	made, err := subscription.Create(ctx, h.Writer, func(c *entity.Change) (int64, error) {
		if err := h.checkReceiver(b.URL, b.EventTypes); err != nil {
			return 0, err
		}
		if b.BranchID != nil {
			if _, err := c.Reference(ctx, c.Who, catalog.Branch, *b.BranchID); err != nil {
				return 0, err
			}
		}
		return entity.Insert(ctx, c, c.InsertSubscription, struct {
			WebhookCreate
			SigningSecret string
		}{b, h.Vault.Seal(secret, postgres.SubscriptionBinding(c.Who.TenantID, b.URL))})
	})
	if err != nil {
		return nil, err
	}
	return httpx.Answer(WebhookCreated{made.Body, secret}), h.serve(ctx, made.Body)
}

var errNoSuchEvent = fault.New(fault.Invalid, "unknown_event_type", "Ese tipo de evento no existe.")

// checkReceiver refuses addresses that lead inside and events that never come.
func (h *Handlers) checkReceiver(url string, types []string) error {
	if err := h.Receivers(url); err != nil {
		return err
	}
	if i := slices.IndexFunc(types, func(t string) bool { return !event.Known(event.Type(t)) }); i >= 0 {
		return errNoSuchEvent.With("event_type", types[i])
	}
	return nil
}

// serve has the subscription's workflow go on with what it is now.
func (h *Handlers) serve(ctx context.Context, row WebhookOutput) error {
	if h.Subscriptions == nil || row.Status != "ACTIVE" {
		return nil
	}
	return h.Subscriptions.ServeSubscription(ctx, row.ID, row.Name)
}

func (h *Handlers) updateWebhookSubscription(
	ctx context.Context, in *httpx.BodyByID[WebhookUpdate],
) (*httpx.Body[WebhookOutput], error) {
	changed, err := subscription.Update(ctx, h.Writer, in.ID, func(c *entity.Change, row WebhookOutput) error {
		before := row.URL
		httpx.Apply(&row, in.Body)
		if err := h.checkReceiver(row.URL, row.EventTypes); err != nil {
			return err
		}
		if row.URL != before {
			if err := h.reseal(ctx, c, row, before); err != nil {
				return err
			}
		}
		return entity.Save(ctx, c, c.UpdateSubscription, row)
	})
	if err != nil {
		return nil, err
	}
	return changed, h.serve(ctx, changed.Body)
}

// reseal binds the signing secret to the new address: nobody who can only write
// the row has it sign for another one.
func (h *Handlers) reseal(ctx context.Context, c *entity.Change, row WebhookOutput, before string) error {
	kept, err := c.SubscriptionToServe(ctx, row.ID)
	if err != nil {
		return err
	}
	secret, err := h.Vault.Open(kept.SigningSecret, postgres.SubscriptionBinding(row.TenantID, before))
	if err != nil {
		return err
	}
	return c.SealSubscription(ctx, dbgen.SealSubscriptionParams{
		ID: row.ID, TenantID: row.TenantID,
		SigningSecret: h.Vault.Seal(secret, postgres.SubscriptionBinding(row.TenantID, row.URL)),
	})
}

// WebhookDelivery is one try to deliver.
type WebhookDelivery struct {
	ID            int64     `json:"id"`
	FirstPosition int64     `json:"first_position"`
	LastPosition  int64     `json:"last_position"`
	Events        int32     `json:"events"`
	StatusCode    *int32    `json:"status_code" doc:"null: no contestó."`
	Error         *string   `json:"error"`
	DurationMs    int32     `json:"duration_ms"`
	DeliveredAt   time.Time `json:"delivered_at"`
}

type webhookDeliveriesInput struct {
	httpx.ByID
	httpx.Page
}

func (h *Handlers) webhookDeliveries(
	ctx context.Context, in *webhookDeliveriesInput,
) (*httpx.Body[[]WebhookDelivery], error) {
	who := access.StaffFrom(ctx)
	if _, err := h.Store.Find(ctx, who, catalog.Webhook, in.ID); err != nil {
		return nil, err
	}
	rows, err := httpx.Rows[WebhookDelivery](h.Store.Deliveries(ctx, dbgen.DeliveriesParams{
		TenantID: who.TenantID, SubscriptionID: in.ID, MaxRows: in.Limit, Skip: in.Offset,
	}))
	return httpx.Answer(rows), postgres.Fault(err)
}

// WebhookReplay says from where to send again.
type WebhookReplay struct {
	FromPosition *int64     `json:"from_position" required:"false" minimum:"1"`
	Since        *time.Time `json:"since" required:"false"`
}

var errReplayFrom = fault.New(fault.Invalid, "replay_from_missing", "Decí desde qué posición o desde qué momento.")

func (h *Handlers) replayWebhook(
	ctx context.Context, in *httpx.BodyByID[WebhookReplay],
) (*httpx.Body[WebhookOutput], error) {
	if (in.Body.FromPosition == nil) == (in.Body.Since == nil) {
		return nil, errReplayFrom
	}
	changed, err := subscription.Update(ctx, h.Writer, in.ID, func(c *entity.Change, row WebhookOutput) error {
		_, err := c.RewindSubscription(ctx, dbgen.RewindSubscriptionParams{
			ID: row.ID, TenantID: row.TenantID, Position: in.Body.FromPosition, Since: in.Body.Since,
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	return changed, h.serve(ctx, changed.Body)
}
