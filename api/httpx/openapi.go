package httpx

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/http/httptest"
	"reflect"
	"regexp"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"github.com/swaggest/swgui"
	"github.com/swaggest/swgui/v5emb"
)

// Paths of what is no operation.
const (
	metricsPath = "/metrics"
	openAPIPath = "/openapi.json"
	docsPath    = "/docs"
)

// firstPage is what /docs shows above the operations.
//
//go:embed first_page.txt
var firstPage string

// pageSettings are Swagger UI's: the page opens with its groups closed, and keeps the tokens when it is loaded again.
var pageSettings = map[string]string{
	"docExpansion": `"none"`, "persistAuthorization": "true", "displayRequestDuration": "true", "filter": "true",
}

// describe is huma's configuration: our JSON and no pages of its own.
func describe() huma.Config {
	c := huma.Config{
		OpenAPI: &huma.OpenAPI{
			OpenAPI: "3.1.0",
			Info: &huma.Info{
				Title:       "Integrador",
				Version:     "1.0.0",
				Description: firstPage,
			},
			Tags: tags(),
			Components: &huma.Components{
				Schemas:         huma.NewMapRegistry("#/components/schemas/", schemaName),
				SecuritySchemes: securitySchemes(),
			},
		},
		Formats:       map[string]huma.Format{"application/json": JSONFormat, "json": JSONFormat},
		DefaultFormat: "application/json",
	}
	c.AllowAdditionalPropertiesByDefault = true // older apps send more than we read
	return c
}

// schemaName names a type's schema. What guests see of a category or a product and
// what the Dashboard edits are two types of one name.
func schemaName(t reflect.Type, hint string) string {
	name := huma.DefaultSchemaNamer(t, hint)
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if strings.HasSuffix(t.PkgPath(), "/internal/readmodel/menu") {
		return "Public" + name
	}
	return name
}

// ServePages serves more documents and pages, by path, within the same middleware as operations. Those below /docs share
// a route with that page's files. Finish comes after it.
func (a *API) ServePages(pages map[string]http.Handler) {
	a.pages = pages
	for path, page := range pages {
		if !strings.HasPrefix(path, docsPath+"/") {
			a.engine.GET(path, gin.WrapH(page))
		}
	}
}

// Finish serves the OpenAPI document, a page that shows it, and the metrics.
// It comes last: the document is written once, here.
func (a *API) Finish(registry *prometheus.Registry) error {
	boundAmounts(a.OpenAPI())
	exemplify(a.OpenAPI())
	document, err := a.writeDocument()
	if err != nil {
		return err
	}
	a.document = document
	keepUnique(a.OpenAPI())
	a.engine.GET(openAPIPath, func(c *gin.Context) { c.Data(http.StatusOK, "application/json", document) })
	page := v5emb.NewWithConfig(swgui.Config{SettingsUI: pageSettings})("Integrador", openAPIPath, docsPath)
	policy := docsPolicy(page)
	show := func(c *gin.Context) {
		if other, ok := a.pages[c.Request.URL.Path]; ok {
			other.ServeHTTP(c.Writer, c.Request)
			return
		}
		c.Header("Content-Security-Policy", policy)
		page.ServeHTTP(c.Writer, c.Request)
	}
	a.engine.GET(docsPath, show)
	a.engine.GET(docsPath+"/*asset", show)
	a.engine.GET(metricsPath, gin.WrapH(promhttp.HandlerFor(registry, promhttp.HandlerOpts{})))
	return nil
}

var script = regexp.MustCompile(`(?s)<script>(.*?)</script>`)

// docsPolicy allows the page its own inline scripts, by their hashes, and the
// inline styles that Swagger UI draws with. Everything comes from this server.
func docsPolicy(page http.Handler) string {
	w := httptest.NewRecorder()
	page.ServeHTTP(w, httptest.NewRequest(http.MethodGet, docsPath, nil)) //nolint:noctx // a page of ours, drawn once at the start
	var hashes strings.Builder
	for _, inline := range script.FindAllSubmatch(w.Body.Bytes(), -1) {
		sum := sha256.Sum256(inline[1])
		fmt.Fprintf(&hashes, " 'sha256-%s'", base64.StdEncoding.EncodeToString(sum[:]))
	}
	return contentPolicy + "; script-src 'self'" + hashes.String() + "; style-src 'self' 'unsafe-inline'; img-src 'self' data:"
}
