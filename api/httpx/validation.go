package httpx

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/validation"

	"integrador/internal/domain/fault"
)

// Violation is one thing wrong with a request: a stable kind, a Spanish sentence
// and, below the place that is reported, where it is. huma passes errors on as
// text, so a violation's text is its three parts.
type Violation struct {
	Kind, Text string
	at         string // a JSON pointer, or ""
}

const part = "|"

// Error implements error.
func (v Violation) Error() string { return v.Kind + part + v.Text + part + v.at }

// spanish gives each of huma's messages a kind, which the PWAs know from the
// API they were written for, and a Spanish sentence. %.0v swallows what huma
// would quote there.
var spanish = map[*string]string{
	&validation.MsgUnexpectedProperty:                "extra_forbidden|No esperábamos este dato.|",
	&validation.MsgExpectedRFC3339DateTime:           "datetime_parsing|Tiene que ser una fecha y hora, p. ej. 2026-03-01T20:00:00Z.|",
	&validation.MsgExpectedRFC1123DateTime:           "datetime_parsing|Tiene que ser una fecha y hora.|",
	&validation.MsgExpectedRFC3339Date:               "date_parsing|Tiene que ser una fecha, p. ej. 2026-03-01.|",
	&validation.MsgExpectedRFC3339Time:               "time_parsing|Tiene que ser una hora.|",
	&validation.MsgExpectedRFC5322Email:              "value_error|Tiene que ser un correo electrónico.|%.0v",
	&validation.MsgExpectedRFC3986URI:                "url_parsing|Tiene que ser una dirección web.|%.0v",
	&validation.MsgExpectedRFC4122UUID:               "uuid_parsing|Tiene que ser un identificador UUID.|%.0v",
	&validation.MsgExpectedRFCIPAddr:                 "value_error|Tiene que ser una dirección IP.|",
	&validation.MsgExpectedRegexp:                    "value_error|Tiene que ser una expresión regular.|%.0v",
	&validation.MsgExpectedDuration:                  "value_error|Tiene que ser una duración.|%.0v",
	&validation.MsgExpectedMatchAtLeastOneSchema:     "value_error|No tiene ninguna de las formas posibles.|",
	&validation.MsgExpectedMatchExactlyOneSchema:     "value_error|No tiene una de las formas posibles.|",
	&validation.MsgExpectedNotMatchSchema:            "value_error|No puede tener esta forma.|",
	&validation.MsgExpectedBoolean:                   "bool_type|Tiene que ser verdadero o falso.|",
	&validation.MsgExpectedNumber:                    "float_type|Tiene que ser un número.|",
	&validation.MsgExpectedInteger:                   "int_type|Tiene que ser un número entero.|",
	&validation.MsgExpectedString:                    "string_type|Tiene que ser un texto.|",
	&validation.MsgExpectedBase64String:              "value_error|Tiene que ser base64.|",
	&validation.MsgExpectedArray:                     "list_type|Tiene que ser una lista.|",
	&validation.MsgExpectedObject:                    "dict_type|Tiene que ser un objeto.|",
	&validation.MsgExpectedArrayItemsUnique:          "value_error|No puede haber repetidos.|",
	&validation.MsgExpectedOneOf:                     "enum|Tiene que ser uno de estos: %s.|",
	&validation.MsgExpectedMinimumNumber:             "greater_than_equal|Tiene que ser %v o más.|",
	&validation.MsgExpectedExclusiveMinimumNumber:    "greater_than|Tiene que ser más que %v.|",
	&validation.MsgExpectedMaximumNumber:             "less_than_equal|Tiene que ser %v o menos.|",
	&validation.MsgExpectedExclusiveMaximumNumber:    "less_than|Tiene que ser menos que %v.|",
	&validation.MsgExpectedNumberBeMultipleOf:        "multiple_of|Tiene que ser múltiplo de %v.|",
	&validation.MsgExpectedMinLength:                 "string_too_short|Tiene que tener %d caracteres o más.|",
	&validation.MsgExpectedMaxLength:                 "string_too_long|Tiene que tener %d caracteres o menos.|",
	&validation.MsgExpectedBePattern:                 "string_pattern_mismatch|Tiene que ser %s.|",
	&validation.MsgExpectedMatchPattern:              "string_pattern_mismatch|No tiene la forma esperada.|%.0s",
	&validation.MsgExpectedMinItems:                  "too_short|Tiene que haber %d o más.|",
	&validation.MsgExpectedMaxItems:                  "too_long|Tiene que haber %d o menos.|",
	&validation.MsgExpectedMinProperties:             "too_short|Tiene que haber %d datos o más.|",
	&validation.MsgExpectedMaxProperties:             "too_long|Tiene que haber %d datos o menos.|",
	&validation.MsgExpectedRequiredProperty:          "missing|Falta este dato.|/%s",
	&validation.MsgExpectedDependentRequiredProperty: "missing|Falta este dato.|/%s%.0s",
}

// wired translates messages about parameters that huma does not let us set.
var wired = []struct {
	prefix string
	Violation
}{
	{"required ", Violation{Kind: "missing", Text: "Falta este dato."}},
	{"invalid integer", Violation{Kind: "int_parsing", Text: "Tiene que ser un número entero."}},
	{"invalid float", Violation{Kind: "float_parsing", Text: "Tiene que ser un número."}},
	{"invalid boolean", Violation{Kind: "bool_parsing", Text: "Tiene que ser true o false."}},
	{"invalid date/time", Violation{Kind: "datetime_parsing", Text: "Tiene que ser una fecha."}},
}

func violationOf(message string) Violation {
	if parts := strings.SplitN(message, part, 3); len(parts) == 3 {
		return Violation{parts[0], parts[1], parts[2]}
	}
	for _, w := range wired {
		if strings.HasPrefix(message, w.prefix) {
			return w.Violation
		}
	}
	return Violation{Kind: "value_error", Text: "El valor no sirve."}
}

// DetailItem is one element of detail in a 422.
type DetailItem struct {
	Type  string `json:"type"`
	Loc   []any  `json:"loc"`
	Msg   string `json:"msg"`
	Input any    `json:"input"`
}

func newDetailItem(d *huma.ErrorDetail) DetailItem {
	v := violationOf(d.Message)
	item := DetailItem{Type: v.Kind, Loc: location(d.Location, v.at), Msg: v.Text}
	if v.at == "" { // otherwise the value is that of all around it
		item.Input = echo(item.Loc, d.Value)
	}
	return item
}

// location turns "body.items[0].qty" and a pointer below it into a list of
// names and indexes.
func location(path, below string) []any {
	loc := []any{}
	for _, word := range strings.FieldsFunc(path, func(r rune) bool { return strings.ContainsRune(".[]", r) }) {
		loc = append(loc, index(word))
	}
	for word := range strings.SplitSeq(strings.TrimPrefix(below, "/"), "/") {
		if word != "" {
			loc = append(loc, index(word))
		}
	}
	return loc
}

func index(word string) any {
	if n, err := strconv.Atoi(word); err == nil {
		return n
	}
	return word
}

// unspoken are the names of what is never sent back.
var unspoken = []any{"password", "refresh_token", "totp_code", "token", "secret"}

// echo gives what was sent at a place, if that is short and no secret.
func echo(loc []any, value any) any {
	if len(loc) < 2 || slices.ContainsFunc(loc, func(word any) bool { return slices.Contains(unspoken, word) }) {
		return nil
	}
	switch v := value.(type) {
	case string:
		if utf8.RuneCountInString(v) <= 100 {
			return v
		}
	case bool, float64, int64, int:
		return v
	}
	return nil
}

// validationProblem is what huma calls to refuse a request by itself.
func validationProblem(hc huma.Context, status int, _ string, errs ...error) huma.StatusError {
	p := invalid(status, errs)
	if hc == nil {
		return p
	}
	return p.of(RequestFrom(hc.Context()).ID)
}

func invalid(status int, errs []error) *Problem {
	switch status {
	case http.StatusRequestEntityTooLarge:
		return tooLarge
	case http.StatusUnsupportedMediaType:
		return notJSON
	case http.StatusRequestTimeout:
		return slowBody
	}
	var items []DetailItem
	for _, err := range errs {
		var f *fault.Error
		var large *http.MaxBytesError
		var d huma.ErrorDetailer
		switch {
		case errors.As(err, &f):
			return problemOf(f)
		case errors.As(err, &large):
			return tooLarge
		case errors.As(err, &d):
			items = append(items, newDetailItem(d.ErrorDetail()))
		}
	}
	switch {
	case len(items) > 0:
	case status == http.StatusInternalServerError:
		return brokenBody
	default: // huma gives no details when a body is required and absent
		items = []DetailItem{{Type: "missing", Loc: []any{"body"}, Msg: "Falta el cuerpo del pedido."}}
	}
	return &Problem{Status: http.StatusUnprocessableEntity, Code: "validation_error", Detail: items}
}

var (
	tooLarge   = refusal(http.StatusRequestEntityTooLarge, "body_too_large", "El pedido es demasiado grande.")
	notJSON    = refusal(http.StatusUnsupportedMediaType, "unsupported_media_type", "El cuerpo del pedido tiene que ser JSON.")
	slowBody   = refusal(http.StatusRequestTimeout, "body_timeout", "El pedido tardó demasiado en llegar.")
	brokenBody = refusal(http.StatusBadRequest, "body_broken", "El pedido llegó incompleto.")
)
