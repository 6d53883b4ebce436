package mpsim

import (
	"context"
	"net/http"
	"strings"
	"time"
)

// seller is an account that collects.
type seller struct {
	ID       int64  `json:"id"`
	Name     string `json:"name"`
	TestUser bool   `json:"test_user"` // its payments say live_mode false
}

// application is what Mercado Pago calls an integration: it signs its
// notifications with one secret and acts for the sellers who authorised it.
type application struct {
	ClientID      string   `json:"client_id"`
	ClientSecret  string   `json:"client_secret"`
	Name          string   `json:"name"`
	OwnerID       int64    `json:"owner_id"`      // seller
	RedirectURIs  []string `json:"redirect_uris"` // compared letter by letter; none: in the dev profile any address of this machine
	RequirePKCE   bool     `json:"require_pkce"`
	WebhookURL    string   `json:"webhook_url"` // for preferences without a notification_url
	WebhookSecret string   `json:"webhook_secret"`
	Rotated       bool     `json:"rotated"` // the secret is no longer the one it was set up with
}

// grant is an access token. One that a seller pasted never ends and cannot be
// refreshed; one that OAuth gave does.
type grant struct {
	AccessToken  string    `json:"access_token"`
	RefreshToken string    `json:"refresh_token"`
	SellerID     int64     `json:"seller_id"`
	ClientID     string    `json:"client_id"`
	ExpiresAt    time.Time `json:"expires_at"`
	Refreshed    bool      `json:"refreshed"` // its refresh token is used up
	Revoked      bool      `json:"revoked"`
}

func (g *grant) usable(now time.Time) bool {
	return g != nil && !g.Revoked && (g.ExpiresAt.IsZero() || now.Before(g.ExpiresAt))
}

// caller is who a call is made for.
type caller struct {
	seller int64
	client string
}

type callerKey struct{}

func callerOf(r *http.Request) caller {
	who, _ := r.Context().Value(callerKey{}).(caller)
	return who
}

// asSeller accepts calls with a valid token. The two refusals are those of Mercado
// Pago.
func (s *Server) asSeller(handle func(*http.Request) reply) func(*http.Request) reply {
	return func(r *http.Request) reply {
		token, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		if token == "" {
			return refuse(http.StatusUnauthorized, "unauthorized", "Must provide your access_token to proceed", 5)
		}
		held := s.state.Grants[token]
		if !held.usable(s.now()) {
			return refuse(http.StatusUnauthorized, "unauthorized", "Unauthorized use of live credentials", 7)
		}
		return handle(r.WithContext(context.WithValue(r.Context(), callerKey{}, caller{held.SellerID, held.ClientID})))
	}
}

// addConfigured puts the configured seller, its application and its token where every
// start and every reset finds them.
func (s *Server) addConfigured() {
	c := s.config
	s.state.Sellers[c.SellerID] = &seller{ID: c.SellerID, Name: c.SellerName}
	app := s.state.Apps[c.ClientID]
	if app == nil {
		app = &application{}
		s.state.Apps[c.ClientID] = app
	}
	if !app.Rotated {
		app.WebhookSecret = c.WebhookSecret
	}
	app.ClientID, app.ClientSecret, app.Name, app.OwnerID = c.ClientID, c.ClientSecret, c.AppName, c.SellerID
	app.RedirectURIs, app.WebhookURL = c.RedirectURIs, c.WebhookURL
	if s.state.Grants[c.Token] == nil {
		s.state.Grants[c.Token] = &grant{AccessToken: c.Token, SellerID: c.SellerID, ClientID: c.ClientID}
	}
}

func (s *Server) sellerName(id int64) string {
	if known := s.state.Sellers[id]; known != nil {
		return known.Name
	}
	return "Comercio de prueba"
}

func (s *Server) me(r *http.Request) reply {
	id := callerOf(r).seller
	return reply{http.StatusOK, object{
		"id": id, "nickname": s.sellerName(id), "first_name": "Test", "last_name": "Test",
		"email": "test_user@testuser.com", "country_id": "AR", "site_id": "MLA", "gender": "",
		"registration_date": "2024-01-01T00:00:00.000-04:00",
	}}
}
