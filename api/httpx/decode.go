package httpx

import (
	"bytes"
	"errors"
	"io"
	"reflect"
	"strings"
	"unicode"

	"github.com/danielgtaylor/huma/v2"
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"golang.org/x/text/unicode/norm"
)

// JSONFormat is how bodies are read and written. Names are matched to the
// letter, a repeated name and broken UTF-8 are refused, unknown names are
// ignored. In answers an empty list is [] and never null; leave a field out with
// omitzero, since omitempty here speaks of the JSON value.
var JSONFormat = huma.Format{
	Marshal:   func(w io.Writer, v any) error { return json.MarshalWrite(w, v) },
	Unmarshal: decode,
}

func decode(data []byte, into any) error {
	tidied, err := tidyBody(data)
	if err == nil {
		err = json.Unmarshal(tidied, into)
	}
	if err != nil {
		return asViolation(err)
	}
	if at, found := repeated(reflect.ValueOf(into)); found {
		return errRepeated(at)
	}
	return nil
}

// asViolation says in the manner of validation.go what is wrong with a body.
func asViolation(err error) error {
	var syntax *jsontext.SyntacticError
	var meaning *json.SemanticError
	switch {
	case err == nil:
		return nil
	case errors.Is(err, jsontext.ErrDuplicateName):
		errors.As(err, &syntax)
		return Violation{Kind: "duplicate_name", Text: "El dato está repetido.", at: string(syntax.JSONPointer)}
	case errors.As(err, &meaning):
		return Violation{Kind: "value_error", Text: "El valor no sirve para este dato.", at: string(meaning.JSONPointer)}
	case errors.As(err, &Violation{}):
		return err
	default:
		return Violation{Kind: "json_invalid", Text: "El cuerpo no es JSON válido."}
	}
}

// tidyBody gives data with the strings in it tidied. Most bodies are plain ASCII
// and come back as they are.
func tidyBody(data []byte) ([]byte, error) {
	if isPlain(data) {
		return data, nil
	}
	var out bytes.Buffer
	in, to := jsontext.NewDecoder(bytes.NewReader(data)), jsontext.NewEncoder(&out)
	for {
		token, err := in.ReadToken()
		if errors.Is(err, io.EOF) {
			return out.Bytes(), nil
		}
		if err != nil {
			return nil, err
		}
		if token.Kind() == '"' {
			text, ok := Tidy(token.String())
			if !ok {
				return nil, Violation{
					Kind: "control_character", Text: "El texto tiene caracteres que no se pueden usar.", at: string(in.StackPointer()),
				}
			}
			token = jsontext.String(text)
		}
		if err := to.WriteToken(token); err != nil {
			return nil, err
		}
	}
}

// isPlain reports that data has neither escapes nor anything beyond ASCII.
func isPlain(data []byte) bool {
	for _, b := range data {
		if b >= 0x80 || b == '\\' {
			return false
		}
	}
	return true
}

// Tidy composes text (NFC) and takes out marks that nobody sees and that make it
// read otherwise than it is stored: direction overrides, zero-width spaces. It
// refuses control characters, which PostgreSQL or a printer would stumble over.
func Tidy(text string) (string, bool) {
	if strings.ContainsFunc(text, isControl) {
		return "", false
	}
	return norm.NFC.String(strings.Map(dropInvisible, text)), true
}

func isControl(r rune) bool {
	return unicode.IsControl(r) && r != '\n' && r != '\t' && r != '\r'
}

func dropInvisible(r rune) rune {
	switch {
	case r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069, // overrides and isolates
		r == 0x200E, r == 0x200F, r == 0x061C, // direction marks
		r == 0x200B, r == 0x2060, r == 0xFEFF: // zero width; the joiners of emoji stay
		return -1
	}
	return r
}
