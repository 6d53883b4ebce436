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

// proxies are the proxies between the processes, by who calls whom: "api-postgres".
type proxies struct {
	server *toxiproxy.ApiServer // it serves nothing: the proxies are driven from here
	by     map[string]*toxiproxy.Proxy
}

func newProxies() *proxies {
	return &proxies{
		server: toxiproxy.NewServer(toxiproxy.NewMetricsContainer(prometheus.NewRegistry()), zerolog.Nop()),
		by:     map[string]*toxiproxy.Proxy{},
	}
}

// open starts a proxy to upstream and gives the address to call instead.
func (cl *proxies) open(name, upstream string) (string, error) {
	p := toxiproxy.NewProxy(cl.server, name, net.JoinHostPort("127.0.0.1", "0"), upstream)
	if err := p.Start(); err != nil {
		return "", fmt.Errorf("open the proxy %s: %w", name, err)
	}
	cl.by[name] = p
	return p.Listen, nil
}

// toxic is one thing that is wrong with a proxy's connections.
type toxic struct {
	Name       string         `json:"name"`
	Type       string         `json:"type"`
	Stream     string         `json:"stream"`
	Attributes map[string]any `json:"attributes"`
}

// blackHole drops whatever is sent and answers nothing. The connections it affected
// are closed when it is removed, as those of a real partition are in the end.
var blackHole = toxic{Type: "timeout", Attributes: map[string]any{"timeout": 0}}

func late(ms, jitter int) toxic {
	return toxic{Type: "latency", Attributes: map[string]any{"latency": ms, "jitter": jitter}}
}

// sliced cuts what is sent into small pieces.
var sliced = toxic{Type: "slicer", Attributes: map[string]any{"average_size": 48, "size_variation": 24, "delay": 200}}

// addToxic makes something wrong with both directions of some proxies until heal.
func (cl *proxies) addToxic(what toxic, names []string) (heal func(context.Context) error, err error) {
	heal = func(ctx context.Context) error {
		for _, name := range names {
			for _, stream := range []string{"upstream", "downstream"} {
				if err := cl.by[name].Toxics.RemoveToxic(ctx, what.Type+"-"+stream); err != nil &&
					!strings.Contains(err.Error(), "not found") {
					return fmt.Errorf("heal the proxy %s: %w", name, err)
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
			if _, err := cl.by[name].Toxics.AddToxicJson(strings.NewReader(string(raw))); err != nil {
				return heal, fmt.Errorf("add a toxic to the proxy %s: %w", name, err)
			}
		}
	}
	return heal, nil
}

func (cl *proxies) close() {
	for _, p := range cl.by {
		p.Stop()
	}
}
