package realtime

import (
	"context"
	"net/http"
	"time"
)

// health tells that the process serves.
func (g *Gateway) health(w http.ResponseWriter, _ *http.Request) {
	if g.hub.ending() {
		writeProblem(w, http.StatusServiceUnavailable, errEnding)
		return
	}
	writeJSON(w, http.StatusOK, map[string]any{"status": "healthy", "connections": g.hub.census().sockets})
}

// healthDetailed tells how each part is; 503 if one is out.
func (g *Gateway) healthDetailed(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
	defer cancel()
	parts := map[string]string{
		"postgres":     state(g.store.Ping(ctx) == nil),
		"redis":        state(g.redis.Ping(ctx).Err() == nil),
		"subscription": state(g.hearing.Alive()),
	}
	status, word := http.StatusOK, "healthy"
	for _, part := range parts {
		if part != "up" || g.hub.ending() {
			status, word = http.StatusServiceUnavailable, "degraded"
		}
	}
	c := g.hub.census()
	writeJSON(w, status, map[string]any{
		"status": word, "components": parts,
		"connections": map[string]int{
			"total": c.sockets, "max": g.limits.Total, "users": c.users, "branches": c.branches,
			"sessions": c.sessions, "admins": c.admins,
		},
	})
}

func state(up bool) string {
	if up {
		return "up"
	}
	return "down"
}
