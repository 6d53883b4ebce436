package mpsim

import (
	"bytes"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/google/uuid"
)

const (
	codeLife   = 10 * time.Minute
	grantScope = "offline_access payments read write"
)

// code is what a seller's consent is worth until it is exchanged, once.
type code struct {
	Code        string    `json:"code"`
	ClientID    string    `json:"client_id"`
	SellerID    int64     `json:"seller_id"`
	RedirectURI string    `json:"redirect_uri"`
	Challenge   string    `json:"code_challenge"` // S256; empty without PKCE
	ExpiresAt   time.Time `json:"expires_at"`
	Used        bool      `json:"used"`
}

// tokenRequest comes as JSON or as a form: the official clients send the first,
// OAuth libraries the second.
type tokenRequest struct {
	GrantType    string `json:"grant_type"`
	ClientID     string `json:"client_id"`
	ClientSecret string `json:"client_secret"`
	Code         string `json:"code"`
	RedirectURI  string `json:"redirect_uri"`
	CodeVerifier string `json:"code_verifier"`
	RefreshToken string `json:"refresh_token"`
}

// exchangeToken is POST /oauth/token.
func (s *Server) exchangeToken(r *http.Request) reply {
	sent, ok := readTokenRequest(r)
	if !ok {
		return refuse(http.StatusBadRequest, "invalid_request", "the request could not be read")
	}
	app := s.identified(sent)
	if app == nil {
		return refuse(http.StatusBadRequest, "invalid_client", "invalid client_id or client_secret")
	}
	switch sent.GrantType {
	case "authorization_code":
		return s.byCode(app, sent)
	case "refresh_token":
		return s.byRefreshToken(app, sent.RefreshToken)
	case "client_credentials":
		return s.granted(app, app.OwnerID)
	default:
		return refuse(http.StatusBadRequest, "unsupported_grant_type", "grant_type must be authorization_code, refresh_token or client_credentials")
	}
}

// identified finds the application that asks: by its id and secret, or, without an
// id, by its own access token in the secret's place, as Mercado Pago's Go client
// does it. The caller holds the lock.
func (s *Server) identified(sent tokenRequest) *application {
	if sent.ClientID == "" {
		own := s.state.Grants[sent.ClientSecret]
		if !own.usable(s.now()) || own.RefreshToken != "" {
			return nil
		}
		return s.state.Apps[own.ClientID]
	}
	app := s.state.Apps[sent.ClientID]
	if app == nil || subtle.ConstantTimeCompare([]byte(app.ClientSecret), []byte(sent.ClientSecret)) != 1 {
		return nil
	}
	return app
}

func readTokenRequest(r *http.Request) (sent tokenRequest, ok bool) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return sent, false
	}
	if json.Unmarshal(body, &sent) == nil {
		return sent, true
	}
	form, err := url.ParseQuery(string(bytes.TrimSpace(body)))
	for name, into := range map[string]*string{
		"grant_type": &sent.GrantType, "client_id": &sent.ClientID, "client_secret": &sent.ClientSecret, "code": &sent.Code,
		"redirect_uri": &sent.RedirectURI, "code_verifier": &sent.CodeVerifier, "refresh_token": &sent.RefreshToken,
	} {
		*into = form.Get(name)
	}
	return sent, err == nil && strings.Contains(r.Header.Get("Content-Type"), "form")
}

func (s *Server) byCode(app *application, sent tokenRequest) reply {
	held := s.state.Codes[sent.Code]
	if held == nil || held.Used || held.ClientID != app.ClientID || !s.now().Before(held.ExpiresAt) ||
		held.RedirectURI != sent.RedirectURI || !verified(held.Challenge, sent.CodeVerifier) {
		return invalidGrant()
	}
	held.Used = true
	s.keep(change{Code: held})
	return s.granted(app, held.SellerID)
}

// verified reports whether the verifier is the one of the challenge, as S256 of
// RFC 7636 says.
func verified(challenge, verifier string) bool {
	if challenge == "" {
		return verifier == ""
	}
	sum := sha256.Sum256([]byte(verifier))
	return subtle.ConstantTimeCompare([]byte(base64.RawURLEncoding.EncodeToString(sum[:])), []byte(challenge)) == 1
}

// byRefreshToken gives a new pair: the refresh token that was used is worth
// nothing afterwards.
func (s *Server) byRefreshToken(app *application, token string) reply {
	var held *grant
	for _, one := range s.state.Grants {
		if token != "" && one.RefreshToken == token {
			held = one
		}
	}
	if held == nil || held.Refreshed || held.Revoked || held.ClientID != app.ClientID {
		return invalidGrant()
	}
	held.Refreshed = true
	if s.state.Settings.RevokeOnRefresh {
		held.Revoked = true
	}
	s.keep(change{Grant: held})
	return s.granted(app, held.SellerID)
}

func invalidGrant() reply {
	return refuse(http.StatusBadRequest, "invalid_grant", "Error validating grant. Your authorization code or refresh token may be expired or it was already used")
}

// granted makes a pair of tokens.
func (s *Server) granted(app *application, seller int64) reply {
	s.state.Last.Grant++
	now, life := s.now(), s.state.Settings.tokenLife()
	made := &grant{
		AccessToken:  fmt.Sprintf("APP_USR-%s-%s-%s-%d", app.ClientID, now.Format("010215"), s.secret("access"), seller),
		RefreshToken: fmt.Sprintf("TG-%s-%d", s.secret("refresh"), seller),
		SellerID:     seller, ClientID: app.ClientID, ExpiresAt: now.Add(life),
	}
	s.state.Grants[made.AccessToken] = made
	s.keep(change{Grant: made})
	s.note(event{Kind: "token", What: "granted", Seller: seller})
	s.save()
	return reply{http.StatusOK, object{
		"access_token": made.AccessToken, "token_type": "Bearer", "expires_in": int(life.Seconds()), "scope": grantScope,
		"user_id": seller, "refresh_token": made.RefreshToken, "public_key": "APP_USR-" + s.secret("public"),
		"live_mode": !s.isTestUser(seller),
	}}
}

// secret looks like chance and is the same for the same steps.
func (s *Server) secret(purpose string) string {
	drawn := uuid.NewSHA1(uuid.NameSpaceOID, fmt.Append(nil, purpose, s.state.Last.Grant, s.config.AdminToken))
	return strings.ReplaceAll(drawn.String(), "-", "")
}

func (s *Server) isTestUser(seller int64) bool {
	known := s.state.Sellers[seller]
	return known != nil && known.TestUser
}

// revoke ends what the application may do for the seller, as changing a password
// or taking the permission back does, and says so.
func (s *Server) revoke(app *application, seller int64) int {
	ended := 0
	for _, one := range s.state.Grants {
		if one.SellerID == seller && one.ClientID == app.ClientID && !one.Revoked && one.RefreshToken != "" {
			one.Revoked = true
			s.keep(change{Grant: one})
			ended++
		}
	}
	s.note(event{Kind: "token", What: "deauthorized", Seller: seller})
	s.notifyApplication(app, seller, "application.deauthorized")
	return ended
}
