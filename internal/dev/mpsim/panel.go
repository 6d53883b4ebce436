package mpsim

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"integrador/internal/domain/money"
)

// The operator's panel is the control API for people: the payments and what can
// happen to them next, the notifications and how they went.

const (
	panelCookie = "sim_operator"
	panelShown  = 40 // of each list, newest first
)

type panelPage struct {
	Title      string
	Notice     string
	Open       bool
	Payments   []panelPayment
	Deliveries []panelDelivery
	Faults     []panelFault
	Rules      []panelFault
	Profiles   []string
	Chaos      chaosRun
	Now        string
	Sums       tally
}

type panelPayment struct {
	ID                                int64
	Seller, Reference, Status, Detail string
	Amount, Refunded                  money.Cents
	Moves                             []string // status/detail
	Refundable                        bool
}

type panelDelivery struct {
	ID                         int64
	What, State, Target, Next  string
	Status, Tries              int
	Manifest, Signature, Error string
	Sent, Answer               string
}

type panelFault struct {
	ID     int64
	Name   string
	Left   int
	Struck int
}

// panel registers the pages. A form from another site is refused.
func (s *Server) panel(mux *http.ServeMux) {
	ours := http.NewCrossOriginProtection()
	for pattern, handle := range map[string]http.HandlerFunc{
		"GET /__sim/{$}":                           s.showPanel,
		"POST /__sim/login":                        s.panelLogin,
		"POST /__sim/panel/payments/{id}":          s.operator(s.panelMove),
		"POST /__sim/panel/deliveries/{id}/resend": s.operator(s.resend),
		"POST /__sim/panel/deliveries/{id}/replay": s.operator(s.panelReplay),
		"POST /__sim/panel/faults":                 s.operator(s.panelFault),
		"POST /__sim/panel/faults/{id}/delete":     s.operator(s.deleteFault),
		"POST /__sim/panel/rules":                  s.operator(s.panelRule),
		"POST /__sim/panel/rules/{id}/delete":      s.operator(s.deleteRule),
		"POST /__sim/panel/clock":                  s.operator(s.panelClock),
		"POST /__sim/panel/chaos":                  s.operator(s.panelChaos),
		"POST /__sim/panel/chaos/stop":             s.operator(s.stopChaos),
	} {
		mux.Handle(pattern, ours.Handler(handle))
	}
}

func (s *Server) panelLogin(w http.ResponseWriter, r *http.Request) {
	if !s.isOperator(r.PostFormValue("token")) {
		render(w, http.StatusUnauthorized, "panel.html", panelPage{Title: "Panel", Notice: "Esa clave no es."})
		return
	}
	http.SetCookie(w, &http.Cookie{ //nolint:gosec // the simulator is spoken to over http
		Name: panelCookie, Value: s.config.AdminToken, Path: "/__sim/", HttpOnly: true, SameSite: http.SameSiteStrictMode,
	})
	http.Redirect(w, r, "/__sim/", http.StatusSeeOther)
}

func (s *Server) loggedIn(r *http.Request) bool {
	cookie, err := r.Cookie(panelCookie)
	return err == nil && s.isOperator(cookie.Value)
}

// operator lets a form do what the control API does, and shows the panel again.
func (s *Server) operator(do func(*http.Request) reply) http.HandlerFunc {
	do = s.locked(do)
	return func(w http.ResponseWriter, r *http.Request) {
		if !s.loggedIn(r) {
			http.Redirect(w, r, "/__sim/", http.StatusSeeOther)
			return
		}
		_ = r.ParseForm() // before the lock is taken; what is missing is missing in the form
		answer := do(r)
		if answer.status >= 300 {
			detail, _ := answer.body.(object)
			s.mu.Lock()
			shown := s.overview()
			s.mu.Unlock()
			shown.Notice = fmt.Sprint(detail["detail"])
			render(w, answer.status, "panel.html", shown)
			return
		}
		http.Redirect(w, r, "/__sim/", http.StatusSeeOther)
	}
}

func (s *Server) showPanel(w http.ResponseWriter, r *http.Request) {
	if !s.loggedIn(r) {
		render(w, http.StatusOK, "panel.html", panelPage{Title: "Panel"})
		return
	}
	s.mu.Lock()
	shown := s.overview()
	s.mu.Unlock()
	render(w, http.StatusOK, "panel.html", shown)
}

// overview is the whole panel. The caller holds the lock.
func (s *Server) overview() panelPage {
	shown := panelPage{
		Title: "Panel", Open: true, Now: s.now().In(buenosAires).Format("02/01/2006 15:04:05"), Chaos: s.chaos,
		Profiles: []string{"calm", "rough", "hostile", "silent"}, Sums: s.ledger().tally,
	}
	for _, p := range slices.Backward(s.state.Payments[max(0, len(s.state.Payments)-panelShown):]) {
		shown.Payments = append(shown.Payments, panelPayment{
			ID: p.ID, Seller: s.sellerName(p.CollectorID), Reference: p.Reference, Status: p.Status, Detail: p.Detail,
			Amount: p.Amount, Refunded: p.Refunded, Moves: p.next(), Refundable: slices.Contains(moves[p.Status], "refunded"),
		})
	}
	for _, d := range slices.Backward(s.state.Deliveries[max(0, len(s.state.Deliveries)-panelShown):]) {
		shown.Deliveries = append(shown.Deliveries, d.shown())
	}
	for _, f := range s.faults {
		shown.Faults = append(shown.Faults, panelFault{f.ID, strings.TrimSpace(f.Match.Method + " " + f.Match.PathRegex + " " + f.Action.name() + " " + f.Phase), f.Times, f.Struck})
	}
	for _, rule := range s.rules {
		shown.Rules = append(shown.Rules, panelFault{rule.ID, rule.Mode, rule.Times, rule.Struck})
	}
	return shown
}

// next lists what may happen to the payment, but refunds, which need an amount.
func (p *payment) next() []string {
	var all []string
	for _, status := range moves[p.Status] {
		for _, detail := range details[status] {
			if status != "refunded" && (p.Status != "charged_back" || (p.Detail == "in_process" && detail != "in_process")) {
				all = append(all, status+"/"+detail)
			}
		}
	}
	return all
}

func (d *delivery) shown() panelDelivery {
	shown := panelDelivery{ID: d.ID, What: strings.TrimSpace(d.Topic + " " + d.Action + " " + d.DataID), State: d.State, Target: d.Target, Tries: len(d.Attempts)}
	if d.State == waiting {
		shown.Next = d.NextAt.In(buenosAires).Format("02/01 15:04:05")
	}
	if len(d.Attempts) > 0 {
		last := d.Attempts[len(d.Attempts)-1]
		shown.Status, shown.Manifest, shown.Signature, shown.Error = last.Status, last.Manifest, last.Signature, last.Error
		shown.Sent, shown.Answer = "POST "+last.Sent.URL+"\n\n"+last.Sent.Body, last.Answer
	}
	return shown
}
