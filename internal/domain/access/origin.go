package access

import "context"

// Origin is where a request came from, for the audit log.
type Origin struct {
	RequestID string // X-Request-ID
	Address   string // the client's IP, as a trusted proxy forwards it
	UserAgent string
}

type originKey struct{}

// WithOrigin returns a context that carries o.
func WithOrigin(ctx context.Context, o Origin) context.Context {
	return context.WithValue(ctx, originKey{}, o)
}

// OriginFrom returns the origin of the request, or the zero value outside of one.
func OriginFrom(ctx context.Context) Origin {
	o, _ := ctx.Value(originKey{}).(Origin)
	return o
}
