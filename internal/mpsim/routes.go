package mpsim

import (
	"bytes"
	"context"
	"crypto/subtle"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/google/uuid"
)

const (
	longestBody = 1 << 20
	keptEntries = 2000
)

// requestEntry is one call as the control API shows it. No header with a token
// is kept.
type requestEntry struct {
	At             time.Time       `json:"at"`
	Method         string          `json:"method"`
	Path           string          `json:"path"`
	Query          string          `json:"query,omitempty"`
	IdempotencyKey string          `json:"idempotency_key,omitempty"`
	Body           json.RawMessage `json:"body,omitempty"`
	Status         int             `json:"status"` // as it was before a fault changed it, 0 when none was made
	RequestID      string          `json:"request_id"`
	FaultID        int64           `json:"fault_id,omitempty"`
}

func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()
	for pattern, handle := range map[string]func(*http.Request) reply{
		"POST /checkout/preferences":            s.createPreference,
		"GET /checkout/preferences/{id}":        s.getPreference,
		"PUT /checkout/preferences/{id}":        s.updatePreference,
		"PUT /checkout/preferences/{id}/expire": s.expirePreference,
		"GET /v1/payments/search":               s.searchPayments,
		"GET /v1/payments/{id}":                 s.getPayment,
		"POST /v1/payments/{id}/refunds":        s.createRefund,
		"GET /v1/payments/{id}/refunds":         s.listRefunds,
		"GET /users/me":                         s.me,
	} {
		mux.HandleFunc(pattern, s.asSeller(handle))
	}
	mux.HandleFunc("GET /checkout/v1/redirect", s.redirectToPage)
	mux.HandleFunc("GET /checkout/v1/payment/{id}", s.showPage)
	mux.HandleFunc("POST /checkout/v1/payment/{id}", s.submitPage)
	mux.HandleFunc("GET /checkout/v1/payment/{id}/result/{payment}", s.showResult)
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		refuse(http.StatusNotFound, "not_found", "resource not found").write(w)
	})
	outer := http.NewServeMux()
	outer.Handle("/__sim/", s.control())
	outer.Handle("/", s.recorded(mux))
	return outer
}

// asSeller lets in whoever holds the seller's token. The two refusals are the
// ones Mercado Pago gives.
func (s *Server) asSeller(handle func(*http.Request) reply) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		token, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		switch {
		case token == "":
			refuse(401, "unauthorized", "Must provide your access_token to proceed", 5).write(w)
		case subtle.ConstantTimeCompare([]byte(token), []byte(s.config.Token)) != 1:
			refuse(401, "unauthorized", "Unauthorized use of live credentials", 7).write(w)
		default:
			handle(r).write(w)
		}
	}
}

type requestIDKey struct{}

func requestIDOf(r *http.Request) string {
	id, _ := r.Context().Value(requestIDKey{}).(string)
	return id
}

// recorded writes every call down and lets the faults at it. Mercado Pago's
// paths may end in a slash, and its answers carry a request id.
func (s *Server) recorded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := uuid.NewString()
		w.Header().Set("X-Request-Id", id)
		r = r.Clone(context.WithValue(r.Context(), requestIDKey{}, id))
		if len(r.URL.Path) > 1 {
			r.URL.Path = strings.TrimSuffix(r.URL.Path, "/")
			r.URL.RawPath = strings.TrimSuffix(r.URL.RawPath, "/")
		}
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, longestBody))
		if err != nil {
			refuse(413, "request_too_large", "The request is too large").write(w)
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		s.answer(w, r, next, body)
	})
}

func (s *Server) answer(w http.ResponseWriter, r *http.Request, next http.Handler, body []byte) {
	entry := requestEntry{
		At: time.Now().UTC(), Method: r.Method, Path: r.URL.Path, Query: r.URL.RawQuery,
		IdempotencyKey: r.Header.Get("X-Idempotency-Key"), RequestID: requestIDOf(r),
	}
	if json.Valid(body) {
		entry.Body = body
	}
	fault := s.takeFault(r)
	if fault != nil {
		entry.FaultID = fault.ID
	}
	if fault != nil && fault.Phase == phaseBefore && !fault.Action.passes() {
		s.record(entry)
		fault.Action.perform(w, r)
		return
	}
	if fault != nil && fault.Phase == phaseBefore {
		fault.Action.perform(w, r)
	}
	held := &heldAnswer{header: w.Header().Clone(), status: http.StatusOK}
	next.ServeHTTP(held, r)
	entry.Status = held.status
	s.record(entry)
	if fault != nil && fault.Phase == phaseAfter {
		fault.Action.perform(w, r)
		if !fault.Action.passes() {
			return
		}
	}
	held.release(w)
}

func (s *Server) record(entry requestEntry) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests = append(s.requests, entry)
	if extra := len(s.requests) - keptEntries; extra > 0 {
		s.requests = s.requests[extra:]
	}
}

// heldAnswer keeps an answer back until it is known whether it will be given.
type heldAnswer struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (h *heldAnswer) Header() http.Header         { return h.header }
func (h *heldAnswer) WriteHeader(status int)      { h.status = status }
func (h *heldAnswer) Write(b []byte) (int, error) { return h.body.Write(b) }

func (h *heldAnswer) release(w http.ResponseWriter) {
	for name, values := range h.header {
		w.Header()[name] = values
	}
	w.WriteHeader(h.status)
	_, _ = w.Write(h.body.Bytes()) // a caller that left is no concern of ours
}

func (s *Server) me(*http.Request) reply {
	return reply{http.StatusOK, object{
		"id": s.config.SellerID, "nickname": s.config.SellerName, "first_name": "Test", "last_name": "Test",
		"email": "test_user@testuser.com", "country_id": "AR", "site_id": "MLA", "gender": "",
		"registration_date": "2024-01-01T00:00:00.000-04:00",
	}}
}
