package httpx

import (
	"context"
	"errors"
	"log/slog"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/jackc/pgx/v5"
	"github.com/redis/go-redis/v9"

	"integrador/internal/domain/access"
	"integrador/internal/domain/fault"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
	"integrador/internal/platform/secretbox"
	"integrador/internal/platform/token"
)

// How long a process may go on believing what the ledger said: so much after a
// logout or a close, at most, other processes still let the person in.
const (
	personLife  = 3 * time.Second
	sessionLife = 2 * time.Second
)

// Headers of diners.
const (
	TableTokenHeader = "X-Table-Token" //nolint:gosec // a name
	DeviceHeader     = "X-Device-Id"
)

var (
	errNoLogin    = fault.New(fault.Unauthenticated, "not_authenticated", "Ingresá para continuar.")
	errRevoked    = fault.New(fault.Unauthenticated, "token_revoked", "Tu sesión terminó. Volvé a ingresar.")
	errNoTable    = fault.New(fault.Unauthenticated, "table_token_missing", "Escaneá el código QR de tu mesa.")
	errClosed     = fault.New(fault.Unauthenticated, "session_closed", "La mesa ya se cerró. Escaneá el código QR para empezar de nuevo.")
	errRole       = fault.New(fault.Forbidden, "role_forbidden", "Tu rol no permite hacer esto.")
	errDeviceName = fault.New(fault.Invalid, "device_id_invalid", "El identificador del dispositivo no sirve.")
)

// Authenticator finds out who a request comes from. What it remembers of the ledger is seconds old at most.
type Authenticator struct {
	// People remembers which tokens of a person are alive.
	People *TTLCache[postgres.Person, dbgen.TokenStandingRow]
	// LiveSessions remembers which table sessions are not closed.
	LiveSessions *TTLCache[LiveSession, bool]

	keys    token.Keys
	apiKeys *TTLCache[string, dbgen.APIKeyByLookupRow]
	vault   *secretbox.Box
	redis   *redis.Client
	now     func() time.Time
}

func newAuthenticator(o Options) *Authenticator {
	return &Authenticator{
		People: newPeople(o.Store, o.Now), LiveSessions: newSessions(o.Store, o.Now), apiKeys: newAPIKeys(o.Store, o.Now),
		keys: o.Keys, vault: o.Vault, redis: o.Redis, now: o.Now,
	}
}

// identify finds out who a request comes from and whether r lets them in.
func (a *Authenticator) identify(hc huma.Context, r Rule) (identified, error) {
	ctx := hc.Context()
	switch r.caller {
	case anyone:
		return identified{ctx: ctx}, nil
	case member:
		if r.permission != "" && hc.Header(apiKeyHeader) != "" {
			return a.identifyKey(ctx, hc, r)
		}
		return a.identifyStaff(ctx, hc, r)
	case atTable, atTableClosed:
		return a.identifyTable(ctx, hc, r)
	case atTableOrMember:
		if hc.Header(TableTokenHeader) != "" {
			return a.identifyTable(ctx, hc, r)
		}
		return a.identifyStaff(ctx, hc, r)
	case nobody:
	}
	return identified{}, errRole
}

func (a *Authenticator) identifyStaff(ctx context.Context, hc huma.Context, r Rule) (identified, error) {
	raw := bearer(hc.Header("Authorization"))
	if raw == "" {
		return identified{}, errNoLogin
	}
	t, err := a.keys.ParseAccess(raw)
	if err != nil {
		return identified{}, err
	}
	standing, err := a.People.Get(ctx, postgres.Person{TenantID: t.TenantID, UserID: t.UserID})
	if err != nil {
		return identified{}, err
	}
	if !standing.IsActive || t.IssuedAt.Before(standing.TokensValidFrom) {
		return identified{}, errRevoked
	}
	if len(r.roles) > 0 && !t.Has(r.roles...) {
		return identified{}, errRole
	}
	if t.RolesIn, err = postgres.DecodeJSON[map[int64][]access.Role](standing.RolesIn, "roles in branches"); err != nil {
		return identified{}, err
	}
	who := t.For(r.roles...)
	if err := checkBranch(hc, r, who); err != nil {
		return identified{}, err
	}
	return identified{
		ctx:    access.WithStaff(ctx, who),
		tenant: who.TenantID,
		person: "u" + strconv.FormatInt(t.UserID, 10),
		attrs:  []slog.Attr{slog.Int64("tenant_id", t.TenantID), slog.Int64("user_id", t.UserID)},
	}, nil
}

// bearer gives the token of an Authorization header, or "".
func bearer(header string) string {
	scheme, raw, _ := strings.Cut(header, " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return strings.TrimSpace(raw)
}

// checkBranch refuses a branch that is not the person's. What is no number is
// left to the validation of the parameter.
func checkBranch(hc huma.Context, r Rule, who access.Staff) error {
	if r.branch == "" {
		return nil
	}
	value := hc.Param(r.branch)
	if value == "" {
		value = hc.Query(r.branch)
	}
	id, err := strconv.ParseInt(value, 10, 64)
	if err != nil {
		return nil //nolint:nilerr // the operation says what is wrong with it
	}
	return who.InBranch(id)
}

func (a *Authenticator) identifyTable(ctx context.Context, hc huma.Context, r Rule) (identified, error) {
	raw := hc.Header(TableTokenHeader)
	if raw == "" {
		return identified{}, errNoTable
	}
	t, err := a.keys.ParseTable(raw)
	if err != nil {
		return identified{}, err
	}
	t.DeviceID = hc.Header(DeviceHeader)
	if !isName(t.DeviceID) {
		return identified{}, errDeviceName
	}
	if r.caller != atTableClosed {
		if err := a.checkLive(ctx, t.Table); err != nil {
			return identified{}, err
		}
	}
	session := "s" + strconv.FormatInt(t.SessionID, 10)
	return identified{
		ctx:    access.WithTable(ctx, t.Table),
		tenant: t.TenantID,
		person: session + ":" + t.DeviceID,
		scan:   session + ":" + t.TokenID,
		table:  session,
		attrs:  []slog.Attr{slog.Int64("tenant_id", t.TenantID), slog.Int64("session_id", t.SessionID)},
	}, nil
}

func (a *Authenticator) checkLive(ctx context.Context, t access.Table) error {
	live, err := a.LiveSessions.Get(ctx, LiveSession{t.TenantID, t.BranchID, t.SessionID})
	if err == nil && !live {
		err = errClosed
	}
	return err
}

// isName reports whether a name that a device gave itself is fit for a key: up
// to 128 printable ASCII characters without spaces. "" is fit.
func isName(text string) bool {
	return len(text) <= 128 && !strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r >= 0x7F })
}

// LiveSession is the key of a table session in the ledger.
type LiveSession struct{ Tenant, Branch, Session int64 }

// newPeople remembers which tokens of a person are alive. A person whom the
// ledger does not know is not active.
func newPeople(s *postgres.Store, now func() time.Time) *TTLCache[postgres.Person, dbgen.TokenStandingRow] {
	return NewTTLCache(personLife, now, func(ctx context.Context, who postgres.Person) (dbgen.TokenStandingRow, error) {
		row, err := s.TokenStanding(ctx, who.UserID, who.TenantID)
		if errors.Is(err, pgx.ErrNoRows) {
			return dbgen.TokenStandingRow{}, nil
		}
		return row, err
	})
}

// newSessions remembers which sessions are live.
func newSessions(s *postgres.Store, now func() time.Time) *TTLCache[LiveSession, bool] {
	return NewTTLCache(sessionLife, now, func(ctx context.Context, key LiveSession) (bool, error) {
		status, err := s.SessionStanding(ctx, dbgen.SessionStandingParams{
			SessionID: key.Session, TenantID: key.Tenant, BranchID: key.Branch,
		})
		if errors.Is(err, pgx.ErrNoRows) {
			return false, nil
		}
		return status != "CLOSED", err
	})
}

// security names, in OpenAPI's terms, what the rule asks for.
func (r Rule) security() []map[string][]string {
	switch r.caller {
	case member:
		if r.permission != "" {
			return []map[string][]string{{"staff": {}}, {"key": {}}}
		}
		return []map[string][]string{{"staff": {}}}
	case atTable, atTableClosed:
		return []map[string][]string{{"table": {}}}
	case atTableOrMember:
		return []map[string][]string{{"table": {}}, {"staff": {}}}
	case anyone, nobody:
	}
	return []map[string][]string{}
}

func securitySchemes() map[string]*huma.SecurityScheme {
	return map[string]*huma.SecurityScheme{
		"staff": {
			Type: "http", Scheme: "bearer", BearerFormat: "JWT",
			Description: "Token de acceso del personal (POST /api/auth/login).",
		},
		"key": {
			Type: "apiKey", In: "header", Name: apiKeyHeader,
			Description: "Clave de un programa del restaurante (POST /api/admin/api-keys).",
		},
		"table": {
			Type: "apiKey", In: "header", Name: TableTokenHeader,
			Description: "Token de mesa (POST /api/tables/{table_id}/session).",
		},
	}
}
