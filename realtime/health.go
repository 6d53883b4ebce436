package realtime

import (
	"context"
	"net/http"
	"time"
)

// health answers whether the process serves.
func (g *Gateway) health(w http.ResponseWriter, _ *http.Request) {
	if g.hub.isClosed() {
		writeProblem(w, http.StatusServiceUnavailable, errShutdown)
		return
	}
	writeJSON(w, http.StatusOK, map[string]any{"status": "healthy", "connections": g.hub.count().sockets})
}

// healthDetailed answers the state of each component; 503 if one is down.
func (g *Gateway) healthDetailed(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
	defer cancel()
	components := map[string]string{
		"postgres":     state(g.store.Ping(ctx) == nil),
		"redis":        state(g.redis.Ping(ctx).Err() == nil),
		"subscription": state(g.subscription.Alive()),
	}
	code, status := http.StatusOK, "healthy"
	for _, component := range components {
		if component != "up" || g.hub.isClosed() {
			code, status = http.StatusServiceUnavailable, "degraded"
		}
	}
	c := g.hub.count()
	writeJSON(w, code, map[string]any{
		"status": status, "components": components,
		"connections": map[string]int{
			"total":    c.sockets,
			"max":      g.limits.Total,
			"users":    c.users,
			"branches": c.branches,
			"sessions": c.sessions,
			"admins":   c.admins,
		},
	})
}

func state(up bool) string {
	if up {
		return "up"
	}
	return "down"
}
