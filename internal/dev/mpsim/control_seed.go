package mpsim

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"time"
)

// addSeller makes a seller or changes one. Without an id the next free one after
// the configured seller's is taken.
func (s *Server) addSeller(_ *http.Request, sent seller) reply {
	if sent.ID == 0 {
		sent.ID = slices.Max(slices.Collect(maps.Keys(s.state.Sellers))) + 1
	}
	if sent.ID < 0 {
		return wrong(http.StatusUnprocessableEntity, "id debe ser positivo")
	}
	sent.Name = orElse(sent.Name, fmt.Sprintf("Comercio de prueba %d", sent.ID))
	s.state.Sellers[sent.ID] = &sent
	s.keep(change{Seller: &sent})
	s.save()
	return reply{http.StatusCreated, sent}
}

func (s *Server) listSellers(*http.Request) reply {
	return reply{http.StatusOK, byKey(s.state.Sellers)}
}

// addApp makes an application or changes one; what is left out is made up.
func (s *Server) addApp(_ *http.Request, sent application) reply {
	s.state.Last.Grant++
	sent.OwnerID = cmp.Or(sent.OwnerID, s.config.SellerID)
	sent.ClientID = orElse(sent.ClientID, fmt.Sprintf("46799356%08d", s.state.Last.Grant))
	sent.ClientSecret = orElse(sent.ClientSecret, s.secret("client"))
	sent.WebhookSecret = orElse(sent.WebhookSecret, s.secret("webhook"))
	sent.Name = orElse(sent.Name, "Aplicación "+sent.ClientID)
	sent.Rotated = true
	if s.state.Sellers[sent.OwnerID] == nil {
		return wrong(http.StatusNotFound, "no existe el vendedor de owner_id")
	}
	s.state.Apps[sent.ClientID] = &sent
	s.keep(change{App: &sent})
	s.save()
	return reply{http.StatusCreated, sent}
}

func (s *Server) listApps(*http.Request) reply {
	return reply{http.StatusOK, byKey(s.state.Apps)}
}

// byKey lists the values of a map in the order of their keys.
func byKey[K cmp.Ordered, V any](m map[K]V) (all []V) {
	for _, key := range slices.Sorted(maps.Keys(m)) {
		all = append(all, m[key])
	}
	return all
}

type addTokenBody struct {
	SellerID    int64  `json:"seller_id"`
	ClientID    string `json:"client_id"`
	AccessToken string `json:"access_token"`
	ExpiresIn   int    `json:"expires_in"` // seconds
}

// addToken gives a seller a token to paste, which ends only if expires_in says so.
func (s *Server) addToken(_ *http.Request, sent addTokenBody) reply {
	made := &grant{SellerID: cmp.Or(sent.SellerID, s.config.SellerID), ClientID: orElse(sent.ClientID, s.config.ClientID)}
	if s.state.Sellers[made.SellerID] == nil || s.state.Apps[made.ClientID] == nil {
		return wrong(http.StatusNotFound, "no existe ese vendedor o esa aplicación")
	}
	s.state.Last.Grant++
	made.AccessToken = orElse(sent.AccessToken, fmt.Sprintf("APP_USR-%s-%s-%d", made.ClientID, s.secret("access"), made.SellerID))
	if sent.ExpiresIn > 0 {
		made.ExpiresAt = s.now().Add(time.Duration(sent.ExpiresIn) * time.Second)
	}
	s.state.Grants[made.AccessToken] = made
	s.keep(change{Grant: made})
	s.save()
	return reply{http.StatusCreated, made}
}

type revokeTokenBody struct {
	AccessToken string `json:"access_token"`
}

func (s *Server) revokeToken(_ *http.Request, sent revokeTokenBody) reply {
	known := s.state.Grants[sent.AccessToken]
	if known == nil {
		return wrong(http.StatusNotFound, "no existe ese token")
	}
	known.Revoked = true
	s.keep(change{Grant: known})
	s.note(event{Kind: "token", What: "revoked", Seller: known.SellerID})
	s.save()
	return reply{http.StatusOK, object{}}
}

type deauthorizeBody struct {
	ClientID string `json:"client_id"`
}

// deauthorize is a seller who takes an application's permission back.
func (s *Server) deauthorize(r *http.Request, sent deauthorizeBody) reply {
	app, id := s.state.Apps[orElse(sent.ClientID, s.config.ClientID)], number(r.PathValue("id"))
	if app == nil || s.state.Sellers[id] == nil {
		return wrong(http.StatusNotFound, "no existe ese vendedor o esa aplicación")
	}
	ended := s.revoke(app, id)
	s.save()
	return reply{http.StatusOK, object{"revoked": ended}}
}

type rotateSecretBody struct {
	ClientID string `json:"client_id"`
	Secret   string `json:"secret"`
}

// rotateSecret gives an application another webhook secret; the next attempt of
// every notification is signed with it.
func (s *Server) rotateSecret(_ *http.Request, sent rotateSecretBody) reply {
	app := s.state.Apps[orElse(sent.ClientID, s.config.ClientID)]
	if app == nil {
		return wrong(http.StatusNotFound, "no existe esa aplicación")
	}
	s.state.Last.Grant++
	app.WebhookSecret, app.Rotated = orElse(sent.Secret, s.secret("webhook")), true
	s.keep(change{App: app})
	s.save()
	return reply{http.StatusOK, object{"client_id": app.ClientID, "secret": app.WebhookSecret}}
}
