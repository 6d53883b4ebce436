package mpsim

import (
	"embed"
	"html/template"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"integrador/internal/money"
)

//go:embed pages/*.html
var pageFiles embed.FS

var pages = template.Must(template.ParseFS(pageFiles, "pages/*.html"))

// page is what the templates show.
type page struct {
	Title   string
	Seller  string
	Items   []pageItem
	Total   money.Cents
	Methods []method
	Names   []holderName
	Nonce   string
	Notice  string // why nothing can be paid here, or was not
	Result  *pageResult
	Back    string // the shop's address; empty when it gave none
	Again   string // where to try with another card
}

type pageItem struct {
	Title    string
	Quantity int
	Price    money.Cents
}

type pageResult struct {
	Tone     string // good, wait, bad
	Headline string
	Detail   string
	ID       int64
}

func (s *Server) redirectToPage(w http.ResponseWriter, r *http.Request) {
	http.Redirect(w, r, pageAddress(r.URL.Query().Get("pref_id")), http.StatusFound)
}

func pageAddress(preference string) string {
	return "/checkout/v1/payment/" + url.PathEscape(preference)
}

func (s *Server) showPage(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	shown, status := s.form(r.PathValue("id"), "")
	s.mu.Unlock()
	render(w, status, "pay.html", shown)
}

// form is the page of a preference with a fresh nonce: two submits of one form
// are one payment, a form shown again is a new one. The caller holds the lock.
func (s *Server) form(id, notice string) (page, int) {
	found := s.state.Preferences[id]
	if found == nil {
		return page{Title: "Pago no encontrado", Seller: s.config.SellerName, Notice: "No encontramos este pago."}, http.StatusNotFound
	}
	shown := page{
		Title: "Pagá a " + s.config.SellerName, Seller: s.config.SellerName, Total: found.total(),
		Methods: found.offered(), Names: holderNames, Notice: notice, Back: found.returnAddress(nil),
	}
	for _, one := range found.Items {
		shown.Items = append(shown.Items, pageItem{one.Title, one.Quantity, one.UnitPrice * money.Cents(one.Quantity)})
	}
	if !found.open(time.Now()) {
		shown.Methods, shown.Notice = nil, "Este link de pago venció. Pedí uno nuevo al comercio."
		return shown, http.StatusOK
	}
	if len(s.nonces) >= keptEntries {
		clear(s.nonces) // whoever still looks at an old form is shown a new one
	}
	shown.Nonce = uuid.NewString()
	s.nonces[shown.Nonce] = 0
	return shown, http.StatusOK
}

func (s *Server) submitPage(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("id")
	s.mu.Lock()
	paid, notice := s.submit(id, r)
	if notice != "" {
		shown, status := s.form(id, notice)
		s.mu.Unlock()
		render(w, status, "pay.html", shown)
		return
	}
	s.mu.Unlock()
	http.Redirect(w, r, pageAddress(id)+"/result/"+strconv.FormatInt(paid, 10), http.StatusSeeOther)
}

// submit pays, or finds what the same form has paid already. The caller holds
// the lock.
func (s *Server) submit(id string, r *http.Request) (paid int64, notice string) {
	nonce := r.PostFormValue("nonce")
	earlier, shown := s.nonces[nonce]
	found := s.state.Preferences[id]
	if !shown || found == nil {
		return 0, "La página estaba vieja. Probá de nuevo."
	}
	if earlier != 0 {
		return earlier, ""
	}
	holder := strings.ToUpper(strings.TrimSpace(r.PostFormValue("holder")))
	result := holder
	if r.PostFormValue("method") == "account_money" {
		result = "APRO"
	}
	if _, known := outcomes[result]; !known {
		return 0, "Poné como titular uno de los nombres de prueba, por ejemplo APRO."
	}
	made, err := s.pay(found, r.PostFormValue("method"), result, holder)
	if err != nil {
		return 0, "No se pudo pagar: " + err.Error() + "."
	}
	s.nonces[nonce] = made.ID
	return made.ID, ""
}

func (s *Server) showResult(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	shown, status, goBack := s.result(r.PathValue("id"), r.PathValue("payment"))
	s.mu.Unlock()
	if goBack {
		w.Header().Set("Refresh", "5; url="+shown.Back)
	}
	render(w, status, "result.html", shown)
}

// result is the page after a payment, and whether the browser goes back to the
// shop on its own. The caller holds the lock.
func (s *Server) result(preferenceID, paymentID string) (shown page, status int, goBack bool) {
	number, _ := strconv.ParseInt(paymentID, 10, 64) // 0 finds nothing
	found := s.state.payment(number)
	if found == nil || found.PreferenceID != preferenceID {
		return page{Title: "Pago no encontrado", Seller: s.config.SellerName, Notice: "No encontramos este pago."}, http.StatusNotFound, false
	}
	preference := s.state.Preferences[preferenceID]
	shown = page{
		Title: "Resultado del pago", Seller: s.config.SellerName, Total: found.Amount,
		Result: found.explained(), Back: preference.returnAddress(found),
	}
	if found.Status == "rejected" && preference.open(time.Now()) {
		shown.Again = pageAddress(preferenceID)
	}
	goBack = found.Status == "approved" && preference.AutoReturn != "" && shown.Back != ""
	return shown, http.StatusOK, goBack
}

func render(w http.ResponseWriter, status int, name string, shown page) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Frame-Options", "DENY")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'")
	w.WriteHeader(status)
	_ = pages.ExecuteTemplate(w, name, shown) // a browser that left is no concern of ours
}
