package mpsim

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"strings"
	"time"

	"github.com/google/uuid"
)

const (
	longestBody  = 1 << 20
	keptRequests = 20_000
)

// requestEntry is one call as the control API shows it. No header is kept but the
// idempotency key, and no secret of a body.
type requestEntry struct {
	At             time.Time       `json:"at"`
	Method         string          `json:"method"`
	Path           string          `json:"path"`
	Query          string          `json:"query,omitempty"`
	IdempotencyKey string          `json:"idempotency_key,omitempty"`
	UserAgent      string          `json:"user_agent,omitempty"`
	SellerID       int64           `json:"seller_id,omitempty"`
	Reference      string          `json:"external_reference,omitempty"`
	Body           json.RawMessage `json:"body,omitempty"`
	Status         int             `json:"status"` // as it was before a fault changed it, 0 when none was made
	RequestID      string          `json:"request_id"`
	FaultID        int64           `json:"fault_id,omitempty"`
}

func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()
	for _, e := range endpoints {
		mux.HandleFunc(e.method+" "+e.path, s.served(e))
	}
	for pattern, handle := range map[string]http.HandlerFunc{
		"GET /checkout/v1/redirect":                      s.redirectToPage,
		"GET /checkout/v1/payment/{id}":                  s.showPage,
		"POST /checkout/v1/payment/{id}":                 s.submitPage,
		"GET /checkout/v1/payment/{id}/result/{payment}": s.showResult,
		"GET /authorization":                             s.showConsent,
		"POST /authorization":                            s.submitConsent,
		"GET /{$}":                                       s.showFront,
	} {
		mux.HandleFunc(pattern, handle)
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		refuse(http.StatusNotFound, "not_found", "resource not found").write(w)
	})
	outer := http.NewServeMux()
	outer.Handle("/__sim/", s.control())
	outer.Handle("/", s.recorded(mux))
	return outer
}

type requestIDKey struct{}

func requestIDOf(r *http.Request) string {
	id, _ := r.Context().Value(requestIDKey{}).(string)
	return id
}

// recorded records every call and applies the faults to it. Mercado Pago's
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
			refuse(http.StatusRequestEntityTooLarge, "request_too_large", "The request is too large").write(w)
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		s.answer(w, r, next, body)
	})
}

func (s *Server) answer(w http.ResponseWriter, r *http.Request, next http.Handler, body []byte) {
	entry, fault := s.begin(r, body)
	if fault == nil {
		s.run(r, w, next, &entry).release(w)
		return
	}
	if fault.Phase == phaseBefore && fault.Action.replaces() {
		s.record(entry)
		fault.Action.perform(w, r, nil)
		return
	}
	if fault.Phase == phaseBefore && fault.Action.Type == actionDelay {
		fault.Action.pause(r)
	}
	held := s.run(r, w, next, &entry)
	if fault.Phase == phaseAfter && fault.Action.Type == actionDelay {
		fault.Action.pause(r)
	}
	fault.Action.perform(w, r, held)
}

// begin writes down whose call it is and what will go wrong with it.
func (s *Server) begin(r *http.Request, body []byte) (requestEntry, *fault) {
	entry := requestEntry{
		At: time.Now().UTC(), Method: r.Method, Path: r.URL.Path, Query: r.URL.RawQuery, UserAgent: r.UserAgent(),
		IdempotencyKey: r.Header.Get("X-Idempotency-Key"), RequestID: requestIDOf(r),
	}
	if json.Valid(body) && entry.Path != "/oauth/token" {
		entry.Body = body
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	entry.SellerID, entry.Reference = s.about(r, body)
	taken := s.takeFault(r, entry)
	if taken != nil {
		entry.FaultID = taken.ID
		s.note(event{
			Kind: "fault", What: taken.Action.name(), RequestID: entry.RequestID, Method: r.Method, Path: r.URL.Path,
			Seller: entry.SellerID, Reference: entry.Reference, FaultID: taken.ID, Phase: taken.Phase,
		})
	}
	return entry, taken
}

func (s *Server) run(r *http.Request, w http.ResponseWriter, next http.Handler, entry *requestEntry) *heldAnswer {
	held := &heldAnswer{header: w.Header().Clone(), status: http.StatusOK}
	next.ServeHTTP(held, r)
	entry.Status = held.status
	s.record(*entry)
	return held
}

func (s *Server) record(entry requestEntry) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.requests) >= keptRequests {
		s.requests = append(s.requests[:0:0], s.requests[keptRequests/4:]...)
	}
	s.requests = append(s.requests, entry)
	s.note(event{
		Kind: "request", What: entry.Method, RequestID: entry.RequestID, Method: entry.Method, Path: entry.Path,
		Status: entry.Status, Seller: entry.SellerID, Reference: entry.Reference, FaultID: entry.FaultID,
	})
}

// about says whom and what a call is about, as far as its token, its path, its
// query and its body say. The caller holds the lock.
func (s *Server) about(r *http.Request, body []byte) (sellerID int64, reference string) {
	token, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if held := s.state.Grants[token]; held != nil {
		sellerID = held.SellerID
	}
	if reference = r.URL.Query().Get("external_reference"); reference != "" {
		return sellerID, reference
	}
	var sent struct {
		Reference string `json:"external_reference"`
	}
	if json.Unmarshal(body, &sent) == nil && sent.Reference != "" {
		return sellerID, sent.Reference
	}
	for part := range strings.SplitSeq(r.URL.Path, "/") {
		if one := s.state.Preferences[part]; one != nil {
			return sellerID, one.ExternalReference
		}
		if one := s.state.payment(number(part)); one != nil {
			return sellerID, one.Reference
		}
	}
	return sellerID, ""
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
	maps.Copy(w.Header(), h.header)
	w.WriteHeader(h.status)
	_, _ = w.Write(h.body.Bytes()) // a caller that left is no concern of ours
}
