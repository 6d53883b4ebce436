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

	"integrador/internal/domain/money"
)

//go:embed pages/*.html
var pageFiles embed.FS

var pages = template.Must(template.ParseFS(pageFiles, "pages/*.html"))

// keptNonces bounds how many open forms are remembered.
const keptNonces = 5_000

// nonce is one form that was shown: the preference it pays, and the payment it
// made, or 0.
type nonce struct {
	preference string
	paid       int64
}

// page is what the templates show.
type page struct {
	Title   string
	Seller  string
	Initial string
	Until   string // when the link ends
	Items   []pageItem
	Total   money.Cents
	Groups  []methodGroup
	Names   []holderName
	Rare    []holderName
	Chosen  string
	Nonce   string
	Notice  string // why nothing can be paid here, or was not
	Paid    string // that somebody paid already
	Result  *pageResult
	Back    string // the shop's address; empty when it gave none
	Again   string // where to try with another card
	Soon    bool   // goes back on its own
}

type pageItem struct {
	Title    string
	Quantity int
	Price    money.Cents
	Tip      bool
}

func (s *Server) redirectToPage(w http.ResponseWriter, r *http.Request) {
	http.Redirect(w, r, pageAddress(r.URL.Query().Get("pref_id")), http.StatusFound) //nolint:gosec // a path here
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
		return page{Title: "Pago no encontrado", Initial: "?", Notice: "No encontramos este pago. Pedí otro link al comercio."}, http.StatusNotFound
	}
	shown := s.heading(found)
	shown.Notice = notice
	if now := s.now(); !found.open(now) {
		shown.Notice, shown.Until = closedNotice(found, now), ""
		return shown, http.StatusOK
	}
	shown.Groups = grouped(found)
	if anyCard(shown.Groups) {
		shown.Names, shown.Rare, shown.Chosen = holderNames, rareNames, "APRO"
	}
	shown.Paid = s.paidNotice(found)
	if len(s.nonces) >= keptNonces {
		clear(s.nonces) // whoever still looks at an old form is shown a new one
	}
	shown.Nonce = uuid.NewString()
	s.nonces[shown.Nonce] = nonce{preference: id}
	return shown, http.StatusOK
}

// heading says who is paid, how much and what for.
func (s *Server) heading(p *preference) page {
	seller := s.sellerName(p.CollectorID)
	shown := page{
		Title: "Pagá a " + seller, Seller: seller, Initial: strings.ToUpper(string([]rune(seller)[:1])),
		Total: p.total(), Back: p.returnAddress(nil), Until: p.until(s.now()),
	}
	for _, one := range p.Items {
		shown.Items = append(shown.Items, pageItem{one.Title, one.Quantity, one.UnitPrice * money.Cents(one.Quantity), one.tip()})
	}
	return shown
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
	http.Redirect(w, r, pageAddress(id)+"/result/"+strconv.FormatInt(paid, 10), http.StatusSeeOther) //nolint:gosec // a path here
}

// submit pays, or finds what the same form has paid already. The caller holds
// the lock.
func (s *Server) submit(id string, r *http.Request) (paid int64, notice string) {
	sent, shown := s.nonces[r.PostFormValue("nonce")]
	found := s.state.Preferences[id]
	if !shown || found == nil || sent.preference != id {
		return 0, "La página estaba vieja. Probá de nuevo."
	}
	if sent.paid != 0 {
		return sent.paid, ""
	}
	holder := strings.ToUpper(strings.TrimSpace(orElse(r.PostFormValue("other_holder"), r.PostFormValue("holder"))))
	with := tender{r.PostFormValue("method"), holder, holder}
	if with.method == "account_money" {
		with.result, with.holder = "APRO", ""
	}
	made, err := s.pay(found, with)
	if err != nil {
		return 0, refusalText(err)
	}
	s.nonces[r.PostFormValue("nonce")] = nonce{id, made.ID}
	return made.ID, ""
}

func (s *Server) showResult(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	shown, status := s.result(r.PathValue("id"), number(r.PathValue("payment")))
	s.mu.Unlock()
	if shown.Soon {
		w.Header().Set("Refresh", "5; url="+shown.Back)
	}
	render(w, status, "result.html", shown)
}

// result is the page after a payment. The caller holds the lock.
func (s *Server) result(preferenceID string, paymentID int64) (page, int) {
	found := s.state.payment(paymentID)
	if found == nil || found.PreferenceID != preferenceID {
		return page{Title: "Pago no encontrado", Notice: "No encontramos este pago."}, http.StatusNotFound
	}
	preference := s.state.Preferences[preferenceID]
	shown := page{
		Title: "Resultado del pago", Seller: s.sellerName(found.CollectorID), Total: found.Amount,
		Result: found.explained(), Back: preference.returnAddress(found),
	}
	if found.Status == "rejected" && preference.open(s.now()) {
		shown.Again = pageAddress(preferenceID)
	}
	shown.Soon = found.Status == "approved" && preference.AutoReturn != "" && shown.Back != ""
	return shown, http.StatusOK
}

func (s *Server) showFront(w http.ResponseWriter, _ *http.Request) {
	s.mu.Lock()
	shown := struct {
		Title             string
		Payments, Sellers int
	}{"Simulador de Mercado Pago", len(s.state.Payments), len(s.state.Sellers)}
	s.mu.Unlock()
	render(w, http.StatusOK, "front.html", shown)
}

func render(w http.ResponseWriter, status int, name string, shown any) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Frame-Options", "DENY")
	w.Header().Set("Referrer-Policy", "no-referrer")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'")
	w.WriteHeader(status)
	_ = pages.ExecuteTemplate(w, name, shown) // a browser that left is no concern of ours
}

// until says when the link ends, in the restaurant's time.
func (p *preference) until(now time.Time) string {
	if !p.Expires || p.ExpirationTo.IsZero() {
		return ""
	}
	end, today := p.ExpirationTo.In(buenosAires), now.In(buenosAires)
	if end.Format(time.DateOnly) == today.Format(time.DateOnly) {
		return "las " + end.Format("15:04")
	}
	return "el " + end.Format("02/01 a las 15:04")
}

// buenosAires has had no other offset since 2009.
var buenosAires = time.FixedZone("ART", -3*60*60)
