package main

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/redis/go-redis/v9"
)

// coldStart is how long the first menu takes after a start, and the later ones.
type coldStart struct {
	first time.Duration // the first menu of a process that has just started
	warm  time.Duration // the median of those that follow
}

const warmMenus = 51

// measureColdStart stops the API, empties the cache of menus, starts it again and asks
// for a menu as soon as it listens.
func (bm *benchmark) measureColdStart(ctx context.Context, r *results) error {
	for range 3 * bm.repetitions {
		c, err := bm.coldStart(ctx)
		if err != nil {
			return err
		}
		r.coldStart = append(r.coldStart, c)
		bm.say("primer menú tras arrancar %s ms, después %s ms", ms(c.first), ms(c.warm))
	}
	return nil
}

func (bm *benchmark) coldStart(ctx context.Context) (c coldStart, err error) {
	bm.api.Stop()
	if err := bm.emptyCache(ctx); err != nil {
		return c, err
	}
	if err := bm.api.Start(ctx); err != nil {
		return c, err
	}
	if err := bm.until(ctx, func() bool { return bm.get(ctx, bm.ports.url(bm.ports.api)+"/api/health").err() == nil }); err != nil {
		return c, fmt.Errorf("wait for the api: %w", err)
	}
	if c.first, err = bm.timeMenu(ctx); err != nil {
		return c, err
	}
	later := make([]time.Duration, warmMenus)
	for i := range later {
		if later[i], err = bm.timeMenu(ctx); err != nil {
			return c, err
		}
	}
	slices.Sort(later)
	c.warm = quantile(later, 0.5)
	return c, nil
}

// timeMenu asks for the menu over a connection of its own, as a guest's phone does.
func (bm *benchmark) timeMenu(ctx context.Context) (time.Duration, error) {
	client := http.Client{Timeout: 5 * time.Second, Transport: &http.Transport{DisableKeepAlives: true}}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, bm.menuURL(), nil)
	if err != nil {
		return 0, err
	}
	began := time.Now()
	resp, err := client.Do(req)
	if err != nil {
		return 0, fmt.Errorf("read the menu: %w", err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return 0, fmt.Errorf("the menu is answered %d", resp.StatusCode)
	}
	return time.Since(began), nil
}

// emptyCache empties Redis, which holds nothing else that the benchmark needs.
func (bm *benchmark) emptyCache(ctx context.Context) error {
	options, err := redis.ParseURL(bm.Redis.URL())
	if err != nil {
		return err
	}
	client := redis.NewClient(options)
	defer client.Close()
	return client.FlushAll(ctx).Err()
}

func (r *results) coldStartTargets() []target {
	if len(r.coldStart) == 0 {
		return nil
	}
	var ratios []float64
	for _, c := range r.coldStart {
		ratios = append(ratios, over(c.first, c.warm))
	}
	return []target{{what: "primer menú tras arrancar en frío ÷ uno tibio", value: median(ratios), limit: 2}}
}
