package auth

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/domain/fault"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
	"integrador/internal/platform/token"
)

const (
	refreshCookie = "refresh_token"
	authPath      = "/api/auth"
)

// refreshGrace is how long after its use a refresh token still yields a pair. Two
// tabs of a browser share the cookie and may ask at once, and on a poor network
// an answer gets lost; neither must look like theft and log everybody out.
const refreshGrace = 10 * time.Second

var (
	errCredentials = fault.New(fault.Unauthenticated, "invalid_credentials", "El correo o la contraseña no son correctos.")
	errNoBranch    = fault.New(fault.Forbidden, "no_branch", "Tu usuario no tiene ninguna sucursal asignada.")
	errRefresh     = fault.New(fault.Unauthenticated, "refresh_invalid", "Tu sesión venció. Volvé a ingresar.")
	errReused      = fault.New(fault.Unauthenticated, "refresh_reused", "Por seguridad cerramos todas tus sesiones. Volvé a ingresar.")
)

func (h *Handlers) authRoutes(api *httpx.API) {
	httpx.Route(api, "POST "+authPath+"/login", "login", "Entra con correo y contraseña.", httpx.Public, h.login,
		httpx.LimitLogin, httpx.Fails{401, 403})
	httpx.Route(api, "POST "+authPath+"/refresh", "refreshToken",
		"Cambia un token de renovación, de la cookie o del cuerpo, por un par nuevo.", httpx.Public, h.refresh,
		httpx.LimitRefresh, httpx.Fails{401, 403})
	httpx.Route(api, "POST "+authPath+"/logout", "logout", "Cierra la sesión en todos los dispositivos de la persona.",
		httpx.Staff(), h.logout, httpx.LimitLogout)
	httpx.Route(api, "GET "+authPath+"/me", "getMe", "Dice quién es la persona y qué puede.", httpx.Staff(), h.me)
}

// LoginRequest is what a person types.
type LoginRequest struct {
	Email    string `json:"email" format:"email" maxLength:"254"`
	Password string `json:"password" minLength:"1" maxLength:"200"`
	// TOTPCode is asked for by an answer with requires_2fa.
	TOTPCode *string `json:"totp_code" required:"false" maxLength:"10" doc:"El código de la aplicación, si la persona usa verificación en dos pasos."`
}

// UserInfo is a member of staff as the PWAs know them.
type UserInfo struct {
	ID        int64         `json:"id"`
	Email     string        `json:"email"`
	TenantID  int64         `json:"tenant_id"`
	BranchIDs []int64       `json:"branch_ids"`
	Roles     []access.Role `json:"roles"`
}

func newUserInfo(who access.Staff) UserInfo {
	return UserInfo{ID: who.UserID, Email: who.Email, TenantID: who.TenantID, BranchIDs: who.BranchIDs, Roles: who.Roles}
}

// LoginWithRefreshResponse is the answer to a login.
type LoginWithRefreshResponse struct {
	AccessToken  string   `json:"access_token"`
	TokenType    string   `json:"token_type" enum:"Bearer"`
	ExpiresIn    int      `json:"expires_in" doc:"Segundos."`
	User         UserInfo `json:"user"`
	RefreshToken string   `json:"refresh_token"`
	Requires2FA  bool     `json:"requires_2fa"`
}

type loginInput struct {
	Body LoginRequest
}

type loginOutput struct {
	SetCookie string `header:"Set-Cookie"` // "" for who has only shown a password
	Body      LoginWithRefreshResponse
}

func (h *Handlers) login(ctx context.Context, in *loginInput) (*loginOutput, error) {
	email, from := strings.ToLower(strings.TrimSpace(in.Body.Email)), httpx.RequestFrom(ctx)
	if err := h.Limiter.AdmitLogin(ctx, email, from.IP); err != nil {
		return nil, err
	}
	user, err := h.userByPassword(ctx, email, in.Body.Password)
	if err != nil {
		return nil, err
	}
	who, err := h.staffOf(ctx, postgres.Person{TenantID: user.TenantID, UserID: user.ID}, user.Email)
	if err != nil {
		return nil, err
	}
	if user.AsksCode {
		due, err := h.proveLogin(ctx, who, in.Body.TOTPCode)
		if err != nil {
			return nil, err
		}
		if due {
			return awaitingCode(who), nil
		}
	}
	p, err := h.openFamily(ctx, who, user.TokensValidFrom)
	if err != nil {
		return nil, err
	}
	h.Limiter.ForgiveLogin(ctx, email, from.IP)
	cookie := h.cookieWith(p.refresh)
	return &loginOutput{SetCookie: cookie.String(), Body: LoginWithRefreshResponse{
		AccessToken: p.access.Token, TokenType: "Bearer", ExpiresIn: h.accessSeconds(),
		User: newUserInfo(who), RefreshToken: p.refresh.Token,
	}}, nil
}

// openFamily records the first refresh token of a login, with its audit.
func (h *Handlers) openFamily(ctx context.Context, who access.Staff, validFrom time.Time) (pair, error) {
	family := uuid.New()
	p, err := h.issue(who, family, h.issueTime(validFrom))
	if err != nil {
		return pair{}, err
	}
	return p, h.Store.InTx(ctx, func(tx *postgres.Tx) error {
		err := tx.InsertRefreshToken(ctx, dbgen.InsertRefreshTokenParams{
			Jti: p.id, Family: family, TenantID: who.TenantID, UserID: who.UserID,
			IssuedAt: p.refresh.IssuedAt, ExpiresAt: p.refresh.ExpiresAt,
		})
		if err != nil {
			return err
		}
		return h.auditAccess(ctx, tx, "LOGIN", who)
	})
}

// staffOf says what the person may do now. Who may do nothing does not come in.
func (h *Handlers) staffOf(ctx context.Context, p postgres.Person, email string) (access.Staff, error) {
	grants, err := h.Store.GrantsOfUser(ctx, p.UserID, p.TenantID)
	if err != nil {
		return access.Staff{}, err
	}
	if len(grants) == 0 {
		return access.Staff{}, errNoBranch
	}
	who := access.Staff{UserID: p.UserID, TenantID: p.TenantID, Email: email}
	for _, g := range grants {
		who.BranchIDs = append(who.BranchIDs, g.BranchID) // in order
		who.Roles = append(who.Roles, access.Role(g.Role))
	}
	who.BranchIDs = slices.Compact(who.BranchIDs)
	slices.Sort(who.Roles)
	who.Roles = slices.Compact(who.Roles)
	return who, nil
}

// pair is an access token with the refresh token that follows it.
type pair struct {
	access, refresh token.Issued
	id              uuid.UUID // of the refresh token
}

// issueTime is when a token may say that it was made: now, but not before the
// moment from which the person's tokens are alive. Another node may have set that
// with a clock that is ahead, or this one in the same microsecond.
func (h *Handlers) issueTime(validFrom time.Time) time.Time {
	now := h.Now().Truncate(time.Microsecond)
	if now.Before(validFrom) {
		return validFrom
	}
	return now
}

func (h *Handlers) issue(who access.Staff, family uuid.UUID, at time.Time) (p pair, err error) {
	keys := h.Keys
	keys.Now = func() time.Time { return at }
	if p.access, err = keys.IssueAccess(who); err != nil {
		return pair{}, err
	}
	if p.refresh, err = keys.IssueRefresh(who.UserID, who.TenantID, family); err != nil {
		return pair{}, err
	}
	p.id, err = uuid.Parse(p.refresh.ID)
	return p, err
}

func (h *Handlers) accessSeconds() int { return int(h.Keys.AccessLife.Seconds()) }

func (h *Handlers) cookieWith(t token.Issued) http.Cookie {
	c := h.emptyCookie() //nolint:gosec // the same
	c.Value, c.MaxAge = t.Token, int(h.Keys.RefreshLife.Seconds())
	return c
}

// emptyCookie has the browser drop its refresh token.
func (h *Handlers) emptyCookie() http.Cookie {
	return http.Cookie{ //nolint:gosec // Secure and SameSite are the configuration's: a developer has no TLS
		Name: refreshCookie, Path: authPath, MaxAge: -1,
		HttpOnly: true, Secure: h.Cookie.Secure, SameSite: h.Cookie.SameSite, Domain: h.Cookie.Domain,
	}
}

type meOutput struct {
	Body struct {
		UserInfo
		User UserInfo `json:"user"`
	}
}

func (h *Handlers) me(ctx context.Context, _ *struct{}) (*meOutput, error) {
	out := &meOutput{}
	out.Body.UserInfo = newUserInfo(access.StaffFrom(ctx))
	out.Body.User = out.Body.UserInfo
	return out, nil
}

// LogoutResponse is the answer to a logout.
type LogoutResponse struct {
	Success bool   `json:"success"`
	Message string `json:"message"`
}

type logoutOutput struct {
	SetCookie http.Cookie `header:"Set-Cookie"`
	Body      LogoutResponse
}

func (h *Handlers) logout(ctx context.Context, _ *struct{}) (*logoutOutput, error) {
	who := access.StaffFrom(ctx)
	person := postgres.Person{TenantID: who.TenantID, UserID: who.UserID}
	err := h.Store.InTx(ctx, func(tx *postgres.Tx) error {
		if err := tx.RevokeTokens(ctx, person, h.Now()); err != nil {
			return err
		}
		return h.auditAccess(ctx, tx, "LOGOUT", who)
	})
	if err != nil {
		return nil, err
	}
	h.Auth.People.Forget(person)
	return &logoutOutput{SetCookie: h.emptyCookie(), Body: LogoutResponse{Success: true, Message: "Cerraste la sesión."}}, nil
}
