package httpx

import (
	"errors"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"integrador/internal/domain/fault"
	"integrador/internal/platform/publicurl"
)

// ImageURL is the address of an image in a body. One that leads inside is refused
// with 422 before the operation runs. An empty one is none.
type ImageURL string

// Resolve implements huma.ResolverWithPath.
func (u *ImageURL) Resolve(_ huma.Context, at *huma.PathBuffer) []error {
	if *u == "" {
		return nil
	}
	err := publicurl.Check(string(*u))
	var f *fault.Error
	if !errors.As(err, &f) {
		return nil
	}
	// A Patch is one member of the body; where it keeps the value is nobody's.
	where := strings.TrimSuffix(at.String(), ".value")
	return []error{&huma.ErrorDetail{Message: f.Reason + part + f.Message + part, Location: where, Value: string(*u)}}
}

// Schema implements huma.SchemaProvider.
func (ImageURL) Schema(huma.Registry) *huma.Schema {
	most := publicurl.MaxLength
	return &huma.Schema{
		Type: huma.TypeString, MaxLength: &most, Examples: []any{"https://images.ejemplo.com/milanesa.jpg"},
		Description: "Dirección http o https de una imagen en Internet.",
	}
}

// OrNull is what is stored.
func (u *ImageURL) OrNull() *string {
	if u == nil || *u == "" {
		return nil
	}
	return (*string)(u)
}
