package main

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/redis/go-redis/v9"
)

// cold is what the first guest after a start notices of it.
type cold struct {
	first time.Duration // the first menu of a process that has just started
	warm  time.Duration // the median of those that follow
}

const warmMenus = 51

// measureCold stops the API, empties the cache of menus, starts it again and asks
// for a menu as soon as it listens.
func (f *floor) measureCold(ctx context.Context, r *results) error {
	for range 3 * f.repetitions {
		c, err := f.coldStart(ctx)
		if err != nil {
			return err
		}
		r.cold = append(r.cold, c)
		f.say("primer menú tras arrancar %s ms, después %s ms", ms(c.first), ms(c.warm))
	}
	return nil
}

func (f *floor) coldStart(ctx context.Context) (c cold, err error) {
	f.api.Stop()
	if err := f.forgetMenus(ctx); err != nil {
		return c, err
	}
	if err := f.api.Start(ctx); err != nil {
		return c, err
	}
	if err := f.until(ctx, func() bool { return f.get(ctx, f.ports.url(f.ports.api)+"/api/health").err() == nil }); err != nil {
		return c, fmt.Errorf("wait for the api: %w", err)
	}
	if c.first, err = f.timeMenu(ctx); err != nil {
		return c, err
	}
	later := make([]time.Duration, warmMenus)
	for i := range later {
		if later[i], err = f.timeMenu(ctx); err != nil {
			return c, err
		}
	}
	slices.Sort(later)
	c.warm = quantile(later, 0.5)
	return c, nil
}

// timeMenu asks for the menu over a connection of its own, as a guest's phone does.
func (f *floor) timeMenu(ctx context.Context) (time.Duration, error) {
	client := http.Client{Timeout: 5 * time.Second, Transport: &http.Transport{DisableKeepAlives: true}}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, f.menuURL(), nil)
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

// forgetMenus empties Redis, which holds nothing else that the benchmark needs.
func (f *floor) forgetMenus(ctx context.Context) error {
	options, err := redis.ParseURL(f.Redis.URL())
	if err != nil {
		return err
	}
	client := redis.NewClient(options)
	defer client.Close()
	return client.FlushAll(ctx).Err()
}

func (r *results) coldTargets() []target {
	if len(r.cold) == 0 {
		return nil
	}
	var ratios []float64
	for _, c := range r.cold {
		ratios = append(ratios, over(c.first, c.warm))
	}
	return []target{{what: "primer menú tras arrancar en frío ÷ uno tibio", value: median(ratios), limit: 2}}
}
