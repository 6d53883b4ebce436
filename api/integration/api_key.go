package integration

import (
	"context"
	"crypto/rand"
	"net/http"
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
	httpx.Handle(api, httpx.Operation{
		ID: "listAPIKeys", Method: http.MethodGet, Path: apiKeysPath, Access: httpx.Staff(access.Admin),
		Summary: "Lista las claves de programas, sin sus valores.",
	}, h.listAPIKeys)
	httpx.Handle(api, httpx.Operation{
		ID: "createAPIKey", Method: http.MethodPost, Path: apiKeysPath, Access: httpx.Staff(access.Admin), Success: http.StatusCreated,
		Summary: "Crea una clave para un programa. Su valor se muestra esta única vez.", Errors: []int{http.StatusBadRequest},
	}, h.createAPIKey)
	httpx.Handle(api, httpx.Operation{
		ID: "rotateAPIKey", Method: http.MethodPost, Path: apiKeysPath + "/{id}/rotate", Access: httpx.Staff(access.Admin), Success: http.StatusCreated,
		Summary: "Reemplaza una clave. La anterior vale un día más.",
		Errors:  []int{http.StatusBadRequest, http.StatusNotFound, http.StatusConflict},
	}, h.rotateAPIKey)
	httpx.Handle(api, httpx.Operation{
		ID: "revokeAPIKey", Method: http.MethodDelete, Path: apiKeysPath + "/{id}", Access: httpx.Staff(access.Admin),
		Summary: "Anula una clave en el acto.", Errors: []int{http.StatusNotFound},
	}, h.revokeAPIKey)
	httpx.Handle(api, httpx.Operation{
		ID: "getAPIKeyIdentity", Method: http.MethodGet, Path: "/api/integrations/me", Access: httpx.Staff().OrKey(httpx.AnyPermission),
		Summary: "Dice de quién es una clave y qué puede.",
	}, h.whoseAPIKey)
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

type apiKeysOutput struct{ Body []APIKeyOutput }

func (h *Handlers) listAPIKeys(ctx context.Context, _ *struct{}) (*apiKeysOutput, error) {
	rows, err := h.Store.APIKeys(ctx, access.StaffFrom(ctx).TenantID, nil)
	return &apiKeysOutput{httpx.Map(rows, apiKeyOutput)}, postgres.Fault(err)
}

func apiKeyOutput(r dbgen.APIKeysRow) APIKeyOutput {
	var branches *[]int64
	if r.BranchIds != nil { // an empty list reaches nothing, no list everything
		branches = &r.BranchIds
	}
	return APIKeyOutput{
		ID: r.ID, TenantID: r.TenantID, Name: r.Name, Prefix: token.APIKeyPrefix + r.Lookup, Permissions: r.Permissions, BranchIDs: branches,
		Signed: r.Signed, CreatedAt: r.CreatedAt, CreatedByID: r.CreatedByID, ExpiresAt: r.ExpiresAt, RevokedAt: r.RevokedAt,
		LastUsedAt: r.LastUsedAt, RotatedFrom: r.RotatedFrom,
	}
}

type createAPIKeyInput struct{ Body APIKeyCreate }

type createdAPIKeyOutput struct{ Body APIKeyCreated }

var (
	errKeyExpired = fault.New(fault.Invalid, "expires_in_the_past", "La clave ya estaría vencida.")
	errNoVault    = fault.New(fault.Unavailable, "signing_unavailable", "Acá no se pueden crear claves que firmen: falta CREDENTIALS_KEYS.")
)

func (h *Handlers) createAPIKey(ctx context.Context, in *createAPIKeyInput) (*createdAPIKeyOutput, error) {
	b, key := in.Body, token.NewAPIKey()
	if b.ExpiresAt != nil && !b.ExpiresAt.After(h.Now()) {
		return nil, errKeyExpired
	}
	p := dbgen.InsertAPIKeyParams{
		Name: b.Name, Lookup: key.Lookup, SecretHash: key.Hash, Permissions: b.Permissions, BranchIds: b.BranchIDs, ExpiresAt: b.ExpiresAt,
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
func (h *Handlers) createdAPIKey(ctx context.Context, id int64, key token.APIKey, signing *string) (*createdAPIKeyOutput, error) {
	row, err := httpx.Only(h.Store.APIKeys(ctx, access.StaffFrom(ctx).TenantID, &id))
	return &createdAPIKeyOutput{APIKeyCreated{apiKeyOutput(row), key.Text, signing}}, postgres.Fault(err)
}

func (h *Handlers) rotateAPIKey(ctx context.Context, in *httpx.ByID) (*createdAPIKeyOutput, error) {
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

type integrationOutput struct{ Body IntegrationOutput }

func (h *Handlers) whoseAPIKey(ctx context.Context, _ *struct{}) (*integrationOutput, error) {
	who := access.StaffFrom(ctx)
	return &integrationOutput{IntegrationOutput{who.TenantID, who.Email, who.BranchIDs}}, nil
}
