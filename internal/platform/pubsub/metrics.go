package pubsub

import "github.com/prometheus/client_golang/prometheus"

var unfit = prometheus.NewCounter(prometheus.CounterOpts{
	Name: "integrador_bus_events_unfit_total", Help: "Events that could not be encoded, routed or were too big, and were left out.",
})

// Collectors are the package's metrics, for the process's registry.
func Collectors() []prometheus.Collector { return []prometheus.Collector{unfit} }
