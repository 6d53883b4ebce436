package httpx

import (
	"bytes"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// PatchOf is the body of a PATCH of something with too many members for one
// Patch each. Its members are those of T, all of them optional: what was not
// sent stays as it is, and null empties what can be empty.
type PatchOf[T any] struct{ sent map[string]jsontext.Value }

// UnmarshalJSON implements json.Unmarshaler.
func (p *PatchOf[T]) UnmarshalJSON(raw []byte) error { return json.Unmarshal(raw, &p.sent) }

// Schema implements huma.SchemaProvider: T's, where nothing has to be sent, and
// nothing stands for what was not.
func (p PatchOf[T]) Schema(r huma.Registry) *huma.Schema {
	whole := huma.SchemaFromType(r, reflect.TypeFor[T]())
	part := *whole
	part.Required, part.Properties = nil, maps.Clone(whole.Properties)
	for name, member := range part.Properties {
		if member.Ref == "" {
			own := *member
			own.Default, own.Nullable = nil, true
			part.Properties[name] = &own
		}
	}
	part.PrecomputeMessages()
	return &part
}

// Resolve implements huma.ResolverWithPath: it does for the image of T, if T has
// one, what ImageURL does by itself.
func (p *PatchOf[T]) Resolve(c huma.Context, at *huma.PathBuffer) []error {
	var image ImageURL
	if json.Unmarshal(p.sent["image"], &image) != nil {
		return nil
	}
	at.Push("image")
	defer at.Pop()
	return image.Resolve(c, at)
}

// Has reports whether a member was sent.
func (p PatchOf[T]) Has(member string) bool { _, sent := p.sent[member]; return sent }

// Of gives what old becomes.
func (p PatchOf[T]) Of(old T) (changed T, err error) {
	raw, err := json.Marshal(old)
	if err != nil {
		return changed, fmt.Errorf("encode what is patched: %w", err)
	}
	members := map[string]jsontext.Value{}
	if err := json.Unmarshal(raw, &members); err != nil {
		return changed, fmt.Errorf("decode what is patched: %w", err)
	}
	full := cannotBeEmpty(reflect.TypeFor[T]())
	for name, value := range p.sent {
		if !bytes.Equal(value, []byte("null")) || !slices.Contains(full, name) {
			members[name] = value
		}
	}
	if raw, err = json.Marshal(members); err == nil {
		err = json.Unmarshal(raw, &changed)
	}
	if err != nil {
		return changed, fmt.Errorf("apply a patch: %w", err)
	}
	return changed, nil
}

// cannotBeEmpty names the members of a struct that null does not fit.
func cannotBeEmpty(t reflect.Type) (names []string) {
	for field := range t.Fields() {
		if kind := field.Type.Kind(); kind != reflect.Pointer && kind != reflect.Slice {
			name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
			names = append(names, name)
		}
	}
	return names
}
