package api

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/api/httpx"
)

// open are the routes that are no operations: anyone may read them.
var open = []string{"/openapi.json", "/docs", "/docs" + "/*asset", "/metrics", "/asyncapi.json"}

func TestEveryRouteHasAnAccessRule(t *testing.T) {
	t.Parallel()
	h := newFixture(t)
	ruled := map[string]string{}
	braces := regexp.MustCompile(`\{(\w+)\}`)
	for _, op := range h.Operations() {
		ruled[op.Method+" "+braces.ReplaceAllString(op.Path, ":$1")] = op.Access
		assert.NotEqual(t, "nobody", op.Access)
	}
	for _, route := range h.Routes() {
		if ruled[route.Method+" "+route.Path] == "" {
			assert.Contains(t, open, route.Path, "%s %s is no operation", route.Method, route.Path)
		}
	}
}

// The document of the events and its page have a request id and security headers, as all answers have.
func TestEventDocsAreServedWithinTheMiddleware(t *testing.T) {
	t.Parallel()
	h := newFixture(t)
	for path, contentType := range map[string]string{
		"/asyncapi.json": "application/json", "/docs/events": "text/html; charset=utf-8",
	} {
		a := h.Call(t, "GET", path, nil, nil).Want(t, 200, "")
		assert.Equal(t, contentType, a.Header.Get("Content-Type"), path)
		assert.NotEmpty(t, a.Header.Get("X-Request-ID"), path)
		assert.Equal(t, "nosniff", a.Header.Get("X-Content-Type-Options"), path)
	}
	h.Call(t, "GET", "/docs/nothing", nil, nil).Want(t, 404, "")
}

func TestWithoutARuleNothingIsRegistered(t *testing.T) {
	t.Parallel()
	h := newFixture(t)
	assert.Panics(t, func() { h.Probe("/api/test/forgotten", httpx.Rule{}) })
	assert.Equal(t, 404, h.Call(t, "GET", "/api/test/forgotten", nil, nil).StatusCode)
}

func TestOnlyThesePathsArePublic(t *testing.T) {
	t.Parallel()
	h := newFixture(t)
	public := map[string]bool{
		"POST /api/auth/login": true, "POST /api/auth/refresh": true, "GET /api/health": true, "GET /api/health/detailed": true,
	}
	for _, op := range h.Operations() {
		if strings.HasPrefix(op.Path, "/api/auth/") || strings.HasPrefix(op.Path, "/api/health") {
			assert.Equal(t, public[op.Method+" "+op.Path], op.Access == "public", "%s %s", op.Method, op.Path)
		}
	}
}

// What a guest writes beside a dish passes from the cart to the order: every line's note has one limit.
func TestNotesOfALineHaveOneLimit(t *testing.T) {
	t.Parallel()
	h := newFixture(t)
	lines := map[string]int{}
	for name, schema := range h.OpenAPI().Components.Schemas.Map() {
		_, dish := schema.Properties["product_id"]
		if notes := schema.Properties["notes"]; notes != nil && notes.MaxLength != nil && (dish || name == "UpdateCartItemRequest") {
			lines[name] = *notes.MaxLength
		}
	}
	for _, name := range []string{"AddToCartRequest", "UpdateCartItemRequest", "RoundItemInput", "WaiterRoundItemInput"} {
		assert.Contains(t, lines, name)
	}
	for name, most := range lines {
		assert.Equal(t, 500, most, name)
	}
}

func TestEveryLimitHasANumber(t *testing.T) {
	t.Parallel()
	h := newFixture(t)
	for _, op := range h.Operations() {
		if op.Limit != "" {
			assert.Positive(t, httpx.DefaultLimits().PerMinute[op.Limit], "%s %s", op.Method, op.Path)
		}
	}
}

func TestTheDocumentHasEveryOperation(t *testing.T) {
	t.Parallel()
	h := newFixture(t)
	a := h.Call(t, "GET", "/openapi.json", nil, nil).Want(t, 200, "")
	var doc struct {
		OpenAPI string `json:"openapi"`
		Paths   map[string]map[string]struct {
			Summary   string                     `json:"summary"`
			Access    string                     `json:"x-access"`
			Responses map[string]json.RawMessage `json:"responses"`
		} `json:"paths"`
	}
	require.NoError(t, json.Unmarshal([]byte(a.Text), &doc))
	assert.Equal(t, "3.1.0", doc.OpenAPI)
	for _, op := range h.Operations() {
		if strings.HasPrefix(op.Path, "/admin/") {
			continue // another name of /api/admin/
		}
		told, ok := doc.Paths[op.Path][strings.ToLower(op.Method)]
		require.True(t, ok, "%s %s", op.Method, op.Path)
		assert.NotEmpty(t, told.Summary)
		assert.Equal(t, op.Access, told.Access)
		if op.Limit != "" {
			assert.Contains(t, told.Responses, "429")
		}
	}
	assert.NotContains(t, a.Text, "$schema")
}

func TestTheDocsPageLeavesThisServerAlone(t *testing.T) {
	t.Parallel()
	h := newFixture(t)
	page := h.Call(t, "GET", "/docs", nil, nil).Want(t, 200, "")
	assert.NotRegexp(t, `(?i)(src|href)\s*=\s*"(https?:)?//`, page.Text)
	assert.NotRegexp(t, `https?://[a-zA-Z0-9]`, page.Text)
	assert.Contains(t, page.Text, "/openapi.json")

	policy := page.Header.Get("Content-Security-Policy")
	assert.NotContains(t, policy, "http")
	assert.Contains(t, policy, "script-src 'self' 'sha256-", "its own script may run")
	assert.NotContains(t, strings.Split(policy, "style-src")[0], "unsafe-inline")

	assets := regexp.MustCompile(`(?:src|href)="([^"]+)"`).FindAllStringSubmatch(page.Text, -1)
	require.NotEmpty(t, assets)
	for _, asset := range assets {
		assert.Equal(t, 200, h.Call(t, "GET", asset[1], nil, nil).StatusCode, asset[1])
	}
}

func TestOperationIDsAreUniqueAndTagsAreDescribed(t *testing.T) {
	t.Parallel()
	h := newFixture(t)
	described, ids := map[string]bool{}, map[string]bool{}
	for _, tag := range h.OpenAPI().Tags {
		assert.NotEmpty(t, tag.Description, tag.Name)
		described[tag.Name] = true
	}
	for _, op := range h.Operations() {
		assert.Regexp(t, `^[a-z]+([A-Z0-9][a-z0-9]*)*$`, op.ID, "%s %s", op.Method, op.Path)
		assert.False(t, ids[op.ID], "%s names two operations", op.ID)
		assert.True(t, described[op.Tag], "%s has the tag %q, which nobody describes", op.ID, op.Tag)
		ids[op.ID] = true
	}
}
