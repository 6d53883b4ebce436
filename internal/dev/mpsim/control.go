package mpsim

import (
	"bytes"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"

	"integrador/internal/domain/money"
)

// controls are the calls of /__sim/, for tests and for whoever tries the product
// out.
var controls = map[string]func(*Server, *http.Request) reply{
	"POST /__sim/sellers":                   withBody((*Server).addSeller),
	"GET /__sim/sellers":                    (*Server).listSellers,
	"POST /__sim/sellers/{id}/deauthorize":  withBody((*Server).deauthorize),
	"POST /__sim/apps":                      withBody((*Server).addApp),
	"GET /__sim/apps":                       (*Server).listApps,
	"POST /__sim/tokens":                    withBody((*Server).addToken),
	"POST /__sim/tokens/revoke":             withBody((*Server).revokeToken),
	"POST /__sim/secrets/rotate":            withBody((*Server).rotateSecret),
	"POST /__sim/authorize":                 withBody((*Server).controlAuthorize),
	"POST /__sim/reset":                     (*Server).reset,
	"GET /__sim/clock":                      (*Server).controlClock,
	"POST /__sim/clock":                     withBody((*Server).controlSetClock),
	"GET /__sim/settings":                   (*Server).controlSettings,
	"POST /__sim/settings":                  (*Server).controlChangeSettings,
	"POST /__sim/preferences/{id}/pay":      withBody((*Server).controlPay),
	"POST /__sim/payments/{id}/transition":  withBody((*Server).controlTransition),
	"POST /__sim/payments/{id}/fraud-alert": (*Server).controlFraudAlert,
	"POST /__sim/refunds/{id}/settle":       withBody((*Server).controlSettleRefund),
	"POST /__sim/faults":                    withBody((*Server).addFault),
	"GET /__sim/faults":                     (*Server).listFaults,
	"GET /__sim/faults/applied":             (*Server).controlApplied,
	"DELETE /__sim/faults":                  (*Server).clearFaults,
	"DELETE /__sim/faults/{id}":             (*Server).deleteFault,
	"POST /__sim/delivery-rules":            withBody((*Server).addRule),
	"GET /__sim/delivery-rules":             (*Server).listRules,
	"DELETE /__sim/delivery-rules/{id}":     (*Server).deleteRule,
	"POST /__sim/chaos":                     withBody((*Server).startChaos),
	"GET /__sim/chaos":                      (*Server).showChaos,
	"DELETE /__sim/chaos":                   (*Server).stopChaos,
	"POST /__sim/deliveries/{id}/resend":    (*Server).resend,
	"POST /__sim/deliveries/{id}/tamper":    withBody((*Server).tamper),
	"POST /__sim/deliveries/{id}/replay":    withBody((*Server).replay),
	"GET /__sim/deliveries":                 (*Server).controlDeliveries,
	"GET /__sim/requests":                   (*Server).controlRequests,
	"GET /__sim/events":                     (*Server).controlEvents,
	"GET /__sim/ledger":                     (*Server).controlLedger,
}

func (s *Server) control() http.Handler {
	mux := http.NewServeMux()
	for pattern, handle := range controls {
		locked := s.locked(func(r *http.Request) reply { return handle(s, r) })
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) { locked(r).write(w) })
	}
	guarded := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !s.isOperator(r.Header.Get("X-Sim-Token")) {
			wrong(http.StatusUnauthorized, "falta el encabezado X-Sim-Token, o no es el correcto").write(w)
			return
		}
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, longestBody)) // no lock is held while a caller is slow
		if err != nil {
			wrong(http.StatusRequestEntityTooLarge, "el cuerpo es demasiado grande").write(w)
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		mux.ServeHTTP(w, r)
	})
	outer := http.NewServeMux()
	outer.Handle("/__sim/", guarded)
	s.panel(outer)
	return outer
}

func (s *Server) isOperator(token string) bool {
	return subtle.ConstantTimeCompare([]byte(token), []byte(s.config.AdminToken)) == 1
}

func wrong(status int, detail string) reply { return reply{status, object{"detail": detail}} }

// withBody decodes the body of a call, which may be empty.
func withBody[T any](handle func(*Server, *http.Request, T) reply) func(*Server, *http.Request) reply {
	return func(s *Server, r *http.Request) reply {
		var sent T
		if no := read(r, &sent); no != nil {
			return *no
		}
		return handle(s, r, sent)
	}
}

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

type payBody struct {
	Outcome string `json:"outcome"`
	Method  string `json:"method"`
	Holder  string `json:"holder"`
}

// controlPay pays without a browser. Nothing given means an approved Visa.
func (s *Server) controlPay(r *http.Request, sent payBody) reply {
	if sent.Outcome == "" {
		sent.Outcome = "APRO"
	}
	if sent.Method == "" {
		sent.Method = "visa"
	}
	if sent.Holder == "" {
		sent.Holder = sent.Outcome
	}
	found := s.state.Preferences[r.PathValue("id")]
	if found == nil {
		return wrong(http.StatusNotFound, "no existe esa preferencia")
	}
	made, err := s.pay(found, tender{sent.Method, strings.ToUpper(sent.Outcome), sent.Holder})
	if err != nil {
		return wrong(http.StatusConflict, err.Error())
	}
	return reply{http.StatusCreated, s.paymentBody(made)}
}

type transitionBody struct {
	Status string          `json:"status"`
	Detail string          `json:"status_detail"`
	Amount json.RawMessage `json:"amount"`
}

// controlTransition takes the amount in pesos, as everything that speaks of
// payments in Mercado Pago's words does.
func (s *Server) controlTransition(r *http.Request, sent transitionBody) reply {
	amount, ok := money.Cents(0), true
	if len(sent.Amount) > 0 {
		amount, ok = parsePesos(sent.Amount)
	}
	if !ok || (len(sent.Amount) > 0 && amount <= 0) {
		return wrong(http.StatusUnprocessableEntity, "amount debe ser un número de pesos mayor que cero")
	}
	found := s.paymentOf(r)
	if found == nil {
		return wrong(http.StatusNotFound, "no existe ese pago")
	}
	if err := s.apply(found, transition{sent.Status, sent.Detail, amount}); err != nil {
		return wrong(http.StatusConflict, err.Error())
	}
	s.changed(found, "payment.updated")
	return reply{http.StatusOK, s.paymentBody(found)}
}

// controlFraudAlert warns about a payment; such a warning is sent once.
func (s *Server) controlFraudAlert(r *http.Request) reply {
	found := s.paymentOf(r)
	if found == nil {
		return wrong(http.StatusNotFound, "no existe ese pago")
	}
	s.queue(s.addressed(delivery{
		Topic: topicFraud, Action: "created", DataID: strconv.FormatInt(found.ID, 10), PaymentID: found.ID,
	}, s.state.Preferences[found.PreferenceID]))
	s.save()
	return reply{http.StatusOK, object{}}
}

func (s *Server) controlLedger(*http.Request) reply {
	return reply{http.StatusOK, s.ledger()}
}

// controlRequests lists the calls received: ?path=<part of it>&method=<method>.
func (s *Server) controlRequests(r *http.Request) reply {
	query := r.URL.Query()
	chosen := []requestEntry{}
	for _, one := range s.requests {
		if strings.Contains(one.Path, query.Get("path")) && (query.Get("method") == "" || query.Get("method") == one.Method) {
			chosen = append(chosen, one)
		}
	}
	return reply{http.StatusOK, chosen}
}

// reset deletes everything and numbers from the first id: whoever stored ids of
// payments must delete them too.
func (s *Server) reset(*http.Request) reply {
	s.state, s.nonces = newState(s.config.Settings), map[string]nonce{}
	s.faults, s.rules, s.requests, s.events, s.chaos = nil, nil, nil, nil, chaosRun{}
	clear(s.draws)
	s.addConfigured()
	if err := s.rewrite(); err != nil {
		return wrong(http.StatusInternalServerError, err.Error())
	}
	return reply{http.StatusOK, object{}}
}
