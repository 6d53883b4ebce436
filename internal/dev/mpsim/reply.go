package mpsim

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	"integrador/internal/domain/money"
)

// object is a JSON object whose keys are Mercado Pago's.
type object = map[string]any

type reply struct {
	status int
	body   any
}

func (p reply) write(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(p.status)
	_ = json.NewEncoder(w).Encode(p.body) // a caller that left is no concern of ours
}

// locked runs a handler with the lock held, and encodes its answer before the lock
// is released: what it shows goes on changing.
func (s *Server) locked(handle func(*http.Request) reply) func(*http.Request) reply {
	return func(r *http.Request) reply {
		s.mu.Lock()
		defer s.mu.Unlock()
		answer := handle(r)
		if answer.status >= http.StatusMultipleChoices {
			return answer
		}
		body, err := json.Marshal(answer.body)
		if err != nil {
			return wrong(http.StatusInternalServerError, "no se pudo armar la respuesta")
		}
		if string(body) == "null" { // a list without elements
			body = []byte("[]")
		}
		return reply{answer.status, json.RawMessage(body)}
	}
}

// refuse answers in the shape of Mercado Pago's errors. Without a code the cause
// is an empty list.
func refuse(status int, key, message string, codes ...int) reply {
	cause := []object{}
	for _, code := range codes {
		cause = append(cause, object{"code": code, "description": message, "data": nil})
	}
	return reply{status, object{"message": message, "error": key, "status": status, "cause": cause}}
}

var zone = time.FixedZone("-04", -4*60*60)

// date writes a time the way the payments API does; the zero time is null.
func date(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.In(zone).Format("2006-01-02T15:04:05.000-07:00")
}

// pesos is an amount as a JSON number with two decimals.
type pesos money.Cents

func (p pesos) MarshalJSON() ([]byte, error) {
	return fmt.Appendf(nil, "%d.%02d", p/100, p%100), nil
}

var decimal = regexp.MustCompile(`^(-?[0-9]{1,12})(?:\.([0-9]{1,20}))?$`)

// parsePesos reads a JSON number, rounding half a cent away from zero as the API
// does. It is false for anything else, strings included.
func parsePesos(raw json.RawMessage) (money.Cents, bool) {
	parts := decimal.FindStringSubmatch(string(raw))
	if parts == nil {
		return 0, false
	}
	fraction := parts[2] + "000"
	n, err := strconv.ParseInt(strings.TrimPrefix(parts[1], "-")+fraction[:2], 10, 64)
	if err != nil {
		return 0, false
	}
	if fraction[2] >= '5' {
		n++
	}
	if parts[1][0] == '-' {
		n = -n
	}
	return money.Cents(n), true
}
