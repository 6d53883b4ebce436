package httpx

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/jackc/pgx/v5"

	"integrador/internal/domain/access"
	"integrador/internal/domain/fault"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
	"integrador/internal/platform/signing"
	"integrador/internal/platform/token"
)

// apiKeyHeader carries the key of a restaurant's own program.
const apiKeyHeader = "X-API-Key" //nolint:gosec // a name

var (
	errAPIKey     = fault.New(fault.Unauthenticated, "api_key_invalid", "La clave no vale.")
	errPermission = fault.New(fault.Forbidden, "permission_missing", "Esa clave no tiene permiso para esto.")
	errNoReplays  = fault.New(fault.Unavailable, "signatures_unavailable", "No podemos comprobar la firma ahora. Probá de nuevo en unos segundos.").After(2)
)

// OrKey also lets in a key that has the permission.
func (r Rule) OrKey(p access.Permission) Rule {
	r.permission = p
	return r
}

// identifyKey proves a program by its key and, if the key asks for it, by the
// signature of the request. It acts as nobody of the staff: it has no role, and
// sees the branches of its key.
func (a *Authenticator) identifyKey(ctx context.Context, hc huma.Context, r Rule) (identified, error) {
	given, ok := token.ParseAPIKey(hc.Header(apiKeyHeader))
	if !ok {
		return identified{}, errAPIKey
	}
	kept, err := a.apiKeys.Get(ctx, given.Lookup)
	if err != nil {
		return identified{}, err
	}
	expired := kept.ExpiresAt != nil && !a.now().Before(*kept.ExpiresAt)
	if kept.ID == 0 || !given.Matches(kept.SecretHash) || kept.RevokedAt != nil || expired {
		return identified{}, errAPIKey
	}
	if !slices.Contains(kept.Permissions, string(r.permission)) && r.permission != AnyPermission {
		return identified{}, errPermission
	}
	if err := a.checkSignature(ctx, humagin.Unwrap(hc).Request, kept); err != nil {
		return identified{}, err
	}
	who := access.Staff{TenantID: kept.TenantID, Email: "api-key:" + kept.Name, BranchIDs: kept.BranchIds}
	if err := checkBranch(hc, r, who); err != nil {
		return identified{}, err
	}
	return identified{
		ctx:    access.WithStaff(ctx, who),
		tenant: who.TenantID,
		person: "k" + strconv.FormatInt(kept.ID, 10),
		attrs:  []slog.Attr{slog.Int64("tenant_id", kept.TenantID), slog.Int64("api_key_id", kept.ID)},
	}, nil
}

// AnyPermission is enough for a key to ask about itself.
const AnyPermission access.Permission = "any"

// newAPIKeys remembers keys as briefly as people, so that a revoked one is out
// within seconds. Reading one notes that it is in use.
func newAPIKeys(s *postgres.Store, now func() time.Time) *TTLCache[string, dbgen.APIKeyByLookupRow] {
	return NewTTLCache(personLife, now, func(ctx context.Context, lookup string) (dbgen.APIKeyByLookupRow, error) {
		k, err := s.APIKeyByLookup(ctx, lookup)
		if errors.Is(err, pgx.ErrNoRows) {
			return dbgen.APIKeyByLookupRow{}, nil
		}
		if err != nil {
			return k, err
		}
		return k, s.TouchAPIKey(ctx, k.ID, k.TenantID)
	})
}

// checkSignature demands a signature where the key does, and each only once.
func (a *Authenticator) checkSignature(ctx context.Context, req *http.Request, k dbgen.APIKeyByLookupRow) error {
	if k.SigningSecret == nil {
		return nil
	}
	secret, err := a.vault.Open(*k.SigningSecret, postgres.APIKeyBinding(k.Lookup))
	if err != nil {
		return fmt.Errorf("open the signing secret of key %d: %w", k.ID, err)
	}
	body, err := io.ReadAll(http.MaxBytesReader(nil, req.Body, maxBody+1))
	if err != nil {
		return fault.New(fault.Invalid, "body_unreadable", "El cuerpo no llegó entero.").Because(err)
	}
	req.Body = io.NopCloser(bytes.NewReader(body))
	seen, err := signing.Verify(req.Header, []byte(secret), body, a.now())
	if err != nil {
		return err
	}
	return a.onlyOnce(ctx, seen+" "+req.Method+" "+req.URL.RequestURI())
}

// onlyOnce remembers a request by its signature, method and address for as long as it would be accepted. Reads of one
// second share their signature, which covers the time and the body only; API keys have no right to write.
// Without Redis nobody knows what was seen, and signed requests wait until it is back.
func (a *Authenticator) onlyOnce(ctx context.Context, request string) error {
	if a.redis == nil {
		return errNoReplays
	}
	first, err := a.redis.SetNX(ctx, "signature:"+request, 1, 2*signing.Window).Result()
	if err != nil {
		return errNoReplays.Because(err)
	}
	if !first {
		return signing.ErrRepeated
	}
	return nil
}
