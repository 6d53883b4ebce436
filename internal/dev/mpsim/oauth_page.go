package mpsim

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"
)

// consent is what the seller is asked for.
type consent struct {
	ClientID, RedirectURI, State, Challenge string
}

func consentOf(values url.Values) consent {
	return consent{values.Get("client_id"), values.Get("redirect_uri"), values.Get("state"), values.Get("code_challenge")}
}

// consentPage is what the template shows.
type consentPage struct {
	Title, Notice string
	App           string
	Sellers       []seller
	Asked         consent
}

// problem says in Spanish why consent cannot be asked for. The caller holds the
// lock.
func (s *Server) problem(asked consent, values url.Values) string {
	app := s.state.Apps[asked.ClientID]
	switch {
	case app == nil:
		return "La aplicación no existe: revisá client_id."
	case values.Get("response_type") != "code":
		return "response_type debe ser code."
	case !s.redirectAllowed(app, asked.RedirectURI):
		return "redirect_uri no es ninguna de las registradas en la aplicación."
	case asked.Challenge != "" && values.Get("code_challenge_method") != "S256":
		return "code_challenge_method debe ser S256."
	case asked.Challenge == "" && app.RequirePKCE:
		return "La aplicación exige PKCE: falta code_challenge."
	default:
		return ""
	}
}

// redirectAllowed compares letter by letter. An application without addresses of
// its own may, in the dev profile, return to any address of this machine.
func (s *Server) redirectAllowed(app *application, address string) bool {
	if len(app.RedirectURIs) > 0 {
		return slices.Contains(app.RedirectURIs, address)
	}
	u, err := url.Parse(address)
	return err == nil && s.config.Profile == Dev && u.Host != "" && slices.Contains([]string{"localhost", "127.0.0.1", "::1"}, u.Hostname())
}

func (s *Server) showConsent(w http.ResponseWriter, r *http.Request) {
	values := r.URL.Query()
	asked := consentOf(values)
	s.mu.Lock()
	notice := s.problem(asked, values)
	shown := consentPage{Title: "Conectar una cuenta", Notice: notice, Asked: asked}
	if notice == "" {
		shown.App = s.state.Apps[asked.ClientID].Name
		for _, one := range byKey(s.state.Sellers) {
			shown.Sellers = append(shown.Sellers, *one)
		}
	}
	s.mu.Unlock()
	status := http.StatusOK
	if notice != "" {
		status = http.StatusBadRequest
	}
	render(w, status, "consent.html", shown)
}

// submitConsent sends the seller back with a code, or with a refusal.
func (s *Server) submitConsent(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		http.Error(w, "el formulario no se entiende", http.StatusBadRequest)
		return
	}
	values := r.PostForm
	values.Set("response_type", "code")
	if values.Get("code_challenge") != "" {
		values.Set("code_challenge_method", "S256")
	}
	asked := consentOf(values)
	id, _ := strconv.ParseInt(values.Get("seller"), 10, 64) // 0 is nobody
	s.mu.Lock()
	defer s.mu.Unlock()
	if notice := s.problem(asked, values); notice != "" || (values.Get("answer") == "yes" && s.state.Sellers[id] == nil) {
		render(w, http.StatusBadRequest, "consent.html", consentPage{Title: "Conectar una cuenta", Notice: orElse(notice, "Elegí una cuenta.")})
		return
	}
	if values.Get("answer") != "yes" {
		http.Redirect(w, r, withQuery(asked.RedirectURI, "error", "access_denied", "state", asked.State), http.StatusFound)
		return
	}
	http.Redirect(w, r, s.consented(asked, id), http.StatusFound) //nolint:gosec // the address was registered
}

// consented returns the address to send the seller to. The caller holds the lock.
func (s *Server) consented(asked consent, sellerID int64) string {
	made := &code{
		Code: fmt.Sprintf("TG-%s-%d", uuid.NewString()[:13], sellerID), ClientID: asked.ClientID, SellerID: sellerID,
		RedirectURI: asked.RedirectURI, Challenge: asked.Challenge, ExpiresAt: s.now().Add(codeLife),
	}
	s.state.Codes[made.Code] = made
	s.keep(change{Code: made})
	s.note(event{Kind: "token", What: "authorized", Seller: sellerID})
	s.notifyApplication(s.state.Apps[asked.ClientID], sellerID, "application.authorized")
	s.save()
	return withQuery(asked.RedirectURI, "code", made.Code, "state", asked.State)
}

// withQuery adds names and values in turn to an address that was checked.
func withQuery(address string, pairs ...string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	query := u.Query()
	for i := 0; i+1 < len(pairs); i += 2 {
		query.Set(pairs[i], pairs[i+1])
	}
	u.RawQuery = query.Encode()
	return u.String()
}

func orElse(s, other string) string {
	if strings.TrimSpace(s) == "" {
		return other
	}
	return s
}

type authorizeBody struct {
	URL      string `json:"url"` // the address of the consent page
	SellerID int64  `json:"seller_id"`
}

// controlAuthorize consents without a browser and answers with where the browser
// would be sent.
func (s *Server) controlAuthorize(_ *http.Request, sent authorizeBody) reply {
	page, err := url.Parse(sent.URL)
	if err != nil {
		return wrong(http.StatusUnprocessableEntity, "url no es una dirección")
	}
	if sent.SellerID == 0 {
		sent.SellerID = s.config.SellerID
	}
	asked := consentOf(page.Query())
	if notice := s.problem(asked, page.Query()); notice != "" {
		return wrong(http.StatusConflict, notice)
	}
	if s.state.Sellers[sent.SellerID] == nil {
		return wrong(http.StatusNotFound, "no existe ese vendedor")
	}
	return reply{http.StatusOK, object{"location": s.consented(asked, sent.SellerID)}}
}
