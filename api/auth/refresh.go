package auth

import (
	"context"
	"net/http"

	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/token"
)

// RefreshTokenRequest is how a client without cookies shows its refresh token.
type RefreshTokenRequest struct {
	RefreshToken string `json:"refresh_token" maxLength:"8192"`
}

// TokenRefreshResponse is a new pair of tokens.
type TokenRefreshResponse struct {
	AccessToken  string `json:"access_token"`
	RefreshToken string `json:"refresh_token"`
	TokenType    string `json:"token_type" enum:"Bearer"`
	ExpiresIn    int    `json:"expires_in" doc:"Segundos."`
}

type refreshInput struct {
	Cookie string `cookie:"refresh_token"`
	Body   *RefreshTokenRequest
}

type refreshOutput struct {
	SetCookie http.Cookie `header:"Set-Cookie"`
	Body      TokenRefreshResponse
}

// refresh gives a refresh token away for a new pair. Each is used once; one that
// comes back later than refreshGrace has been copied, and logs the person out
// everywhere.
func (h *Handlers) refresh(ctx context.Context, in *refreshInput) (*refreshOutput, error) {
	shown, err := h.shown(in)
	if err != nil {
		return nil, err
	}
	if err := h.Limiter.AdmitPerson(ctx, httpx.LimitRefresh, shown.Family.String()); err != nil {
		return nil, err
	}
	person := postgres.Person{TenantID: shown.TenantID, UserID: shown.UserID}
	standing, err := h.Auth.People.Load(ctx, person)
	if err != nil {
		return nil, err
	}
	if !standing.IsActive {
		return nil, errRefresh
	}
	who, err := h.staffOf(ctx, person, standing.Email)
	if err != nil {
		return nil, err
	}
	p, err := h.issue(who, shown.Family, h.issueTime(standing.TokensValidFrom))
	if err != nil {
		return nil, err
	}
	if err := h.rotate(ctx, shown, who, p); err != nil {
		return nil, err
	}
	return &refreshOutput{SetCookie: h.cookieWith(p.refresh), Body: TokenRefreshResponse{
		AccessToken: p.access.Token, RefreshToken: p.refresh.Token, TokenType: "Bearer", ExpiresIn: h.accessSeconds(),
	}}, nil
}

// shown reads the token of the cookie, or else the one of the body.
func (h *Handlers) shown(in *refreshInput) (token.Refresh, error) {
	t, err := h.Keys.ParseRefresh(in.Cookie)
	if err != nil && in.Body != nil {
		t, err = h.Keys.ParseRefresh(in.Body.RefreshToken)
	}
	if err != nil {
		return token.Refresh{}, errRefresh.Because(err)
	}
	return t, nil
}

func (h *Handlers) rotate(ctx context.Context, shown token.Refresh, who access.Staff, p pair) error {
	person := postgres.Person{TenantID: who.TenantID, UserID: who.UserID}
	outcome, err := h.Store.Rotate(ctx, postgres.Rotation{
		Person: person, Old: shown.TokenID, New: p.id,
		At: p.refresh.IssuedAt, ExpiresAt: p.refresh.ExpiresAt, Grace: refreshGrace,
	}, func(tx *postgres.Tx) error { return h.auditAccess(ctx, tx, "REFRESH_REUSED", who) })
	if err != nil {
		return err
	}
	switch outcome {
	case postgres.RefreshRotated:
		return nil
	case postgres.RefreshReused:
		h.Auth.People.Forget(person)
		h.Log.WarnContext(ctx, "refresh token reused, every token of the person revoked", "user_id", who.UserID)
		return errReused
	default:
		return errRefresh
	}
}
