package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"time"
)

// immutable are the files whose names change with their contents.
const immutable = "_app/immutable/"

// pagePolicy lets a page load what comes from its own origin, and no inline script or style. Pictures of dishes
// may lie elsewhere: restaurants enter their addresses. The one style attribute that is allowed hides SvelteKit's
// announcer of pages from eyes.
const pagePolicy = "default-src 'none'; script-src 'self'; font-src 'self'; " +
	"style-src 'self' 'unsafe-hashes' 'sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo='; " +
	"img-src 'self' data: blob: https:; connect-src 'self'; manifest-src 'self'; worker-src 'self'; " +
	"frame-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'; object-src 'none'"

// contentTypes are those that the operating system's table may not know.
var contentTypes = map[string]string{
	".js":          "text/javascript; charset=utf-8",
	".webmanifest": "application/manifest+json",
	".woff2":       "font/woff2",
}

// tagsOf gives every file its entity tag.
func tagsOf(files fs.FS) map[string]string {
	tags := map[string]string{}
	_ = fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := fs.ReadFile(files, name)
		if err == nil {
			sum := sha256.Sum256(content)
			tags[name] = hex.EncodeToString(sum[:8])
		}
		return err
	})
	return tags
}

func (s *site) servePage(w http.ResponseWriter, r *http.Request, a *app, status int) {
	h := w.Header()
	h.Set("Content-Security-Policy", pagePolicy)
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), screen-wake-lock=(self)")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	if s.Production {
		h.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
	}
	if status == http.StatusOK {
		s.serveFile(w, r, "shells/"+a.Name+".html")
		return
	}
	content, _ := fs.ReadFile(s.files, "shells/"+a.Name+".html")
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(content)
}

// serveFile sends a file in the smallest form that the browser reads.
func (s *site) serveFile(w http.ResponseWriter, r *http.Request, name string) {
	h := w.Header()
	h.Set("Content-Type", contentType(name))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Vary", "Accept-Encoding")
	h.Set("Cache-Control", "no-cache")
	if strings.HasPrefix(name, immutable) {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	sent := name
	for _, form := range []struct{ encoding, ending string }{{"br", ".br"}, {"gzip", ".gz"}} {
		if _, there := s.tags[name+form.ending]; there && accepts(r, form.encoding) {
			h.Set("Content-Encoding", form.encoding)
			sent += form.ending
			break
		}
	}
	content, err := fs.ReadFile(s.files, sent)
	if err != nil {
		s.next.ServeHTTP(w, r)
		return
	}
	h.Set("ETag", `"`+s.tags[sent]+`"`)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(content))
}

func contentType(name string) string {
	ending := path.Ext(name)
	if known := contentTypes[ending]; known != "" {
		return known
	}
	return mime.TypeByExtension(ending)
}

// accepts reports whether a browser reads an encoding. "br;q=0" is a refusal.
func accepts(r *http.Request, encoding string) bool {
	for _, offered := range strings.Split(r.Header.Get("Accept-Encoding"), ",") {
		name, weight, _ := strings.Cut(strings.TrimSpace(offered), ";")
		if name == encoding {
			return strings.TrimSpace(weight) != "q=0"
		}
	}
	return false
}
