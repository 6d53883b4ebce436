package integration

import (
	"context"
	"crypto/rand"
	"time"

	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/domain/fault"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
	"integrador/internal/platform/token"
)

const apiKeysPath = "/api/admin/api-keys" //nolint:gosec // a path

func (h *Handlers) apiKeyRoutes(api *httpx.API) {
	httpx.Route(api, "GET "+apiKeysPath, "listAPIKeys", "Lista las claves de programas, sin sus valores.", httpx.Admins,
		h.listAPIKeys)
	httpx.Route(api, "POST "+apiKeysPath, "createAPIKey",
		"Crea una clave para un programa. Su valor se muestra esta única vez.", httpx.Admins, h.createAPIKey, httpx.Created,
		httpx.Fails{400})
	httpx.Route(api, "POST "+apiKeysPath+"/{id}/rotate", "rotateAPIKey",
		"Reemplaza una clave. La anterior vale un día más.", httpx.Admins, h.rotateAPIKey, httpx.Created,
		httpx.Fails{400, 404, 409})
	httpx.Route(api, "DELETE "+apiKeysPath+"/{id}", "revokeAPIKey", "Anula una clave en el acto.", httpx.Admins,
		h.revokeAPIKey, httpx.Fails{404})
	httpx.Route(api, "GET /api/integrations/me", "getAPIKeyIdentity", "Dice de quién es una clave y qué puede.",
		httpx.Staff().OrKey(httpx.AnyPermission), h.whoseAPIKey)
}

// APIKeyOutput is a key as its restaurant sees it.
type APIKeyOutput struct {
	ID          int64      `json:"id"`
	TenantID    int64      `json:"tenant_id"`
	Name        string     `json:"name"`
	Prefix      string     `json:"prefix" doc:"Cómo empieza la clave, para reconocerla."`
	Permissions []string   `json:"permissions"`
	BranchIDs   *[]int64   `json:"branch_ids" doc:"null: todas las sucursales."`
	Signed      bool       `json:"signed" doc:"Sus pedidos tienen que venir firmados."`
	CreatedAt   time.Time  `json:"created_at"`
	CreatedByID int64      `json:"created_by_id"`
	ExpiresAt   *time.Time `json:"expires_at"`
	RevokedAt   *time.Time `json:"revoked_at"`
	LastUsedAt  *time.Time `json:"last_used_at" doc:"Al minuto."`
	RotatedFrom *int64     `json:"rotated_from"`
}

// APIKeyCreated also has what is shown once.
type APIKeyCreated struct {
	APIKeyOutput
	Key           string  `json:"key"`
	SigningSecret *string `json:"signing_secret" doc:"Con qué firma sus pedidos, si tiene que firmarlos."`
}

// APIKeyCreate asks for a key.
type APIKeyCreate struct {
	Name             string     `json:"name" minLength:"1" maxLength:"100" example:"Sistema de facturación"`
	Permissions      []string   `json:"permissions" minItems:"1" maxItems:"10" uniqueItems:"true" enum:"menu:read,floor:read,orders:read,reports:read"`
	BranchIDs        []int64    `json:"branch_ids" required:"false" nullable:"true" minItems:"1" maxItems:"200" doc:"null, o sin mandar: todas."`
	ExpiresAt        *time.Time `json:"expires_at" required:"false"`
	RequireSignature bool       `json:"require_signature" required:"false" default:"false"`
}

func (h *Handlers) listAPIKeys(ctx context.Context, _ *struct{}) (*httpx.Body[[]APIKeyOutput], error) {
	rows, err := h.Store.APIKeys(ctx, access.StaffFrom(ctx).TenantID, nil)
	return httpx.Answer(httpx.Map(rows, apiKeyOutput)), postgres.Fault(err)
}

func apiKeyOutput(r dbgen.APIKeysRow) APIKeyOutput {
	var branches *[]int64
	if r.BranchIds != nil { // an empty list reaches nothing, no list everything
		branches = &r.BranchIds
	}
	return APIKeyOutput{
		ID: r.ID, TenantID: r.TenantID, Name: r.Name, Prefix: token.APIKeyPrefix + r.Lookup, Permissions: r.Permissions,
		BranchIDs: branches, Signed: r.Signed, CreatedAt: r.CreatedAt, CreatedByID: r.CreatedByID, ExpiresAt: r.ExpiresAt,
		RevokedAt: r.RevokedAt, LastUsedAt: r.LastUsedAt, RotatedFrom: r.RotatedFrom,
	}
}

var (
	errKeyExpired = fault.New(fault.Invalid, "expires_in_the_past", "La clave ya estaría vencida.")
	errNoVault    = fault.New(fault.Unavailable, "signing_unavailable", "Acá no se pueden crear claves que firmen: falta CREDENTIALS_KEYS.")
)

func (h *Handlers) createAPIKey(ctx context.Context, in *httpx.Body[APIKeyCreate]) (*httpx.Body[APIKeyCreated], error) {
	b, key := in.Body, token.NewAPIKey()
	if b.ExpiresAt != nil && !b.ExpiresAt.After(h.Now()) {
		return nil, errKeyExpired
	}
	p := dbgen.InsertAPIKeyParams{
		Name: b.Name, Lookup: key.Lookup, SecretHash: key.Hash, Permissions: b.Permissions, BranchIds: b.BranchIDs,
		ExpiresAt: b.ExpiresAt,
	}
	var signing *string
	if b.RequireSignature {
		if h.Vault == nil {
			return nil, errNoVault
		}
		signing = new(rand.Text() + rand.Text())
		p.SigningSecret = new(h.Vault.Seal(*signing, postgres.APIKeyBinding(key.Lookup)))
	}
	id, err := h.Store.CreateAPIKey(ctx, access.StaffFrom(ctx), p)
	if err != nil {
		return nil, err
	}
	return h.createdAPIKey(ctx, id, key, signing)
}

// createdAPIKey shows a new key, this once with its secrets.
func (h *Handlers) createdAPIKey(
	ctx context.Context, id int64, key token.APIKey, signing *string,
) (*httpx.Body[APIKeyCreated], error) {
	row, err := httpx.Only(h.Store.APIKeys(ctx, access.StaffFrom(ctx).TenantID, &id))
	return httpx.Answer(APIKeyCreated{apiKeyOutput(row), key.Text, signing}), postgres.Fault(err)
}

func (h *Handlers) rotateAPIKey(ctx context.Context, in *httpx.ByID) (*httpx.Body[APIKeyCreated], error) {
	key := token.NewAPIKey()
	var signing *string
	reseal := func(sealed, lookup string) (string, error) {
		secret, err := h.Vault.Open(sealed, postgres.APIKeyBinding(lookup))
		signing = &secret
		return h.Vault.Seal(secret, postgres.APIKeyBinding(key.Lookup)), err
	}
	id, err := h.Store.RotateAPIKey(ctx, access.StaffFrom(ctx), in.ID,
		dbgen.InsertAPIKeyParams{Lookup: key.Lookup, SecretHash: key.Hash}, reseal, h.Now())
	if err != nil {
		return nil, err
	}
	return h.createdAPIKey(ctx, id, key, signing)
}

func (h *Handlers) revokeAPIKey(ctx context.Context, in *httpx.ByID) (*struct{}, error) {
	return nil, h.Store.RevokeKey(ctx, access.StaffFrom(ctx), in.ID)
}

// IntegrationOutput is who a key acts for.
type IntegrationOutput struct {
	TenantID  int64   `json:"tenant_id"`
	Name      string  `json:"name"`
	BranchIDs []int64 `json:"branch_ids"`
}

func (h *Handlers) whoseAPIKey(ctx context.Context, _ *struct{}) (*httpx.Body[IntegrationOutput], error) {
	who := access.StaffFrom(ctx)
	return httpx.Answer(IntegrationOutput{who.TenantID, who.Email, who.BranchIDs}), nil
}
