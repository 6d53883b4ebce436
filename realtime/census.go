package realtime

import "github.com/prometheus/client_golang/prometheus"

// count is how many are connected.
type count struct {
	sockets, users, admins, leaving    int
	branches, sectors, sessions, bytes int
}

// census counts who is connected.
func (h *hub) census() count {
	c := count{}
	branches, sectors := map[int64]bool{}, map[sector]bool{}
	h.mu.RLock()
	c.users = len(h.users)
	for _, r := range h.rooms {
		branches[r.branch] = true
		if r.session != 0 {
			c.sessions++
		}
	}
	h.mu.RUnlock()
	for _, s := range h.allSockets() {
		c.add(s)
		if v := s.sees.Load(); v != nil {
			for sector := range v.serves {
				sectors[sector] = true
			}
		}
	}
	c.branches, c.sectors = len(branches), len(sectors)
	return c
}

func (c *count) add(s *socket) {
	c.sockets++
	if s.kind == dashboard {
		c.admins++
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	c.bytes += s.bytes
	if s.bye != nil {
		c.leaving++
	}
}

// ending reports whether the hub lets nobody in any more.
func (h *hub) ending() bool {
	h.mu.RLock()
	defer h.mu.RUnlock()
	return h.closed
}

// census is the collector of what is counted when somebody asks.
type census struct{ g *Gateway }

var gauges = []struct {
	desc  *prometheus.Desc
	value func(count, Limits) float64
}{
	{gauge("connections_total", "Open sockets."), func(c count, _ Limits) float64 { return float64(c.sockets) }},
	{gauge("connections_max", "Sockets that this process takes."), func(_ count, l Limits) float64 { return float64(l.Total) }},
	{gauge("connections_utilization_percent", "Open sockets, in percent of the maximum."), func(c count, l Limits) float64 {
		return 100 * float64(c.sockets) / float64(max(l.Total, 1))
	}},
	{gauge("users_connected", "Members of staff with a socket."), func(c count, _ Limits) float64 { return float64(c.users) }},
	{gauge("branches_with_connections", "Branches with a socket."), func(c count, _ Limits) float64 { return float64(c.branches) }},
	{gauge("sectors_with_connections", "Sectors that a connected waiter serves."), func(c count, _ Limits) float64 { return float64(c.sectors) }},
	{gauge("sessions_with_connections", "Sessions with a phone."), func(c count, _ Limits) float64 { return float64(c.sessions) }},
	{gauge("admin_connections", "Sockets of dashboards."), func(c count, _ Limits) float64 { return float64(c.admins) }},
	{gauge("dead_connections_pending", "Sockets that are being closed."), func(c count, _ Limits) float64 { return float64(c.leaving) }},
	{gauge("queue_bytes", "Bytes that wait in the sockets' queues."), func(c count, _ Limits) float64 { return float64(c.bytes) }},
}

func gauge(name, help string) *prometheus.Desc {
	return prometheus.NewDesc(prometheus.BuildFQName(namespace, "", name), help, nil, nil)
}

// Describe implements prometheus.Collector.
func (census) Describe(out chan<- *prometheus.Desc) {
	for _, g := range gauges {
		out <- g.desc
	}
}

// Collect implements prometheus.Collector.
func (c census) Collect(out chan<- prometheus.Metric) {
	now := c.g.hub.census()
	for _, g := range gauges {
		out <- prometheus.MustNewConstMetric(g.desc, prometheus.GaugeValue, g.value(now, c.g.limits))
	}
}
