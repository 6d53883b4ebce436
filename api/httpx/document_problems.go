package httpx

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// sharedProblem is a response that many operations refer to.
type sharedProblem struct {
	name, description string
	// codes are the reasons that it gives, by status. An operation that gives others lists them.
	codes map[string][]string
	// code and detail are its example, if it has one.
	code   string
	detail any
}

// sharedProblems are by the status that an operation lists, and by who may call it.
var sharedProblems = map[string]sharedProblem{
	"400": {
		name: "BadRequest", description: "Ahora no se puede.", code: "session_not_open",
		detail: "La cuenta ya fue pedida: no se puede pedir más en esta mesa.",
	},
	"401": {
		name: "Unauthorized", description: "No sabemos quién lo pide.", code: "token_expired",
		detail: "La sesión venció. Volvé a ingresar.",
	},
	"403": {
		name: "Forbidden", description: "No tiene permiso.", code: "role_forbidden", detail: "Tu rol no permite hacer esto.",
	},
	"404": {
		name: "NotFound", description: "No existe, o no es de este restaurante.",
		code: "not_found", detail: "No lo encontramos.",
	},
	"409": {
		name: "Conflict", description: "Choca con lo que ya hay.", code: "table_reserved",
		detail: "La mesa ya está reservada a esa hora.",
	},
	"422": {name: "Invalid", description: "Los datos no sirven.", code: "validation_error", detail: missingItems},
	"429": {
		name: "TooManyRequests", description: "Demasiados pedidos seguidos: `rate_limited`; Retry-After dice cuándo volver.",
		codes: map[string][]string{"429": {"rate_limited", "table_busy"}}, code: "rate_limited",
		detail: "Demasiados intentos. Probá de nuevo en 30 segundos.",
	},
	"502": {
		name: "BadGateway", description: "El proveedor de pagos falló.", code: "mercadopago_error",
		detail: "Mercado Pago dio una respuesta inesperada.",
	},
	"503": {
		name: "Unavailable", description: "Ahora no podemos; Retry-After dice cuándo volver.",
		code: "timeout", detail: timeoutFault.Message,
	},
	"public": usualProblems("Public", nil),
	"staff": usualProblems("Staff", map[string][]string{
		"401": {
			"not_authenticated", "token_missing", "token_expired", "token_invalid", "token_revoked", "api_key_invalid",
			"signature_missing", "signature_version", "signature_stale", "signature_wrong", "signature_repeated",
		},
		"403": {"role_forbidden", "branch_forbidden", "permission_missing"}, "422": {keyReused},
	}),
	"table": usualProblems("Table", map[string][]string{
		"401": {"table_token_missing", "token_expired", "token_invalid", "session_closed", "session_not_here"}, "422": {keyReused},
	}),
}

const keyReused = "idempotency_key_reused"

// missingItems is the detail of an order without products.
var missingItems = []DetailItem{{Type: "missing", Loc: []any{"body", "items"}, Msg: "Falta este dato."}}

// usualProblems is what every operation of one kind of caller may answer.
func usualProblems(name string, codes map[string][]string) sharedProblem {
	all := map[string][]string{
		"403": {"origin_forbidden"}, "408": {"body_timeout"}, "413": {"body_too_large"}, "415": {"unsupported_media_type"},
		"404": {"not_found"}, "422": {"validation_error"}, "500": {"internal_error"},
		"503": {
			"timeout", "overloaded", "database_unavailable", "ledger_unavailable", "floor_unavailable", "floor_busy",
			"table_turning_over", "answer_late",
		},
	}
	for status, more := range codes {
		all[status] = slices.Concat(more, all[status])
	}
	text, listed := "Lo que cualquier operación puede responder:\n", all
	if codes != nil {
		text, listed = "Lo de Public, y además:\n", codes
	}
	for _, status := range slices.Sorted(maps.Keys(listed)) {
		text += fmt.Sprintf("\n- %s: %s", status, joined(listed[status]))
	}
	return sharedProblem{name: name, description: text, codes: all}
}

// usualProblem is the one of those who may call an operation.
func usualProblem(access string) sharedProblem {
	for kind := range strings.FieldsFuncSeq(access, func(r rune) bool { return r == ' ' || r == ',' }) {
		return sharedProblems[kind]
	}
	return sharedProblem{}
}

// has reports whether a status is among what is usual.
func (p sharedProblem) has(status string) bool { return len(p.codes[status]) > 0 }

// andUsual says that a status that an operation lists for reasons of its own is also answered for the usual ones: a
// listed status hides what "default" says of it.
const andUsual = "; y lo de default"

// reference refers to the response, with an operation's own reasons.
func (p sharedProblem) reference(codes []string) object {
	ref := object{"$ref": "#/components/responses/" + p.name}
	if len(codes) > 0 {
		ref["description"] = joined(codes)
	}
	return ref
}

func (p sharedProblem) response() object {
	media := object{"schema": object{"$ref": "#/components/schemas/Problem"}}
	if p.code != "" {
		media["example"] = object{"code": p.code, "detail": p.detail, "request_id": "018f2b8e-7b1a-7c3e-9a55-2f1f3f1f7d10"}
	}
	return object{"description": p.description, "content": object{"application/json": media}}
}

func joined(codes []string) string { return strings.Join(codes, ", ") }
