package main

import (
	"math/rand/v2"
	"strings"
	"time"
)

// schedule decides everything that will go wrong, by the seed alone.
func (cl *cluster) schedule(rng *rand.Rand) []*fault {
	span := func(from, to float64) time.Duration {
		return time.Duration((from + (to-from)*rng.Float64()) * cl.brief * float64(time.Second))
	}
	v := cl.targets()
	pg, redisServer, temporal, api, worker, gateway := v[0], v[1], v[2], v[3], v[4], v[5]
	if cl.money {
		deck := []func() *fault{
			func() *fault { return cl.kill(worker, span(0, 2)) },
			func() *fault { return cl.kill(api, span(0, 2)) },
			func() *fault { return cl.kill(pg, span(0, 3)) },
		}
		return cl.shuffle(rng, deck)
	}
	deck := []func() *fault{
		func() *fault { return cl.kill(api, span(0, 2)) },
		func() *fault { return cl.kill(worker, span(0, 2)) },
		func() *fault { return cl.kill(pg, span(0, 3)) },
		func() *fault { return cl.kill(temporal, span(0, 2)) },
		func() *fault { return cl.kill(redisServer, span(1, 4)) },
		func() *fault { return cl.kill(gateway, span(0, 2)) },
		cl.flush, cl.poison, cl.forge,
		func() *fault { return cl.cut(span(3, 8), "worker-temporal") },
		func() *fault { return cl.cut(span(3, 8), "api-postgres") },
		func() *fault { return cl.cut(span(3, 8), "gateway-redis") },
		func() *fault { return freeze(worker, span(3, 7)) },
		func() *fault { return freeze(pg, span(3, 7)) },
		func() *fault {
			return cl.toxicFault("tramas cortadas phones-gateway", sliced, span(3, 6), []string{"phones-gateway"})
		},
		func() *fault { return freeze(api, span(3, 6)) },
		func() *fault { return freeze(gateway, span(3, 7)) },
		func() *fault { return freeze(temporal, span(3, 7)) },
		func() *fault { return freeze(redisServer, span(3, 7)) },
		func() *fault { return cl.cut(span(3, 8), "worker-postgres") },
		func() *fault { return cl.cut(span(3, 8), "api-temporal") },
		func() *fault { return cl.cut(span(3, 8), "worker-mercadopago") },
		func() *fault {
			return cl.slow(late(200, 100), span(4, 8), "api-postgres", "worker-postgres", "gateway-postgres")
		},
		func() *fault {
			return cl.slow(late(200, 100), span(4, 8), "gateway-redis", "worker-redis", "api-redis")
		},
		func() *fault { return cl.slow(late(1000, 0), span(4, 8), "worker-mercadopago") },
		func() *fault { return cl.takeConnections(span(3, 6)) },
		func() *fault { return cl.idleConnections(cl.plan.idleConnections, span(3, 6)) },
	}
	if cl.disk.at != "" {
		deck = append(deck, func() *fault { return cl.fullDisk(span(4, 8)) })
	}
	if cl.fakeTime != "" {
		deck = append(deck,
			func() *fault { return cl.wrongClock(5*time.Minute, span(3, 6)) },
			func() *fault { return cl.wrongClock(-5*time.Minute, span(3, 6)) })
	}
	return cl.shuffle(rng, deck)
}

// shuffle gives every fault once before any comes again, each time in another order.
func (cl *cluster) shuffle(rng *rand.Rand, deck []func() *fault) (all []*fault) {
	for range 30 {
		for _, i := range rng.Perm(len(deck)) {
			if s := deck[i](); strings.Contains(s.what, cl.only) {
				all = append(all, s)
			}
		}
	}
	return all
}
