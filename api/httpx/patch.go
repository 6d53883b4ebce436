package httpx

import (
	"bytes"
	"fmt"
	"reflect"

	"github.com/danielgtaylor/huma/v2"
	"github.com/go-json-experiment/json"
)

// Patch is a member of a body that changes a part of a row: what was not sent
// stays as it is, and null empties what can be empty. The member's tag needs
// required:"false".
type Patch[T any] struct {
	Sent  bool
	Value *T // nil if null was sent
}

// UnmarshalJSON implements json.Unmarshaler. It matches names to the letter, as
// the validation did: the standard library would take "Price_Cents" too, which
// nobody has looked at.
func (p *Patch[T]) UnmarshalJSON(raw []byte) error {
	p.Sent = true
	if bytes.Equal(raw, []byte("null")) {
		p.Value = nil
		return nil
	}
	p.Value = new(T)
	return json.Unmarshal(raw, p.Value)
}

// Schema implements huma.SchemaProvider: a T, or null.
func (p Patch[T]) Schema(r huma.Registry) *huma.Schema {
	schema := r.Schema(reflect.TypeFor[T](), true, "")
	if schema.Ref != "" { // a schema of its own cannot be null in one place only, and huma takes anything for a null
		schema = r.SchemaFromRef(schema.Ref)
	}
	own := *schema
	own.Nullable = true
	return &own
}

// To writes what was sent into a column that cannot be empty; null changes
// nothing there.
func (p Patch[T]) To(column *T) {
	if p.Sent && p.Value != nil {
		*column = *p.Value
	}
}

// Apply writes what body sent into the fields of row with the same names. Null empties a column that may be empty
// and changes nothing in another one; a list is emptied where body's field is tagged apply:"null". Fields that are
// tagged apply:"-" are left to the caller. A field that fits none of row's is a mistake in the program: it panics,
// whatever was sent.
func Apply[Row, Body any](row *Row, body Body) {
	columns := reflect.ValueOf(row).Elem()
	for field, value := range reflect.ValueOf(body).Fields() {
		sent, ok := value.Interface().(interface {
			apply(column any, tag string) bool
		})
		tag := field.Tag.Get("apply")
		if !ok || tag == "-" {
			continue
		}
		column := columns.FieldByName(field.Name)
		if !column.IsValid() || !sent.apply(column.Addr().Interface(), tag) {
			panic(fmt.Sprintf("%T.%s does not fit %T", body, field.Name, *row))
		}
	}
}

// apply reports whether p fits a column, which it writes.
func (p Patch[T]) apply(column any, tag string) bool {
	switch column := column.(type) {
	case *T:
		if p.Sent && p.Value == nil && tag == "null" {
			var none T
			p.Value = &none
		}
		p.To(column)
	case **T:
		if p.Sent {
			*column = p.Value
		}
	case **string:
		image, ok := any(p.Value).(*ImageURL)
		if ok && p.Sent {
			*column = image.OrNull()
		}
		return ok
	default:
		return false
	}
	return true
}

// Or is a default for a member whose zero value means that it was not sent.
// Defaults of tags do not reach into every Patch.
func Or[T comparable](value, otherwise T) T {
	var none T
	if value == none {
		return otherwise
	}
	return value
}

// OrTrue is true where nobody said otherwise.
func OrTrue(value *bool) bool { return value == nil || *value }
