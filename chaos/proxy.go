package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"strings"

	toxiproxy "github.com/Shopify/toxiproxy/v2"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/rs/zerolog"
)

// hops are the proxies between the processes, by who calls whom: "api-postgres".
type hops struct {
	server *toxiproxy.ApiServer // it serves nothing: the proxies are driven from here
	by     map[string]*toxiproxy.Proxy
}

func newHops() *hops {
	return &hops{
		server: toxiproxy.NewServer(toxiproxy.NewMetricsContainer(prometheus.NewRegistry()), zerolog.Nop()),
		by:     map[string]*toxiproxy.Proxy{},
	}
}

// through opens a hop to upstream and gives the address to call instead.
func (h *hops) through(name, upstream string) (string, error) {
	p := toxiproxy.NewProxy(h.server, name, net.JoinHostPort("127.0.0.1", "0"), upstream)
	if err := p.Start(); err != nil {
		return "", fmt.Errorf("open the hop %s: %w", name, err)
	}
	h.by[name] = p
	return p.Listen, nil
}

// toxic is one thing that is wrong with a hop.
type toxic struct {
	Name       string         `json:"name"`
	Type       string         `json:"type"`
	Stream     string         `json:"stream"`
	Attributes map[string]any `json:"attributes"`
}

// blackHole swallows whatever is sent and answers nothing. The connections it
// struck are closed when it is gone, as those of a real partition come to be.
var blackHole = toxic{Type: "timeout", Attributes: map[string]any{"timeout": 0}}

func late(ms, jitter int) toxic {
	return toxic{Type: "latency", Attributes: map[string]any{"latency": ms, "jitter": jitter}}
}

// sliced cuts what is sent into slivers.
var sliced = toxic{Type: "slicer", Attributes: map[string]any{"average_size": 48, "size_variation": 24, "delay": 200}}

// spoil makes something wrong with both directions of some hops until heal.
func (h *hops) spoil(what toxic, names []string) (heal func(context.Context) error, err error) {
	heal = func(ctx context.Context) error {
		for _, name := range names {
			for _, stream := range []string{"upstream", "downstream"} {
				if err := h.by[name].Toxics.RemoveToxic(ctx, what.Type+"-"+stream); err != nil && !strings.Contains(err.Error(), "not found") {
					return fmt.Errorf("heal the hop %s: %w", name, err)
				}
			}
		}
		return nil
	}
	for _, name := range names {
		for _, stream := range []string{"upstream", "downstream"} {
			what.Name, what.Stream = what.Type+"-"+stream, stream
			raw, err := json.Marshal(what)
			if err != nil {
				return heal, fmt.Errorf("describe a toxic: %w", err)
			}
			if _, err := h.by[name].Toxics.AddToxicJson(strings.NewReader(string(raw))); err != nil {
				return heal, fmt.Errorf("spoil the hop %s: %w", name, err)
			}
		}
	}
	return heal, nil
}

func (h *hops) close() {
	for _, p := range h.by {
		p.Stop()
	}
}
