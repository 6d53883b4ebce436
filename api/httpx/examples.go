package httpx

import (
	"cmp"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// exemplify gives every parameter of the document an example, and the bodies of a dinner; a page makes the others of
// the schemas. Whoever tries an operation out starts from something that is accepted.
func exemplify(doc *huma.OpenAPI) {
	for _, item := range doc.Paths {
		for _, op := range []*huma.Operation{item.Get, item.Post, item.Put, item.Patch, item.Delete} {
			if op == nil {
				continue
			}
			for _, p := range op.Parameters {
				p.Example = cmp.Or(p.Example, exampleOf(p.Schema, p.Name))
			}
			if body, ok := played[op.OperationID]; ok {
				op.RequestBody.Content["application/json"].Example = body
			}
		}
	}
}

// played are the bodies of a dinner at the restaurant that the demonstration brings: two empanadas (11) at 1200 cents, a
// milanesa (23) at 11000, a provoleta (17).
var played = map[string]object{ //nolint:gosec // the demonstration's password
	"login":          {"email": "admin@demo.com", "password": "admin123"},
	"registerDiner":  {"name": "Ana", "color": "#E11D48", "local_id": "telefono-de-ana", "device_id": "telefono-de-ana"},
	"setCartItem":    {"product_id": 11, "quantity": 2, "diner_id": 1, "notes": "bien calientes"},
	"updateCartItem": {"quantity": 3},
	"submitRound": {"items": []any{
		object{"product_id": 11, "qty": 2, "diner_id": 1, "notes": "para Ana"}, object{"product_id": 23, "qty": 1},
	}},
	"submitRoundForSession":     {"items": []any{object{"product_id": 17, "qty": 1}}, "notes": "al medio"},
	"createServiceCall":         {"type": "WAITER_CALL"},
	"updateRoundStatus":         {"status": "CONFIRMED"},
	"createPreference":          {"check_id": 1, "diner_id": 1, "own_part": true, "tip_cents": 240},
	"recordCashPayment":         {"check_id": 1, "amount_cents": 11_000, "tip_cents": 1_100},
	"recordManualPayment":       {"check_id": 1, "amount_cents": 11_000, "manual_method": "CARD_PHYSICAL"},
	"refundPayment":             {"amount_cents": 1_200, "reason": "Se cobró una empanada de más."},
	"applyDiscount":             {"discount_type": "PERCENT", "value": 10, "reason": "Esperaron la comida."},
	"activateTable":             {"diner_count": 2, "notes": "Cumpleaños"},
	"closeTable":                {"force": false},
	"voidRoundItem":             {"reason": "Se cayó el plato."},
	"submitFeedback":            {"rating": 5, "comment": "Las empanadas, como las de antes."},
	"updateProductAvailability": {"is_available": false},
}

// exampleOf is a value that a parameter's schema accepts.
func exampleOf(s *huma.Schema, name string) any {
	switch {
	case len(s.Examples) > 0:
		return s.Examples[0]
	case len(s.Enum) > 0:
		return s.Enum[0]
	case s.Default != nil:
		return s.Default
	}
	switch s.Type {
	case huma.TypeArray:
		return []any{exampleOf(s.Items, strings.TrimSuffix(name, "s"))}
	case huma.TypeInteger, huma.TypeNumber:
		return number(s)
	case huma.TypeBoolean:
		return true
	}
	return words(s, name)
}

func number(s *huma.Schema) any {
	n := 1.0
	if s.Minimum != nil {
		n = max(n, *s.Minimum)
	}
	if s.Maximum != nil {
		n = min(n, *s.Maximum)
	}
	if s.Type == huma.TypeInteger {
		return int64(n)
	}
	return n
}

// byFormat and byName are what texts look like.
var (
	byFormat = map[string]string{"date": "2026-03-01", "date-time": "2026-03-01T21:30:00-03:00"}
	byName   = map[string]string{
		"slug": "centro", "branch_slug": "centro", "code": "INT-01", "table_code": "INT-01", "device_id": "telefono-de-ana",
		keyHeader: "ana-ronda-1", "X-TOTP-Code": "123456",
	}
)

func words(s *huma.Schema, name string) string {
	return cmp.Or(byFormat[s.Format], byName[name], "texto")
}
