package main

import (
	"math/rand/v2"
	"strings"
	"time"
)

// program decides everything that will go wrong, by the seed alone.
func (h *house) program(rng *rand.Rand) []*strike {
	span := func(from, to float64) time.Duration {
		return time.Duration((from + (to-from)*rng.Float64()) * h.brief * float64(time.Second))
	}
	v := h.victims()
	pg, redisServer, temporal, api, worker, gateway := v[0], v[1], v[2], v[3], v[4], v[5]
	if h.money {
		deck := []func() *strike{
			func() *strike { return h.kill(worker, span(0, 2)) },
			func() *strike { return h.kill(api, span(0, 2)) },
			func() *strike { return h.kill(pg, span(0, 3)) },
		}
		return h.deal(rng, deck)
	}
	deck := []func() *strike{
		func() *strike { return h.kill(api, span(0, 2)) },
		func() *strike { return h.kill(worker, span(0, 2)) },
		func() *strike { return h.kill(pg, span(0, 3)) },
		func() *strike { return h.kill(temporal, span(0, 2)) },
		func() *strike { return h.kill(redisServer, span(1, 4)) },
		func() *strike { return h.kill(gateway, span(0, 2)) },
		h.flush, h.poison, h.forge,
		func() *strike { return h.cut(span(3, 8), "worker-temporal") },
		func() *strike { return h.cut(span(3, 8), "api-postgres") },
		func() *strike { return h.cut(span(3, 8), "gateway-redis") },
		func() *strike { return freeze(worker, span(3, 7)) },
		func() *strike { return freeze(pg, span(3, 7)) },
		func() *strike {
			return h.spoiled("tramas cortadas phones-gateway", sliced, span(3, 6), []string{"phones-gateway"})
		},
		func() *strike { return freeze(api, span(3, 6)) },
		func() *strike { return freeze(gateway, span(3, 7)) },
		func() *strike { return freeze(temporal, span(3, 7)) },
		func() *strike { return freeze(redisServer, span(3, 7)) },
		func() *strike { return h.cut(span(3, 8), "worker-postgres") },
		func() *strike { return h.cut(span(3, 8), "api-temporal") },
		func() *strike { return h.cut(span(3, 8), "worker-mercadopago") },
		func() *strike {
			return h.slow(late(200, 100), span(4, 8), "api-postgres", "worker-postgres", "gateway-postgres")
		},
		func() *strike {
			return h.slow(late(200, 100), span(4, 8), "gateway-redis", "worker-redis", "api-redis")
		},
		func() *strike { return h.slow(late(1000, 0), span(4, 8), "worker-mercadopago") },
		func() *strike { return h.crowd(span(3, 6)) },
		func() *strike { return h.idlers(h.plan.idlers, span(3, 6)) },
	}
	if h.disk.at != "" {
		deck = append(deck, func() *strike { return h.fullDisk(span(4, 8)) })
	}
	if h.fakeTime != "" {
		deck = append(deck,
			func() *strike { return h.wrongClock(5*time.Minute, span(3, 6)) },
			func() *strike { return h.wrongClock(-5*time.Minute, span(3, 6)) })
	}
	return h.deal(rng, deck)
}

// deal gives every fault once before any comes again, each time in another order.
func (h *house) deal(rng *rand.Rand, deck []func() *strike) (all []*strike) {
	for range 30 {
		for _, i := range rng.Perm(len(deck)) {
			if s := deck[i](); strings.Contains(s.what, h.only) {
				all = append(all, s)
			}
		}
	}
	return all
}
