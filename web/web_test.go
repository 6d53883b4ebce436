package web

import (
	"encoding/json"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// behind is what the screens hand on to.
var behind = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
	w.WriteHeader(http.StatusNotFound)
	_, _ = io.WriteString(w, `{"code":"no_route"}`)
})

func taken(path string) bool { return strings.HasPrefix(path, "/api/") }

func ask(t *testing.T, h http.Handler, path string, headers ...string) *http.Response {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func bodyOf(t *testing.T, r *http.Response) string {
	t.Helper()
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	require.NoError(t, err)
	return string(body)
}

// builtFiles stand for a build.
func builtFiles() fs.FS {
	files := fstest.MapFS{
		"_app/immutable/a.js":    {Data: []byte("plain")},
		"_app/immutable/a.js.br": {Data: []byte("brotli")},
		"_app/immutable/a.js.gz": {Data: []byte("gzip")},
		"icons/a.svg":            {Data: []byte("<svg/>")},
	}
	for _, a := range readApps() {
		files["shells/"+a.Name+".html"] = &fstest.MapFile{Data: []byte("page " + a.Name)}
	}
	return files
}

// TestEmbeddedScreensAreServed needs the built files, which `make test` builds first.
func TestEmbeddedScreensAreServed(t *testing.T) {
	t.Parallel()
	h := Handler(behind, Options{Development: true, Taken: taken})
	for _, a := range readApps() {
		r := ask(t, h, a.Paths[0], "Accept", "text/html")
		page := bodyOf(t, r)
		require.Equal(t, http.StatusOK, r.StatusCode, "%s: run `make screens`", a.Paths[0])
		require.NotContains(t, page, "<script>", "the policy allows no inline script")
		scripts := regexp.MustCompile(`src="(/[^"]+\.js)"`).FindAllStringSubmatch(page, -1)
		require.NotEmpty(t, scripts, page)
		for _, script := range scripts {
			require.Equal(t, http.StatusOK, ask(t, h, script[1]).StatusCode, script[1])
		}
	}
}

func TestEveryAddressOfAnApplicationGetsItsPage(t *testing.T) {
	t.Parallel()
	h := newSite(builtFiles(), behind, Options{Development: true})
	for _, a := range readApps() {
		for _, path := range a.Paths {
			assert.Equal(t, "page "+a.Name, bodyOf(t, ask(t, h, path)))
			if path != "/" {
				assert.Equal(t, "page "+a.Name, bodyOf(t, ask(t, h, path+"/14/x")))
				assert.Equal(t, http.StatusNotFound, ask(t, h, path+"x").StatusCode)
			}
		}
	}
}

// TestScreensShadowNothingOfTheContract compares every operation's path with the addresses of the screens.
func TestScreensShadowNothingOfTheContract(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../api/openapi.json")
	require.NoError(t, err)
	var document struct {
		Paths map[string]any `json:"paths"`
	}
	require.NoError(t, json.Unmarshal(text, &document))
	require.Greater(t, len(document.Paths), 100)
	s := &site{Options: Options{Development: true}, apps: readApps()}
	for path := range document.Paths {
		assert.Nil(t, s.appOf(path), path)
	}
	for _, path := range []string{"/docs", "/docs/events", "/openapi.json", "/asyncapi.json", "/health", "/metrics", "/admin/x", "/ws/diner"} {
		assert.Nil(t, s.appOf(path), path)
	}
}

func TestFilesAreCachedAndCompressed(t *testing.T) {
	t.Parallel()
	h := newSite(builtFiles(), behind, Options{})
	for accepted, want := range map[string]string{
		"": "plain", "gzip": "gzip", "gzip, br": "brotli", "br;q=0, gzip;q=0.5": "gzip", "deflate": "plain",
	} {
		r := ask(t, h, "/_app/immutable/a.js", "Accept-Encoding", accepted)
		assert.Equal(t, want, bodyOf(t, r), accepted)
		assert.Equal(t, "public, max-age=31536000, immutable", r.Header.Get("Cache-Control"))
		assert.Equal(t, "text/javascript; charset=utf-8", r.Header.Get("Content-Type"))
		assert.Equal(t, "Accept-Encoding", r.Header.Get("Vary"))
	}
	assert.Equal(t, "no-cache", ask(t, h, "/icons/a.svg").Header.Get("Cache-Control"))
}

func TestPagesAreAskedForAgainAndNotSentTwice(t *testing.T) {
	t.Parallel()
	h := newSite(builtFiles(), behind, Options{Production: true})
	r := ask(t, h, "/")
	tag := r.Header.Get("ETag")
	assert.NotEmpty(t, tag)
	assert.Equal(t, "no-cache", r.Header.Get("Cache-Control"))
	assert.NotRegexp(t, "unsafe-(inline|eval)", r.Header.Get("Content-Security-Policy"))
	assert.NotEmpty(t, r.Header.Get("Strict-Transport-Security"))
	assert.Equal(t, http.StatusNotModified, ask(t, h, "/", "If-None-Match", tag).StatusCode)
}

func TestWhatTheScreensDoNotAnswer(t *testing.T) {
	t.Parallel()
	h := newSite(builtFiles(), behind, Options{Taken: taken})
	const noRoute = `{"code":"no_route"}`
	for _, path := range []string{"/api/nothing", "/shells/home.html", "/_app/immutable/a.js.br", "/icons", "/_app/immutable/b.js"} {
		assert.Equal(t, noRoute, bodyOf(t, ask(t, h, path)), path)
	}
	assert.Equal(t, noRoute, bodyOf(t, ask(t, h, "/api/nothing", "Accept", "text/html")))

	unknown := ask(t, h, "/nothing", "Accept", "text/html,*/*")
	assert.Equal(t, http.StatusNotFound, unknown.StatusCode)
	assert.Equal(t, "page home", bodyOf(t, unknown), "a person gets a page")
}

func TestPagesForDevelopersAreServedInDevelopmentOnly(t *testing.T) {
	t.Parallel()
	for _, a := range readApps() {
		if a.Development {
			assert.Equal(t, http.StatusNotFound, ask(t, newSite(builtFiles(), behind, Options{}), a.Paths[0]).StatusCode)
		}
	}
}

func TestAProgramWithoutScreensSaysSo(t *testing.T) {
	t.Parallel()
	h := newSite(fstest.MapFS{}, behind, Options{})
	assert.Contains(t, bodyOf(t, ask(t, h, "/")), "make build")
	assert.Equal(t, `{"code":"no_route"}`, bodyOf(t, ask(t, h, "/api/nothing")))
}
