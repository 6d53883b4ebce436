package mercadopago

import (
	"context"
	"time"

	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/domain/catalog"
	"integrador/internal/domain/fault"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

func (h *Handlers) secretRoutes(api *httpx.API) {
	httpx.Route(api, "GET "+connectionPath+"/secrets", "listWebhookSecrets",
		"Lista las claves de avisos de la cuenta conectada, sin mostrarlas.", httpx.Managers, h.secrets, httpx.Fails{404})
	httpx.Route(api, "POST "+connectionPath+"/secrets", "setWebhookSecret",
		"Agrega una clave de avisos, o cambia la de esa etiqueta.", httpx.Admins, h.addSecret, httpx.Created,
		httpx.LimitConnection, httpx.Fails{404})
	httpx.Route(api, "PATCH "+connectionPath+"/secrets/{secret_id}", "retireWebhookSecret",
		"Dice desde cuándo una clave de avisos ya no vale.", httpx.Admins, h.retireSecret, httpx.LimitConnection,
		httpx.Fails{404})
}

// WebhookSecretOutput is a signing secret as it may be seen.
type WebhookSecretOutput struct {
	ID         int64      `json:"id"`
	Label      string     `json:"label"`
	ActiveFrom time.Time  `json:"active_from"`
	RetiredAt  *time.Time `json:"retired_at" doc:"Desde entonces ya no vale."`
	Active     bool       `json:"active"`
}

type secretsOutput struct{ Body []WebhookSecretOutput }

func (h *Handlers) secrets(ctx context.Context, _ *struct{}) (*secretsOutput, error) {
	c, err := h.Store.Connected(ctx, access.StaffFrom(ctx).TenantID)
	if err != nil {
		return nil, err
	}
	return h.secretsOf(ctx, c)
}

func (h *Handlers) secretsOf(ctx context.Context, c postgres.Connection) (*secretsOutput, error) {
	rows, err := h.Store.ConnectionSecrets(ctx, c.ID, c.TenantID)
	if err != nil {
		return nil, postgres.Fault(err)
	}
	out, now := []WebhookSecretOutput{}, h.Now()
	for _, r := range rows {
		active := !now.Before(r.ActiveFrom) && (r.RetiredAt == nil || now.Before(*r.RetiredAt))
		out = append(out, WebhookSecretOutput{r.ID, r.Label, r.ActiveFrom, r.RetiredAt, active})
	}
	return &secretsOutput{out}, nil
}

// WebhookSecretRequest adds a signing secret.
type WebhookSecretRequest struct {
	Label     string     `json:"label" minLength:"1" maxLength:"40" pattern:"^[A-Za-z0-9 _-]+$" doc:"Cómo la vas a reconocer: actual, anterior, prueba."`
	Secret    string     `json:"secret" minLength:"16" maxLength:"256" pattern:"^[!-~]+$"`
	RetiredAt *time.Time `json:"retired_at" required:"false"`
}

type addSecretInput struct {
	Proven
	Body WebhookSecretRequest
}

func (h *Handlers) addSecret(ctx context.Context, in *addSecretInput) (*secretsOutput, error) {
	if err := h.prove(ctx, in.Proven); err != nil {
		return nil, err
	}
	c, err := h.Store.Connected(ctx, access.StaffFrom(ctx).TenantID)
	if err != nil {
		return nil, err
	}
	err = h.Store.InTx(ctx, func(tx *postgres.Tx) error {
		id, err := tx.UpsertSecret(ctx, dbgen.UpsertSecretParams{
			TenantID: c.TenantID, ConnectionID: c.ID, Label: in.Body.Label, RetiredAt: in.Body.RetiredAt,
			Secret: h.Settings.Vault.Seal(in.Body.Secret, postgres.SecretBinding(c.TenantID, c.SellerUserID, in.Body.Label)),
		})
		if err != nil {
			return err
		}
		return auditSecret(ctx, tx, id, postgres.Created, map[string]any{"label": in.Body.Label, "retired_at": in.Body.RetiredAt})
	})
	if err != nil {
		return nil, postgres.Fault(err)
	}
	h.webhooks.Forget(c.PublicID)
	return h.secretsOf(ctx, c)
}

// webhookSecrets is the kind of a signing secret in the audit log. It is not in the catalogue.
var webhookSecrets = &catalog.Kind{Name: "webhook_secret"}

// auditSecret never shows the secret.
func auditSecret(ctx context.Context, tx *postgres.Tx, id int64, action postgres.Action, values map[string]any) error {
	return tx.Audit(ctx, access.StaffFrom(ctx), postgres.Change{
		Entity: postgres.Entity{Kind: webhookSecrets, ID: id}, Action: action, After: values,
	})
}

// WebhookSecretRetirement says when a secret stops counting.
type WebhookSecretRetirement struct {
	RetiredAt time.Time `json:"retired_at"`
}

type retireSecretInput struct {
	Proven
	Secret int64 `path:"secret_id"`
	Body   WebhookSecretRetirement
}

var errNoSecretThere = fault.New(fault.NotFound, "webhook_secret_not_found", "Esa clave no es de esta cuenta.")

func (h *Handlers) retireSecret(ctx context.Context, in *retireSecretInput) (*secretsOutput, error) {
	if err := h.prove(ctx, in.Proven); err != nil {
		return nil, err
	}
	c, err := h.Store.Connected(ctx, access.StaffFrom(ctx).TenantID)
	if err != nil {
		return nil, err
	}
	err = h.Store.InTx(ctx, func(tx *postgres.Tx) error {
		n, err := tx.RetireSecret(ctx, dbgen.RetireSecretParams{
			ID: in.Secret, TenantID: c.TenantID, ConnectionID: c.ID, RetiredAt: &in.Body.RetiredAt,
		})
		if err != nil {
			return err
		}
		if n == 0 {
			return errNoSecretThere
		}
		return auditSecret(ctx, tx, in.Secret, postgres.Updated, map[string]any{"retired_at": in.Body.RetiredAt})
	})
	if err != nil {
		return nil, postgres.Fault(err)
	}
	h.webhooks.Forget(c.PublicID)
	return h.secretsOf(ctx, c)
}
