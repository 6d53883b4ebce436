package httpx

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"integrador/internal/domain/fault"
	"integrador/internal/platform/cors"
)

// What browsers of other origins may send and read.
const (
	corsMethods = "GET, POST, PUT, PATCH, DELETE, OPTIONS"
	corsHeaders = "Authorization, Content-Type, X-Table-Token, X-Request-ID, X-Requested-With, X-Device-Id, X-QR-Secret, X-TOTP-Code, " +
		"X-Idempotency-Key, Accept, Accept-Language, Cache-Control"
	corsExposed = "X-Request-ID, Retry-After"
	corsMaxAge  = "600"
)

var errOrigin = fault.New(fault.Forbidden, "origin_forbidden", "Esta página no puede usar el servicio.")

// allowOrigins answers browsers that ask whether a page of another origin may call, and
// lets the pages on the list do so with their cookies.
func allowOrigins(origins cors.Origins) gin.HandlerFunc {
	return func(c *gin.Context) {
		ours := origins.Allow(c.Writer.Header(), c.Request)
		if ours {
			c.Header("Access-Control-Expose-Headers", corsExposed)
		}
		if c.Request.Method != http.MethodOptions || c.GetHeader("Access-Control-Request-Method") == "" {
			c.Next()
			return
		}
		if ours {
			c.Header("Access-Control-Allow-Methods", corsMethods)
			c.Header("Access-Control-Allow-Headers", corsHeaders)
			c.Header("Access-Control-Max-Age", corsMaxAge)
		}
		c.AbortWithStatus(http.StatusNoContent)
	}
}

// sameSite refuses writes that a browser sends for a page of another origin that
// is not on the list; a cookie could be at work there. Programs that are no
// browsers pass. An origin that is not one ("*") is an error.
func sameSite(origins []string) (gin.HandlerFunc, error) {
	protection := http.NewCrossOriginProtection()
	for _, origin := range origins {
		if err := protection.AddTrustedOrigin(origin); err != nil {
			return nil, err
		}
	}
	return func(c *gin.Context) {
		if protection.Check(c.Request) != nil {
			refuse(c, problemOf(errOrigin))
		}
	}, nil
}

const contentPolicy = "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'"

// securityHeaders sets the headers that say to browsers what not to do with an answer.
// Answers are private unless the handler says otherwise.
func securityHeaders(production bool) gin.HandlerFunc {
	return func(c *gin.Context) {
		h := c.Writer.Header()
		h.Set("Content-Security-Policy", contentPolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "strict-origin-when-cross-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		if production {
			h.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
		}
		if strings.HasPrefix(c.Request.URL.Path, "/api/") || strings.HasPrefix(c.Request.URL.Path, "/admin/") {
			h.Set("Cache-Control", "no-store")
		}
	}
}
