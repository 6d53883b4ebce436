package httpx

import (
	"errors"
	"regexp"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"integrador/internal/domain/fault"
	"integrador/internal/platform/publicurl"
)

// ImageURL is the address of an image in a body. One that leads inside is refused
// with 422 before the operation runs. An empty one is none. A path is one of this server's own, as the demo's are.
type ImageURL string

// Resolve implements huma.ResolverWithPath.
func (u *ImageURL) Resolve(_ huma.Context, at *huma.PathBuffer) []error {
	if *u == "" || u.isOwnPath() {
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

// isOwnPath reports whether a browser finds the image where it found the page. What it would read as
// another server's ("//x", "/\\x") is no path.
func (u *ImageURL) isOwnPath() bool { return ownPath.MatchString(string(*u)) }

var ownPath = regexp.MustCompile(`^(/[A-Za-z0-9_-][A-Za-z0-9._-]*)+$`)

// Schema implements huma.SchemaProvider.
func (ImageURL) Schema(huma.Registry) *huma.Schema {
	most := publicurl.MaxLength
	return &huma.Schema{
		Type: huma.TypeString, Format: "uri-reference", MaxLength: &most,
		Description: "Dirección http o https, o una ruta de este servidor.",
	}
}

// OrNull is what is stored.
func (u *ImageURL) OrNull() *string {
	if u == nil || *u == "" {
		return nil
	}
	return (*string)(u)
}
