package mpsim

import (
	"crypto/subtle"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"

	"integrador/internal/money"
)

// control serves /__sim/, for tests and for whoever tries the product out.
func (s *Server) control() http.Handler {
	mux := http.NewServeMux()
	for pattern, handle := range map[string]func(*http.Request) reply{
		"POST /__sim/preferences/{id}/pay":     s.controlPay,
		"POST /__sim/payments/{id}/transition": s.controlTransition,
		"GET /__sim/ledger":                    s.controlLedger,
		"GET /__sim/deliveries":                s.controlDeliveries,
		"GET /__sim/requests":                  s.controlRequests,
		"POST /__sim/faults":                   s.addFault,
		"GET /__sim/faults":                    s.listFaults,
		"DELETE /__sim/faults":                 s.clearFaults,
		"DELETE /__sim/faults/{id}":            s.deleteFault,
		"POST /__sim/delivery-rules":           s.addRule,
		"GET /__sim/delivery-rules":            s.listRules,
		"DELETE /__sim/delivery-rules/{id}":    s.deleteRule,
		"POST /__sim/reset":                    s.reset,
	} {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) { handle(r).write(w) })
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		given := r.Header.Get("X-Sim-Token")
		if subtle.ConstantTimeCompare([]byte(given), []byte(s.config.AdminToken)) != 1 {
			wrong(http.StatusUnauthorized, "falta el encabezado X-Sim-Token, o no es el correcto").write(w)
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, longestBody)
		mux.ServeHTTP(w, r)
	})
}

func wrong(status int, detail string) reply { return reply{status, object{"detail": detail}} }

// read decodes a body that may be empty.
func read(r *http.Request, into any) *reply {
	decoder := json.NewDecoder(r.Body)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil && !errors.Is(err, io.EOF) {
		no := wrong(http.StatusUnprocessableEntity, "el cuerpo no se entiende: "+err.Error())
		return &no
	}
	return nil
}

// controlPay pays without a browser. Nothing given means an approved Visa.
func (s *Server) controlPay(r *http.Request) reply {
	var sent struct {
		Outcome string `json:"outcome"`
		Method  string `json:"method"`
		Holder  string `json:"holder"`
	}
	if no := read(r, &sent); no != nil {
		return *no
	}
	if sent.Outcome == "" {
		sent.Outcome = "APRO"
	}
	if sent.Method == "" {
		sent.Method = "visa"
	}
	if sent.Holder == "" {
		sent.Holder = sent.Outcome
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	found := s.state.Preferences[r.PathValue("id")]
	if found == nil {
		return wrong(http.StatusNotFound, "no existe esa preferencia")
	}
	made, err := s.pay(found, sent.Method, strings.ToUpper(sent.Outcome), sent.Holder)
	if err != nil {
		return wrong(http.StatusConflict, err.Error())
	}
	return reply{http.StatusCreated, s.paymentBody(made)}
}

// controlTransition takes the amount in pesos, as everything that speaks of
// payments in Mercado Pago's words does.
func (s *Server) controlTransition(r *http.Request) reply {
	var sent struct {
		Status string          `json:"status"`
		Detail string          `json:"status_detail"`
		Amount json.RawMessage `json:"amount"`
	}
	if no := read(r, &sent); no != nil {
		return *no
	}
	amount, ok := money.Cents(0), true
	if len(sent.Amount) > 0 {
		amount, ok = parsePesos(sent.Amount)
	}
	if !ok || (len(sent.Amount) > 0 && amount <= 0) {
		return wrong(http.StatusUnprocessableEntity, "amount debe ser un número de pesos mayor que cero")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	found := s.paymentOf(r)
	if found == nil {
		return wrong(http.StatusNotFound, "no existe ese pago")
	}
	if err := s.apply(found, transition{sent.Status, sent.Detail, amount}); err != nil {
		return wrong(http.StatusConflict, err.Error())
	}
	s.announce(found, "payment.updated")
	s.save()
	return reply{http.StatusOK, s.paymentBody(found)}
}

func (s *Server) controlLedger(*http.Request) reply {
	s.mu.Lock()
	defer s.mu.Unlock()
	return reply{http.StatusOK, s.ledger()}
}

// The lists are encoded while the lock is held: their parts go on changing.
func (s *Server) controlDeliveries(*http.Request) reply { return s.snapshot(&s.state.Deliveries) }
func (s *Server) controlRequests(*http.Request) reply   { return s.snapshot(&s.requests) }
func (s *Server) listFaults(*http.Request) reply        { return s.snapshot(&s.faults) }
func (s *Server) listRules(*http.Request) reply         { return s.snapshot(&s.rules) }

func (s *Server) snapshot(list any) reply {
	s.mu.Lock()
	defer s.mu.Unlock()
	encoded, err := json.Marshal(list)
	if err != nil {
		return wrong(http.StatusInternalServerError, "no se pudo armar la lista")
	}
	if string(encoded) == "null" {
		encoded = []byte("[]")
	}
	return reply{http.StatusOK, json.RawMessage(encoded)}
}

func (s *Server) addFault(r *http.Request) reply {
	sent := &fault{}
	if no := read(r, sent); no != nil {
		return *no
	}
	if problem := sent.prepare(); problem != "" {
		return wrong(http.StatusUnprocessableEntity, problem)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lastRule++
	sent.ID = s.lastRule
	s.faults = append(s.faults, sent)
	return reply{http.StatusCreated, *sent}
}

func (s *Server) clearFaults(*http.Request) reply {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
	return reply{http.StatusOK, object{}}
}

func (s *Server) deleteFault(r *http.Request) reply {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, f := range s.faults {
		if strconv.FormatInt(f.ID, 10) == r.PathValue("id") {
			s.faults = append(s.faults[:i:i], s.faults[i+1:]...)
			return reply{http.StatusOK, object{}}
		}
	}
	return wrong(http.StatusNotFound, "no existe esa falla")
}

func (s *Server) addRule(r *http.Request) reply {
	sent := &deliveryRule{}
	if no := read(r, sent); no != nil {
		return *no
	}
	if problem := sent.prepare(); problem != "" {
		return wrong(http.StatusUnprocessableEntity, problem)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lastRule++
	sent.ID = s.lastRule
	s.rules = append(s.rules, sent)
	return reply{http.StatusCreated, *sent}
}

// deleteRule also sends what the rule was holding back.
func (s *Server) deleteRule(r *http.Request) reply {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, rule := range s.rules {
		if strconv.FormatInt(rule.ID, 10) == r.PathValue("id") {
			s.rules = append(s.rules[:i:i], s.rules[i+1:]...)
			s.letGo(rule.ID)
			s.save()
			return reply{http.StatusOK, object{}}
		}
	}
	return wrong(http.StatusNotFound, "no existe esa regla")
}

// reset forgets everything and counts from the first id again: whoever knew the
// old payments by id must forget them too.
func (s *Server) reset(*http.Request) reply {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.state, s.nonces = newState(), map[string]int64{}
	s.faults, s.rules, s.requests = nil, nil, nil
	s.save()
	return reply{http.StatusOK, object{}}
}
