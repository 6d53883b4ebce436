package app

import (
	"net/http"
	"strings"

	"integrador/api"
	"integrador/web"
)

// withScreens serves the screens beside the API.
func (d *Deps) withScreens(server *api.Server, next http.Handler) http.Handler {
	environment := d.Config.Environment
	return web.Handler(d.withVisitorsGuide(next), web.Options{
		Development: !environment.Production(),
		Production:  environment.Production(),
		Taken:       takenBy(server),
	})
}

// takenBy reports whether an address begins like one that the API, its documents or the gateway answer.
func takenBy(server *api.Server) func(path string) bool {
	taken := map[string]bool{"ws": true, "asyncapi.json": true, "dev": true}
	for _, route := range server.Routes() {
		taken[firstSegment(route.Path)] = true
	}
	return func(path string) bool { return taken[firstSegment(path)] }
}

func firstSegment(path string) string {
	first, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	return first
}
