package realtime

import "github.com/prometheus/client_golang/prometheus"

// counts are how many are connected.
type counts struct {
	sockets, users, admins, closing    int
	branches, sectors, sessions, bytes int
}

// count counts who is connected.
func (h *hub) count() counts {
	c := counts{}
	branches, sectors := map[int64]bool{}, map[sector]bool{}
	h.mu.RLock()
	c.users = len(h.users)
	for _, ch := range h.channels {
		branches[ch.branch] = true
	}
	h.mu.RUnlock()
	c.sessions = len(h.sessions())
	for _, s := range h.allSockets() {
		c.add(s)
		if sc := s.scope.Load(); sc != nil {
			for sector := range sc.sectors {
				sectors[sector] = true
			}
		}
	}
	c.branches, c.sectors = len(branches), len(sectors)
	return c
}

func (c *counts) add(s *socket) {
	c.sockets++
	if s.endpoint == admin {
		c.admins++
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	c.bytes += s.bytes
	if s.closing != nil {
		c.closing++
	}
}

// collector is the Prometheus collector of what is counted on each scrape.
type collector struct{ g *Gateway }

var gauges = []struct {
	desc  *prometheus.Desc
	value func(counts, Limits) int
}{
	{gauge("connections_total", "Open sockets."), func(c counts, _ Limits) int { return c.sockets }},
	{gauge("connections_max", "Sockets that this process accepts."), func(_ counts, l Limits) int { return l.Total }},
	{gauge("users_connected", "Members of staff with a socket."), func(c counts, _ Limits) int { return c.users }},
	{gauge("branches_with_connections", "Branches with a socket."), func(c counts, _ Limits) int { return c.branches }},
	{
		gauge("sectors_with_connections", "Sectors that a connected waiter serves."),
		func(c counts, _ Limits) int { return c.sectors },
	},
	{gauge("sessions_with_connections", "Sessions with a phone."), func(c counts, _ Limits) int { return c.sessions }},
	{gauge("admin_connections", "Sockets of dashboards."), func(c counts, _ Limits) int { return c.admins }},
	{gauge("dead_connections_pending", "Sockets being closed."), func(c counts, _ Limits) int { return c.closing }},
	{gauge("queue_bytes", "Bytes waiting in the sockets' queues."), func(c counts, _ Limits) int { return c.bytes }},
}

var utilization = gauge("connections_utilization_percent", "Open sockets, in percent of the maximum.")

func gauge(name, help string) *prometheus.Desc {
	return prometheus.NewDesc(prometheus.BuildFQName(namespace, "", name), help, nil, nil)
}

// Describe implements prometheus.Collector.
func (collector) Describe(out chan<- *prometheus.Desc) {
	out <- utilization
	for _, g := range gauges {
		out <- g.desc
	}
}

// Collect implements prometheus.Collector.
func (c collector) Collect(out chan<- prometheus.Metric) {
	now, limits := c.g.hub.count(), c.g.limits
	out <- prometheus.MustNewConstMetric(utilization, prometheus.GaugeValue,
		100*float64(now.sockets)/float64(max(limits.Total, 1)))
	for _, g := range gauges {
		out <- prometheus.MustNewConstMetric(g.desc, prometheus.GaugeValue, float64(g.value(now, limits)))
	}
}
