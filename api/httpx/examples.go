package httpx

import (
	"maps"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// exemplify gives every parameter, body and answer of the document an example:
// what tags say, and what types and names suggest where they say nothing. Whoever
// tries an operation out starts from something that is accepted.
func exemplify(doc *huma.OpenAPI) {
	e := examples{doc.Components.Schemas}
	for _, item := range doc.Paths {
		for _, op := range []*huma.Operation{item.Get, item.Post, item.Put, item.Patch, item.Delete} {
			if op != nil {
				e.operation(op)
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

type examples struct{ schemas huma.Registry }

func (e examples) operation(op *huma.Operation) {
	for _, p := range op.Parameters {
		if p.Example == nil && p.Schema != nil {
			p.Example = e.of(p.Schema, p.Name, nil)
		}
	}
	if op.RequestBody != nil {
		if body, ok := played[op.OperationID]; ok {
			op.RequestBody.Content["application/json"].Example = body
		}
		e.content(op.RequestBody.Content)
	}
	for _, r := range op.Responses {
		e.content(r.Content)
	}
}

func (e examples) content(content map[string]*huma.MediaType) {
	for _, m := range content {
		if m.Schema != nil && m.Example == nil {
			m.Example = e.of(m.Schema, "", nil)
		}
	}
}

// of is a value that a schema accepts. within are the schemas around it: one that
// has itself inside ends there.
func (e examples) of(s *huma.Schema, name string, within []string) any {
	if s.Ref != "" {
		if slices.Contains(within, s.Ref) {
			return nil
		}
		return e.of(e.schemas.SchemaFromRef(s.Ref), name, append(slices.Clone(within), s.Ref))
	}
	switch {
	case len(s.Examples) > 0:
		return s.Examples[0]
	case len(s.Enum) > 0:
		return s.Enum[0]
	case s.Default != nil && s.Type != huma.TypeArray:
		return s.Default
	case len(s.OneOf) > 0:
		return e.of(s.OneOf[0], name, within)
	case len(s.AnyOf) > 0:
		return e.of(s.AnyOf[0], name, within)
	}
	switch s.Type {
	case huma.TypeObject:
		return e.object(s, within)
	case huma.TypeArray:
		if item := e.of(s.Items, strings.TrimSuffix(name, "s"), within); item != nil {
			return []any{item}
		}
		return []any{}
	case huma.TypeInteger, huma.TypeNumber:
		return number(s, name)
	case huma.TypeBoolean:
		return true
	case huma.TypeString:
		return words(s, name)
	}
	return nil
}

func (e examples) object(s *huma.Schema, within []string) map[string]any {
	out := map[string]any{}
	for _, name := range slices.Sorted(maps.Keys(s.Properties)) {
		if property := s.Properties[name]; name != "$schema" && !property.WriteOnly {
			out[name] = e.of(property, name, within)
		}
	}
	if more, ok := s.AdditionalProperties.(*huma.Schema); ok {
		out["1"] = e.of(more, "", within)
	}
	return out
}

func number(s *huma.Schema, name string) any {
	n := 1.0
	if strings.HasSuffix(name, "_cents") {
		n = 850_000
	}
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
	byFormat = map[string]string{
		"date": "2026-03-01", "date-time": "2026-03-01T21:30:00-03:00", "time": "21:30:00",
		"email": "lucia@buensabor.example", "uri": "https://images.unsplash.com/photo-1544025162-d76694265947",
		"uuid": "018f2b8e-7b1a-7c3e-9a55-2f1f3f1f7d10",
	}
	byName = map[string]string{ //nolint:gosec // examples
		"name": "Buen Sabor", "description": "Con papas fritas.", "email": "lucia@buensabor.example", "phone": "261 555-0101", "address": "San Martín 1234",
		"timezone": "America/Argentina/Mendoza", "opening_time": "12:00", "closing_time": "23:30", "start_time": "12:00", "end_time": "16:00",
		"icon": "🍽️", "color": "#0F766E", "theme_color": "#0F766E", "code": "INT-01", "table_code": "INT-01", "slug": "centro", "X-Idempotency-Key": "ana-ronda-1", "device_id": "telefono-de-ana", "branch_slug": "centro",
		"currency": "ARS", "detail": "No lo encontramos.", "password": "una clave larga", "request_id": "018f2b8e-7b1a-7c3e-9a55-2f1f3f1f7d10",
		"ip_address": "190.12.34.56", "unit": "kg", "reason": "Se venció.", "shift": "MORNING", "product_name": "Milanesa napolitana",
	}
)

func words(s *huma.Schema, name string) string {
	text, known := byFormat[s.Format]
	if !known {
		text = byName[name]
	}
	if text == "" {
		text = "texto"
	}
	if s.MinLength != nil {
		text += strings.Repeat("x", max(0, *s.MinLength-len([]rune(text))))
	}
	if r := []rune(text); s.MaxLength != nil && len(r) > *s.MaxLength {
		text = string(r[:*s.MaxLength])
	}
	return text
}
