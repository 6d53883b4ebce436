package httpx

import (
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"integrador/internal/domain/money"
)

// boundAmounts gives every amount in a request's body an upper bound, where its tag names no lower one: a larger
// number is refused like any other value out of range, and sums of what is accepted do not overflow.
func boundAmounts(doc *huma.OpenAPI) {
	b := bounder{schemas: doc.Components.Schemas, seen: map[*huma.Schema]bool{}}
	for _, item := range doc.Paths {
		for _, op := range []*huma.Operation{item.Get, item.Post, item.Put, item.Patch, item.Delete} {
			if op == nil || op.RequestBody == nil {
				continue
			}
			for _, content := range op.RequestBody.Content {
				b.bound("", content.Schema)
			}
		}
	}
}

type bounder struct {
	schemas huma.Registry
	seen    map[*huma.Schema]bool
}

func (b bounder) bound(name string, s *huma.Schema) {
	if s != nil && s.Ref != "" {
		s = b.schemas.SchemaFromRef(s.Ref)
	}
	if s == nil || b.seen[s] {
		return
	}
	b.seen[s] = true
	if top := float64(money.Max); strings.HasSuffix(name, "_cents") && s.Type == huma.TypeInteger && (s.Maximum == nil || *s.Maximum > top) {
		s.Maximum = &top
		s.PrecomputeMessages()
	}
	b.bound(name, s.Items)
	for property, schema := range s.Properties {
		b.bound(property, schema)
	}
}
