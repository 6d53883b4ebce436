package web

import (
	"embed"
	"encoding/json"
	"io/fs"
	"net/http"
	"strings"
)

//go:embed all:build apps.json
var embedded embed.FS

// Options say where the screens run.
type Options struct {
	Development bool // also serves the pages that are for developers
	Production  bool // demands HTTPS of browsers
	// Taken reports whether an address belongs to somebody else, such as the API; an unknown one
	// that does not is answered with a page for people.
	Taken func(path string) bool
}

// app is one application: a page that answers all its addresses and loads its own scripts.
type app struct {
	Name        string   `json:"name"`
	Paths       []string `json:"paths"` // "/mozo" answers /mozo and everything below it
	Development bool     `json:"development"`
}

// site is the built files and the applications among them.
type site struct {
	Options
	files fs.FS
	apps  []app
	tags  map[string]string // entity tags of files whose names do not change with their contents
	next  http.Handler
}

// Handler serves the screens and hands every other request to next.
func Handler(next http.Handler, o Options) http.Handler {
	files, err := fs.Sub(embedded, "build/site")
	if err != nil {
		panic("the embedded files have no folder: " + err.Error()) // the name is a constant
	}
	return newSite(files, next, o)
}

func newSite(files fs.FS, next http.Handler, o Options) http.Handler {
	s := &site{Options: o, files: files, apps: readApps(), tags: tagsOf(files), next: next}
	if len(s.tags) == 0 {
		return withoutScreens(next)
	}
	return s
}

func readApps() []app {
	text, err := embedded.ReadFile("apps.json")
	if err != nil {
		panic("apps.json is not embedded: " + err.Error())
	}
	var apps []app
	if err := json.Unmarshal(text, &apps); err != nil {
		panic("apps.json cannot be read: " + err.Error())
	}
	return apps
}

// Paths are the addresses that the screens answer, each with everything below it but "/".
func Paths() []string {
	var all []string
	for _, a := range readApps() {
		all = append(all, a.Paths...)
	}
	return all
}

// ServeHTTP implements http.Handler.
func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		s.next.ServeHTTP(w, r)
		return
	}
	if a := s.appOf(r.URL.Path); a != nil {
		s.servePage(w, r, a, http.StatusOK)
		return
	}
	if name := strings.TrimPrefix(r.URL.Path, "/"); s.isFile(name) {
		s.serveFile(w, r, name)
		return
	}
	if s.Taken != nil && !s.Taken(r.URL.Path) && strings.Contains(r.Header.Get("Accept"), "text/html") {
		s.servePage(w, r, &s.apps[0], http.StatusNotFound)
		return
	}
	s.next.ServeHTTP(w, r)
}

func (s *site) appOf(path string) *app {
	for i := range s.apps {
		if a := &s.apps[i]; a.answers(path) && (s.Development || !a.Development) {
			return a
		}
	}
	return nil
}

func (a *app) answers(path string) bool {
	for _, own := range a.Paths {
		if path == own || own != "/" && strings.HasPrefix(path, own+"/") {
			return true
		}
	}
	return false
}

// isFile reports whether a name is that of a built file. Pages are reached by their addresses only, and the
// compressed forms through the file that they are of.
func (s *site) isFile(name string) bool {
	if strings.HasPrefix(name, "shells/") || strings.HasSuffix(name, ".br") || strings.HasSuffix(name, ".gz") {
		return false
	}
	_, known := s.tags[name]
	return known
}
