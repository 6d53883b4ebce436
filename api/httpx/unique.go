package httpx

import (
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/validation"
)

// keepUnique takes the check of uniqueItems away from huma, which panics where an element is a list or an object: it
// compares elements before it knows their types. decode checks the lists that it has read. The document is written
// before, and says uniqueItems.
func keepUnique(doc *huma.OpenAPI) {
	for _, s := range doc.Components.Schemas.Map() {
		keepUniqueIn(s)
	}
	for _, item := range doc.Paths {
		for _, op := range []*huma.Operation{item.Post, item.Put, item.Patch, item.Delete} {
			if op == nil || op.RequestBody == nil {
				continue
			}
			for _, media := range op.RequestBody.Content {
				keepUniqueIn(media.Schema)
			}
		}
	}
}

func keepUniqueIn(s *huma.Schema) {
	s.UniqueItems = false
	for _, member := range s.Properties {
		keepUniqueIn(member)
	}
	if s.Items != nil {
		keepUniqueIn(s.Items)
	}
}

// repeated finds a list in v, a body or a part of one, that says uniqueItems and has an element twice. at is its path.
func repeated(v reflect.Value) (at string, found bool) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			return repeated(v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			if at, found := repeated(v.Index(i)); found {
				return at, true
			}
		}
	case reflect.Struct:
		for field, value := range v.Fields() {
			if !field.IsExported() {
				continue
			}
			name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
			if field.Tag.Get("uniqueItems") == "true" && hasTwins(value) {
				return "/" + name, true
			}
			if at, found := repeated(value); found {
				if name != "" {
					at = "/" + name + at
				}
				return at, true
			}
		}
	default:
	}
	return "", false
}

// hasTwins reports that a list, or the one that was sent in a Patch, has an element twice.
func hasTwins(list reflect.Value) bool {
	if list.Kind() == reflect.Struct {
		list = list.FieldByName("Value")
	}
	if list.Kind() == reflect.Pointer {
		list = list.Elem()
	}
	if !list.IsValid() {
		return false
	}
	seen := map[any]bool{}
	for i := range list.Len() {
		element := list.Index(i).Interface()
		if seen[element] {
			return true
		}
		seen[element] = true
	}
	return false
}

func errRepeated(at string) error {
	v := violationOf(validation.MsgExpectedArrayItemsUnique)
	v.at = at
	return v
}
