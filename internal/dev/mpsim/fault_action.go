package mpsim

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The things that can happen to an answer.
const (
	actionStatus    = "status"
	actionDelay     = "delay"
	actionDrop      = "drop"
	actionTruncate  = "truncate"
	actionMalformed = "malformed_json"
	actionWrongType = "wrong_type"
	actionSlowBody  = "slow_body"
)

// action is what the caller sees.
type action struct {
	Type       string `json:"type"`
	Preset     string `json:"preset,omitempty"` // of a status: code and body as Mercado Pago gives them
	Code       int    `json:"code,omitempty"`
	Body       string `json:"body,omitempty"`
	RetryAfter int    `json:"retry_after,omitempty"` // seconds
	MS         int    `json:"ms,omitempty"`          // of delay and slow_body
	What       string `json:"what,omitempty"`        // of wrong_type
}

type preset struct {
	code       int
	body       string
	retryAfter int
}

// presets are answers that were seen or documented; see the differences.
var presets = map[string]preset{
	"401":                  {401, `{"message":"Must provide your access_token to proceed","error":"unauthorized","status":401,"cause":[{"code":5,"description":"Must provide your access_token to proceed","data":null}]}`, 0},
	"401_code7":            {401, `{"message":"Unauthorized use of live credentials","error":"unauthorized","status":401,"cause":[{"code":7,"description":"Unauthorized use of live credentials","data":null}]}`, 0},
	"403_policy":           {403, `{"message":"At least one policy returned UNAUTHORIZED.","code":"PA_UNAUTHORIZED_RESULT_FROM_POLICIES","status":403,"blocked_by":"PolicyAgent"}`, 0},
	"404":                  {404, `{"message":"Payment not found","error":"not_found","status":404,"cause":[{"code":2000,"description":"Payment not found","data":null}]}`, 0},
	"409":                  {409, `{"message":"The idempotency key was used with another request","error":"idempotency_key_already_used","status":409,"cause":[]}`, 0},
	"429":                  {429, `{"status":429,"error":"too_many_requests","message":"Rate limit exceeded. Retry after the indicated number of seconds."}`, 1},
	"500":                  {500, `{"message":"Internal server error","error":"internal_error","status":500,"cause":[]}`, 0},
	"502_html":             {502, "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>", 0},
	"503":                  {503, `{"message":"Service unavailable","error":"service_unavailable","status":503,"cause":[]}`, 0},
	"insufficient_balance": {400, `{"message":"Insufficient balance to make the refund","error":"bad_request","status":400,"cause":[{"code":2032,"description":"Insufficient balance to make the refund","data":null}]}`, 0},
}

// prepare fills in a preset, or says in Spanish what is wrong.
func (a *action) prepare() string {
	if known, ok := presets[a.Preset]; ok && a.Type == actionStatus {
		a.Code, a.Body = known.code, known.body
		if a.RetryAfter == 0 {
			a.RetryAfter = known.retryAfter
		}
	} else if a.Preset != "" {
		return "preset debe ser uno de " + strings.Join(slices.Sorted(maps.Keys(presets)), ", ")
	}
	switch a.Type {
	case actionStatus:
		if a.Code < 200 || a.Code > 599 {
			return "code debe estar entre 200 y 599"
		}
	case actionDelay, actionSlowBody:
		if a.MS <= 0 || a.MS > 120_000 {
			return "ms debe estar entre 1 y 120000"
		}
	case actionWrongType:
		if a.What == "" {
			a.What = "amount_string"
		}
		if spoilers[a.What] == nil {
			return "what debe ser uno de " + strings.Join(slices.Sorted(maps.Keys(spoilers)), ", ")
		}
	case actionDrop, actionTruncate, actionMalformed:
	default:
		return "type debe ser status, delay, drop, truncate, malformed_json, wrong_type o slow_body"
	}
	return ""
}

// replaces reports whether the answer of the call itself is not needed.
func (a action) replaces() bool { return a.Type == actionStatus || a.Type == actionDrop }

// name is how the log calls it.
func (a action) name() string {
	for _, detail := range []string{a.Preset, a.What} {
		if detail != "" {
			return a.Type + " " + detail
		}
	}
	if a.Code != 0 {
		return a.Type + " " + strconv.Itoa(a.Code)
	}
	return a.Type
}

// perform answers instead of the call, whose own answer is held unless it was
// never made.
func (a action) perform(w http.ResponseWriter, r *http.Request, held *heldAnswer) {
	switch a.Type {
	case actionDelay:
		if held != nil {
			held.release(w)
		}
	case actionDrop:
		panic(http.ErrAbortHandler) // net/http then closes the connection without a word
	case actionTruncate:
		a.truncate(w, held)
	case actionMalformed:
		held.body.Truncate(held.body.Len() * 2 / 3)
		held.release(w)
	case actionWrongType:
		held.body = spoiled(held.body, spoilers[a.What])
		held.release(w)
	case actionSlowBody:
		a.trickle(w, r, held)
	default:
		a.replace(w)
	}
}

func (a action) replace(w http.ResponseWriter) {
	if a.RetryAfter > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(a.RetryAfter))
	}
	kind := "text/html; charset=utf-8"
	if len(a.Body) > 0 && (a.Body[0] == '{' || a.Body[0] == '[') {
		kind = "application/json; charset=utf-8"
	}
	w.Header().Set("Content-Type", kind)
	w.WriteHeader(a.Code)
	_, _ = w.Write([]byte(a.Body)) // a caller that left is no concern of ours
}

func (a action) pause(r *http.Request) {
	timer := time.NewTimer(time.Duration(a.MS) * time.Millisecond)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-r.Context().Done():
	}
}

// truncate promises the whole body, gives half of it and hangs up.
func (a action) truncate(w http.ResponseWriter, held *heldAnswer) {
	held.header.Set("Content-Length", strconv.Itoa(held.body.Len()))
	held.body.Truncate(held.body.Len() / 2)
	held.release(w)
	flush(w)
	panic(http.ErrAbortHandler)
}

// trickle gives the body in ten parts over the time that was asked for.
func (a action) trickle(w http.ResponseWriter, r *http.Request, held *heldAnswer) {
	body := bytes.Clone(held.body.Bytes())
	held.body.Reset()
	held.release(w)
	slice := action{MS: max(1, a.MS/10)}
	for part := range slices.Chunk(body, max(1, (len(body)+9)/10)) {
		slice.pause(r)
		_, _ = w.Write(part) // a caller that left is no concern of ours
		flush(w)
	}
}

func flush(w http.ResponseWriter) { _ = http.NewResponseController(w).Flush() } // a recorder cannot

// spoilers turn a payment into one that a careless client chokes on.
var spoilers = map[string]func(object){
	"amount_string":         func(p object) { p["transaction_amount"] = textOf(p["transaction_amount"]) },
	"null_payer":            func(p object) { p["payer"] = nil },
	"order_array":           func(p object) { p["order"] = []any{p["order"]} },
	"id_string":             func(p object) { p["id"] = textOf(p["id"]) },
	"empty_release_date":    func(p object) { p["money_release_date"] = "" },
	"unknown_status":        func(p object) { p["status"], p["status_detail"] = "frozen", "frozen_by_nobody" },
	"other_currency":        func(p object) { p["currency_id"] = "USD" },
	"not_live":              func(p object) { p["live_mode"] = false },
	"unknown_status_detail": func(p object) { p["status_detail"] = "accredited_somehow" },
}

func textOf(v any) string {
	encoded, _ := json.Marshal(v) // it was decoded a moment ago
	return strings.Trim(string(encoded), `"`)
}

// spoiled changes a payment, or each payment of a list, and leaves anything else.
func spoiled(body bytes.Buffer, spoil func(object)) bytes.Buffer {
	var decoded object
	decoder := json.NewDecoder(bytes.NewReader(body.Bytes()))
	decoder.UseNumber()
	if decoder.Decode(&decoded) != nil {
		return body
	}
	results, listed := decoded["results"].([]any)
	if !listed {
		results = []any{decoded}
	}
	for _, one := range results {
		if p, ok := one.(object); ok && p["transaction_amount"] != nil {
			spoil(p)
		}
	}
	var out bytes.Buffer
	_ = json.NewEncoder(&out).Encode(decoded) // what was decoded can be encoded
	return out
}
